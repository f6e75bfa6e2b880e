"""The scopes of drafts: a person has one draft per scope.

A scope is ``own`` for an assessment of one's own, ``again-3`` for the items of action 3 asked again, and the
number of a survey, in digits, for an answer to it.
"""

from __future__ import annotations

from actions.readiness.acts import OpenReadinessForm, ReadinessForm

OWN = "own"
_AGAIN = "again"


def scope_of(opened: OpenReadinessForm) -> str:
    """Return the scope of what a form of pages begins."""
    match opened.form:
        case ReadinessForm.ANSWER:
            return str(opened.number)
        case ReadinessForm.AGAIN:
            return f"{_AGAIN}-{opened.number}"
        case _:
            return OWN


def survey_number(scope: str) -> int:
    """Return the number of the survey that a scope answers, 0 for every other scope."""
    return int(scope) if scope.isdecimal() else 0
