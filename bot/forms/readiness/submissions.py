"""Turns the fields of a submitted single form into its act."""

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


def submission(context: FormContext, values: Mapping[str, str]) -> ReadinessSubmission:
    """Return the act of a submitted form; missing fields count as empty.

    Several people, or several departments, are separated by spaces.

    Raises:
        ValueError: the form is a page of the questionnaire, which submits no act of its own.
    """
    number, subject, language = context.number, context.subject, context.language
    fields = defaultdict(str, {name: text.strip() for name, text in values.items()})
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
