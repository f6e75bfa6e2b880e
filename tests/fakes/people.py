"""Somebody who takes the assessment: orders it, fills its pages, presses what they read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.payloads import dispatch
from tests.fakes.slack import TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fakes.world import World


@dataclass
class Assessor:
    """One person in the workspace, and the modal before them."""

    world: World
    user: str
    view: dict[str, Any] = field(default_factory=dict)

    async def orders(self, text: str = "", channel: str = "D9") -> str:
        """Type the command; return what is said at once, empty where a form or a message comes."""
        self.world.count += 1
        response = await self.world.send(
            {
                "command": "/readiness",
                "text": text,
                "team_id": TEAM,
                "user_id": self.user,
                "channel_id": channel,
                "trigger_id": f"c{self.world.count}",
            }
        )
        self._look()
        return str(response.body or "")

    async def presses(self, value: str, channel: str = "", message: str = "") -> None:
        """Press a button."""
        await self.world.press(self.user, value, channel, message)
        self._look()

    def _look(self) -> None:
        opened = self.world.slack.made("views.open")
        if opened:
            self.view = opened[-1]["view"]

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """The fields of the modal."""
        return [block for block in self.view["blocks"] if block["type"] == "input"]

    async def sends(self, **typed: str) -> dict[str, Any]:
        """Send the modal with these fields; return Slack's answer, and look at what it shows now."""
        self.world.count += 1
        values = {
            block["block_id"]: {"value": _given(block["element"], typed[block["block_id"]])}
            for block in self.inputs
            if block["block_id"] in typed
        }
        view = {**self.view, "id": "V1", "hash": str(self.world.count), "state": {"values": values}}
        body = {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": self.user},
            "view": view,
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
        view = {**self.view, "id": "V1", "hash": "h", "state": {"values": {}}}
        action = {"type": "button", "action_id": "readiness_back", "block_id": "b", "value": "1"}
        await self.world.send(
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": self.user, "team_id": TEAM},
                "api_app_id": "A1",
                "trigger_id": "t",
                "container": {"type": "view", "view_id": "V1"},
                "view": view,
                "actions": [{**action, "action_ts": "1"}],
            }
        )
        self.view = self.world.slack.made("views.update")[-1]["view"]

    async def fills(
        self, level: int = 4, pages: int | None = None, special: Mapping[str, str] | None = None
    ) -> int:
        """Answer `level` everywhere (3 where that is the most) for so many pages, else to the end."""
        turned = 0
        while self.inputs and (pages is None or turned < pages):
            given = {
                block["block_id"]: str(min(level, len(block["element"]["options"]) - 1))
                for block in self.inputs
                if block["element"]["type"] == "radio_buttons"
            }
            given |= {block["block_id"]: "" for block in self.inputs if block["block_id"] == "unit"}
            wanted = {block["block_id"] for block in self.inputs}
            given |= {name: text for name, text in (special or {}).items() if name in wanted}
            await self.sends(**given)
            turned += 1
        return turned


def _given(element: Mapping[str, Any], text: str) -> dict[str, Any]:
    match element["type"]:
        case "checkboxes":
            return {"selected_options": [{"value": each} for each in text.split()]}
        case "datepicker":
            return {"selected_date": text}
        case "radio_buttons" | "static_select":
            return {"selected_option": {"value": text}}
        case _:
            return {"value": text}
