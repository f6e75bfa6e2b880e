"""The components, in their own environment, and the training data they learn from."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.local.rasa import ENVIRONMENT, NLU, PYTHON

HERE = Path(__file__).resolve().parent
LEAST_EXAMPLES = 25
LANGUAGES = ("fr", "en")


@pytest.mark.e2e
def test_the_components_keep_their_rules() -> None:
    """Their unit tests pass under Rasa's own interpreter; at least one test ran."""
    done = subprocess.run(  # noqa: S603  our own file
        [PYTHON, "-m", "unittest", "-v", HERE / "inside_rasa.py"],
        capture_output=True,
        text=True,
        check=False,
        env={**ENVIRONMENT, "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    ran = re.search(r"Ran (\d+) tests", done.stderr)
    assert ran
    assert int(ran[1]) >= 15


def _examples(language: str) -> dict[str, list[str]]:
    """Return the training examples of a language, by intent."""
    found: dict[str, list[str]] = {}
    for path in sorted((NLU / "data" / language).glob("*.yml")):
        blocks: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["nlu"]
        for block in blocks:
            lines = [line.removeprefix("- ") for line in block["examples"].splitlines() if line.strip()]
            found.setdefault(block["intent"], []).extend(lines)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_enough_varied_examples(language: str) -> None:
    """At least 25 of each intent of the domain, no three of an intent beginning alike."""
    domain = yaml.safe_load((NLU / "domain.yml").read_text("utf-8"))
    examples = _examples(language)
    assert set(examples) == set(domain["intents"])
    for intent, lines in examples.items():
        assert len(set(lines)) >= LEAST_EXAMPLES, intent
        openings = Counter(" ".join(line.lower().split()[:4]) for line in lines if len(line.split()) > 4)
        assert max(openings.values(), default=0) <= 2, (intent, openings.most_common(1))


def test_no_example_teaches_two_intents() -> None:
    """The same words never stand under two intents, in either language."""
    taught: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for intent, lines in _examples(language).items():
            for line in lines:
                taught.setdefault(" ".join(re.findall(r"\w+|[^\w\s]", line.lower())), set()).add(intent)
    assert {line: intents for line, intents in taught.items() if len(intents) > 1} == {}


def test_the_lexicon_names_entities_of_the_domain() -> None:
    """A table is called entity.value, and its entity is declared."""
    domain = yaml.safe_load((NLU / "domain.yml").read_text("utf-8"))
    blocks = yaml.safe_load((NLU / "data" / "entities.yml").read_text("utf-8"))["nlu"]
    named = {block["lookup"].split(".")[0] for block in blocks if "lookup" in block}
    patterned = {block["regex"] for block in blocks if "regex" in block}
    assert named | patterned == set(domain["entities"])
