"""Reads acts on assessments as version 0.1.0 queued them: a verb with a number, a text and fields.

A choice was ``{"kind": "use_readiness", "verb", "ref", "other"}``, and what a form submitted
``{"kind": "fill_readiness", "verb", "ref", "other", "fields": [[name, text], …]}``.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from actions.language import Language
from actions.readiness.acts import (
    AcceptAction,
    AnswerDrill,
    FinishAssessment,
    InviteToSurvey,
    PassDrill,
    ReadinessAct,
    ReadinessSubmission,
    ShareAssessment,
    ShowReadinessGuide,
    StartDrill,
)
from actions.readiness.choices import choice_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def from_0_1_0(document: Mapping[str, Any]) -> ReadinessAct | None:
    """Return the act that 0.1.0 queued as `document`; None for a document of another kind or with a fault.

    Verbs that 0.1.0 could only answer with the guide return the guide.
    """
    try:
        verb, number = str(document["verb"]), int(document.get("ref", 0))
        subject = str(document.get("other", ""))
        match document["kind"]:
            case "use_readiness":
                return ShowReadinessGuide() if verb == "finish" else choice_of(verb, number, subject)
            case "fill_readiness":
                fields = defaultdict(str, {name: text.strip() for name, text in document.get("fields", ())})
                return _submission(verb, number, subject, fields)
            case _:
                return None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _submission(
    verb: str, number: int, subject: str, fields: Mapping[str, str]
) -> ReadinessSubmission | ShowReadinessGuide | None:
    match verb:
        case "finish":
            return FinishAssessment(subject)
        case "accept":
            return AcceptAction(
                number,
                subject,
                Language(fields["language"]),
                fields["department"],
                _day(fields["due"]),
                fields["person"],
                hands_over=fields["who"] == "department",
                request=fields["words"],
            )
        case "invite":
            return InviteToSurvey(
                number, tuple(fields["departments"].split()), tuple(fields["people"].split())
            )
        case "share":
            return ShareAssessment(number, fields["channel"])
        case "drill":
            return StartDrill(fields["incident"], Language(fields["language"]))
        case "pass":
            return PassDrill(number, subject, fields["department"])
        case "reply":
            return AnswerDrill(number, subject, fields["text"])
        case _:
            return ShowReadinessGuide() if choice_of(verb, number, subject) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
