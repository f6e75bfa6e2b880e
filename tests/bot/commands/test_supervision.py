"""What must not end, and how it all stops: on parts that do as a test says."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.commands.supervision import DRAIN, Wishes, run_parts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import timedelta


async def hang() -> None:
    """Never end."""
    await asyncio.Event().wait()


async def fine() -> None:
    """End."""


async def fail() -> None:
    """Break, with words that no log may hold."""
    raise RuntimeError("what a person wrote")


async def fail_in_groups() -> None:
    """Break as a group of tasks in a group does."""
    raise ExceptionGroup("tasks", [ExceptionGroup("of one", [RuntimeError("what a person wrote")])])


@dataclass
class Stage:
    """Parts and workers that write down what happens to them."""

    wishes: Wishes = field(default_factory=Wishes)
    happened: list[str] = field(default_factory=list)
    work: Callable[[], Awaitable[None]] = hang
    part: Callable[[], Awaitable[None]] = hang
    closing: Callable[[], Awaitable[None]] = fine
    finishing: Callable[[], Awaitable[None]] = fine

    async def run(self) -> None:
        """Work."""
        await self._noted("workers", self.work)

    async def stop(self, within: timedelta) -> None:
        """Finish, or drop everything where there is no time."""
        self.happened.append(f"finish within {within.total_seconds():.0f} s")
        if within:
            await self.finishing()

    async def socket(self) -> None:
        """Be a part."""
        await self._noted("socket", self.part)

    async def close(self) -> None:
        """Stop listening."""
        self.happened.append("deaf")
        await self.closing()

    def stopping(self) -> None:
        """Hear that the stop begins."""
        self.happened.append("stopping")

    async def _noted(self, name: str, body: Callable[[], Awaitable[None]]) -> None:
        try:
            await body()
        except asyncio.CancelledError:
            self.happened.append(f"{name} cancelled")
            raise

    async def play(self) -> int:
        """Run it all."""
        async with asyncio.timeout(5):
            return await run_parts({"socket": self.socket}, self, self.close, self.wishes, self.stopping)


async def test_a_signal_stops_listening_then_the_work_then_the_rest() -> None:
    """In this order, with twenty seconds for the work, and exit code 0."""
    stage = Stage()
    stage.wishes.interrupt()
    assert await stage.play() == 0
    assert stage.happened[:3] == ["stopping", "deaf", "finish within 20 s"]
    assert set(stage.happened[3:]) == {"socket cancelled", "workers cancelled"}
    assert DRAIN.total_seconds() == 20


async def test_the_work_goes_on_until_the_workers_have_finished() -> None:
    """They are not cancelled while they finish."""
    stage = Stage()

    async def finish() -> None:
        await asyncio.sleep(0)
        assert "workers cancelled" not in stage.happened
        stage.happened.append("finished")

    stage.finishing = finish
    stage.wishes.interrupt()
    assert await stage.play() == 0
    assert stage.happened[2:4] == ["finish within 20 s", "finished"]


@pytest.mark.parametrize("name", ["workers", "socket"])
@pytest.mark.parametrize(
    ("body", "error"),
    [(fail, "RuntimeError"), (fail_in_groups, "RuntimeError"), (fine, None)],
    ids=["breaks", "breaks in groups", "just ends"],
)
async def test_a_part_that_ends_by_itself_ends_relais(
    name: str, body: Callable[[], Awaitable[None]], error: str | None
) -> None:
    """Logged by its class alone; the rest stops in order, and the exit code tells the supervisor."""
    stage = Stage(work=body) if name == "workers" else Stage(part=body)
    with capture_logs() as logs:
        assert await stage.play() == 1
    assert logs == [{"event": "part_ended", "log_level": "error", "part": name, "error": error}]
    assert stage.happened[-4:-1] == ["stopping", "deaf", "finish within 20 s"]


async def test_a_second_signal_does_not_wait_for_the_work() -> None:
    """What runs is dropped, and stays in the queue."""
    begun = asyncio.Event()

    async def finish() -> None:
        begun.set()
        await hang()

    stage = Stage(finishing=finish)
    stage.wishes.interrupt()
    playing = asyncio.create_task(stage.play())
    await begun.wait()
    stage.wishes.interrupt()
    assert await playing == 0
    assert stage.happened[1:4] == ["deaf", "finish within 20 s", "finish within 0 s"]


async def test_a_second_signal_does_not_wait_for_slack_to_say_goodbye() -> None:
    """Closing the connection is not waited for either."""
    stage = Stage(closing=hang, finishing=hang)
    stage.wishes.interrupt()
    stage.wishes.interrupt()
    assert await stage.play() == 0
    assert stage.happened[-3:] == ["finish within 0 s", "workers cancelled", "socket cancelled"]


async def test_what_fails_while_stopping_keeps_nothing_from_stopping() -> None:
    """Logged by its class, and the next step follows."""
    stage = Stage(closing=fail)
    stage.wishes.interrupt()
    with capture_logs() as logs:
        assert await stage.play() == 0
    assert [(line["event"], line["error"]) for line in logs] == [("stopping_failed", "RuntimeError")]
    assert "finish within 20 s" in stage.happened


async def test_a_part_that_cannot_be_cancelled_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stop goes on without it, and the log names it."""
    monkeypatch.setattr("bot.commands.supervision._CANCEL_SECONDS", 0.0)
    released = asyncio.Event()

    async def deaf() -> None:
        while not released.is_set():
            with suppress(asyncio.CancelledError):
                await released.wait()

    stage = Stage(part=deaf)
    playing = asyncio.create_task(stage.play())
    await asyncio.sleep(0)
    stage.wishes.interrupt()
    with capture_logs() as logs:
        assert await playing == 0
    assert {"event": "part_abandoned", "log_level": "warning", "part": "socket"} in logs
    released.set()
