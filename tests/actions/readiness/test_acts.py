"""Acts on assessments: as the queue writes them, as buttons carry them, as words order them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Annotated, get_args

import pytest
from pydantic import Field, TypeAdapter

from actions.cases.acts import CaseAct, CaseChoice
from actions.language import Language
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
    ReadinessChoice,
    ReadinessForm,
    ShareAssessment,
    ShowAssessment,
    ShowPlan,
    ShowReadinessGuide,
    StartDrill,
    TakeDrill,
)
from actions.readiness.choices import decode, encode
from actions.readiness.command import on_command
from actions.readiness.files import ReadinessFile, ReadinessFileKind
from actions.readiness.scopes import OWN, scope_of, survey_number

WIRE: TypeAdapter[ReadinessAct] = TypeAdapter(Annotated[ReadinessAct, Field(discriminator="kind")])
# Every choice with the line that messages posted by 0.1.0 carry.
LINES: tuple[tuple[str, ReadinessChoice], ...] = (
    ("readiness:help:0:a:b", ShowReadinessGuide("a:b")),
    ("readiness:show:12:", ShowAssessment(12)),
    ("readiness:show:0:Ondine", ShowAssessment(unit="Ondine")),
    ("readiness:plan:12:", ShowPlan(12)),
    ("readiness:steps:0:", ListActions()),
    ("readiness:done:7:", MarkActionDone(7)),
    ("readiness:drop:7:", DropAction(7)),
    ("readiness:close:3:", CloseSurvey(3)),
    ("readiness:compare:0:", CompareUnits()),
    ("readiness:export:12:", ExportAssessment(12)),
    ("readiness:take:2:legal", TakeDrill(2, "legal")),
    ("readiness:end:2:", EndDrill(2)),
    ("readiness:start:0:", OpenReadinessForm(ReadinessForm.START)),
    ("readiness:restart:0:", OpenReadinessForm(ReadinessForm.RESTART)),
    ("readiness:again:7:", OpenReadinessForm(ReadinessForm.AGAIN, 7)),
    ("readiness:answer:3:legal", OpenReadinessForm(ReadinessForm.ANSWER, 3, "legal")),
    ("readiness:invite:12:", OpenReadinessForm(ReadinessForm.INVITE, 12)),
    ("readiness:accept:12:means_budget", OpenReadinessForm(ReadinessForm.ACCEPT, 12, "means_budget")),
    ("readiness:share:12:", OpenReadinessForm(ReadinessForm.SHARE, 12)),
    ("readiness:drill:0:", OpenReadinessForm(ReadinessForm.DRILL)),
    ("readiness:pass:2:legal", OpenReadinessForm(ReadinessForm.PASS, 2, "legal")),
    ("readiness:reply:2:legal", OpenReadinessForm(ReadinessForm.REPLY, 2, "legal")),
)
SUBMITTED: tuple[ReadinessAct, ...] = (
    FinishAssessment(OWN),
    AcceptAction(
        12, "means_budget", Language.FR, "legal", date(2026, 12, 24), "T1:UL1",
        hands_over=True, request="Un budget d’essai",
    ),
    AcceptAction(12, "means_budget", Language.EN),
    InviteToSurvey(12, ("legal", "hr"), ("T1:U1",)),
    ShareAssessment(12, "C1"),
    StartDrill("employee_post", Language.FR),
    PassDrill(2, "communication", "legal"),
    AnswerDrill(2, "legal", "Nous vérifions."),
)  # fmt: skip


def test_every_choice_stands_among_the_lines() -> None:
    """The tables above are complete: each act and each form of the feature is in them."""
    assert {type(choice) for _, choice in LINES} == set(get_args(ReadinessChoice))
    assert {c.form for _, c in LINES if isinstance(c, OpenReadinessForm)} == set(ReadinessForm)
    both = {type(choice) for _, choice in LINES} | {type(act) for act in SUBMITTED}
    assert both == set(get_args(ReadinessAct))


def test_no_two_acts_share_a_kind() -> None:
    """The queue tells acts of all features apart by their kind alone."""
    acts = {*get_args(ReadinessAct), *get_args(CaseAct), *get_args(CaseChoice)}
    kinds = [each.default for act in acts for each in fields(act) if each.name == "kind"]
    assert len(kinds) == len(acts)
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize("act", [*(choice for _, choice in LINES), *SUBMITTED])
def test_the_queue_gives_an_act_back(act: ReadinessAct) -> None:
    """Written as JSON and read again by its kind, an act is the same, with its dates and languages."""
    assert WIRE.validate_json(WIRE.dump_json(act)) == act


@pytest.mark.parametrize(("line", "choice"), LINES)
def test_a_posted_button_keeps_its_meaning(line: str, choice: ReadinessChoice) -> None:
    """The line of a choice is what 0.1.0 posted, and reading it gives the choice back."""
    assert encode(choice) == line
    assert decode(line) == choice


@pytest.mark.parametrize(
    "line",
    [
        "readiness:nothing:1:",
        "readiness:finish:0:own",
        "readiness:plan:x:",
        "readiness:plan:1",
        "case:plan:1:",
    ],
)
def test_a_line_that_names_no_choice_is_nothing(line: str) -> None:
    """Neither unknown words, nor what only a form submits, nor lines of other shapes are choices."""
    assert decode(line) is None


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("readiness:show:12:radar", ReadinessFile(ReadinessFileKind.RADAR, 12)),
        ("readiness:show:12:trend", ReadinessFile(ReadinessFileKind.TREND, 12)),
        ("readiness:close:3:gap", ReadinessFile(ReadinessFileKind.GAP, 3)),
        ("readiness:compare:0:units", ReadinessFile(ReadinessFileKind.UNITS)),
        ("readiness:export:12:pdf", ReadinessFile(ReadinessFileKind.PDF, 12)),
        ("readiness:export:12:csv", ReadinessFile(ReadinessFileKind.CSV, 12)),
        ("readiness:export:12:json", ReadinessFile(ReadinessFileKind.JSON, 12)),
    ],
)
def test_a_queued_file_keeps_its_name(line: str, file: ReadinessFile) -> None:
    """The line of a file is what 0.1.0 queued, and reading it gives the name back."""
    assert file.encode() == line
    assert ReadinessFile.decode(line) == file


@pytest.mark.parametrize(
    "line", ["readiness:show:12:pdf", "readiness:show:12:", "readiness:show:x:radar", "roles::", ""]
)
def test_a_line_that_names_no_file_is_nothing(line: str) -> None:
    """A kind under another word, no kind, no number: none is a file."""
    assert ReadinessFile.decode(line) is None


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("", OpenReadinessForm(ReadinessForm.START)),
        ("start Ondine Sport", OpenReadinessForm(ReadinessForm.START, subject="Ondine Sport")),
        ("Nouveau", OpenReadinessForm(ReadinessForm.RESTART)),
        ("Résultats", ShowAssessment()),
        ("voir  Ondine ", ShowAssessment(unit="Ondine")),
        ("inviter @anna", OpenReadinessForm(ReadinessForm.INVITE, subject="@anna")),
        ("suivi", ListActions()),
        ("trend", CompareUnits()),
        ("partager", OpenReadinessForm(ReadinessForm.SHARE)),
        ("pdf Ondine", ExportAssessment(unit="Ondine")),
        ("exercice", OpenReadinessForm(ReadinessForm.DRILL)),
        ("aide", ShowReadinessGuide()),
        ("tournesol jaune", ShowReadinessGuide("tournesol jaune")),
    ],
)
def test_the_command_is_read_in_both_languages(typed: str, choice: ReadinessChoice) -> None:
    """Its first word orders; the rest is what it is about; unknown words ask for the guide."""
    assert on_command(typed) == choice


def test_a_scope_tells_what_answers_belong_to() -> None:
    """A survey's scope is its number; one's own and what is asked again are no survey's."""
    assert scope_of(OpenReadinessForm(ReadinessForm.ANSWER, 12)) == "12"
    assert scope_of(OpenReadinessForm(ReadinessForm.AGAIN, 3)) == "again-3"
    assert scope_of(OpenReadinessForm(ReadinessForm.RESTART)) == OWN
    assert [survey_number(scope) for scope in ("12", "again-3", OWN)] == [12, 0, 0]
