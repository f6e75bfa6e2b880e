"""`/staffing` and `/deflection` in Slack: from a form to an act in the inbox."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from actions.calculators.acts import Calculate, Use, UseScenario
from actions.calculators.scenarios import PRESET, Calculator
from actions.choices import encode
from actions.language import Language
from actions.reply import Answer, Reply
from bot.forms.calculators import Opening, calculator_form, read_calculator_form
from bot.pages.compose import Composer
from bot.queue.envelope import Envelope
from bot.slack.blocks.form import modal, submitted
from bot.slack.blocks.render import render
from bot.stores.memory import Memory
from bot.strings import load_strings
from tests.bot.calculations import calculated, decide, filled
from tests.fakes.forms import filled as filled_in
from tests.fakes.payloads import command, dispatch, press, submission
from tests.fakes.recorders import RecordingInbox
from tests.fakes.services import listening
from tests.fakes.words import says

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.knowledge.library import Library
    from tests.fakes.slack import FakeSlack

STRINGS = load_strings()


def opened(slack: FakeSlack) -> dict[str, Any]:
    """Return the form that was opened last."""
    view: dict[str, Any] = slack.made("views.open")[-1]["view"]
    return view


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "opening",
    [
        Opening(Calculator.STAFFING),
        Opening(Calculator.STAFFING, assumptions=True),
        Opening(Calculator.DEFLECTION),
    ],
    ids=lambda opening: opening.name,
)
def test_a_modal_reads_back_what_it_shows(opening: Opening, language: Language) -> None:
    """Sent as Slack sends what nobody touched, nothing is wrong with it."""
    view = modal(calculator_form(opening, STRINGS[language], language))
    assert read_calculator_form(submitted(filled_in(view), "T1:U1")).errors == {}


async def test_a_command_opens_the_form_and_a_bad_submission_keeps_it(slack: FakeSlack, redis: Redis) -> None:
    """A mistake comes back beside its field and queues nothing; mended, the act is in the inbox, redacted."""
    box = RecordingInbox()
    app = listening(slack.url, redis, box)
    assert (await dispatch(app, command("/staffing"))).status == 200
    view = opened(slack)
    answer = await dispatch(app, submission(filled_in(view, hours_covered="lots")))
    assert json.loads(answer.body)["response_action"] == "errors"
    assert box.envelopes == []
    mended = filled_in(view, hours_covered="45", name="Appelez 06 12 34 56 78")
    await dispatch(app, submission(mended))
    (envelope,) = box.envelopes
    assert isinstance(envelope.act, Calculate)
    assert "06 12" not in envelope.to_json()
    assert Envelope.from_json(envelope.to_json()) == envelope
    assert envelope.address.channel == ""


async def test_an_answer_that_can_be_worked_out_opens_its_form(
    slack: FakeSlack, redis: Redis, library: Library
) -> None:
    """The button of « combien d’appels évités ? » opens the form of its calculator."""
    page = Composer(library, STRINGS).page(Reply(Language.FR, Answer(library.topics["call_deflection"])))
    (button,) = [button for button in page.choices if isinstance(button.choice, UseScenario)]
    await dispatch(listening(slack.url, redis, RecordingInbox()), press(encode(button.choice)))
    assert says(opened(slack), "form_intro_deflection")


async def test_a_scenario_is_changed_as_it_was_filled(slack: FakeSlack, redis: Redis) -> None:
    """« Modifier les chiffres » opens the form with what was typed before."""
    memory = Memory()
    shown = await calculated(memory, filled(name="Launch", messages_per_week="400"))
    app = listening(slack.url, redis, RecordingInbox(), memory)
    await dispatch(app, press(encode(UseScenario(Use.EDIT, shown.scenario.id))))
    initial = {b["block_id"]: b["element"] for b in opened(slack)["blocks"] if b["type"] == "input"}
    assert initial["name"]["initial_value"] == "Launch"
    assert initial["messages_per_week"]["initial_value"] == "400"


async def test_the_sources_case_needs_no_form(slack: FakeSlack, redis: Redis) -> None:
    """`/staffing example` shows what the sources tell."""
    box = RecordingInbox()
    await dispatch(listening(slack.url, redis, box), command("/staffing", " Exemple ", channel="D1"))
    assert box.acts == [UseScenario(Use.SHOW, PRESET, "")]
    assert slack.made("views.open") == []


async def test_results_fit_in_a_message(library: Library) -> None:
    """The longest result stays inside Slack's limits, in both languages."""
    memory = Memory()
    for act in (filled(), filled(Calculator.DEFLECTION), UseScenario(Use.SHOW, PRESET)):
        decision = await decide(memory, act)
        for language in Language:
            blocks = render(Composer(library, STRINGS).page(Reply(language, decision))).blocks
            assert len(blocks) <= 50
            assert sum(len(str(block)) for block in blocks) < 13_200
