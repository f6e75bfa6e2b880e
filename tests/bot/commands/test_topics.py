"""Editing without code: check, new, preview, impact."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from actions.knowledge.library import HERE, KnowledgeError, check, load
from actions.language import Language
from bot.__main__ import cli
from bot.commands.impact import changes, committed, impact
from bot.commands.offline import memory_advisor
from bot.commands.topics import new_topic, print_faults
from bot.language import LinguaGuesser
from bot.local.process import StartError
from bot.pages.compose import Composer
from bot.settings import Settings
from bot.strings import load_strings
from tests.fakes.understander import ScriptedUnderstander, understood
from tests.fakes.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from actions.dialogue.converse import Advisor
    from actions.knowledge.library import Library
    from bot.pages.compose import Composer as AnyComposer

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the knowledge, to be edited."""
    shutil.copytree(HERE, tmp_path / "knowledge", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "knowledge"


def edit(path: Path, old: str, new: str) -> None:
    """Change a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_knowledge_has_no_fault() -> None:
    """What is published passes its own check, as the command says it."""
    done = CliRunner().invoke(cli, ["topics", "check"])
    assert done.exit_code == 0, done.output
    assert "36 topics checked: no faults" in done.output


@pytest.mark.integration
def test_relais_does_not_start_with_faults_and_says_where(tmp_path: Path) -> None:
    """The same lines as the check's, before any part is started."""
    for room in ("actions", "bot"):
        shutil.copytree(HERE.parents[1] / room, tmp_path / room)
    edit(tmp_path / "actions" / "knowledge" / "topics" / "moderation.yml", "version: 1", "version: none")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env={"RELAIS_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("topics/moderation.yml:2: version: should be a valid integer")
    assert not (tmp_path / "data").exists()


def test_a_check_of_one_topic_tells_its_faults_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also those that stand in other files; and the exit code says that there are some."""
    edit(folder / "topics" / "moderation.yml", "version: 1", "version: none")
    edit(folder / "topics" / "cost_budget.yml", "version: 1", "version: none")
    edit(folder / "menu.yml", "      - moderation\n", "")
    assert print_faults(("moderation",), folder, TODAY) == 1
    said = capsys.readouterr().out
    assert re.search(r"^menu\.yml:\d+: families: topic moderation is in no family", said, re.MULTILINE)
    assert "\ntopics/moderation.yml:2: version: " in said
    assert "cost_budget" not in said
    assert print_faults(("crisis_handling",), folder, TODAY) == 0


def test_a_warning_is_told_and_is_no_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A review that is late does not break anybody's build."""
    assert print_faults((), folder, date(2030, 1, 1)) == 0
    said = capsys.readouterr().out
    assert "36 topics checked: no faults, 36 warnings." in said
    assert "next_review: warning: the review is" in said


def test_a_check_of_a_topic_that_is_none_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error is not « no faults »."""
    with pytest.raises(typer.Exit):
        print_faults(("moderatoin",), folder, TODAY)
    assert "There is no topics/moderatoin.yml" in capsys.readouterr().err


def test_a_skeleton_holds_every_part_and_is_refused_until_written(folder: Path) -> None:
    """Each TODO is told on its line, and nothing else is wrong with it but the menu."""
    said = new_topic("payroll", folder, TODAY)
    for step in ("menu.yml", "nlu/domain.yml", "nlu/data/fr", "topics check payroll"):
        assert step in said
    text = (folder / "topics" / "payroll.yml").read_text("utf-8")
    assert "reviewed: 2026-11-22\nnext_review: 2027-02-22\n" in text
    faults = check(folder)
    todo = {fault.line for fault in faults if fault.sentence.endswith("still to be written: it says TODO")}
    lines = text.splitlines()
    unwritten = {number for number, line in enumerate(lines, 1) if "TODO" in line and line[0] != "#"}
    # A folded text is told on the line of its key, one or two lines above.
    assert all(any(line - 1 <= told <= line for told in todo) for line in unwritten)
    others = [fault for fault in faults if fault.line not in todo or fault.file == "menu.yml"]
    assert [str(fault).partition(" topic ")[2] for fault in others] == [
        "payroll is in no family; list it under one"
    ]


def test_a_skeleton_that_is_filled_in_is_a_topic(folder: Path) -> None:
    """With its optional parts too: nothing in it is out of date."""
    new_topic("payroll", folder, TODAY)
    path = folder / "topics" / "payroll.yml"
    text = re.sub(r"^version: 1$", "version: 2", path.read_text("utf-8"), flags=re.MULTILINE)
    text = re.sub(r"^# (  +|changed|disagreement|silent|correction)", r"\1", text, flags=re.MULTILINE)
    text = text.replace("claims: [TODO]", "claims: [A17]").replace("[TODO, TODO]", "[moderation, cm_salary]")
    text = text.replace("owner: TODO", "owner: hr").replace("department: TODO", "department: hr")
    path.write_text(text.replace("TODO", "mots").replace("https://…", "https://example.com"), "utf-8")
    edit(folder / "menu.yml", "      - moderation\n", "      - moderation\n      - payroll\n")
    topic = load(folder).topics["payroll"]
    assert topic.correction is not None
    assert topic.silent is not None
    assert topic.changed
    assert topic.disagreement


@pytest.mark.parametrize(("name", "said"), [("moderation", "exists already"), ("Bad-id", "cannot be an id")])
def test_a_skeleton_overwrites_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    """An id that is taken, or that cannot be one, is refused."""
    before = (folder / "topics" / "moderation.yml").read_text("utf-8")
    with pytest.raises(typer.Exit):
        new_topic(name, folder, TODAY)
    assert said in capsys.readouterr().err
    assert (folder / "topics" / "moderation.yml").read_text("utf-8") == before


def test_a_preview_is_what_a_person_sees(library: Library) -> None:
    """The answer and its buttons, with the reasons where wanted; both languages unless told."""
    topic = library.topics["moderation"]
    done = CliRunner().invoke(cli, ["topics", "preview", "moderation", "--lang", "fr", "--why"])
    seen = " ".join(done.output.split())
    assert " ".join(topic.answer.fr.replace("*", "").split()) in seen
    assert say("disagreement") in seen
    assert say("button_less") in seen
    assert "A charter" not in seen
    both = " ".join(CliRunner().invoke(cli, ["topics", "preview", "moderation"]).output.split())
    assert "Une charte" in both
    assert "A charter" in both
    assert say("disagreement") not in both
    assert CliRunner().invoke(cli, ["topics", "preview", "nothing"]).exit_code == 1


@pytest.fixture
def advice(library: Library) -> tuple[Advisor, AnyComposer, ScriptedUnderstander]:
    """An advisor that understands three questions."""
    understander = ScriptedUnderstander(
        {
            "trolls?": understood("moderation"),
            "how much?": understood("cost_budget"),
            "both? trolls?": understood("cost_budget", 0.2),
        }
    )
    advisor = memory_advisor(library, understander, LinguaGuesser(), Language.EN)
    return advisor, Composer(library, load_strings()), understander


async def test_impact_tells_the_questions_whose_answer_changes(
    folder: Path, library: Library, advice: tuple[Advisor, AnyComposer, ScriptedUnderstander]
) -> None:
    """With the difference by sentence; the others are left out, and each is understood once."""
    advisor, composer, understander = advice
    edit(folder / "topics" / "moderation.yml", "The law matters too: see Legal.", "See Legal first.")
    # A new version and its date alone are no other answer.
    edit(folder / "topics" / "cost_budget.yml", "version: 1", "version: 2")
    edit(folder / "topics" / "cost_budget.yml", "reviewed: 2026-11-22", "reviewed: 2026-11-23")
    asked = [("trolls?", Language.EN), ("how much?", Language.EN), ("what is for lunch?", None)]
    (changed,) = await changes(asked, library, load(folder), advisor, composer)
    assert (changed.question, changed.before, changed.after) == (
        "trolls?",
        "answer from moderation",
        "answer from moderation",
    )
    assert [line for line in changed.diff[2:] if line[0] in "+-"] == [
        "-The law matters too: see Legal.",
        "+See Legal first.",
    ]
    assert understander.asked == ["trolls?", "how much?", "what is for lunch?"]
    assert advisor.memories.journal.notes == []  # type: ignore[attr-defined]  # the memory behind the port


async def test_impact_tells_another_decision(
    library: Library, advice: tuple[Advisor, AnyComposer, ScriptedUnderstander]
) -> None:
    """A question that was answered and now is asked back, say."""
    advisor, composer, _ = advice
    topics = {name: topic for name, topic in library.topics.items() if name != "moderation"}
    (changed,) = await changes(
        [("trolls?", Language.EN)], library, replace(library, topics=topics), advisor, composer
    )
    assert (changed.before, changed.after) == ("answer from moderation", "refuse")


async def test_impact_without_understanding_is_no_answer(
    folder: Path, library: Library, advice: tuple[Advisor, AnyComposer, ScriptedUnderstander]
) -> None:
    """« Nothing changes » must not be said because nobody understood."""
    advisor, composer, understander = advice
    understander.away = True
    with pytest.raises(StartError, match="does not answer"):
        await changes([("trolls?", None)], library, load(folder), advisor, composer)


async def test_impact_of_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same words, or no question to replay."""
    settings = Settings(_env_file=None, relais_data_dir=tmp_path)
    original = HERE / "topics" / "moderation.yml"
    assert await impact(settings, "moderation", original, None) == 0
    assert "no answer changes" in capsys.readouterr().out
    draft = tmp_path / "draft.yml"
    draft.write_text(original.read_text("utf-8").replace("version: 1", "version: 2"), "utf-8")
    assert await impact(settings, "moderation", draft, None) == 0
    said = capsys.readouterr().out
    assert "No journal" in said
    assert "Nothing to replay" in said


@pytest.mark.usefixtures("redis")
async def test_impact_says_that_the_journal_is_empty(
    tmp_path: Path, redis_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Redis that holds no question yet."""
    draft = tmp_path / "draft.yml"
    text = (HERE / "topics" / "moderation.yml").read_text("utf-8")
    draft.write_text(text.replace("version: 1", "version: 2"), "utf-8")
    settings = Settings(_env_file=None, relais_data_dir=tmp_path, redis_url=redis_url)
    assert await impact(settings, "moderation", draft, None) == 0
    assert "The journal is empty" in capsys.readouterr().out


async def test_impact_refuses_a_draft_with_faults(tmp_path: Path) -> None:
    """With the lines of the draft."""
    draft = tmp_path / "draft.yml"
    text = (HERE / "topics" / "moderation.yml").read_text("utf-8")
    draft.write_text(text.replace("version: 1", "version: none"), "utf-8")
    with pytest.raises(KnowledgeError, match=r"topics/moderation\.yml:2: version"):
        await impact(Settings(_env_file=None), "moderation", draft, None)


@pytest.mark.integration
def test_the_present_knowledge_is_the_last_commit(folder: Path) -> None:
    """Without a draft, what is on disk is compared with what was committed."""
    with pytest.raises(StartError, match="--file"):
        committed(folder)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "x"],
    ):
        subprocess.run(["/usr/bin/git", *command], cwd=folder, check=True)  # noqa: S603  our own words
    edit(folder / "topics" / "moderation.yml", "version: 1", "version: 2")
    assert committed(folder).topics["moderation"].version == 1
    assert load(folder).topics["moderation"].version == 2
