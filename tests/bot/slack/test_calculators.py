"""`/staffing` and `/deflection`: from a form to a result that can be changed, compared, shared, exported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from actions.calculators.scenarios import (
    PRESET,
    Calculated,
    Calculator,
    Compared,
    Exported,
    Forgotten,
    Scenario,
)
from actions.choices import encode
from actions.knowledge.library import load
from actions.model import AskRoles, Calculate, Inbound, Language, Use, UseScenario
from actions.reply import Answer, Reply
from bot.files.file import NoSuchFileError
from bot.files.render import Files, file_ref, named
from bot.forms.calculators import Form, draw, read
from bot.pages.compose import Composer
from bot.pages.page import without_forms
from bot.queue.envelope import Envelope
from bot.slack.app import open_app, open_client
from bot.slack.blocks.render import render
from bot.stores.memory import Memory
from bot.stores.scenarios import RedisScenarios
from bot.strings import load_strings
from bot.terminal import plain_text
from tests.fakes.desk import advisor, door, surface
from tests.fakes.payloads import dispatch, press
from tests.fakes.slack import TEAM, FakeSlack

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.reply import Decision

LIBRARY = load()
PERSON = f"{TEAM}:U1"
STRINGS = load_strings()


def filled(calculator: Calculator = Calculator.STAFFING, name: str = "", **raw: str) -> Calculate:
    """Return a filled form."""
    return Calculate(calculator.value, name, tuple(sorted(raw.items())), "C1")


async def decide(memory: Memory, act: Calculate | UseScenario, key: str = "k") -> Decision:
    """Answer an act of the person."""
    inbound = Inbound(key, PERSON, f"{PERSON}:commands", act)
    return (await advisor(memory).answer(inbound)).reply.decision


def page_of(decision: Decision, language: Language = Language.EN) -> str:
    """Return what is read."""
    return plain_text(Composer(LIBRARY, STRINGS).page(Reply(language, decision)))


async def test_the_sources_own_case_is_reproduced_exactly() -> None:
    """Two thirds of an FTE, a person of unknown share and a provider; dated, and no cost made up."""
    decision = await decide(Memory(), UseScenario(Use.SHOW, PRESET))
    text = page_of(decision)
    assert "Total: 2/3\u00a0FTE + one person of unknown share + a provider" in text
    assert "2009–10" in text
    assert "€" not in text


async def test_one_assumption_moves_the_total_by_what_the_working_says() -> None:
    """Ten minutes a reply instead of six: 49 other messages × 4 min more."""
    memory = Memory()
    before = await decide(memory, filled(), "a")
    after = await decide(memory, filled(reply_minutes="10 min"), "b")
    assert isinstance(before, Calculated)
    assert isinstance(after, Calculated)
    first, second = before.result, after.result
    assert second.estimate.hours - first.estimate.hours == pytest.approx(49 * 4 / 60)  # type: ignore[union-attr]


async def test_scenarios_are_kept_named_and_compared() -> None:
    """The latest are offered beside the sources' own case; what changes is told line by line."""
    memory = Memory()
    await decide(memory, filled(name="  Now  "), "a")
    later = await decide(memory, filled(name="Launch", messages_per_week="400"), "b")
    assert isinstance(later, Calculated)
    assert [other.name for other in later.others] == ["Now", ""]
    compared = await decide(memory, UseScenario(Use.COMPARE, later.others[0].id, later.scenario.id), "c")
    assert isinstance(compared, Compared)
    text = page_of(compared)
    assert "Now and Launch" in text
    assert "Answering other messages" in text
    assert "Creating content" not in text
    assert isinstance(await decide(memory, UseScenario(Use.EXPORT, later.scenario.id)), Exported)


async def test_the_cost_takes_a_row_of_the_salary_table_and_names_its_source() -> None:
    """The commenter's own opinion, 35 to 45 K€, is one of the rows."""
    decision = await decide(Memory(), filled(salary="steph_opinion"))
    text = page_of(decision)
    assert "€35,000" in text
    assert "steph" in text


async def test_what_has_ended_or_is_someone_elses_is_said() -> None:
    """Never a guess, never another person's figures."""
    memory = Memory()
    shown = await decide(memory, filled(), "a")
    assert isinstance(shown, Calculated)
    assert isinstance(await decide(memory, UseScenario(Use.EXPORT, "gone")), Forgotten)
    other = Inbound("k", "T1:U2", "c", UseScenario(Use.SHOW, shown.scenario.id))
    assert isinstance((await advisor(memory).answer(other)).reply.decision, Forgotten)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("form", [Form(Calculator.STAFFING), Form(Calculator.STAFFING, assumptions=True),
                                  Form(Calculator.DEFLECTION)], ids=lambda form: form.name)  # fmt: skip
def test_a_form_shows_every_number_and_reads_back_what_it_shows(form: Form, language: Language) -> None:
    """Submitted as it was opened, nothing is wrong with it; and Slack takes it."""
    view = draw(form, STRINGS[language], language)
    assert len(view["title"]["text"]) <= 24
    assert len(view["blocks"]) <= 100
    assert len(view["private_metadata"]) <= 3000
    assert read(submitted(view)).errors == {}


def submitted(view: dict[str, Any], **typed: str) -> dict[str, Any]:
    """Return `view` as Slack sends it back."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, name = block["element"], block["block_id"]
            if element["type"] == "static_select":
                option = element.get("initial_option")
                values[name] = {"value": {"type": element["type"], "selected_option": option}}
            else:
                text = typed.get(name, element.get("initial_value"))
                values[name] = {"value": {"type": element["type"], "value": text}}
    return {**view, "id": "V1", "hash": "1.h", "state": {"values": values}}


def test_bad_input_gets_a_sentence_beside_its_field() -> None:
    """In the person's language; what was typed is not lost."""
    view = draw(Form(Calculator.STAFFING), STRINGS[Language.FR], Language.FR)
    wrong = read(submitted(view, hours_covered="deux cents", share_repeated="130 %"))
    assert set(wrong.errors) == {"hours_covered", "share_repeated"}
    assert wrong.errors["share_repeated"] == "Au plus 100\u00a0%."


def test_what_one_form_holds_survives_the_other() -> None:
    """Changing an assumption keeps the figures, and the name."""
    kept = Scenario("s", Calculator.STAFFING, "Launch", (("messages_per_week", "400"),))
    form = Form(Calculator.STAFFING, assumptions=True, filled=kept, invoked_in="C1")
    act = read(submitted(draw(form, STRINGS[Language.EN], Language.EN), reply_minutes="9")).act
    assert (act.name, act.invoked_in) == ("Launch", "C1")
    assert dict(act.raw)["messages_per_week"] == "400"
    assert dict(act.raw)["reply_minutes"] == "9"


class Box:
    """An inbox that keeps what is put."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def put(self, envelope: Envelope) -> None:
        """Keep `envelope`."""
        self.envelopes.append(envelope)


async def test_a_command_opens_the_form_and_a_bad_submission_keeps_it(slack: FakeSlack, redis: Redis) -> None:
    """The command, a mistake, then the act in the inbox; pressing « change » opens it filled."""
    box, memory = Box(), Memory()
    client = open_client("xoxb-1", slack.url)
    app = open_app(client, door(client, box, redis, memory))
    order = {"command": "/staffing", "text": "", "team_id": TEAM, "user_id": "U1", "channel_id": "C1",
             "trigger_id": "9", "response_url": "", "user_name": "u"}  # fmt: skip
    assert (await dispatch(app, order)).status == 200
    view = opened(slack)
    submission = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": "U1", "team_id": TEAM},
                  "view": submitted(view, hours_covered="lots")}  # fmt: skip
    answer = await dispatch(app, submission)
    assert json.loads(answer.body)["response_action"] == "errors"
    assert box.envelopes == []
    submission["view"] = submitted(view, hours_covered="45", name="Appelez 06 12 34 56 78")
    await dispatch(app, submission)
    (envelope,) = box.envelopes
    assert isinstance(envelope.inbound.act, Calculate)
    assert "06 12" not in envelope.to_json()
    assert Envelope.from_json(envelope.to_json()) == envelope
    assert "channel" not in envelope.address


def opened(slack: FakeSlack) -> dict[str, Any]:
    """Return the form that was opened last."""
    view: dict[str, Any] = slack.made("views.open")[-1]["view"]
    return view


async def test_an_answer_that_can_be_worked_out_opens_its_form(slack: FakeSlack, redis: Redis) -> None:
    """« combien de personnes ? » has a button to the form; a terminal, which has no forms, leaves it out."""
    page = Composer(LIBRARY, STRINGS).page(Reply(Language.FR, Answer(LIBRARY.topics["call_deflection"])))
    (button,) = [b for b in page.choices if isinstance(b.choice, UseScenario)]
    assert button not in without_forms(page).choices
    client = open_client("xoxb-1", slack.url)
    app = open_app(client, door(client, Box(), redis))
    await dispatch(app, press(encode(button.choice)))
    assert opened(slack)["title"]["text"] == STRINGS[Language.FR]("form_deflection")


async def test_the_case_needs_no_form(slack: FakeSlack, redis: Redis) -> None:
    """`/staffing example` shows what the sources tell."""
    box = Box()
    client = open_client("xoxb-1", slack.url)
    app = open_app(client, door(client, box, redis))
    order = {"command": "/staffing", "text": " Exemple ", "team_id": TEAM, "user_id": "U1",
             "channel_id": "D1", "trigger_id": "9", "response_url": "", "user_name": "u"}  # fmt: skip
    await dispatch(app, order)
    assert [e.inbound.act for e in box.envelopes] == [UseScenario(Use.SHOW, PRESET, "")]
    assert slack.made("views.open") == []


@pytest.mark.parametrize("language", list(Language))
async def test_files_are_drawn_when_they_are_sent(language: Language) -> None:
    """Charts and the sheet, from a few words in the queue; nothing for what has ended."""
    memory = Memory()
    files = Files(Composer(LIBRARY, STRINGS), memory)
    staffed = await decide(memory, filled(name="=Now"), "a")
    assert isinstance(staffed, Calculated)
    calls = await decide(memory, filled(Calculator.DEFLECTION), "b")
    compared = await decide(memory, UseScenario(Use.COMPARE, staffed.scenario.id, PRESET), "c")
    sheet = await decide(memory, UseScenario(Use.EXPORT, staffed.scenario.id), "d")
    assert named(Reply(language, staffed)) == ()
    drawn = []
    for decision in (calls, compared, sheet):
        (shows,) = named(Reply(language, decision))
        drawn.append(await files.draw(file_ref(shows), PERSON, language))
    assert [file.content[:4] for file in drawn[:2]] == [b"\x89PNG", b"\x89PNG"]
    assert all(file.alt for file in drawn)
    assert drawn[2].content.decode("utf-8-sig").startswith(("Activité", "Activity"))
    with pytest.raises(NoSuchFileError):
        await files.draw("scenario:export:gone:", PERSON, language)


async def test_a_result_is_shared_where_it_was_ordered(slack: FakeSlack) -> None:
    """Under its owner's name, without the owner's buttons; in a channel Relais is not in, a sentence."""
    memory = Memory()
    shown = await decide(memory, filled(name="Now"), "a")
    assert isinstance(shown, Calculated)
    share = await decide(memory, UseScenario(Use.SHARE, shown.scenario.id, "C1"), "b")
    client = open_client("xoxb-1", slack.url)
    slack.channels = [{"id": "C1", "name": "ask-social", "is_member": True}]
    where = {"channel": "D1", "thread": "1.0", "user": "U1", "private": True}
    envelope = Envelope(Inbound("k", PERSON, "c", AskRoles()), where)
    posted, told = await surface(client, LIBRARY, memory).outgoing(Reply(Language.EN, share), envelope)
    assert (posted.arguments["channel"], told.arguments["channel"]) == ("C1", "D1")
    assert "<@U1> has shared" in str(posted.arguments["blocks"])
    assert "actions" not in {block["type"] for block in posted.arguments["blocks"]}
    slack.channels = []
    (told,) = await surface(client, LIBRARY, memory).outgoing(Reply(Language.EN, share), envelope)
    assert "Invite me" in told.arguments["text"]


async def test_results_fit_in_a_message() -> None:
    """The longest result stays inside Slack's limits, in both languages."""
    memory = Memory()
    for act in (filled(), filled(Calculator.DEFLECTION), UseScenario(Use.SHOW, PRESET)):
        decision = await decide(memory, act)
        for language in Language:
            blocks = render(Composer(LIBRARY, STRINGS).page(Reply(language, decision))).blocks
            assert len(blocks) <= 50
            assert sum(len(str(block)) for block in blocks) < 13_200


async def test_redis_keeps_scenarios_for_their_owner(redis: Redis) -> None:
    """Found by id, listed latest first, each with an end."""
    store = RedisScenarios(redis)
    first = Scenario("a", Calculator.STAFFING, "é", (("networks", "3"),))
    second = Scenario("b", Calculator.DEFLECTION, "", ())
    await store.keep(PERSON, first)
    await store.keep(PERSON, second)
    assert await store.find(PERSON, "a") == first
    assert await store.find("T1:U2", "a") is None
    assert await store.latest(PERSON) == [second, first]
    assert all([await redis.ttl(key) > 0 async for key in redis.scan_iter("relais:person:*")])
