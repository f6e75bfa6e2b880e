"""What the forms of cases need to know is read within moments, or left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from actions.cases.acts import CaseForm, FillCase, OpenCase
from actions.language import Language
from actions.model import Inbound
from bot.forms.cases.layout import Request
from bot.forms.cases.opening import CaseForms
from bot.forms.form import Form, Notice, OneOf, TextField
from bot.forms.patience import Deadline
from bot.pages.cases.cards import CasePages
from tests.fakes.directory import KnownDirectory
from tests.fakes.services import advisor
from tests.fakes.understander import ScriptedUnderstander, understood
from tests.fakes.words import STRINGS, say

if TYPE_CHECKING:
    from actions.knowledge.library import Library

PERSON = "T1:UL2"
NAMES = {"T1:UL1": "anne", PERSON: "bruno"}


@pytest.fixture
def forms(library: Library) -> CaseForms:
    """The forms, of a workspace with two people in legal's channel."""
    channel = library.departments["legal"].channel
    directory = KnownDirectory({channel: list(NAMES)}, NAMES)
    return CaseForms(advisor(library=library), CasePages(library, STRINGS), directory)


async def opened(forms: CaseForms) -> int:
    """Open a case for legal; return its number."""
    act = OpenCase("legal", "peut-on ?", Language.FR)
    await forms.advisor.answer(Inbound("k", "T1:U1", "T1:C1:1.0"), act)
    return 1


def options(form: Form | Notice, name: str) -> list[str]:
    """Return what can be chosen in a field."""
    assert isinstance(form, Form)
    (field,) = [part for part in form.parts if isinstance(part, OneOf) and part.id == name]
    return list(field.options)


async def test_a_case_can_be_given_to_the_channels_people_oneself_first(forms: CaseForms) -> None:
    """Then come the other departments; the one that has it is not among them."""
    form = await forms.fill(
        PERSON, FillCase(CaseForm.REASSIGN, await opened(forms), "legal"), Deadline.of_press()
    )
    offered = options(form, "whom")
    assert offered[:2] == ["person:T1:UL2", "person:T1:UL1"]
    assert "department:hr" in offered
    assert "department:legal" not in offered


async def test_people_who_cannot_be_read_now_are_left_out(forms: CaseForms) -> None:
    """While the directory is away a case can still be given to another department."""
    number = await opened(forms)
    assert isinstance(forms.directory, KnownDirectory)
    forms.directory.away = True
    offered = options(
        await forms.fill(PERSON, FillCase(CaseForm.REASSIGN, number, "legal"), Deadline.of_press()), "whom"
    )
    assert offered
    assert all(each.startswith("department:") for each in offered)


async def test_the_original_of_a_case_that_has_ended_is_said_to_be_gone(forms: CaseForms) -> None:
    """There is nothing to read, and a form would ask for nothing."""
    shown = await forms.fill(PERSON, FillCase(CaseForm.EXCHANGE, 99, "legal"), Deadline.of_press())
    assert shown == Notice(
        say("form_exchange"), say("form_case_cancel"), (say("refused_gone"),), say("view_cut")
    )


async def test_the_original_begins_with_the_question(forms: CaseForms) -> None:
    """What was asked stands there in the words it was asked in."""
    shown = await forms.fill(
        PERSON, FillCase(CaseForm.EXCHANGE, await opened(forms), "legal"), Deadline.of_press()
    )
    assert isinstance(shown, Notice)
    assert "peut-on ?" in shown.texts[0]


async def test_a_question_that_cannot_be_understood_now_opens_the_form_all_the_same(forms: CaseForms) -> None:
    """The person's words are there; the department is theirs to choose."""
    assert isinstance(forms.advisor.understander, ScriptedUnderstander)
    forms.advisor.understander.away = True
    form = await forms.request(PERSON, Request(question="qui relit ce contrat ?"), Deadline.of_press())
    assert isinstance(form, Form)
    (text,) = [part for part in form.parts if isinstance(part, TextField)]
    assert text.initial == "qui relit ce contrat ?"


@pytest.mark.parametrize("form", [CaseForm.REASSIGN, CaseForm.NOT_OURS])
async def test_with_one_department_there_is_nothing_to_choose(library: Library, form: CaseForm) -> None:
    """Slack refuses an empty select: a notice says so instead."""
    alone = replace(library, departments={"legal": library.departments["legal"]}, default_department="legal")
    forms = CaseForms(advisor(library=alone), CasePages(alone, STRINGS), KnownDirectory())
    shown = await forms.fill(PERSON, FillCase(form, await opened(forms), "legal"), Deadline.of_press())
    assert shown == Notice(say(f"form_{form}"), say("form_case_cancel"), (say(f"form_{form}_nothing"),))


async def test_with_one_department_a_lesson_is_on_the_answer(library: Library) -> None:
    """There is no other department that a question could have belonged to."""
    alone = replace(library, departments={"legal": library.departments["legal"]}, default_department="legal")
    forms = CaseForms(advisor(library=alone), CasePages(alone, STRINGS), KnownDirectory())
    form = await forms.fill(
        PERSON, FillCase(CaseForm.TEACH, await opened(forms), "legal"), Deadline.of_press()
    )
    assert options(form, "lesson") == ["topic"]
    assert isinstance(form, Form)
    assert "department" not in {part.id for part in form.parts if isinstance(part, OneOf)}


async def test_a_form_whose_time_is_over_opens_without_proposals(forms: CaseForms) -> None:
    """Late, but not too late: what would be looked up is left out, and nothing is waited for."""
    assert isinstance(forms.advisor.understander, ScriptedUnderstander)
    forms.advisor.understander.script["qui modère ?"] = understood("moderation")
    owner = forms.advisor.library.topics["moderation"].owner
    found = []
    for deadline in (Deadline.of_press(), Deadline(0.0)):
        form = await forms.request(PERSON, Request(question="qui modère ?"), deadline)
        assert isinstance(form, Form)
        (text,) = [part for part in form.parts if isinstance(part, TextField)]
        assert text.initial == "qui modère ?"
        found += [part.chosen for part in form.parts if isinstance(part, OneOf) and part.id == "department"]
    assert found == [owner, ""]
