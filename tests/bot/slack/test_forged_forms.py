"""What a form carries along comes back through the person's client: forged, it is malformed, never an act."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from actions.language import Language
from bot.forms import calculators
from bot.forms.calculators import read_calculator_form
from bot.forms.cases import layout as cases
from bot.forms.cases.layout import read_case_form
from bot.forms.form import Form
from bot.forms.readiness import layout as readiness
from bot.forms.readiness.layout import read_form, read_page
from bot.slack.blocks.form import modal, submitted
from bot.slack.malformed import MalformedPayloadError, reading
from tests.bot.forms.every import every_form
from tests.fakes import forms, payloads

if TYPE_CHECKING:
    from collections.abc import Callable

    from actions.knowledge.library import Library
    from bot.forms.form import Submitted
    from tests.fakes.world import World

READERS: dict[str, Callable[[Submitted], object]] = {
    calculators.FORM_ID: read_calculator_form,
    cases.FORM_ID: read_case_form,
    readiness.PAGE_ID: read_page,
    readiness.FORM_ID: read_form,
}


def read(form: Form) -> None:
    """Read a form as it comes back when nobody has touched it."""
    with reading():
        READERS[form.id](submitted(forms.filled(modal(form)), "T1:U1"))


async def test_everything_a_form_carries_is_looked_at(library: Library) -> None:
    """Whatever is gone from it, or is of another kind, the form is refused."""
    for form in (await every_form(library, Language.FR)).values():
        if not isinstance(form, Form):
            continue
        read(form)
        for field in form.carried:
            gone = {key: value for key, value in form.carried.items() if key != field}
            for carried in (gone, {**gone, field: []}, {**gone, field: {"a": {"b": []}}}):
                with pytest.raises(MalformedPayloadError):
                    read(replace(form, carried=carried))


@pytest.mark.parametrize(
    ("order", "forged"),
    [
        ("/escalate", {"origin": "x"}),
        ("/escalate", {"language": "x"}),
        ("/staffing", {"calculator": None}),
        ("/staffing", {"ordered_in": 5}),
        ("/staffing", {"hidden": {"a": {}}}),
        ("/readiness", {"page": ""}),
        ("/readiness", {"page": -1}),
    ],
)
async def test_a_forged_form_does_nothing(world: World, order: str, forged: dict[str, object]) -> None:
    """It is acknowledged and logged by class, and nothing is queued; the form itself can still be sent."""
    person = world.manager
    await person.orders(order)
    view = forms.filled(person.view)
    carried = {**json.loads(view["private_metadata"]), **forged}
    before = len(world.slack.calls)
    with capture_logs() as logs:
        await world.send(payloads.submission({**view, "private_metadata": json.dumps(carried)}, "UM1"))
    assert [line["event"] for line in logs if line["log_level"] != "info"] == ["payload_malformed"]
    assert len(world.slack.calls) == before


async def test_a_page_is_not_turned_back_from_elsewhere(world: World) -> None:
    """A press bears the form it is in; that of App Home is none, and one without its values is not read."""
    home = {"id": "V1", "type": "home", "blocks": [], "private_metadata": ""}
    for view in (home, {**home, "type": "modal", "private_metadata": "{}"}):
        with capture_logs() as logs:
            await world.send(payloads.press_in_view("1", "UM1", "1", view, "readiness_back"))
        assert [line["event"] for line in logs] == ["payload_malformed"]
    assert not world.slack.made("views.update")
