"""Encodes the choices on assessments as one short line, which a button carries.

A line is ``readiness:<word>:<number>:<subject>``. Messages posted long ago carry such lines, so that
a word is never changed, even where its act was renamed.
"""

from __future__ import annotations

from typing import assert_never

from actions.readiness.acts import (
    CloseSurvey,
    CompareUnits,
    DropAction,
    EndDrill,
    ExportAssessment,
    ListActions,
    MarkActionDone,
    OpenReadinessForm,
    ReadinessChoice,
    ReadinessForm,
    ShowAssessment,
    ShowPlan,
    ShowReadinessGuide,
    TakeDrill,
)

_Alone = ListActions | CompareUnits
_Numbered = ShowPlan | MarkActionDone | DropAction | CloseSurvey | EndDrill
_WithSubject = ShowAssessment | ExportAssessment | TakeDrill

_GUIDE = "help"
# The word of each choice but the guide; a form's is its own.
_ALONE: dict[str, type[_Alone]] = {"steps": ListActions, "compare": CompareUnits}
_NUMBERED: dict[str, type[_Numbered]] = {
    "plan": ShowPlan,
    "done": MarkActionDone,
    "drop": DropAction,
    "close": CloseSurvey,
    "end": EndDrill,
}
_WITH_SUBJECT: dict[str, type[_WithSubject]] = {
    "show": ShowAssessment,
    "export": ExportAssessment,
    "take": TakeDrill,
}
_WORDS: dict[type[ReadinessChoice], str] = {
    choice: word for words in (_ALONE, _NUMBERED, _WITH_SUBJECT) for word, choice in words.items()
}


def encode(choice: ReadinessChoice) -> str:
    """Return the line for `choice`, for example ``readiness:plan:12:``."""
    match choice:
        case ShowReadinessGuide(words):
            return _line(_GUIDE, 0, words)
        case OpenReadinessForm(form, number, subject):
            return _line(form, number, subject)
        case ListActions() | CompareUnits():
            return _line(_WORDS[type(choice)], 0, "")
        case (
            ShowPlan(number)
            | MarkActionDone(number)
            | DropAction(number)
            | CloseSurvey(number)
            | EndDrill(number)
        ):
            return _line(_WORDS[type(choice)], number, "")
        case ShowAssessment(number, subject) | ExportAssessment(number, subject) | TakeDrill(number, subject):
            return _line(_WORDS[type(choice)], number, subject)
        case _:
            assert_never(choice)


def _line(word: str, number: int, subject: str) -> str:
    return f"readiness:{word}:{number}:{subject}"


def decode(line: str) -> ReadinessChoice | None:
    """Return the choice behind `line`, or None for a line of an earlier version or of someone else."""
    match line.split(":", 3):
        case ["readiness", word, number, subject] if number.isdecimal():
            return choice_of(word, int(number), subject)
        case _:
            return None


def choice_of(word: str, number: int, subject: str) -> ReadinessChoice | None:
    """Return the choice that the parts of a line name; None for a word that no button carries."""
    if word == _GUIDE:
        return ShowReadinessGuide(subject)
    if word in set(ReadinessForm):
        return OpenReadinessForm(ReadinessForm(word), number, subject)
    if word in _ALONE:
        return _ALONE[word]()
    if word in _NUMBERED:
        return _NUMBERED[word](number)
    return _WITH_SUBJECT[word](number, subject) if word in _WITH_SUBJECT else None
