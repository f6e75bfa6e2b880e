"""The people, channels, messages, views and triggers of the workspace."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.slack_server.settings import Json, SlackSettings

TEAM, APP, BOT, BOT_ID, DOMAIN = "T0CHAOS", "A0CHAOS", "URELAIS", "B0RELAIS", "chaos"
MEMBERS_OF_A_CHANNEL = 40


class Workspace:
    """Everything by id."""

    def __init__(self, settings: SlackSettings) -> None:
        self._settings = settings
        self._last = 0
        self._ids = count(1)
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Json] = {}
        self.members: dict[str, list[str]] = {}
        self.messages: defaultdict[str, dict[str, Json]] = defaultdict(dict)
        self.threads: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.triggers: dict[str, tuple[str, float]] = {}
        self.responses: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self._people(settings)
        self._rooms(settings)

    def _people(self, settings: SlackSettings) -> None:
        handles = sorted({name for names in settings.departments.values() for name in names})
        for number in range(settings.users):
            handle = handles[number] if number < len(handles) else f"person{number}"
            self.add_user(f"U{number + 1:06d}", handle)
        self.add_user(BOT, "relais", is_bot=True)

    def add_user(self, identifier: str, handle: str, *, is_bot: bool = False) -> None:
        """Add a person or a bot."""
        locale = "fr-FR" if len(self.users) % 2 else "en-US"
        self.users[identifier] = {
            "id": identifier, "team_id": TEAM, "name": handle, "real_name": handle.title(), "deleted": False,
            "is_bot": is_bot, "is_app_user": False, "is_restricted": False, "is_ultra_restricted": False,
            "is_stranger": False, "tz": "Europe/Paris", "updated": 1, "locale": locale,
            "profile": {"real_name": handle.title(), "display_name": handle},
        }  # fmt: skip

    def _rooms(self, settings: SlackSettings) -> None:
        people = [user for user in self.users if user != BOT]
        by_handle = {user["name"]: user["id"] for user in self.users.values()}
        for number, (name, handles) in enumerate(settings.departments.items()):
            team = [by_handle[handle] for handle in handles if handle in by_handle]
            self.add_channel(f"CD{number + 1:05d}", name, [*team, BOT])
        asked = settings.channels
        for number in range(asked):
            start, most = number * 7, min(len(people), MEMBERS_OF_A_CHANNEL)
            some = [people[(start + place) % len(people)] for place in range(most)]
            inside = [*some, BOT] if number < max(60, asked // 50) else some
            self.add_channel(f"C{number + 1:06d}", f"room-{number + 1}", inside)

    def add_channel(self, identifier: str, name: str, members: list[str]) -> None:
        """Add a public channel."""
        self.members[identifier] = members
        self.channels[identifier] = {
            "id": identifier, "name": name, "is_channel": True, "is_group": False, "is_im": False,
            "is_private": False, "is_archived": False, "is_member": BOT in members, "is_shared": False,
            "is_ext_shared": False, "is_org_shared": False, "context_team_id": TEAM,
            "num_members": len(members),
        }  # fmt: skip

    def direct(self, user: str) -> str:
        """Return the direct messages of a person with the bot."""
        identifier = "D" + user[1:]
        if identifier not in self.channels:
            self.members[identifier] = [user, BOT]
            self.channels[identifier] = {"id": identifier, "is_im": True, "user": user, "is_member": True}
        return identifier

    def stamp(self) -> str:
        """Return a message's id: later than every one before."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def number(self, prefix: str) -> str:
        """Return a new id."""
        return f"{prefix}{next(self._ids):08d}"

    def keep(self, channel: str, message: Json) -> Json:
        """Keep a message; blocks as text, since ten thousands of them are many dictionaries."""
        kept = {**message, "blocks": json.dumps(message.get("blocks") or [])}
        self.messages[channel][message["ts"]] = kept
        if message.get("thread_ts"):
            self.threads[channel, message["thread_ts"]].append(message["ts"])
        return kept

    def shown(self, message: Json, *, metadata: bool = False) -> Json:
        """Return a message as Slack returns it."""
        found = {**message, "type": "message", "blocks": json.loads(message["blocks"])}
        if not metadata:
            found.pop("metadata", None)
        return found

    def trigger(self, user: str) -> str:
        """Return an id that opens one form within its life."""
        identifier = self.number("13.")
        self.triggers[identifier] = (user, time.monotonic() + self._settings.trigger_lives)
        return identifier

    def spend(self, trigger: str) -> str | None:
        """Return whose trigger it is, None where it is unknown, spent or too old."""
        user, until = self.triggers.pop(trigger, ("", 0.0))
        return user if time.monotonic() < until else None

    def response(self, user: str, channel: str) -> str:
        """Return the id of a response URL: five uses."""
        identifier = self.number("R")
        self.responses[identifier] = {"user": user, "channel": channel, "uses": 0, "since": time.time()}
        return identifier
