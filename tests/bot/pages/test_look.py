"""What typical replies look like in Slack and in a terminal; `pytest --snapshot-update` keeps a new look.

One file a reply, a language and a surface: a change shows as the lines a reader would see. A mere
new reading of a topic is no change of look: here all were read on one day, in version 1.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from rich.console import Console
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from actions.language import Language
from actions.reply import Reply
from bot.pages.compose import Composer
from bot.slack.blocks.render import render
from bot.strings import load_strings
from bot.terminal import show
from tests.bot.replies import typical

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from actions.knowledge.library import Library
    from bot.pages.page import Page

NAMES = (
    "answer", "verdict", "specific", "silent", "in_doubt", "several", "why", "sources", "cited", "updated",
    "clarify", "refuse", "table", "row", "column",
)  # fmt: skip


class Terminal(SingleFileSnapshotExtension):
    """A snapshot that is read as it stands."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


class Blocks(Terminal):
    """Block Kit as YAML: the same tree as the JSON that is sent, with texts that read."""

    file_extension = "yml"


class _Tree(yaml.SafeDumper):
    """YAML whose long texts stand on lines of their own."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Tree.add_representer(str, _text)


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    """French and English, one after the other."""
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def one_day(library: Library) -> Library:
    """The real words, as if all were read on one day."""
    read = {"reviewed": date(2026, 1, 2), "version": 1}
    return replace(library, topics={name: t.model_copy(update=read) for name, t in library.topics.items()})


def drawn(name: str, language: Language, library: Library) -> Page:
    """Lay out one typical reply."""
    return Composer(library, load_strings()).page(Reply(language, typical(library)[name]))


def test_every_typical_reply_is_kept(library: Library) -> None:
    """None is forgotten here."""
    assert tuple(typical(library)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_in_slack(name: str, language: Language, one_day: Library, snapshot: SnapshotAssertion) -> None:
    """The notification and the blocks, as they are sent."""
    message = render(drawn(name, language, one_day))
    tree = {"text": message.text, "blocks": message.blocks}
    kept = yaml.dump(tree, Dumper=_Tree, allow_unicode=True, sort_keys=False, width=100)
    assert kept == snapshot(extension_class=Blocks)


@pytest.mark.parametrize("name", NAMES)
def test_in_a_terminal(name: str, language: Language, one_day: Library, snapshot: SnapshotAssertion) -> None:
    """The same reply in 80 columns; nothing is wider but a web address, which must stay whole."""
    output = io.StringIO()
    show(drawn(name, language, one_day), Console(file=output, width=80, highlight=False))
    text = output.getvalue()
    wide = [line for line in text.splitlines() if len(line) > 80]
    assert all(line.strip().startswith("http") for line in wide)
    assert not any(line != line.rstrip() for line in text.splitlines())
    assert text == snapshot(extension_class=Terminal)
