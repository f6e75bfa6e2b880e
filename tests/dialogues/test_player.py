"""The player itself: a dialogue that says anything wrong of Relais does not play."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.dialogues.memory_stage import open_memory
from tests.dialogues.player import Player
from tests.dialogues.script import scripted
from tests.dialogues.steps import Dialogue, read_dialogues
from tests.fakes.understander import NoGuess

if TYPE_CHECKING:
    from actions.knowledge.library import Library

README = Path(__file__).with_name("README.md")
ASK = "fr: combien, en: how much, intent: cost_budget"
OPEN = """
    - {command: /escalate, opens: case/form_escalate}
    - {fill: {department: legal, text: why}, decision: CaseOpened}"""
ASSESSED = """
    - {by: manager, command: /readiness, opens: readiness_page/readiness_title}
    - {by: manager, levels: {all: 4, means_budget: 1}, decision: Assessed}
    - {by: manager, press: readiness_button_plan, decision: Planned}
    - {by: manager, press: readiness_button_accept, opens: readiness/readiness_form_accept}"""


def dialogue(turns: str) -> Dialogue:
    """Return a dialogue of these turns, in French."""
    return read_dialogues(f"- title: a dialogue\n  turns: {turns}")[0]


async def play(turns: str, library: Library) -> None:
    """Play these turns."""
    read = dialogue(turns)
    await Player(open_memory(library, read.language, scripted(read), NoGuess()), read).play()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("decision: Refuse", "Answer"),
        ("decision: Answer, topic: cm_salary", "cost_budget"),
        ("says: refuse", "refuse not in"),
        ("files: 1", "files"),
        ("opens: case/form_escalate", "posted"),
        ("sees: [{channel: dept-legal}]", "dept-legal"),
        ("unseen: [{thread: ask-social, says: see_also}]", "see_also"),
    ],
)
async def test_a_reply_that_is_not_the_expected_one_is_found(wrong: str, told: str, library: Library) -> None:
    """Its decision, topic, texts and files; a form or a place that is missing, a text that is there."""
    await play(f"[{{{ASK}}}]", library)
    with pytest.raises(AssertionError, match=told):
        await play(f"[{{{ASK}, {wrong}}}]", library)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("press: button_case_take", "sees no button_case_take"),
        ("press: topic:crisis_handling", "sees no topic:crisis_handling"),
        ("press: button_human", "opened"),
        ("press: button_human, opens: case/form_add", "form_escalate|Une demande"),
        ("press: button_human, opens: case/form_escalate, proposes: {department: legal}", "department holds"),
    ],
)
async def test_a_button_and_its_form_are_looked_for(wrong: str, told: str, library: Library) -> None:
    """Nobody presses what they do not see; the form that opens is the one expected, and proposes the same."""
    await play(f"[{{{ASK}}}, {{press: button_human, opens: case/form_escalate}}]", library)
    with pytest.raises(AssertionError, match=told):
        await play(f"[{{{ASK}}}, {{{wrong}}}]", library)


async def test_a_second_visible_reply_is_found(library: Library) -> None:
    """Whoever acts sees one reply; what comes beside it has to be named."""
    accepted = ASSESSED + "\n    - {by: manager, fill: {words: a budget}, decision: ActionAccepted"
    await play(accepted + ", beside: [{person: manager, says: case_title}]}", library)
    with pytest.raises(AssertionError, match="2 replies"):
        await play(accepted + "}", library)


async def test_what_time_lets_be_said_has_to_be_named(library: Library) -> None:
    """A reminder that a dialogue does not list fails it, and so does one that it lists in vain."""
    await play(OPEN + "\n    - {after: 1 working hour}", library)
    for wrong in ("{after: 2 working hours}", "{after: 1 working hour, sees: [{thread: dept-legal}]}"):
        with pytest.raises(AssertionError):
            await play(f"{OPEN}\n    - {wrong}", library)


async def test_the_example_that_shows_how_to_write_plays(library: Library) -> None:
    """What the README of this folder shows is a dialogue, in both languages."""
    example = README.read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
    for read in read_dialogues(example):
        await Player(open_memory(library, read.language, scripted(read), NoGuess()), read).play()


@pytest.mark.parametrize(
    "turn",
    ["{says: greet}", "{fr: bonjour}", "{press: topics, command: /roles}", "{press: topics, from: legal}"],
)
async def test_a_turn_that_is_not_one_act_is_a_mistake(turn: str, library: Library) -> None:
    """No act, a language that is missing, two acts at once, or a key that nobody knows."""
    with pytest.raises(AssertionError):
        await play(f"[{turn}]", library)
