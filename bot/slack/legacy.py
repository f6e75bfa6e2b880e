"""Reads the calls that version 0.1.0 left in the queue: Slack's own with Block Kit, or ``case_…`` calls.

https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from actions.acts import ListTopics
from actions.cases.case import Side
from actions.choices import decode
from actions.language import Language
from bot.outgoing.address import Destination, FileLink
from bot.outgoing.calls import (
    GiveDraft,
    GiveFile,
    LinkCase,
    Mark,
    Say,
    ShowCard,
    ShowHome,
    ShowMovedCard,
    Sign,
    TellSide,
    Update,
    UpdateCopy,
    Whisper,
)
from bot.pages.page import Button, Buttons, Divider, Page, Paragraph, Piece, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.outgoing.calls import Call

_LINK = re.compile(r"<(https?://[^<|>]+)\|([^<>]*)>")
_SIGNS = {"incoming_envelope": Sign.RECEIVED, "outbox_tray": Sign.SENT}


def read_call(document: Mapping[str, Any]) -> Call:
    """Read a call.

    Raises:
        ValueError: version 0.1.0 had no such call.
    """
    key, method, call = str(document["key"]), str(document["method"]), document["arguments"]
    if method.startswith("case_"):
        return _case_call(key, method, call)
    match method:
        case "chat.postMessage":
            return Say(key, _to(call), _page(call))
        case "chat.update":
            return Update(key, call["channel"], call["ts"], _page(call))
        case "chat.postEphemeral":
            return Whisper(key, _to(call), call["user"], _page(call))
        case "reactions.add":
            return Mark(key, f"{call['channel']}:{call['timestamp']}", _SIGNS[call["name"]])
        case "upload":
            return GiveFile(key, _to(call), call["shows"], call["person"], Language(call["language"]))
        case _:
            raise ValueError(f"no call of version 0.1.0: {method}")


def _case_call(key: str, method: str, call: Mapping[str, Any]) -> Call:
    match method:
        case "case_card":
            where = call.get("where") or {}
            to = Destination(where["channel"], where.get("thread") or "") if where else None
            return ShowCard(key, call["number"], Side(call["side"]), call["post"], to)
        case "case_post":
            files = tuple(
                FileLink(each["name"], each["url"], each["size"]) for each in call.get("files") or ()
            )
            side, broadcast = Side(call["side"]), bool(call.get("broadcast"))
            return TellSide(key, call["number"], side, _page(call), call.get("ref") or "", files, broadcast)
        case "case_copy":
            return UpdateCopy(key, call["ref"], _page(call))
        case "case_old_card":
            card = (call["channel"], call["message"], call["before"], call["to"])
            return ShowMovedCard(key, call["number"], *card)
        case "case_dm" if call.get("blocks") is not None:
            return Say(key, Destination(person=call["user"]), _page(call))
        case "case_dm":
            text = call["text"].replace("{link}", "").rstrip()
            return LinkCase(key, call["number"], call["user"], text, call["open"])
        case "case_home":
            return ShowHome(key, call["person"])
        case "case_draft":
            return GiveDraft(key, call["number"])
        case _:
            raise ValueError(f"no call of version 0.1.0: {method}")


def _to(call: Mapping[str, Any]) -> Destination:
    return Destination(call["channel"], call.get("thread_ts") or "")


def _page(call: Mapping[str, Any]) -> Page:
    """Return the page that renders as the call's blocks."""
    pieces = tuple(piece for block in call["blocks"] for piece in _pieces(block))
    return Page(_plain(call["text"]), pieces)


def _pieces(block: Mapping[str, Any]) -> Iterator[Piece]:
    match block["type"]:
        case "section":
            yield Paragraph(_plain(block["text"]["text"]))
        case "context":
            yield Paragraph(_plain(block["elements"][0]["text"]), Tone.SMALL)
        case "divider":
            yield Divider()
        case "actions":
            yield Buttons(tuple(_button(element) for element in block["elements"]))


def _button(element: Mapping[str, Any]) -> Button:
    text, label = element["text"]["text"], element.get("accessibility_label")
    choice = decode(element["value"]) or ListTopics()
    primary = element.get("style") == "primary"
    return Button(label or text, choice, primary, text if label else "")


def _plain(text: str) -> str:
    """Turn Slack's markup into a page's."""
    return html.unescape(_LINK.sub(r"[\2](\1)", text))
