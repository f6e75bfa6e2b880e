"""Relais in Slack as a stage for dialogues: payloads in, through the real wiring, and calls of Slack out."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from structlog.testing import capture_logs

from actions.knowledge import library
from actions.language import Language
from bot.queue.timers import ReadinessTasks
from tests.dialogues.shown import PERSONS, PLACES, How, Shown, of_view
from tests.dialogues.slack_screen import PRIVATE_CHANNELS, SlackScreen
from tests.dialogues.steps import PRIVATE
from tests.fakes.payloads import dispatch, mention
from tests.fakes.people import Person
from tests.fakes.slack import TEAM
from tests.fakes.world import open_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, MutableMapping
    from datetime import datetime

    from redis.asyncio import Redis

    from actions.dialogue.ports import LanguageGuesser, Understander
    from bot.services import Services
    from tests.dialogues.shown import Label
    from tests.fakes.clocks import TestClock
    from tests.fakes.slack import FakeSlack
    from tests.fakes.world import World

_LOCALES = {Language.FR: "fr-FR", Language.EN: "en-GB"}
_SHIPPED = Path(library.__file__).with_name("departments.yml")
_OK = 200
_PRIVATE = {name: channel for channel, name in PRIVATE_CHANNELS.items()}


@dataclass
class SlackStage:
    """Where people act in `world`; `logs` say what was decided, which nobody else is told."""

    world: World
    screen: SlackScreen
    logs: list[MutableMapping[str, Any]]
    people: dict[str, Person] = field(default_factory=dict)
    threads: dict[str, str] = field(default_factory=dict)

    @property
    def clock(self) -> TestClock:
        """The time."""
        return self.world.clock

    @property
    def services(self) -> Services:
        """What answers."""
        return self.world.services

    @property
    def shown(self) -> list[Shown]:
        """Everything that was shown."""
        return self.screen.shown

    @property
    def files(self) -> list[str]:
        """Every file that was sent."""
        return self.screen.files

    @property
    def decisions(self) -> list[object]:
        """The name of every decision."""
        return [each["decision"] for each in self.logs if each["event"] == "act_decided"]

    async def say(self, person: str, place: str, text: str, *, addressed: bool) -> None:
        """Write in the thread of `place`, which begins with the first message; a mention is two events."""
        user, channel = _user(person), _PRIVATE[person] if place == PRIVATE else PLACES[place]
        if not addressed or place == PRIVATE:
            message = await self._person(person).writes(text, channel, self.threads.get(place, ""))
        else:
            message = f"{500 + self.world.tick()}.0"
            for body in mention(text, message, self.threads.get(place), user):
                assert (await dispatch(self.world.app, body)).status == _OK
            await self.world.settle()
        self.threads.setdefault(place, message)
        self.screen.look(person)

    async def press(self, person: str, label: Label, shown: Shown) -> None:
        """Press a button in something shown."""
        channel = PLACES[shown.channel] if shown.channel else _PRIVATE[person]
        await self._person(person).presses_line(label.line, channel, shown.message, shown.thread)
        self.screen.look(person)

    async def command(self, person: str, place: str, name: str, text: str) -> None:
        """Type a command."""
        channel = _PRIVATE[person] if place == PRIVATE else PLACES[place]
        told = await self._person(person).orders(name, text, channel)
        if told:
            self.shown.append(Shown(How.TOLD, person, message=f"t{len(self.shown)}", texts=(told,)))
        self.screen.look(person)

    async def send(self, person: str, typed: Mapping[str, str]) -> None:
        """Send the form before somebody."""
        member = self._person(person)
        answer = await member.sends(**typed)
        if answer:
            wrong = tuple(answer.get("errors", ()))
            self.shown.append(of_view(How.TURNED, person, member.view, wrong))
        self.screen.look(person)

    def form(self, person: str) -> dict[str, Any]:
        """Return the form before somebody."""
        return self._person(person).view

    async def wait(self, until: datetime) -> None:
        """Let time pass, in Redis too, and every timer ring whose time has come."""
        await _age(self.world.bot.redis, until - self.clock.at)
        self.clock.at = until
        for number in await self.world.cases.sweep():
            await self.world.ring(number)
        await ReadinessTasks(self.world.bot.services, self.world.bot.outbox).look()
        await self.world.settle()
        self.screen.look("")

    def _person(self, person: str) -> Person:
        return self.people.setdefault(person, Person(self.world, _user(person)))


async def _age(redis: Redis, time: timedelta) -> None:
    """Let what Redis keeps grow older, or end."""
    async for key in redis.scan_iter():
        left = timedelta(milliseconds=await redis.pttl(key))
        if timedelta(0) < left <= time:
            await redis.delete(key)
        elif left > time:
            await redis.pexpire(key, left - time)


def _user(person: str) -> str:
    return PERSONS[person].removeprefix(f"{TEAM}:")


@asynccontextmanager
async def open_slack(  # noqa: PLR0913, PLR0917  what differs between one stage and another
    slack: FakeSlack,
    redis_url: str,
    language: Language,
    folder: Path,
    understander: Understander,
    guesser: LanguageGuesser,
) -> AsyncIterator[SlackStage]:
    """Open a stage where everybody speaks `language`, departments too; `folder` has room for their file."""
    slack.locale = _LOCALES[language]
    departments = folder / "departments.yml"
    departments.write_text(_spoken(_SHIPPED.read_text("utf-8"), language), "utf-8")
    # A level that a command has set would hide what was decided.
    structlog.reset_defaults()
    with capture_logs() as logs:
        async with open_world(
            slack, redis_url, understander=understander, guesser=guesser, departments=departments
        ) as world:
            yield SlackStage(world, SlackScreen(slack), logs)


def _spoken(departments: str, language: Language) -> str:
    """Let departments speak `language` before the other one."""
    usual, other = "languages: [fr, en]", "languages: [en, fr]"
    assert departments.count(usual) == 1
    return departments.replace(usual, other) if language is Language.EN else departments
