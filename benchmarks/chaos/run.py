"""One run: a calm time, then questions, cases and breaks at once, then a wait, then the judge."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks import departments
from benchmarks.chaos.asking import ask, ask_calmly
from benchmarks.chaos.case_judge import CaseVerdict, judge_cases
from benchmarks.chaos.cases import play, stories
from benchmarks.chaos.plan import Break, Size, breaks, questions
from benchmarks.chaos.record import put_garbage, read_record
from benchmarks.judge import Account, Verdict, judge, references
from benchmarks.machine import open_machine, until
from benchmarks.questions import QUESTIONS
from benchmarks.slack_server.settings import SlackSettings, spread

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.chaos.cases import Story
    from benchmarks.machine import Machine

ASKERS = 200
_SETTLED = 15.0
_AT_ONCE = 12


@dataclass
class Outcome:
    """What a run showed."""

    verdict: Verdict
    cases: CaseVerdict
    # Of each break: its kind, when, and the seconds to the first answer to a question asked after it.
    healed: list[tuple[str, float, float | None, float | None]] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    whispers: int = 0
    tracebacks: int = 0
    restarts: int = 0

    @property
    def faultless(self) -> bool:
        """Tell whether all the counts that must be 0 are."""
        own, cases = self.verdict, self.cases
        return not any(
            (own.lost, own.double, own.disordered, cases.lost, cases.double, cases.disordered, cases.unheld,
             cases.untimed, cases.unsent)
        )  # fmt: skip


async def run(checkout: Path, folder: Path, size: Size, rasa: tuple[str, str] | None = None) -> Outcome:
    """Run against the bot of `checkout`; where the URL and token of a Rasa are given, that one is used."""
    settings = SlackSettings(
        users=ASKERS + size.cases + 60, departments=departments.rooms(), seed=size.seed,
        redeliver_after=size.redeliver_after,
    )  # fmt: skip
    document = departments.document(size.first_answer_hours, size.first_answer_hours * 3)
    async with open_machine(folder, settings, document, rasa) as machine:
        await machine.add_bot(checkout)
        await machine.connected()
        known = await machine.people.do("people")
        ids = sorted(identifier for name, identifier in known["people"].items() if name.startswith("person"))
        await ask_calmly(machine.people, ids[-1], ids[-2])
        rooms = [
            (identifier, [one for one in known["members"][identifier] if one.startswith("U0")])
            for name, identifier in known["channels"].items()
            if name.startswith("room-")
        ]
        told = stories(size.cases, known, ids[:-2][-size.cases :] or ids)
        await machine.people.do("faults", rates=spread(size.errors))
        broken = await _play(machine, size, rooms, told)
        await machine.people.do("faults", rates={})
        await _settle(machine, size, told)
        record = await read_record(machine, checkout)
        answer = await machine.people.account()
        (folder / "account.json").write_text(json.dumps(answer), "utf-8")
        account = Account(answer["entries"])
        verdict = judge(account, references(account))
        outcome = Outcome(verdict, judge_cases(account, told, record), calls=answer["calls"])
        outcome.healed = [(b.kind + " " + b.argument, at, *_heal(verdict, at, b.away)) for b, at in broken]
        outcome.whispers = sum(e["what"] in {"whispered", "responded"} for e in answer["entries"])
        outcome.tracebacks = machine.logged("Traceback")
        outcome.restarts = sum(bot.ended_by_itself for bot in machine.bots)
        return outcome


async def _play(
    machine: Machine, size: Size, rooms: list[tuple[str, list[str]]], told: list[Story]
) -> list[tuple[Break, float]]:
    """Ask, play cases and break, all at once; return what broke and when."""
    entries = questions(size, rooms, len(QUESTIONS))
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(story: Story, after: float) -> None:
        await asyncio.sleep(after)
        async with gate:
            with suppress(TimeoutError):
                async with asyncio.timeout(2 * size.patience):
                    await play(machine.people, story, size.patience)

    async with asyncio.TaskGroup() as group:
        broken = group.create_task(_break_all(machine, size))
        group.create_task(ask(machine.people, entries))
        step = size.seconds * 0.8 / max(1, len(told))
        for number, story in enumerate(told):
            group.create_task(one(story, number * step))
    return broken.result()


async def _break_all(machine: Machine, size: Size) -> list[tuple[Break, float]]:
    start = asyncio.get_running_loop().time()
    broken: list[tuple[Break, float]] = []
    async with asyncio.TaskGroup() as group:
        for each in breaks(size):
            await asyncio.sleep(max(0.0, start + each.after - asyncio.get_running_loop().time()))
            broken.append((each, time.time()))
            group.create_task(_break(machine, each))
    return broken


async def _break(machine: Machine, each: Break) -> None:
    match each.kind:
        case "kill":
            await machine.bots[0].kill(each.away)
        case "redis":
            os.killpg(machine.redis.pid, signal.SIGKILL)
        case "rasa" if machine.rasa is not None:
            os.killpg(machine.rasa.pid, signal.SIGKILL)
        case "cut":
            await machine.people.do("cut", reason=each.argument)
        case "garbage":
            await put_garbage(machine.redis_url)


async def _settle(machine: Machine, size: Size, told: list[Story]) -> None:
    """Wait until nothing is missing and a moment more for one too many, at most for `patience`."""
    with suppress(TimeoutError):
        await until(machine.delivered, size.redeliver_after[-1] + 10, "")
    deadline = time.monotonic() + size.patience
    while time.monotonic() < deadline:
        account = Account((await machine.people.account())["entries"])
        missing = judge(account, references(account)).lost + judge_cases(account, told, None).lost
        if not missing:
            break
        await asyncio.sleep(3)
    await asyncio.sleep(_SETTLED)


def _heal(verdict: Verdict, at: float, away: float) -> tuple[float | None, float | None]:
    """Return the seconds from a break to the first answer asked after it, and to the last one asked in it."""
    later = [answered - at for asked, answered in verdict.times.values() if asked >= at]
    during = [answered - at for asked, answered in verdict.times.values() if at <= asked <= at + away + 1]
    return (min(later) if later else None, max(during) if during else None)
