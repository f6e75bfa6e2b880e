"""Requests as Slack sends them, then spoilt: by their place in a run, so that each can be sent again."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarks.fuzz.words import SUBTYPES, broken, deep, forged, text, value
from benchmarks.slack_server import payloads
from benchmarks.slack_server.deliveries import signed
from benchmarks.slack_server.workspace import BOT_ID, TEAM

if TYPE_CHECKING:
    from benchmarks.slack_server.settings import Json
    from benchmarks.slack_server.workspace import Workspace

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
COMMANDS = ("/roles", "/staffing", "/deflection", "/escalate", "/escalations", "/readiness", "/nobody")
SHORTCUTS = ("readiness", "escalate_message", "answer_requester", "nobody")
_STALE = 600
_OVERSIZED = 1_200_000
_NESTED = 20_000


@dataclass(frozen=True)
class Request:
    """One request; `refused` where it must not be accepted."""

    name: str
    body: bytes
    headers: dict[str, str]
    refused: bool = False


@dataclass
class Seen:
    """Buttons and forms that the bot made, to be forged."""

    buttons: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)


class Forge:
    """Makes requests from a workspace that equals the one of the run."""

    def __init__(self, space: Workspace, secret: str, seen: Seen) -> None:
        self._space = space
        self._secret = secret
        self._seen = seen
        self._users = [user for user in space.users if user.startswith("U0")]
        self._channels = [channel for channel in space.channels if channel.startswith("C")]

    def request(self, number: int) -> Request:
        """Return the request of this number: always the same but for its ids and time."""
        dice = random.Random(number)  # noqa: S311  a run that can be repeated
        kinds = (self._event, self._event, self._subtype, self._command, self._press, self._press, self._view,
                 self._shortcut, self._home, self._raw)  # fmt: skip
        return dice.choice(kinds)(dice)

    def _sign(self, name: str, body: str, content: str) -> Request:
        return Request(name, body.encode(), {"Content-Type": content, **signed(self._secret, body)})

    def _json(self, name: str, document: object) -> Request:
        return self._sign(name, json.dumps(document), JSON)

    def _payload(self, name: str, document: object) -> Request:
        return self._sign(name, urlencode({"payload": json.dumps(document)}), FORM)

    def _message(self, dice: random.Random) -> tuple[str, Json]:
        user = dice.choice(self._users)
        channel = dice.choice([self._space.direct(user), dice.choice(self._channels)])
        words = text(dice)
        if not channel.startswith("D"):
            words = "<@URELAIS> " + words
        message: Json = {"user": user, "ts": self._space.stamp(), "text": words}
        if dice.random() < 0.3:  # noqa: PLR2004
            message["thread_ts"] = self._space.stamp()
        return channel, message

    def _event(self, dice: random.Random) -> Request:
        channel, message = self._message(dice)
        inner = payloads.said(message, channel, dice.choice(("message", "app_mention")))
        if dice.random() < 0.2:  # noqa: PLR2004
            files = [{"id": "F1", "name": text(dice), "size": value(dice), "url_private": text(dice)}]
            inner |= {"files": files, "subtype": "file_share"}
        body: object = payloads.event(self._space, inner)
        if dice.random() < 0.5:  # noqa: PLR2004
            body = broken(body, dice)
        return self._json("event", body)

    def _subtype(self, dice: random.Random) -> Request:
        channel, message = self._message(dice)
        inner = payloads.said(message, channel, "message") | {"subtype": dice.choice(SUBTYPES)}
        inner |= {"message": dict(message), "previous_message": dict(message), "deleted_ts": message["ts"]}
        if dice.random() < 0.3:  # noqa: PLR2004
            inner["bot_id"] = BOT_ID
        if dice.random() < 0.3:  # noqa: PLR2004
            inner.pop(dice.choice(sorted(set(inner) - {"type"})))
        return self._json(f"message {inner.get('subtype')}", payloads.event(self._space, inner))

    def _command(self, dice: random.Random) -> Request:
        user, typed = dice.choice(self._users), {"command": dice.choice(COMMANDS), "text": text(dice)}
        body = payloads.command(self._space, user, typed, self._space.direct(user), "http://127.0.0.1:9")
        if dice.random() < 0.3:  # noqa: PLR2004
            body.pop(dice.choice(sorted(body)))
        fields = {name: str(each).encode("utf-8", "replace") for name, each in body.items()}
        return self._sign(f"command {typed['command']}", urlencode(fields), FORM)

    def _press(self, dice: random.Random) -> Request:
        user, channel = dice.choice(self._users), dice.choice(self._channels)
        message = {"ts": self._space.stamp(), "user": "URELAIS", "text": "", "blocks": "[]"}
        button = dict(dice.choice(self._seen.buttons))
        name = str(button["action_id"])
        if dice.random() < 0.8:  # noqa: PLR2004
            button["value"] = forged(str(button.get("value") or ""), dice)
        body: object = payloads.press(self._space, user, (channel, message), button, "http://127.0.0.1:9")
        if dice.random() < 0.3:  # noqa: PLR2004
            body = broken(body, dice)
        return self._payload(f"button {name}", body)

    def _view(self, dice: random.Random) -> Request:
        user, view = dice.choice(self._users), dict(dice.choice(self._seen.views))
        view |= {"id": self._space.number("V"), "hash": self._space.number("h")}
        given = {b["block_id"]: text(dice) for b in view["blocks"] if b["type"] == "input"}
        name = str(view.get("callback_id"))
        body: object = payloads.submission(self._space, user, view, given)
        if dice.random() < 0.6:  # noqa: PLR2004
            body = broken(body, dice)
        elif dice.random() < 0.5:  # noqa: PLR2004
            carried = json.loads(view.get("private_metadata") or "{}")
            view["private_metadata"] = json.dumps(broken(carried, dice))
            body = payloads.submission(self._space, user, view, given)
        return self._payload(f"form {name}", body)

    def _shortcut(self, dice: random.Random) -> Request:
        user, channel = dice.choice(self._users), dice.choice(self._channels)
        message = {"type": "message", "user": user, "ts": self._space.stamp(), "text": text(dice)}
        kind = dice.choice(("message_action", "shortcut"))
        body: object = {
            "type": kind, "callback_id": dice.choice(SHORTCUTS), "trigger_id": self._space.trigger(user),
            "user": {"id": user, "name": "n", "team_id": TEAM}, "team": {"id": TEAM, "domain": "chaos"},
            "channel": {"id": channel, "name": "x"}, "message": message, "message_ts": message["ts"],
            "response_url": "http://127.0.0.1:9", "action_ts": self._space.stamp(), "token": "verification",
        }  # fmt: skip
        return self._payload(f"shortcut {kind}", broken(body, dice) if dice.random() < 0.5 else body)  # noqa: PLR2004

    def _home(self, dice: random.Random) -> Request:
        inner = {"type": "app_home_opened", "user": dice.choice(self._users), "channel": "D1", "tab": "home",
                 "event_ts": self._space.stamp()}  # fmt: skip
        return self._json("app_home_opened", broken(payloads.event(self._space, inner), dice))

    def _raw(self, dice: random.Random) -> Request:
        channel, message = self._message(dice)
        body = json.dumps(payloads.event(self._space, payloads.said(message, channel, "message")))
        headers = {"Content-Type": JSON, **signed(self._secret, body)}
        match dice.randrange(8):
            case 0:
                return Request("unsigned", body.encode(), {"Content-Type": JSON}, refused=True)
            case 1:
                return Request("signed for another", body.encode() + b" ", headers, refused=True)
            case 2:
                import time  # noqa: PLC0415

                old = signed(self._secret, body, int(time.time()) - _STALE)
                return Request("stale", body.encode(), {"Content-Type": JSON, **old}, refused=True)
            case 3:
                large = json.dumps({"type": "event_callback", "event": {"text": "x" * _OVERSIZED}})
                return self._sign("oversized", large, JSON)
            case 4:
                return self._sign("nested", "[" * _NESTED + "]" * _NESTED, JSON)
            case 5:
                return self._sign("cut off", body[: dice.randrange(len(body))], dice.choice((JSON, FORM)))
            case 6:
                return self._json("deep", payloads.event(self._space, {"type": "message", "x": deep(dice)}))
            case _:
                content = dice.choice((JSON, FORM, "text/plain", ""))
                return self._sign(
                    "of another type", dice.choice(("", "payload=", "payload={", "null", "5", body)), content
                )
