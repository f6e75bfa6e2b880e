"""The knowledge read again while the bot runs; a broken file changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from actions.knowledge.library import HERE, KnowledgeError, Library
from actions.language import Language
from bot.bootstrap import open_bot
from bot.reload import ReloadingServices
from bot.settings import Backends, Settings, SlackAccess
from bot.stores.deliveries import RedisDeliveries
from tests.fakes.clocks import Seconds
from tests.fakes.payloads import dispatch, press
from tests.fakes.work import work_once

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from tests.fakes.slack import FakeSlack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the knowledge, to be edited."""
    shutil.copytree(HERE, tmp_path / "knowledge", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "knowledge"


def write(folder: Path, version: str) -> None:
    """Give moderation another version."""
    path = folder / "topics" / "moderation.yml"
    lines = path.read_text("utf-8").splitlines()
    lines[1] = f"version: {version}"
    path.write_text("\n".join(lines), "utf-8")


def version(library: Library) -> int:
    """Return the version of moderation."""
    return library.topics["moderation"].version


def test_a_change_is_noticed_at_the_next_reply(folder: Path) -> None:
    """At most once a second, and what is made of the knowledge is kept while nothing changes."""
    clock = Seconds()
    services = ReloadingServices(lambda library: library, folder, clock)
    first = services()
    write(folder, "22")
    clock.seconds = 0.9
    assert services() is first
    clock.seconds = 1.0
    assert version(services()) == 22
    clock.seconds = 9.0
    assert services() is services()


def test_a_broken_file_keeps_the_knowledge_and_is_told(folder: Path) -> None:
    """The log names file and line once; when it is mended, all is well."""
    clock = Seconds()
    services = ReloadingServices(lambda library: library, folder, clock)
    write(folder, "none at all")
    with capture_logs() as logs:
        for clock.seconds in (1.0, 2.0, 3.0):
            assert version(services()) == 1
    faults = [entry for entry in logs if entry["event"] == "knowledge_fault"]
    assert [entry["at"].partition(" version")[0] for entry in faults] == ["topics/moderation.yml:2:"]
    write(folder, "3")
    clock.seconds = 4.0
    assert version(services()) == 3


def test_a_new_file_is_noticed(folder: Path) -> None:
    """So is one that is gone."""
    clock = Seconds()
    services = ReloadingServices(lambda library: len(library.departments), folder, clock)
    with (folder / "departments.yml").open("a", encoding="utf-8") as file:
        file.write(
            '\n  - id: space\n    name: {fr: Espace, en: Space}\n    channel: space\n    owner: "@it"\n'
        )
    clock.seconds = 1.0
    assert services() == len(ReloadingServices(lambda library: library, HERE)().departments) + 1
    (folder / "departments.yml").unlink()
    clock.seconds = 2.0
    with capture_logs() as logs:
        services()
    assert any("departments.yml:1: cannot be read" in entry.get("at", "") for entry in logs)


def test_what_is_replaced_is_noticed(folder: Path) -> None:
    """An editor may write by renaming, and git may put another folder in the place of the first."""
    clock = Seconds()
    services = ReloadingServices(lambda library: library, folder, clock)
    topic = folder / "topics" / "moderation.yml"
    aside = topic.rename(topic.with_suffix(".aside"))
    shutil.copy(aside, topic)
    write(folder, "22")
    clock.seconds = 1.0
    assert version(services()) == 22
    shutil.copytree(folder / "topics", folder / "others")
    shutil.rmtree(folder / "topics")
    (folder / "others").rename(folder / "topics")
    write(folder, "23")
    clock.seconds = 2.0
    assert version(services()) == 23


def test_departments_of_ones_own_are_looked_at_too(folder: Path, tmp_path: Path) -> None:
    """They stand outside the knowledge; while their file is gone or in the way, the last ones hold."""
    clock, own = Seconds(), tmp_path / "own" / "departments.yml"
    own.parent.mkdir()
    shutil.copy(folder / "departments.yml", own)
    services = ReloadingServices(lambda library: library, folder, clock, departments=own)
    assert services().departments["legal"].channel == "dept-legal"
    own.write_text(own.read_text("utf-8").replace("dept-legal", "counsel"), "utf-8")
    clock.seconds = 1.0
    assert services().departments["legal"].channel == "counsel"
    shutil.rmtree(own.parent)
    own.parent.write_text("a file where a folder was", "utf-8")
    clock.seconds = 2.0
    with capture_logs() as logs:
        assert services().departments["legal"].channel == "counsel"
    (fault,) = [entry["at"] for entry in logs if entry["event"] == "knowledge_fault"]
    assert fault.startswith(f"{own}:1: cannot be read: ")


def test_faults_from_the_start_are_refused(folder: Path) -> None:
    """There is no older knowledge to keep."""
    write(folder, "none")
    with pytest.raises(KnowledgeError):
        ReloadingServices(lambda library: library, folder)


@pytest.mark.parametrize("reload", [False, True])
async def test_the_bot_answers_either_way_and_notes_the_version(
    redis: Redis, redis_url: str, slack: FakeSlack, *, reload: bool
) -> None:
    """Wired with the knowledge as it was at the start, or as it is: a press is answered and noted."""
    backends = Backends(redis_url, "http://127.0.0.1:1", "")
    access = SlackAccess("xoxb-1", slack.url)
    async with open_bot(backends, access, Language.EN, 2, reload=reload) as bot:
        await dispatch(bot.app, press("topic:moderation"))
        await work_once(bot)
    assert len(slack.made("chat.postMessage")) == 1
    (delivery,) = await RedisDeliveries(redis).of("moderation", since=0)
    assert (delivery.version, delivery.thread, delivery.person) == (1, "C1:1.0", "T1:U1")


def test_only_make_run_reads_the_knowledge_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """In service, what was reviewed and started is what people get."""
    monkeypatch.delenv("RELAIS_RELOAD_KNOWLEDGE", raising=False)
    assert Settings(_env_file=None).relais_reload_knowledge is False
    makefile = (Path(__file__).resolve().parents[2] / "Makefile").read_text("utf-8")
    assert (
        "RELAIS_RELOAD_KNOWLEDGE=$${RELAIS_RELOAD_KNOWLEDGE:-true} exec $(VENV)/bin/python -m bot run"
        in makefile
    )
