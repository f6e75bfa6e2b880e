"""What a case teaches becomes a file for people to review, whatever was typed."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from actions.cases.case import replay
from actions.cases.events import Lesson, Moved, Resolved, Taught
from actions.cases.lessons import Misrouted, draft, misrouted
from actions.knowledge.library import HERE, check
from actions.knowledge.skeleton import skeleton
from actions.language import Language
from tests.fakes.histories import on, opening, then

if TYPE_CHECKING:
    from pathlib import Path

    from actions.cases.case import Case
    from actions.knowledge.library import Library

NASTY = "first line\nowner: nobody\u2028- [TODO]\r\n{id} 'x' \"y\" #z: %\x1b\x00 é"


def taught(lesson: Taught, question: str = "Who pays?", topic: str = "", line: str = "Settled.") -> Case:
    """Return a case that was sent on, resolved and taught something."""
    return replay(
        [
            opening(12, "legal", on(23, 8), question=question, topic=topic, language=Language.FR),
            then(on(23, 9), Moved("management", "Not ours.", bounced=True)),
            then(on(23, 10), Resolved(line)),
            then(on(23, 11), lesson),
        ]
    )


def note(case: Case, library: Library) -> dict[str, Any]:
    """Return what a note on the routing says."""
    name, text = draft(case, library)
    assert name == "case_12_routing.yml"
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def test_a_topic_is_drafted_with_what_was_said_beside_it(library: Library) -> None:
    """The skeleton of `topics new`, headed by the question, the line and the department's words."""
    case = taught(Taught(Lesson.TOPIC, "Management pays."), topic="cost_budget")
    name, text = draft(case, library)
    assert name == "case_12.yml"
    head = text.removesuffix(skeleton("case_12", date(2026, 11, 23)))
    assert head != text
    for words in (
        "case 12",
        "2026-11-23",
        '"fr"',
        "Who pays?",
        "Settled.",
        '"management"',
        "Management pays.",
        "cost_budget",
    ):
        assert words in head
    assert all(line.startswith("#") or not line for line in head.splitlines())


@pytest.mark.parametrize("words", [NASTY, "", "\n\n"])
def test_what_people_typed_stays_in_comments(library: Library, tmp_path: Path, words: str) -> None:
    """No line end, quote or brace gets out of them: the draft has the same faults as an empty skeleton."""
    folder = tmp_path / "knowledge"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "topics" / "case_12.yml"
    _, text = draft(taught(Taught(Lesson.TOPIC, words), question=words or "?", line=words), library)
    faults = []
    for written in (skeleton("case_12", date(2026, 11, 23)), text):
        path.write_text(written, "utf-8")
        faults.append({fault.sentence for fault in check(folder) if fault.file == "topics/case_12.yml"})
    assert faults[0] == faults[1]
    assert "still to be written: it says TODO" in str(faults[0])
    assert ("owner: nobody" in text) == (words == NASTY)


def test_a_note_names_the_row_and_the_topic_that_route(library: Library) -> None:
    """A topic with an activity: the row of the table comes first, then the topic's owner."""
    said = note(taught(Taught(Lesson.ROUTING, "Ours.", "management"), topic="moderation"), library)
    assert (said["case"], said["topic"], said["went_to"]) == (12, "moderation", "legal")
    assert (said["belongs_to"], said["said_by"], said["words"]) == ("management", "management", "Ours.")
    row, topic = library.responsibilities["moderation"].owner, library.topics["moderation"].owner
    assert said["change"] == [
        {
            "file": "actions/knowledge/responsibilities.yml",
            "part": "moderation.owner",
            "now": row,
            "becomes": "management",
        },
        {
            "file": "actions/knowledge/topics/moderation.yml",
            "part": "owner",
            "now": topic,
            "becomes": "management",
        },
    ]
    for change in said["change"]:
        assert (HERE.parents[1] / change["file"]).exists()


def test_a_note_lists_the_rows_that_a_question_may_have_named(library: Library) -> None:
    """A topic whose activity the question names: the rows that lead to where it went, and no others."""
    said = note(taught(Taught(Lesson.ROUTING, "", "management"), topic="outsource_scope"), library)
    *rows, topic = said["change"]
    owned = [row.id for row in library.responsibilities.values() if row.owner == "legal"]
    assert [row["part"] for row in rows] == [f"{name}.owner" for name in owned]
    assert topic["file"].endswith("topics/outsource_scope.yml")


def test_without_a_topic_the_departments_file_decides(library: Library) -> None:
    """A note without a topic names that file, also for a department that is not there yet."""
    said = note(taught(Taught(Lesson.ROUTING, "Ours.", "data_protection")), library)
    assert [(change["file"], change["part"], change["becomes"]) for change in said["change"]] == [
        ("actions/knowledge/departments.yml", "departments", "data_protection"),
        ("actions/knowledge/departments.yml", "unrouted", "data_protection"),
    ]
    assert note(taught(Taught(Lesson.ROUTING, "Not ours.")), library)["belongs_to"] == "TODO"


def test_a_note_is_yaml_whatever_was_typed(library: Library) -> None:
    """The note is read back with the words as they were typed."""
    case = taught(Taught(Lesson.ROUTING, NASTY, "management"), question=NASTY)
    assert note(case, library)["words"] == note(case, library)["question"] == NASTY


def test_nothing_taught_is_nothing_drafted(library: Library) -> None:
    """A case that taught nothing raises an error for whoever asks for its draft."""
    with pytest.raises(ValueError, match="nothing was learnt from case 1"):
        draft(replay([opening(1, "legal", on(23, 8))]), library)


def test_what_belongs_elsewhere_is_listed() -> None:
    """By whom it was said and where it belongs, the latest first; topics to write are not among it."""

    def said(number: int, lesson: Taught, day: int) -> list[Any]:
        return [
            opening(number, "legal", on(day, 8), topic="moderation"),
            then(on(day, 10), Resolved("Settled.")),
            then(on(day, 11), lesson),
        ]

    histories = [
        said(1, Taught(Lesson.ROUTING, "Theirs.", "it"), 19),
        said(2, Taught(Lesson.TOPIC, "An answer."), 20),
        said(3, Taught(Lesson.ROUTING, "", "hr"), 20),
    ]
    later, earlier = misrouted(histories)
    assert later == Misrouted(3, "legal", "hr", "moderation", "", date(2026, 11, 20))
    assert earlier == Misrouted(1, "legal", "it", "moderation", "Theirs.", date(2026, 11, 19))
    assert misrouted(histories, since=on(20, 0)) == (later,)
