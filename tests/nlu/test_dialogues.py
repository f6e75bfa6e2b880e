"""The dialogues, played against the trained model and against Slack's payloads."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from actions.acts import Said
from actions.choices import encode
from actions.language import Language
from actions.model import Inbound
from bot.bootstrap import open_bot
from bot.commands.offline import memory_advisor
from bot.language import LinguaGuesser
from bot.nlu_client import RasaUnderstander
from bot.settings import Backends, SlackAccess
from tests.dialogues import Dialogue, Step, load_dialogues
from tests.fakes.payloads import dispatch, mention, press

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from slack_bolt.async_app import AsyncApp

    from actions.knowledge.library import Library
    from actions.reply import Reply
    from tests.fakes.slack import FakeSlack

DIALOGUES = load_dialogues()


def _check(reply: Reply, step: Step, dialogue: Dialogue) -> None:
    decision = reply.decision
    topic = getattr(decision, "topic", None)
    assert type(decision).__name__ == step.decision, step.line
    assert reply.language is dialogue.language, step.line
    if step.topic is not None:
        assert topic is not None
        assert topic.topic == step.topic, step.line
    if step.department is not None:
        assert getattr(decision, "department", None) == step.department, step.line


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=str)
async def test_with_the_trained_model(dialogue: Dialogue, rasa: Backends, library: Library) -> None:
    """Each turn is understood and decided as the dialogue says."""
    async with RasaUnderstander(rasa.rasa_url, rasa.rasa_token) as understander:
        advisor = memory_advisor(library, understander, LinguaGuesser(), Language.FR)
        for number, step in enumerate(dialogue.steps):
            inbound = Inbound(str(number), "p", "c", dialogue.language)
            _check((await advisor.answer(inbound, step.act)).reply, step, dialogue)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=str)
async def test_as_slack_payloads(
    dialogue: Dialogue, rasa: Backends, redis_url: str, redis: Redis, slack: FakeSlack
) -> None:
    """Each turn, sent as Slack sends it through every real part, gives exactly one visible reply."""
    del redis  # empties the real one
    slack.channels = [
        {"id": "C" + name, "name": f"dept-{name}"} for name in ("legal", "marketing", "management")
    ]
    backends = Backends(redis_url, rasa.rasa_url, rasa.rasa_token)
    async with open_bot(backends, SlackAccess("xoxb-1", slack.url), Language.FR, 4) as bot:
        worker = asyncio.create_task(bot.worker.run_forever())
        for number, step in enumerate(dialogue.steps, start=1):
            before = len(_replies(slack))
            await _send(bot.app, step, number)
            await _until_more(slack, before)
        await asyncio.sleep(0.2)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
    assert len(_replies(slack)) == len(dialogue.steps)


async def _until_more(slack: FakeSlack, before: int) -> None:
    for _ in range(1000):
        if len(_replies(slack)) > before:
            return
        await asyncio.sleep(0.01)
    pytest.fail("no reply within ten seconds")


def _replies(slack: FakeSlack) -> list[dict[str, Any]]:
    """Return what the person saw: posts in the thread, updates, private notes, forms; no card elsewhere."""
    posted = [call for call in slack.made("chat.postMessage") if call["channel"] == "C1"]
    shown = slack.made("chat.update") + slack.made("chat.postEphemeral") + slack.made("views.open")
    return posted + shown


async def _send(app: AsyncApp, step: Step, number: int) -> None:
    """Send one turn as Slack does: a mention is two events."""
    if isinstance(step.act, Said):
        bodies = mention(step.act.text, f"{number}.0", "1.0" if number > 1 else None)
    else:
        bodies = [press(encode(step.act), message=f"{number}.5", when=str(number))]
    for body in bodies:
        assert (await dispatch(app, body)).status == 200
