"""What people do in the workspace, for the program that plays them; and the account, for the judge."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from benchmarks.slack_server import payloads
from benchmarks.slack_server.account import words
from benchmarks.slack_server.workspace import BOT

if TYPE_CHECKING:
    from benchmarks.slack_server.account import Account
    from benchmarks.slack_server.deliveries import Deliveries
    from benchmarks.slack_server.faults import Faults
    from benchmarks.slack_server.settings import Json
    from benchmarks.slack_server.sockets import Sockets
    from benchmarks.slack_server.workspace import Workspace


class Control:
    """The routes under `/_control`; each takes and returns JSON."""

    def __init__(  # noqa: PLR0913, PLR0917  the parts of the workspace
        self,
        space: Workspace,
        account: Account,
        faults: Faults,
        sockets: Sockets,
        deliveries: Deliveries,
        base: str,
    ) -> None:
        self._space = space
        self._account = account
        self._faults = faults
        self._sockets = sockets
        self._deliveries = deliveries
        self._base = base
        self._plans: set[asyncio.Task[None]] = set()

    async def handle(self, request: web.Request) -> web.Response:
        """Do what the path names."""
        asked: Json = json.loads(await request.text() or "{}")
        answer: Any = await getattr(self, "do_" + request.match_info["what"])(asked)
        return web.json_response(answer)

    async def do_status(self, _: Json) -> Json:
        """Tell how many connections are open, and what is still to be delivered."""
        return {"connected": self._sockets.connected, "pending": self._deliveries.pending,
                "entries": len(self._account.entries), "playing": len(self._plans)}  # fmt: skip

    async def do_account(self, asked: Json) -> Json:
        """Return the account from an entry on."""
        start = int(asked.get("since") or 0)
        return {"entries": self._account.entries[start:], "calls": dict(self._account.calls)}

    async def do_faults(self, asked: Json) -> Json:
        """Set the rates of faults."""
        self._faults.rates = dict(asked.get("rates") or {})
        return {}

    async def do_cut(self, asked: Json) -> Json:
        """Cut the connections for a reason."""
        return {"connections": await self._sockets.cut(str(asked["reason"]))}

    async def do_say(self, asked: Json) -> Json:
        """Let a person write: in a channel, a thread, or to Relais directly."""
        user = str(asked["user"])
        channel = str(asked.get("channel") or self._space.direct(user))
        mentioned = bool(asked.get("mention")) and not channel.startswith("D")
        text = (f"<@{BOT}> " if mentioned else "") + str(asked["text"])
        message = {"ts": self._space.stamp(), "user": user, "text": text}
        if asked.get("thread"):
            message["thread_ts"] = str(asked["thread"])
        self._space.keep(channel, message)
        key = f"{channel}:{message['ts']}"
        self._account.note(
            "said", key=key, channel=channel, ts=message["ts"], user=user, text=asked["text"],
            thread=message.get("thread_ts") or message["ts"],
            id=asked.get("id") or "", kind=asked.get("kind") or "",
        )  # fmt: skip
        for kind in ("app_mention", "message") if mentioned else ("message",):
            self._deliveries.event(key, payloads.event(self._space, payloads.said(message, channel, kind)))
        return {"channel": channel, "ts": message["ts"]}

    async def do_plan(self, asked: Json) -> Json:
        """Let people write by a plan: each entry as in `say`, `after` seconds from now."""
        task = asyncio.create_task(self._play(asked["entries"]))
        self._plans.add(task)
        task.add_done_callback(self._plans.discard)
        return {}

    async def _play(self, entries: list[Json]) -> None:
        start = asyncio.get_running_loop().time()
        for entry in sorted(entries, key=lambda each: float(each["after"])):
            delay = start + float(entry["after"]) - asyncio.get_running_loop().time()
            if delay > 0:
                await asyncio.sleep(delay)
            await self.do_say(entry)

    async def do_command(self, asked: Json) -> Json:
        """Let a person type a slash command."""
        user = str(asked["user"])
        channel = str(asked.get("channel") or self._space.direct(user))
        payload = payloads.command(self._space, user, asked, channel, self._base)
        return await self._once("slash_commands", str(payload["trigger_id"]), payload)

    async def do_press(self, asked: Json) -> Json:
        """Let a person press the button with one of `labels`, or whose action begins with `action`."""
        channel, stamp = str(asked["channel"]), str(asked["ts"])
        message = self._space.messages[channel].get(stamp)
        button = _button(json.loads(message["blocks"]), asked) if message else None
        if message is None or button is None:
            return {"accepted": False, "missing": True}
        button = {**button, **(asked.get("forged") or {})}
        payload = payloads.press(self._space, str(asked["user"]), (channel, message), button, self._base)
        return await self._once("interactive", str(payload["trigger_id"]), payload)

    async def do_submit(self, asked: Json) -> Json:
        """Let a person send an open form."""
        view = self._space.views.get(str(asked["view"]))
        if view is None:
            return {"accepted": False, "missing": True}
        payload = payloads.submission(self._space, str(asked["user"]), view, asked.get("values") or {})
        answer = await self._once("interactive", f"{view['id']}:submit", payload)
        if answer["accepted"] and answer["answer"].get("response_action") != "errors":
            self._space.views.pop(view["id"], None)
        return answer

    async def _once(self, kind: str, key: str, payload: Json) -> Json:
        answer = await self._deliveries.once(key, kind, payload)
        return {"accepted": answer is not None, "answer": answer or {}}

    async def do_view(self, asked: Json) -> Json:
        """Return the newest open form of a person."""
        mine = [view for view in self._space.views.values() if view["user"] == asked["user"]]
        return {"view": mine[-1] if mine else None}

    async def do_close(self, asked: Json) -> Json:
        """Close every form of a person."""
        for view in [view for view in self._space.views.values() if view["user"] == asked["user"]]:
            del self._space.views[view["id"]]
        return {}

    async def do_find(self, asked: Json) -> Json:
        """Return the bot's messages of a channel that hold words, their ids and threads."""
        wanted, found = str(asked.get("containing") or ""), []
        for message in self._space.messages[str(asked["channel"])].values():
            if not message.get("bot_id") or (asked.get("root") and message.get("thread_ts")):
                continue
            said = message["text"] + "\n" + words(json.loads(message["blocks"]))
            if wanted in said:
                found.append({"ts": message["ts"], "thread": message.get("thread_ts") or "", "words": said})
        return {"messages": found}

    async def do_buttons(self, _: Json) -> Json:
        """Return every button of the bot's messages and Homes."""
        found: dict[str, Json] = {}
        kept = (message["blocks"] for room in self._space.messages.values() for message in room.values())
        homes = (json.dumps(view.get("blocks")) for view in self._space.homes.values())
        for blocks in (*kept, *homes):
            _collect(json.loads(blocks), found)
        return {"buttons": list(found.values())}

    async def do_people(self, _: Json) -> Json:
        """Return the ids of people by handle, and of channels by name."""
        people = {user["name"]: user["id"] for user in self._space.users.values()}
        rooms = {c["name"]: i for i, c in self._space.channels.items() if "name" in c and c["is_member"]}
        return {
            "people": people,
            "channels": rooms,
            "members": {i: self._space.members[i] for i in rooms.values()},
        }


def _button(value: object, asked: Json) -> Json | None:
    """Return the button in blocks that is asked for."""
    if isinstance(value, list):
        return next((found for each in value if (found := _button(each, asked))), None)
    if not isinstance(value, dict):
        return None
    if value.get("type") == "button":
        label = (value.get("text") or {}).get("text")
        action = asked.get("action")
        is_it = label in (asked.get("labels") or ()) or (
            action is not None and str(value.get("action_id")).startswith(action)
        )
        return value if is_it else None
    return _button([value.get(name) for name in ("elements", "accessory")], asked)


def _collect(value: object, found: dict[str, Json]) -> None:
    """Add every button in blocks, by its action and value."""
    if isinstance(value, list):
        for each in value:
            _collect(each, found)
    elif isinstance(value, dict):
        if value.get("type") == "button":
            found[f"{value.get('action_id')} {value.get('value')}"] = value
        _collect([value.get(name) for name in ("elements", "accessory")], found)
