"""Acts on assessments that 0.1.0 left in the queue are still done by this version."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from actions.language import Language
from actions.model import Inbound
from actions.readiness.acts import (
    AcceptAction,
    AnswerDrill,
    CloseSurvey,
    CompareUnits,
    DropAction,
    EndDrill,
    ExportAssessment,
    FinishAssessment,
    InviteToSurvey,
    ListActions,
    MarkActionDone,
    OpenReadinessForm,
    PassDrill,
    ReadinessAct,
    ReadinessForm,
    ShareAssessment,
    ShowAssessment,
    ShowPlan,
    ShowReadinessGuide,
    StartDrill,
    TakeDrill,
)
from bot.outgoing.address import Address
from bot.queue.envelope import Envelope
from bot.queue.legacy_readiness import from_0_1_0

FRENCH = ["language", "fr"]
# Every verb of 0.1.0 as a choice: verb, ref, other, and what it is now.
CHOICES: tuple[tuple[str, int, str, ReadinessAct], ...] = (
    ("help", 0, "tournesol", ShowReadinessGuide("tournesol")),
    ("start", 0, "Ondine", OpenReadinessForm(ReadinessForm.START, subject="Ondine")),
    ("restart", 0, "", OpenReadinessForm(ReadinessForm.RESTART)),
    ("finish", 0, "own", ShowReadinessGuide()),
    ("show", 0, "Ondine", ShowAssessment(unit="Ondine")),
    ("plan", 1, "", ShowPlan(1)),
    ("accept", 1, "means_budget", OpenReadinessForm(ReadinessForm.ACCEPT, 1, "means_budget")),
    ("steps", 0, "", ListActions()),
    ("done", 1, "", MarkActionDone(1)),
    ("drop", 1, "", DropAction(1)),
    ("again", 1, "", OpenReadinessForm(ReadinessForm.AGAIN, 1)),
    ("invite", 1, "", OpenReadinessForm(ReadinessForm.INVITE, 1)),
    ("answer", 1, "legal", OpenReadinessForm(ReadinessForm.ANSWER, 1, "legal")),
    ("close", 1, "", CloseSurvey(1)),
    ("compare", 0, "", CompareUnits()),
    ("share", 1, "", OpenReadinessForm(ReadinessForm.SHARE, 1)),
    ("export", 0, "", ExportAssessment()),
    ("drill", 0, "", OpenReadinessForm(ReadinessForm.DRILL)),
    ("take", 1, "legal", TakeDrill(1, "legal")),
    ("pass", 1, "legal", OpenReadinessForm(ReadinessForm.PASS, 1, "legal")),
    ("reply", 1, "legal", OpenReadinessForm(ReadinessForm.REPLY, 1, "legal")),
    ("end", 1, "", EndDrill(1)),
)
# Every form of 0.1.0 with its fields, in the order in which the form had them.
SUBMITTED: tuple[tuple[str, int, str, list[list[str]], ReadinessAct], ...] = (
    ("finish", 0, "own", [], FinishAssessment("own")),
    ("finish", 0, "again-3", [], FinishAssessment("again-3")),
    ("finish", 0, "12", [], FinishAssessment("12")),
    (
        "accept",
        1,
        "means_budget",
        [
            ["words", " Un budget d’essai "],
            ["department", "legal"],
            ["person", "T1:UL1"],
            ["due", "2026-12-24"],
            ["who", "department"],
            FRENCH,
        ],
        AcceptAction(
            1, "means_budget", Language.FR, "legal", date(2026, 12, 24), "T1:UL1",
            hands_over=True, request="Un budget d’essai",
        ),
    ),
    (
        "accept",
        1,
        "means_budget",
        [
            ["words", "Un budget"],
            ["department", "legal"],
            ["person", ""],
            ["due", ""],
            ["who", "ourselves"],
            FRENCH,
        ],
        AcceptAction(1, "means_budget", Language.FR, "legal", request="Un budget"),
    ),
    (
        "invite",
        1,
        "",
        [["departments", "legal communication"], ["people", "T1:U1 T1:U2"], FRENCH],
        InviteToSurvey(1, ("legal", "communication"), ("T1:U1", "T1:U2")),
    ),
    (
        "invite",
        1,
        "",
        [["departments", "legal hr"], ["departments1", "hr"], ["people", ""], FRENCH],
        InviteToSurvey(1, ("legal", "hr")),
    ),
    ("share", 1, "", [["channel", "C1"], FRENCH], ShareAssessment(1, "C1")),
    ("drill", 0, "", [["incident", "employee_post"], FRENCH], StartDrill("employee_post", Language.FR)),
    ("pass", 1, "communication", [["department", "legal"], FRENCH], PassDrill(1, "communication", "legal")),
    ("reply", 1, "legal", [["text", "Nous vérifions."], FRENCH], AnswerDrill(1, "legal", "Nous vérifions.")),
    ("start", 0, "", [FRENCH], ShowReadinessGuide()),
)  # fmt: skip


def choice(verb: str, ref: int, other: str) -> dict[str, Any]:
    """Return a choice as 0.1.0 wrote it."""
    return {"verb": verb, "ref": ref, "other": other, "kind": "use_readiness"}


def submitted(verb: str, ref: int, other: str, given: list[list[str]]) -> dict[str, Any]:
    """Return a submitted form as 0.1.0 wrote it."""
    return {"verb": verb, "ref": ref, "other": other, "fields": given, "kind": "fill_readiness"}


@pytest.mark.parametrize(("verb", "ref", "other", "act"), CHOICES)
def test_a_choice_is_read(verb: str, ref: int, other: str, act: ReadinessAct) -> None:
    """Each verb is the act it became; the guide is given where 0.1.0 could do nothing else."""
    assert from_0_1_0(choice(verb, ref, other)) == act


@pytest.mark.parametrize(("verb", "ref", "other", "given", "act"), SUBMITTED)
def test_a_submitted_form_is_read(
    verb: str, ref: int, other: str, given: list[list[str]], act: ReadinessAct
) -> None:
    """Fields become typed: days, languages, several departments and people; blanks around are dropped."""
    assert from_0_1_0(submitted(verb, ref, other, given)) == act


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"kind": "take", "number": 1, "seen": "legal"},
        {"kind": "readiness_plan", "number": 1},
        choice("nothing", 1, ""),
        submitted("nothing", 1, "", []),
        submitted("drill", 0, "", [["incident", "employee_post"]]),
        {**choice("plan", 1, ""), "ref": "x"},
        {**submitted("share", 1, "", []), "fields": [["channel"]]},
        {**submitted("share", 1, "", []), "fields": [["channel", None]]},
    ],
)
def test_what_0_1_0_never_wrote_is_nothing(document: dict[str, Any]) -> None:
    """Other kinds, unknown verbs and broken values give no act, and raise nothing."""
    assert from_0_1_0(document) is None


def test_an_envelope_of_0_1_0_is_opened() -> None:
    """The act is read where 0.1.0 put it, and written anew as today's."""
    inbound = {"key": "k", "person": "T1:U1", "conversation": "c", "language": None, "press": "", "ref": ""}
    act = {"readiness": choice("plan", 1, "")}
    line = json.dumps({"inbound": {**inbound, "act": act, "files": [], "addressed": True}, "address": {}})
    envelope = Envelope.from_json(line)
    assert envelope == Envelope(Inbound("k", "T1:U1", "c", surface="slack"), ShowPlan(1), Address("T1:U1"))
    assert Envelope.from_json(envelope.to_json()) == envelope
