"""Removes and escapes Slack's markup.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re

# Each ends before the next "<", which Slack never writes inside one, so that a text is read once.
_BROADCAST = re.compile(r"<!(?:subteam\^[A-Z0-9]+\|)?@?([^<>|]+)(?:\|[^<>]*)?>")
_PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|([^<>]*))?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+(?:\|([^<>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|]+)(?:\|([^<>]*))?>")


def plain(text: str, bot_user: str | None) -> str:
    """Return what the person typed, without Slack's markup and without the mention of Relais itself.

    Mentions of other people become a bare ``@``, since advice does not need their names.
    """
    text = _PERSON.sub(lambda m: "" if m[1] == bot_user else "@", text)
    text = _BROADCAST.sub(lambda m: f"@{m[1]}", text)
    text = _CHANNEL.sub(lambda m: f"#{m[1] or ''}", text)
    text = _LINK.sub(lambda m: m[2] or m[1].partition(":")[2].lstrip("/"), text)
    return " ".join(unescape(text).split())


def mentions(text: str, bot_user: str) -> bool:
    """Tell whether Relais is mentioned in `text`."""
    return any(m[1] == bot_user for m in _PERSON.finditer(text))


def addresses_others(text: str, bot_user: str) -> bool:
    """Tell whether `text` mentions another person, a user group, or everybody in the channel."""
    return bool(_BROADCAST.search(text)) or any(m[1] != bot_user for m in _PERSON.finditer(text))


def escape(text: str) -> str:
    """Escape the three characters Slack reads as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
