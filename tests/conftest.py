"""The real servers of a test run: each is started once, on loopback, and stopped at the end."""

from __future__ import annotations

import gc
import logging
from itertools import count
from typing import TYPE_CHECKING

import pytest
import structlog
from redis.asyncio import Redis

from actions.knowledge.library import Library, load
from bot.local.rasa import start_rasa
from bot.local.redis import start_redis
from bot.settings import Backends
from tests.fakes.slack import FakeSlack
from tests.lanes import LANES, inside, lane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator
    from pathlib import Path

_PLACE = pytest.StashKey[int]()
_places = count()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Note where a test is written, before the order is shuffled."""
    item.stash[_PLACE] = next(_places)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark every test with its lane before `-m` chooses, and run the quick lanes first.

    The last lane keeps the order of its files: its tests share a running Relais, which remembers whom it met.
    """
    for item in items:
        item.add_marker(lane(item))
    yield
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[int, int]:
    name = lane(item)
    return LANES.index(name), item.stash[_PLACE] if name == LANES[-1] else 0


def pytest_collection_finish() -> None:
    """Keep what was imported out of the garbage collector's rounds, which take a unit run long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Set a test up within its lane."""
    with inside(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Run a test within its lane."""
    with inside(item):
        return (yield)


@pytest.fixture(autouse=True)
def _logs() -> Iterator[None]:
    """Write logs plainly, and drop what a command configured: its streams end with its test.

    structlog's own default draws every traceback with its local variables, which takes seconds.
    """
    root = logging.getLogger()
    before = list(root.handlers)
    plain: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(),
    ]
    structlog.configure(processors=plain)
    yield
    structlog.reset_defaults()
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)


@pytest.fixture(scope="session")
def library() -> Library:
    """The real knowledge."""
    return load()


@pytest.fixture(scope="session")
async def redis_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """A real Redis, the one `make run` uses."""
    folder: Path = tmp_path_factory.mktemp("redis")
    child, url = await start_redis(folder, folder / "redis.log")
    yield url
    await child.stop()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """An empty Redis; whatever a test leaves behind must have an end."""
    client = Redis.from_url(redis_url, decode_responses=True)
    await client.flushall()
    yield client
    endless = [key async for key in client.scan_iter() if await client.ttl(key) < 0]
    await client.aclose()
    unexpected = [key for key in endless if not _is_docket_structure(key)]
    assert not unexpected, f"keys without a time to live: {unexpected}"


def _is_docket_structure(key: str) -> bool:
    """Tell the queue's own structures, which empty as tasks finish, from data left behind."""
    return (
        key.rpartition(":")[2] in {"sweep", "look_for_assessments", "stream", "queue", "workers", "strikes"}
        or ":worker-tasks:" in key
        or (":task-workers:" in key)
    )


@pytest.fixture(scope="session")
async def rasa(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Backends]:
    """The real Rasa server with the trained model, started once: its libraries load slowly."""
    child, url, token = await start_rasa(tmp_path_factory.mktemp("rasa") / "rasa.log")
    yield Backends("", url, token)
    await child.stop()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A Slack that can be told to fail."""
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()
