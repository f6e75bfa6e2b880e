"""Measures Relais, a bare Bolt echo and a bare Rasa, one after the other, on the same machine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redis.asyncio import Redis

from benchmarks import departments
from benchmarks.load.rasa import counted, parses_a_second
from benchmarks.load.steps import Crowd, Step, ask
from benchmarks.machine import ROOT, open_machine
from benchmarks.slack_server.settings import SlackSettings

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.machine import BotProcess, Machine

_PARSED = 40
# The echo holds more than is asked of Relais: the highest rates show it.
_ECHO = 2
_PARSED_RATE = 4.0


@dataclass(frozen=True)
class LoadSize:
    """What is measured; seconds where not said otherwise."""

    people: int = 600
    rates: tuple[float, ...] = (5, 10, 15, 20, 25, 30, 35, 40, 50, 60)
    seconds: float = 20.0
    warm_rate: float = 15.0
    bare_seconds: float = 15.0
    # Questions after which memory is compared, and the rate at which they are asked.
    many: int = 0
    many_rate: float = 10.0


SHORT = LoadSize(people=120, rates=(4, 8), seconds=6.0, bare_seconds=3.0)
LONG = LoadSize(many=20_000)


@dataclass
class Load:
    """The figures."""

    relais: list[Step] = field(default_factory=list)
    echo: list[Step] = field(default_factory=list)
    parses: float = 0.0
    parses_a_question: float = 0.0
    memory: tuple[int, int] = (0, 0)
    redis_bytes: float = 0.0

    @property
    def highest(self) -> float:
        """The highest rate that held, in questions a second."""
        return max((step.rate for step in self.relais if step.holds), default=0.0)

    @property
    def ratio(self) -> float:
        """The part of bare Rasa's parses that Relais reaches with as many a question."""
        return self.highest * self.parses_a_question / self.parses if self.parses else 0.0


async def measure(checkout: Path, folder: Path, size: LoadSize, rasa: tuple[str, str] | None = None) -> Load:
    """Measure the bot of `checkout`."""
    settings = SlackSettings(users=size.people + 60, channels=100, departments=departments.rooms())
    load = Load()
    async with open_machine(folder, settings, departments.document(4.0, 16.0), rasa) as machine:
        load.parses = await parses_a_second(machine.rasa_url, machine.rasa_token, size.bare_seconds)
        crowd = Crowd(await machine.people.do("people"))
        async with counted(machine.rasa_url) as pipe:
            await machine.add_bot(checkout, {"RASA_URL": pipe.url})
            await machine.connected()
            await ask(machine.people, crowd, size.warm_rate, crowd.size / size.warm_rate, "bonjour")
            before = pipe.parses
            await ask(machine.people, crowd, _PARSED_RATE, _PARSED / _PARSED_RATE)
            load.parses_a_question = (pipe.parses - before) / _PARSED
            await _remove(machine)
        bot = await machine.add_bot(checkout)
        await machine.connected()
        load.relais = await _steps(machine, crowd, size)
        if size.many:
            await _many(machine, bot, crowd, size, load)
        await _remove(machine)
        await machine.add_program(("-m", "benchmarks.load.echo"), ROOT)
        await machine.connected()
        load.echo = await _steps(machine, crowd, replace(size, rates=size.rates[-_ECHO:]))
    return load


async def _remove(machine: Machine) -> None:
    for bot in machine.bots:
        await bot.stop()
    machine.bots.clear()


async def _steps(machine: Machine, crowd: Crowd, size: LoadSize) -> list[Step]:
    """Ask at rising rates until one does not hold."""
    found: list[Step] = []
    for rate in size.rates:
        found.append(await ask(machine.people, crowd, rate, size.seconds))
        if not found[-1].holds:
            break
    return found


async def _many(machine: Machine, bot: BotProcess, crowd: Crowd, size: LoadSize, load: Load) -> None:
    """Compare memory after a tenth of the questions, and after all of them."""
    redis = Redis.from_url(machine.redis_url)
    warm = size.many // 10
    await ask(machine.people, crowd, size.many_rate, warm / size.many_rate)
    before, stored = bot.memory, int((await redis.info("memory"))["used_memory"])
    asked = size.many - warm
    await ask(machine.people, crowd, size.many_rate, asked / size.many_rate)
    load.memory = (before, bot.memory)
    load.redis_bytes = (int((await redis.info("memory"))["used_memory"]) - stored) / asked
    await redis.aclose()
