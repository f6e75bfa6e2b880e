"""What 0.1.0 left in the queue is read: acts, calls, timers, and the buttons of messages it posted."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from actions.cases.case import Side
from actions.choices import decode, encode
from bot.outgoing.calls import CALL, LinkCase, Say, TellSide, Update, UpdateCopy, Whisper
from bot.queue.envelope import Envelope
from bot.slack.blocks.render import ACTION_PREFIX, render
from bot.slack.legacy import read_call
from tests.fakes.world import World, open_world
from tests.upgrade import LEFT, restore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

    from tests.fakes.slack import FakeSlack

# Acts that are called otherwise now; a readiness act is one of its own class, and is told by its line below.
RENAMED = {
    "Tell": "AnswerCase",
    "Judge": "RateCase",
    "Teach": "SuggestLesson",
    "Amend": "EditMessage",
    "Withdraw": "DeleteMessage",
    "AskEscalations": "AskCaseReport",
    "ShowEscalations": "ShowCaseReport",
}
READINESS = {"UseReadiness", "FillReadiness"}


def acts(*, readiness: bool) -> list[Any]:
    """Return the acts that were left."""
    found = [act for act in LEFT["acts"] if (act["expect"]["class"] in READINESS) is readiness]
    return [pytest.param(act, id=act["name"]) for act in found]


@pytest.mark.parametrize("act", acts(readiness=False))
def test_an_act_is_read_whole(act: dict[str, Any]) -> None:
    """Its kind, its fields, who did it and where; and what is read can be written and read again."""
    envelope, expected = Envelope.from_json(act["line"]), act["expect"]
    name = expected["class"]
    assert type(envelope.act).__name__ == RENAMED.get(name, name)
    fields = json.loads(envelope.to_json())["act"]
    for field, value in expected["fields"].items():
        assert fields[{"ordered_in": "invoked_in"}.get(field, field)] == value, field
    assert (envelope.inbound.key, envelope.inbound.person) == (expected["key"], expected["person"])
    assert envelope.inbound.conversation == act["conversation"]
    assert envelope.inbound.surface == "slack"
    address = json.loads(act["line"])["address"]
    assert envelope.address.channel == address.get("channel", "")
    assert envelope.address.invoked_in == address.get("ordered_in", "")
    assert Envelope.from_json(envelope.to_json()) == envelope


@pytest.mark.parametrize("act", acts(readiness=True))
def test_an_act_on_assessments_is_read(act: dict[str, Any]) -> None:
    """Who did it, and what of; it is written and read again."""
    envelope = Envelope.from_json(act["line"])
    assert envelope.inbound.person == act["expect"]["person"]
    assert "readiness" in envelope.act.kind or "drill" in envelope.act.kind
    assert Envelope.from_json(envelope.to_json()) == envelope


def test_an_act_that_is_no_more_shows_the_topics() -> None:
    """Nothing a person did stops the worker."""
    line = json.loads(LEFT["acts"][0]["line"])
    for unknown in (
        {"case": {"kind": "gone"}},
        {"readiness": {"kind": "gone"}},
        {"chose": "gone"},
        {"new": 1},
    ):
        line["inbound"]["act"] = unknown
        assert Envelope.from_json(json.dumps(line)).act.kind == "list_topics"


@pytest.mark.parametrize("call", [pytest.param(each, id=each["name"]) for each in LEFT["outgoing"]])
def test_a_call_is_read_and_drawn_as_it_was(call: dict[str, Any]) -> None:
    """The same key, and the same blocks to the letter; it is written and read again."""
    document = json.loads(call["line"])
    read = read_call(document)
    assert read.key == document["key"]
    assert CALL.validate_json(CALL.dump_json(read)) == read
    if "blocks" in document["arguments"]:
        assert isinstance(read, Say | Update | Whisper | TellSide | UpdateCopy)
        message = render(read.page)
        assert message.blocks == document["arguments"]["blocks"]
        assert message.text == document["arguments"]["text"]
    if isinstance(read, LinkCase):
        assert "{link}" not in read.text


# What was seen in a message or a home; the rest are lines that name files, or that no button ever bore.
SEEN = [button for button in LEFT["buttons"] if button["seen_in"] != "encode"]


@pytest.mark.parametrize("button", SEEN, ids=lambda button: button["value"])
def test_a_button_that_was_posted_is_understood(button: dict[str, Any]) -> None:
    """The same line comes back from the choice it is read as."""
    choice = decode(button["value"])
    assert choice is not None
    assert encode(choice) == button["value"]
    assert button["action_id"] == ACTION_PREFIX + button["value"]


@pytest.fixture
async def world(slack: FakeSlack, redis: Redis, redis_url: str) -> AsyncIterator[World]:
    """A workspace on the Redis that 0.1.0 left, its queue included."""
    # In the life that was recorded these were done in the end; here they still wait.
    waiting = {"relais:act:" + task["key"].partition(":")[2] for task in LEFT["queued"]["tasks"]}
    await restore(redis, [row for row in LEFT["redis"] if row["key"] not in waiting])
    await restore(redis, LEFT["queued"]["keys"])
    async with open_world(slack, redis_url) as opened:
        yield opened


async def test_the_worker_finishes_what_was_queued(world: World, redis: Redis) -> None:
    """Each act is answered, each call made, and the timer rings, under the names that docket kept."""
    wake = next(task["key"] for task in LEFT["queued"]["tasks"] if task["function"] == "wake_case")
    await redis.zadd("relais-queue:queue", {wake: time.time() - 1})
    world.clock.at += timedelta(days=6)  # a Monday morning
    number = int(wake.split(":")[1])
    before = (await world.case(number)).version
    await world.settle()
    posted = [message["metadata"]["event_payload"]["key"] for message in world.slack.made("chat.postMessage")]
    queued = [task["key"] for task in LEFT["queued"]["tasks"]]
    calls = [key.removeprefix("out:") for key in queued if key.startswith("out:")]
    assert calls
    assert set(calls) <= set(posted)
    assert (await world.case(number)).version > before
    assert await world.threads.get(number, Side.DEPARTMENT) is not None
