"""From the fields of a form to the act they submit."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from actions.readiness.acts import (
    AcceptAction,
    AnswerDrill,
    InviteToSurvey,
    PassDrill,
    ReadinessForm,
    ReadinessSubmission,
    ShareAssessment,
    StartDrill,
)
from bot.forms.readiness.inputs import DEPARTMENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.forms.readiness.layout import FormContext


def submission(context: FormContext, given: Mapping[str, str]) -> ReadinessSubmission:
    """Return the act that a form submits, from what was given by field; what is missing counts as empty.

    People are persons, and several of them, or several departments, stand apart by spaces.

    Raises:
        ValueError: the form is one of pages, which submit no act of their own.
    """
    number, subject, language = context.number, context.subject, context.language
    fields = defaultdict(str, {name: text.strip() for name, text in given.items()})
    match context.form:
        case ReadinessForm.ACCEPT:
            return AcceptAction(
                number,
                subject,
                language,
                fields["department"],
                _day(fields["due"]),
                fields["person"],
                hands_over=fields["who"] == DEPARTMENT,
                request=fields["words"],
            )
        case ReadinessForm.INVITE:
            return InviteToSurvey(
                number, tuple(fields["departments"].split()), tuple(fields["people"].split())
            )
        case ReadinessForm.SHARE:
            return ShareAssessment(number, fields["channel"])
        case ReadinessForm.DRILL:
            return StartDrill(fields["incident"], language)
        case ReadinessForm.PASS:
            return PassDrill(number, subject, fields["department"])
        case ReadinessForm.REPLY:
            return AnswerDrill(number, subject, fields["text"])
        case _:
            raise ValueError(context.form)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
