"""Relais in memory as a stage for dialogues: the real services, over stores that end with the process."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from actions.acts import ListTopics, Said
from actions.cases.events import RELAIS
from actions.choices import decode
from actions.model import Inbound
from actions.reply import Reply
from bot.commands.offline import memory_advisor
from bot.forms.form import Form, Notice
from bot.organisation import DirectoryOrganisation
from bot.outgoing.address import Address
from bot.outgoing.calls import GiveFile, Say, TellSide
from bot.queue.envelope import Envelope
from bot.queue.timers import ReadinessTasks
from bot.services import make_services
from bot.slack.blocks.form import modal
from bot.slack.blocks.markup import mrkdwn
from bot.strings import load_strings
from tests.dialogues.memory_forms import MemoryForms
from tests.dialogues.memory_surface import (
    MemoryDirectory,
    MemorySurface,
    MemoryThreads,
    private_channel,
)
from tests.dialogues.shown import PERSONS, PLACES, How, Shown, of_view
from tests.dialogues.steps import PRIVATE
from tests.fakes.clocks import TestClock
from tests.fakes.forms import filled
from tests.fakes.readiness import NamedManagers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from actions.acts import Act
    from actions.dialogue.ports import LanguageGuesser, Understander
    from actions.dialogue.turn import Exchange
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.outgoing.calls import Call
    from bot.queue.outbox import CallPlanner
    from bot.services import Services
    from tests.dialogues.shown import Label


@dataclass
class MemoryStage:
    """Where people act on `services`, and what they see of it."""

    services: Services
    surface: MemorySurface
    clock: TestClock
    decided: list[Exchange] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    threads: dict[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    count: int = 0

    @property
    def shown(self) -> list[Shown]:
        """Everything that was shown."""
        return self.surface.shown

    @property
    def files(self) -> list[str]:
        """Every file that was sent."""
        return self.surface.files

    @property
    def decisions(self) -> list[object]:
        """Every decision about what people did."""
        return [exchange.reply.decision for exchange in self.decided]

    async def say(self, person: str, place: str, text: str, *, addressed: bool) -> None:
        """Write in the thread of `place`, which begins with the first message."""
        self.count += 1
        message = f"s{self.count}"
        thread = self.threads.setdefault(place, message)
        channel = private_channel(PERSONS[person]) if place == PRIVATE else PLACES[place]
        address = Address(PERSONS[person], channel, thread, private=place == PRIVATE)
        await self._do(
            Said(text), address, self._thread(address), ref=f"{channel}:{message}", addressed=addressed
        )

    async def press(self, person: str, label: Label, shown: Shown) -> None:
        """Press a button in something shown."""
        choice, whose = decode(label.line), PERSONS[person]
        assert choice is not None, label
        channel = PLACES[shown.channel] if shown.channel else private_channel(whose)
        thread, message = shown.thread or shown.message, shown.message
        address = Address(whose, channel, thread, message, private=not shown.channel)
        form = await self.forms.of_choice(choice, address, self._thread(address))
        if form is None:
            await self._do(choice, address, self._thread(address))
        else:
            self._open(How.OPENED, person, form)

    async def command(self, person: str, place: str, name: str, text: str) -> None:
        """Type a command."""
        address = Address(PERSONS[person], invoked_in="" if place == PRIVATE else PLACES[place])
        done = await self.forms.of_command(name, text, address)
        if isinstance(done, Form | Notice):
            self._open(How.OPENED, person, done)
        elif isinstance(done, str):
            self.shown.append(Shown(How.TOLD, person, message=f"t{self.count}", texts=(mrkdwn(done),)))
        else:
            await self._do(done, address, self._alone(address.person))

    async def send(self, person: str, typed: Mapping[str, str]) -> None:
        """Send the form before somebody."""
        self.count += 1
        view = filled(self.views[person], str(self.count), **typed)
        sent = await self.forms.sent(PERSONS[person], view)
        if sent.wrong:
            self.shown.append(of_view(How.TURNED, person, view, sent.wrong))
        if sent.shown is not None:
            self._open(How.TURNED, person, sent.shown)
        if sent.act is not None:
            alone = self._alone(sent.address.person)
            await self._do(sent.act, sent.address, alone if sent.alone else self._thread(sent.address))

    def form(self, person: str) -> dict[str, Any]:
        """Return the form before somebody."""
        return self.views[person]

    async def wait(self, until: datetime) -> None:
        """Let time pass, and every timer ring whose time has come."""
        self.clock.at = until
        cases = self.services.advisor.cases
        for number in await cases.sweep():
            for outcome in await cases.wake(number):
                inbound = Inbound(f"wake:{number}", RELAIS, f"case:{number}")
                reply = Reply(self.services.advisor.default_language, outcome)
                await self.put(reply, Envelope(inbound, ListTopics()), self.services.planner)
        tasks = ReadinessTasks(lambda: self.services, self)  # type: ignore[arg-type]  # it is put here
        await tasks.look()

    async def put(self, reply: Reply, envelope: Envelope, planner: CallPlanner) -> None:
        """Tell a reply, as the outbox does."""
        await self._make(await planner.calls(reply, envelope.inbound, envelope.address))

    @property
    def forms(self) -> MemoryForms:
        """The forms."""
        return MemoryForms(self.services)

    def _thread(self, address: Address) -> str:
        return self.surface.conversation(address.person, address.channel, address.thread)

    def _alone(self, person: str) -> str:
        self.count += 1
        return f"{person}:commands:{self.count}"

    def _open(self, how: How, person: str, form: Form | Notice) -> None:
        view = modal(form)
        self.views[person] = view
        self.shown.append(of_view(how, person, view))

    async def _do(
        self, act: Act, address: Address, conversation: str, *, ref: str = "", addressed: bool = True
    ) -> None:
        """Decide about an act, tell it, and remember."""
        self.count += 1
        inbound = Inbound(
            f"act {self.count}", address.person, conversation, ref=ref, addressed=addressed, surface="memory"
        )
        exchange = await self.services.advisor.converse(inbound, act)
        self.decided.append(exchange)
        self.surface.actor = next(name for name, each in PERSONS.items() if each == address.person)
        await self.put(exchange.reply, Envelope(inbound, act, address), self.services.planner)
        await self.services.advisor.remember(exchange)

    async def _make(self, calls: list[Call]) -> None:
        """Make calls in their order, each key once, as the outbox does, then those that follow from them."""
        waiting = deque(calls)
        while waiting:
            call = waiting.popleft()
            if call.key in self.made:
                continue
            self.made.add(call.key)
            if isinstance(call, GiveFile):
                # What it would draw is tested where it is drawn.
                self.files.append(call.file_ref)
                continue
            waiting += await self.services.delivery.make(call)
            if isinstance(call, Say | TellSide):
                waiting += call.then


def open_memory(
    library: Library, language: Language, understander: Understander, guesser: LanguageGuesser
) -> MemoryStage:
    """Open a stage where everybody speaks `language`, departments too, and the manager manages."""
    other = (each for each in type(language) if each is not language)
    spoken = (language, *other)
    departments = {
        name: department.model_copy(update={"languages": spoken})
        for name, department in library.departments.items()
    }
    clock, surface, directory = TestClock(), MemorySurface(), MemoryDirectory()
    library = replace(library, departments=departments)
    advisor = memory_advisor(library, understander, guesser, language, clock=clock)
    advisor = replace(
        advisor,
        organisation=DirectoryOrganisation(directory),
        managers=NamedManagers((PERSONS["manager"],)),
    )
    services = make_services(
        advisor,
        load_strings(),
        surface,
        directory,
        MemoryThreads(),  # type: ignore[arg-type]  # a fake
    )
    return MemoryStage(services, surface, clock)
