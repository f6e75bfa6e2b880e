"""Every test is in one lane, and a unit test stays inside its process."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.lanes import LANES, LaneError, inside, lane

if TYPE_CHECKING:
    from collections.abc import Callable


def _marks(item: pytest.Item) -> set[str]:
    return {mark.name for mark in item.iter_markers()} & set(LANES)


def test_every_test_is_in_one_lane(request: pytest.FixtureRequest) -> None:
    """What `-m` chooses by is what the test uses."""
    for item in request.session.items:
        assert _marks(item) == {lane(item)}, item.nodeid


def test_a_test_that_uses_nothing_is_a_unit(request: pytest.FixtureRequest) -> None:
    """Nobody has to mark it."""
    assert _marks(request.node) == {"unit"}


@pytest.mark.usefixtures("redis_url")
def test_a_test_that_uses_a_server_is_none(request: pytest.FixtureRequest) -> None:
    """Nor this one, nor one whose fixtures use a server."""
    assert _marks(request.node) == {"integration"}


def _connect() -> None:
    with socket.socket() as client:
        client.connect(("127.0.0.1", 9))


def _listen() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))


def _start() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


@pytest.mark.parametrize("outside", [_connect, _listen, _start], ids=["connect", "listen", "start"])
def test_a_unit_test_that_goes_outside_fails(
    request: pytest.FixtureRequest, outside: Callable[[], None]
) -> None:
    """Even where the code under test goes on after the refusal."""
    with (
        pytest.raises(LaneError, match="mark the test integration"),
        inside(request.node),
        suppress(LaneError),
    ):
        outside()


def test_a_unit_test_may_have_an_event_loop(request: pytest.FixtureRequest) -> None:
    """The pair of sockets that wakes asyncio leads nowhere."""
    with inside(request.node):
        asyncio.new_event_loop().close()
