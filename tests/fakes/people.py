"""Somebody in the workspace: what they do, and what is shown to them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes import forms, payloads
from tests.fakes.slack import TEAM
from tests.fakes.words import buttons, is_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.stores.case_threads import CaseThread
    from tests.fakes.world import World

Message = dict[str, Any]


@dataclass
class Person:
    """One person: every act is delivered as Slack would, and what comes of it is settled."""

    world: World
    user: str
    view: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The person as cases and assessments know them."""
        return f"{TEAM}:{self.user}"

    @property
    def channel(self) -> str:
        """Their private conversation with Relais."""
        return f"D{self.user[1:]}"

    @property
    def whispers(self) -> list[Message]:
        """What they alone were told in a channel."""
        return [call for call in self.world.slack.made("chat.postEphemeral") if call["user"] == self.user]

    async def _do(self, body: payloads.Body) -> Any:  # noqa: ANN401  Bolt's response
        before = len(self._opened())
        response = await self.world.send(body)
        if len(self._opened()) > before:
            self.view = self._opened()[-1]
        return response

    def _opened(self) -> list[dict[str, Any]]:
        """Return the modals that were opened for them, which their triggers tell."""
        opened = self.world.slack.made("views.open")
        return [call["view"] for call in opened if call["trigger_id"].split(".")[0] == self.user]

    async def writes(self, text: str, channel: str = "C1", thread: str = "", **fields: Any) -> str:  # noqa: ANN401  Slack's own shapes
        """Write a message; return its id."""
        ts = f"{500 + self.world.tick()}.0"
        kind = "im" if channel.startswith("D") else "channel"
        more = {"thread_ts": thread} if thread else {}
        said = {"user": self.user, "text": text, "channel": channel, "channel_type": kind, "ts": ts}
        await self._do(payloads.event(**said, **more, **fields))
        return ts

    async def edits(self, channel: str, message: Message) -> None:
        """Edit a message."""
        await self._do(payloads.edited(channel, message, f"{900 + self.world.tick()}.0"))

    async def deletes(self, channel: str, message: Message) -> None:
        """Delete a message."""
        await self._do(payloads.deleted(channel, message, f"{900 + self.world.tick()}.0"))

    async def orders(self, command: str, text: str = "", channel: str = "C1") -> str:
        """Type a command; return what is said at once, empty where a form or a message comes."""
        when, before = str(self.world.tick()), len(self.answered)
        url = self.world.slack.response_url(self.user)
        response = await self._do(payloads.command(command, text, self.user, channel, when, url))
        return str(response.body or "") + "".join(self.answered[before:])

    @property
    def answered(self) -> list[str]:
        """What they were told through response URLs."""
        return [each["text"] for each in self.world.slack.responses if each["user"] == self.user]

    async def uses(self, shortcut: str, channel: str = "", message: Message | None = None) -> None:
        """Use a global shortcut, or one on a message."""
        if message is None:
            await self._do(payloads.shortcut(shortcut, self.user))
        else:
            url = self.world.slack.response_url(self.user)
            used = payloads.message_shortcut(shortcut, self.user, channel, message)
            await self._do({**used, "response_url": url})

    async def opens_home(self) -> dict[str, Any]:
        """Open App Home; return what it shows."""
        await self._do(payloads.home_opened(self.user))
        return self._home()

    def _home(self) -> dict[str, Any]:
        shown = [call for call in self.world.slack.made("views.publish") if call["user_id"] == self.user]
        view: dict[str, Any] = shown[-1]["view"]
        return view

    async def presses(self, label: str, channel: str = "", about: str = "") -> None:
        """Press a button by its label's key, in the newest message of a channel that bears it.

        Without a channel, in App Home. Of several buttons, the first `about` a case, an item or a department.
        """
        if not channel:
            view = self._home()
            line = _line([view], label, about)[1]
            await self.world.pass_click()
            await self._do(payloads.press_in_view(line, self.user, str(self.world.tick()), view))
            return
        messages = [*self.world.slack.seen(channel), *self._whispered(channel)]
        message, line = _line(reversed(messages), label, about)
        await self.presses_line(line, channel, message["ts"], message.get("thread_ts", ""))

    def _whispered(self, channel: str) -> list[Message]:
        mine = [call for call in self.whispers if call["channel"] == channel]
        return [{**call, "ts": f"{800 + place}.0"} for place, call in enumerate(mine)]

    async def presses_line(self, line: str, channel: str, message: str = "9.0", thread: str = "") -> None:
        """Press a button by its value, as a message posted long ago may bear it."""
        await self.world.pass_click()
        pressed = {"user": self.user, "channel": channel, "message": message, "thread": thread}
        body = payloads.press(line, when=f"{500 + self.world.tick()}.0", **pressed)
        await self._do({**body, "response_url": self.world.slack.response_url(self.user)})

    @property
    def inputs(self) -> dict[str, dict[str, Any]]:
        """The fields of the modal, each as Slack draws it, by name."""
        return {block["block_id"]: block["element"] for block in forms.inputs(self.view)} if self.view else {}

    def shows(self, name: str) -> str:
        """Return what a field of the modal holds at first."""
        return forms.proposed(self.view)[name]

    def offers(self, name: str) -> list[str]:
        """Return what can be chosen in a field of the modal."""
        return [option["value"] for option in self.inputs[name]["options"]]

    async def sends(self, **typed: str) -> dict[str, Any]:
        """Send the modal with these fields; return Slack's answer, and look at what it shows now."""
        view = forms.filled(self.view, str(self.world.tick()), **typed)
        response = await payloads.dispatch(self.world.app, payloads.submission(view, self.user))
        answer: dict[str, Any] = json.loads(response.body) if response.body else {}
        if answer.get("response_action") == "update":
            self.view = answer["view"]
        await self.world.settle()
        return answer

    async def goes_back(self) -> None:
        """Press « previous page » of an assessment."""
        view = forms.filled(self.view)
        ((_, page),) = buttons(view)
        await self._do(payloads.press_in_view(page, self.user, "1", view, "readiness_back"))
        self.view = self.world.slack.made("views.update")[-1]["view"]

    async def answers(
        self, level: int = 4, pages: int | None = None, special: Mapping[str, str] | None = None
    ) -> int:
        """Answer `level` everywhere (3 where that is the most) for so many pages, else to the end."""
        turned = 0
        while self.inputs and (pages is None or turned < pages):
            await self.sends(**forms.levels(self.view, level, special or {}))
            turned += 1
        return turned

    async def replies_from(self, thread: CaseThread, text: str) -> Message:
        """Write in a department's thread, and send that to the requester; return the message."""
        ts = await self.writes(text, thread.channel, thread.thread)
        message = {"ts": ts, "thread_ts": thread.thread, "user": self.user, "text": text}
        await self.uses("answer_requester", thread.channel, message)
        return message


def _line(shown: Iterable[Message], label: str, about: str) -> tuple[Message, str]:
    """Return the first of what is shown that bears such a button, with the button's value."""
    seen = []
    for each in shown:
        for text, value in buttons(each):
            if is_label(text, label) and (not about or about in value.split(":")):
                return each, value
            seen.append(text)
    raise AssertionError(f"no button {label} {about} among {seen}")
