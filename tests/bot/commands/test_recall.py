"""Who got which version, and the correction that follows them there: once a thread, on the real Redis."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from actions.acts import AskTopic, Explain, Said, View
from actions.knowledge.library import HERE, load
from actions.language import Language
from actions.model import Inbound
from actions.reply import Answer, Answers, Corrected, Explained, Refuse, Reply
from bot.commands.recall import outdated, recall
from bot.local.process import StartError
from bot.outgoing.address import Address
from bot.pages.compose import Composer
from bot.pages.page import Paragraph
from bot.queue.envelope import Envelope
from bot.queue.inbox import Inbox
from bot.queue.outbox import Outbox
from bot.queue.stores import inbox_stores, outbox_stores
from bot.queue.worker import INBOX, OUTBOX, open_docket, open_worker
from bot.settings import Settings
from bot.slack.app import open_client
from bot.stores import keys
from bot.stores.deliveries import GivenVersion, RedisDeliveries
from bot.strings import load_strings
from tests.fakes.services import advisor, services
from tests.fakes.understander import ScriptedUnderstander, understood
from tests.fakes.work import work_off

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

    from actions.knowledge.library import Library
    from actions.reply import Decision
    from tests.fakes.slack import FakeSlack


def envelope(number: int = 1, person: str = "T1:U1", thread: str = "1.0") -> Envelope:
    """Return an act of a thread."""
    inbound = Inbound(f"k{number}", person, f"T1:C1:{thread}")
    return Envelope(inbound, Said("my very own words"), Address(person, "C1", thread))


async def noted(redis: Redis, decision: Decision, where: Envelope, language: Language = Language.EN) -> None:
    """Note a reply as queued."""
    reply = Reply(language, decision, question="my very own words")
    await RedisDeliveries(redis).record(reply, where.inbound, where.address.place)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The knowledge with a second version of moderation, and what it corrects."""
    shutil.copytree(HERE, tmp_path / "knowledge", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "knowledge" / "topics" / "moderation.yml"
    correction = "correction:\n  fr: La charte ne suffit pas.\n  en: The charter is not enough.\n"
    path.write_text(path.read_text("utf-8").replace("version: 1\n", f"version: 2\n{correction}"), "utf-8")
    return tmp_path / "knowledge"


async def test_versions_are_noted_without_a_word(redis: Redis, library: Library) -> None:
    """Answers, several in one reply, reasons; by ids, each with an end; a refusal gives no version."""
    topics = library.topics
    await noted(redis, Answer(topics["moderation"]), envelope(1))
    await noted(redis, Answers((topics["moderation"], topics["cost_budget"])), envelope(2, "T1:U2", "2.0"))
    await noted(redis, Explained(topics["cost_budget"], View.WHY), envelope(3))
    await noted(redis, Refuse(), envelope(4))
    deliveries = RedisDeliveries(redis)
    held = await deliveries.of("moderation", since=0)
    assert {(d.version, d.thread, d.person, d.language) for d in held} == {
        (1, "C1:1.0", "T1:U1", "en"),
        (1, "C1:2.0", "T1:U2", "en"),
    }
    assert len(await deliveries.of("cost_budget", since=0)) == 2
    stored = [key async for key in redis.scan_iter("relais:delivery:*")]
    assert len(stored) == 4
    for key in stored:
        assert set(json.loads(str(await redis.get(key)))) == {
            "topic", "version", "place", "person", "language", "at",
        }  # fmt: skip
        assert 0 < await redis.ttl(key) <= keys.delivery("x").ttl.total_seconds() == 90 * 86400
    assert "words" not in str([await redis.get(key) for key in stored])


async def test_a_reply_made_twice_is_noted_once(redis: Redis, library: Library) -> None:
    """The queue delivers at least once."""
    for _ in range(2):
        await noted(redis, Answer(library.topics["moderation"]), envelope())
    assert len(await RedisDeliveries(redis).of("moderation", since=0)) == 1
    assert await RedisDeliveries(redis).of("moderation", since=time.time() + 5) == []


def test_whoever_has_the_present_version_is_left_alone() -> None:
    """By person and thread: the last version somebody got there counts."""

    def got(version: int, thread: str, person: str, at: int) -> GivenVersion:
        return GivenVersion("t", version, {"channel": "C", "thread": thread}, person, "en", at)

    held = [
        got(1, "a", "u", 1),
        got(1, "a", "v", 2),
        got(2, "c", "w", 3),
        got(1, "c", "w", 3),
        got(2, "a", "u", 3),
        got(1, "b", "u", 4),
    ]
    assert {thread: [d.person for d in group] for thread, group in outdated(held, 2).items()} == {
        "C:a": ["v"],
        "C:b": ["u"],
    }
    assert outdated(held, 1) == {}


@pytest.mark.parametrize("language", list(Language))
def test_a_correction_says_what_changed_and_answers_again(folder: Path, language: Language) -> None:
    """In the reader's language, with the answer's buttons."""
    library = load(folder)
    topic = library.topics["moderation"]
    page = Composer(library, load_strings()).page(Reply(language, Corrected(topic)))
    assert topic.correction is not None
    said, question = load_strings()[language], topic.question.in_(language)
    texts = [piece.text for piece in page.pieces if isinstance(piece, Paragraph)]
    assert texts[0] == said("corrected", question=question)
    assert texts[1:3] == [topic.correction.in_(language), said("corrected_answer")]
    assert topic.answer.in_(language) in texts[3]
    assert Explain("moderation", View.WHY) in [button.choice for button in page.choices]
    assert topic.question.in_(language) in page.summary


@dataclass
class Workspace:
    """A workspace where the bot's worker can be told to work."""

    settings: Settings
    slack: FakeSlack
    redis: Redis
    url: str
    library: Library

    async def work(self, *envelopes: Envelope) -> None:
        """Let the running bot answer `envelopes` and empty its queue."""
        client = open_client("xoxb-1", self.slack.url)
        client.retry_handlers.clear()
        understander = ScriptedUnderstander({"trolls?": understood("moderation")})
        answering = services(client, self.redis, advisor(library=self.library, understander=understander))
        async with AsyncExitStack() as stack:
            first, second = [
                await stack.enter_async_context(open_docket(self.url, name)) for name in (INBOX, OUTBOX)
            ]
            outbox = Outbox(second, outbox_stores(self.redis), lambda: answering.delivery)
            inbox = Inbox(first, inbox_stores(self.redis), lambda: answering, outbox)
            for put in envelopes:
                await inbox.put(put)
            workers = [
                await stack.enter_async_context(open_worker(queue, 4, periodic=False))
                for queue in (first, second)
            ]
            await work_off(*workers)

    def posted(self) -> list[dict[str, Any]]:
        """Return every message Slack took."""
        return self.slack.made("chat.postMessage")


@pytest.fixture
def workspace(redis: Redis, redis_url: str, slack: FakeSlack, library: Library) -> Workspace:
    """A workspace with tokens."""
    settings = Settings(
        _env_file=None, redis_url=redis_url, slack_bot_token="xoxb-1", slack_app_token="xapp-1"
    )
    return Workspace(settings, slack, redis, redis_url, library)


async def test_the_thread_that_got_an_older_version_is_corrected_once(
    workspace: Workspace, folder: Path
) -> None:
    """From the question to the correction, in its language; a second run posts nothing."""
    place = Address("T1:U1", "C1", "5.0")
    ask = Envelope(Inbound("q1", "T1:U1", "T1:C1:5.0", Language.FR), Said("trolls?"), place)
    again = Envelope(Inbound("q2", "T1:U1", "T1:C1:5.0", Language.FR), AskTopic("moderation"), place)
    await workspace.work(ask, again)
    assert len(workspace.posted()) == 2
    for _ in range(2):
        assert await recall(workspace.settings, "moderation", days=30, confirmed=True, folder=folder) == 0
        await workspace.work()
    (correction,) = workspace.posted()[2:]
    assert (correction["channel"], correction["thread_ts"]) == ("C1", "5.0")
    drawn = json.dumps(correction["blocks"], ensure_ascii=False)
    assert "La charte ne suffit pas." in drawn
    assert "explain:moderation:why" in drawn
    held = await RedisDeliveries(workspace.redis).of("moderation", since=0)
    assert [delivery.version for delivery in held].count(2) == 1


async def test_a_recall_cut_short_and_begun_again_posts_once(workspace: Workspace, folder: Path) -> None:
    """Queued but not yet noted: the queue and the ledger know the post by its key."""
    await noted(workspace.redis, Answer(workspace.library.topics["moderation"]), envelope())
    for worked in (False, True):
        await recall(workspace.settings, "moderation", days=30, confirmed=True, folder=folder)
        if worked:
            await workspace.work()
        await workspace.redis.delete(keys.corrected("moderation", 2).name)
        names = await workspace.redis.zrange(keys.deliveries("moderation").name, 1, -1)
        await workspace.redis.delete(*(keys.delivery(str(name)).name for name in names))
    await recall(workspace.settings, "moderation", days=30, confirmed=True, folder=folder)
    await workspace.work()
    assert len(workspace.posted()) == 1


async def test_a_correction_waits_for_slack(workspace: Workspace, folder: Path) -> None:
    """Slack away: it stays in the outbox, and goes out once."""
    await noted(workspace.redis, Answer(workspace.library.topics["moderation"]), envelope())
    workspace.slack.failures = [(500, {}, {"ok": False, "error": "internal_error"})]
    await recall(workspace.settings, "moderation", days=30, confirmed=True, folder=folder)
    assert workspace.posted() == []
    await workspace.work()
    assert len(workspace.posted()) == 1


async def test_nothing_is_posted_without_a_yes(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list comes first: how many, which threads, by ids."""
    for number, person in enumerate(("T1:U1", "T1:U2", "T1:U1"), 1):
        where = envelope(number, person, "1.0" if number < 3 else "2.0")
        await noted(workspace.redis, Answer(workspace.library.topics["moderation"]), where)
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    assert (
        await recall(workspace.settings, "moderation", days=30, confirmed=False, ask=no, folder=folder) == 0
    )
    said = capsys.readouterr().out
    assert asked == ["Post the correction in 2 threads?"]
    assert "2 people in 2 threads (version 1: 3)" in said
    assert "version 1  C1:1.0  T1:U2" in said
    assert "Nothing was posted" in said
    await workspace.work()
    assert workspace.posted() == []


async def test_a_correction_that_nobody_wrote_is_not_posted(
    workspace: Workspace, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new version without `correction` has nothing to tell."""
    path = folder / "topics" / "moderation.yml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("correction:")] + text[text.index("owner:") :], "utf-8")
    await noted(workspace.redis, Answer(workspace.library.topics["moderation"]), envelope())
    assert await recall(workspace.settings, "moderation", days=30, confirmed=True, folder=folder) == 1
    assert "has no 'correction'" in capsys.readouterr().out


async def test_without_a_workspace_it_says_so(
    workspace: Workspace, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No token and nothing that runs here: the list is shown, nothing is queued."""
    await noted(workspace.redis, Answer(workspace.library.topics["moderation"]), envelope())
    bare = Settings(_env_file=None, redis_url=workspace.url, relais_data_dir=tmp_path)
    assert await recall(bare, "moderation", days=30, confirmed=True, folder=folder) == 1
    assert "No workspace to post in" in capsys.readouterr().out
    assert await RedisDeliveries(workspace.redis).corrected("moderation", 2) == set()
    none = Settings(_env_file=None, relais_data_dir=tmp_path)
    with pytest.raises(StartError, match="No workspace"):
        await recall(none, "moderation", days=30, confirmed=True, folder=folder)
    with pytest.raises(StartError, match="no topic nothing"):
        await recall(bare, "nothing", days=30, confirmed=True, folder=folder)
