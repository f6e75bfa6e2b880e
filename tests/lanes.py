"""Which lane a test is in: seen from what it uses, so that a new test is in one on the day it is written."""

from __future__ import annotations

import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

LANES = ("unit", "integration", "e2e")
ROOMS = ("e2e", "chaos")
MODEL = frozenset({"rasa"})
SERVERS = frozenset({"redis_url", "slack", "rasa_fake"})
_OUTSIDE = frozenset({"socket.bind", "socket.connect", "subprocess.Popen"})
_NETWORK = frozenset({socket.AF_INET, socket.AF_INET6})


class LaneError(Exception):
    """A unit test went outside its process."""


def lane(item: pytest.Item) -> str:
    """Return unit, integration or e2e: as the test or its module is marked, else from what it uses."""
    for name in LANES:
        if item.get_closest_marker(name):
            return name
    used = frozenset(getattr(item, "fixturenames", ()))
    folders = item.path.relative_to(item.session.path).parts
    if used & MODEL or any(room in folders for room in ROOMS):
        return "e2e"
    return "integration" if used & SERVERS else "unit"


class _Guard:
    """Listens to what Python does, and refuses sockets and programs while it is on.

    An audit hook, since it sees every way to a socket and replaces nothing; Python cannot take one off.
    """

    def __init__(self) -> None:
        self.on = False
        self.refused: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on or event not in _OUTSIDE:
            return
        if event.startswith("socket.") and arguments[0].family not in _NETWORK:
            return
        self.refused.append(f"{event} {arguments[1]}")
        raise LaneError(self.refused[-1])


_guard = _Guard()


@contextmanager
def inside(item: pytest.Item) -> Iterator[None]:
    """Refuse a unit test what is outside its process, even where the code under test catches the refusal.

    Raises:
        LaneError: the test opened a socket, or started a program.
    """
    outer = _guard.on, _guard.refused
    _guard.on, _guard.refused = lane(item) == "unit", []
    try:
        yield
    finally:
        refused = _guard.refused
        _guard.on, _guard.refused = outer
    if refused:
        raise LaneError(
            f"{'; '.join(refused)}: a unit test has no server and starts no program. "
            "Use the fixtures redis or slack, or mark the test integration."
        )
