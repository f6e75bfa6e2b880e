"""Plays a dialogue on a stage: people act one after the other, and what must follow is looked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from tests.dialogues.acts import Assess, Fill, Press, Say, Type, Wait
from tests.dialogues.checks import After, check
from tests.dialogues.shown import IDS, looks_at, readable, says
from tests.dialogues.steps import PRIVATE
from tests.fakes.forms import inputs, levels

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.services import Services
    from tests.dialogues.shown import Label, Shown
    from tests.dialogues.steps import Dialogue, Step
    from tests.fakes.clocks import TestClock


class Stage(Protocol):
    """Where people act, and what they see of it."""

    @property
    def clock(self) -> TestClock:
        """The time."""
        ...

    @property
    def services(self) -> Services:
        """What answers."""
        ...

    @property
    def shown(self) -> list[Shown]:
        """Everything that was shown, in its order."""
        ...

    @property
    def files(self) -> list[str]:
        """Every file that was sent."""
        ...

    @property
    def decisions(self) -> list[object]:
        """Every decision, or the name of its class where no more can be known."""
        ...

    async def say(self, person: str, place: str, text: str, *, addressed: bool) -> None:
        """Write in the thread of `place`, which begins with the first message."""
        ...

    async def press(self, person: str, label: Label, shown: Shown) -> None:
        """Press a button in something shown."""
        ...

    async def command(self, person: str, place: str, name: str, text: str) -> None:
        """Type a command."""
        ...

    async def send(self, person: str, typed: Mapping[str, str]) -> None:
        """Send the form before somebody."""
        ...

    def form(self, person: str) -> dict[str, Any]:
        """Return the form before somebody."""
        ...

    async def wait(self, until: datetime) -> None:
        """Let time pass, and every timer ring whose time has come."""
        ...


@dataclass
class Player:
    """Plays one dialogue on `stage`; `places` is where each person acted last."""

    stage: Stage
    dialogue: Dialogue
    places: dict[str, str] = field(default_factory=dict)

    async def play(self) -> None:
        """Play the dialogue to its end."""
        say = self.stage.services.strings[self.dialogue.language]
        for step in self.dialogue.steps:
            shown, files, decisions = (
                len(each) for each in (self.stage.shown, self.stage.files, self.stage.decisions)
            )
            await self._act(step)
            after = After(
                self.stage.shown[shown:],
                len(self.stage.files) - files,
                self.stage.decisions[decisions:],
                self.places.get(step.by, PRIVATE),
            )
            check(step, after, say)

    async def _act(self, step: Step) -> None:
        person, act = step.by, step.act
        match act:
            case Say():
                place = self._go(step, looks_at(person))
                await self.stage.say(person, place, act.text, addressed=act.addressed)
            case Press():
                place = self._go(step, looks_at(person))
                label, shown = self._found(person, place, act)
                self.places[person] = shown.channel or PRIVATE
                await self.stage.press(person, label, shown)
            case Type():
                place = self._go(step, PRIVATE)
                await self.stage.command(person, place, *act.words)
            case Fill(fields):
                await self._send(step, {name: text.format_map(IDS) for name, text in fields.items()})
            case Assess():
                await self._assess(step, act)
            case Wait():
                await self.stage.wait(self._then(act))

    def _go(self, step: Step, usual: str) -> str:
        """Take whoever acts to where they act."""
        self.places[step.by] = step.place or usual
        return self.places[step.by]

    async def _send(self, step: Step, typed: Mapping[str, str]) -> None:
        asked = {block["block_id"] for block in inputs(self.stage.form(step.by))}
        assert typed.keys() <= asked, f"{step}: the form asks {sorted(asked)}"
        await self.stage.send(step.by, typed)

    async def _assess(self, step: Step, act: Assess) -> None:
        """Answer page after page; everything special has to be asked on one of them."""
        special = {name: text.format_map(IDS) for name, text in act.special.items()}
        left, turned = set(special), 0
        while (asked := inputs(self.stage.form(step.by))) and (not act.pages or turned < act.pages):
            left -= {block["block_id"] for block in asked}
            await self._send(step, levels(self.stage.form(step.by), act.level, special))
            turned += 1
        assert turned, f"{step}: nothing is asked"
        assert not left, f"{step}: {sorted(left)} were not asked"

    def _found(self, person: str, place: str, press: Press) -> tuple[Label, Shown]:
        """Return the button in what was shown last where it is; nobody presses what they do not see."""
        say, seen = self.stage.services.strings[self.dialogue.language], []
        for shown in readable(self.stage.shown, person, place):
            for label in shown.buttons:
                if press.by_line and label.line == press.button:
                    return label, shown
                if not press.by_line and says(say, press.button, [label.text]):
                    return label, shown
                seen.append(label.text)
        raise AssertionError(f"{person} sees no {press.button} but {seen}")

    def _then(self, wait: Wait) -> datetime:
        """Return the time after a wait; departments of the tests all work the same hours."""
        now = self.stage.clock.now()
        if not wait.working:
            return now + wait.time
        then = self.stage.services.library.department("legal").opening.add(now, wait.time)
        assert then is not None
        return then
