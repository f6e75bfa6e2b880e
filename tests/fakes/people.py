"""Somebody in the workspace: types commands, presses what they read, fills the form before them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.forms import filled, inputs, levels
from tests.fakes.payloads import dispatch
from tests.fakes.slack import TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fakes.world import World


@dataclass
class Member:
    """One person in the workspace, and the form before them."""

    world: World
    user: str
    view: dict[str, Any] = field(default_factory=dict)

    async def types(self, command: str, text: str = "", channel: str = "D9") -> str:
        """Type a command; return what is said at once, empty where a form or a message comes."""
        opened = self._opened
        self.world.count += 1
        response = await self.world.send(
            {
                "command": command,
                "text": text,
                "team_id": TEAM,
                "user_id": self.user,
                "channel_id": channel,
                "trigger_id": f"c{self.world.count}",
            }
        )
        self._look(opened)
        return str(response.body or "")

    async def presses(self, value: str, channel: str = "", message: str = "", thread: str = "") -> None:
        """Press a button, in App Home where no channel is given."""
        opened = self._opened
        await self.world.press(self.user, value, channel, message, thread)
        self._look(opened)

    @property
    def _opened(self) -> int:
        return len(self.world.slack.made("views.open"))

    def _look(self, opened: int) -> None:
        """See the form that has opened, if more have than had been `opened`."""
        views = self.world.slack.made("views.open")
        if len(views) > opened:
            self.view = views[-1]["view"]

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """The fields of the form."""
        return inputs(self.view)

    async def sends(self, **typed: str) -> dict[str, Any]:
        """Send the form with these fields; return Slack's answer, and look at what it shows now."""
        self.world.count += 1
        body = {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": self.user},
            "view": filled(self.view, typed, self.world.count),
            "api_app_id": "A1",
            "trigger_id": "t",
        }
        response = await dispatch(self.world.app, body)
        answer = json.loads(response.body) if response.body else {}
        if answer.get("response_action") == "update":
            self.view = answer["view"]
        await self.world.settle()
        return answer if isinstance(answer, dict) else {}

    async def goes_back(self) -> None:
        """Press « previous page »."""
        action = {"type": "button", "action_id": "readiness_back", "block_id": "b", "value": "1"}
        await self.world.send(
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": self.user, "team_id": TEAM},
                "api_app_id": "A1",
                "trigger_id": "t",
                "container": {"type": "view", "view_id": "V1"},
                "view": filled(self.view, {}, self.world.count),
                "actions": [{**action, "action_ts": "1"}],
            }
        )
        self.view = self.world.slack.made("views.update")[-1]["view"]


@dataclass
class Assessor(Member):
    """Somebody who takes the assessment."""

    async def orders(self, text: str = "", channel: str = "D9") -> str:
        """Type the assessment's command; return what is said at once."""
        return await self.types("/readiness", text, channel)

    async def fills(
        self, level: int = 4, pages: int | None = None, special: Mapping[str, str] | None = None
    ) -> int:
        """Answer `level` everywhere (3 where that is the most) for so many pages, else to the end."""
        turned = 0
        while self.inputs and (pages is None or turned < pages):
            await self.sends(**levels(self.view, level, special or {}))
            turned += 1
        return turned
