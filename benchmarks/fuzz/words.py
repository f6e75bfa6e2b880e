"""Texts and values that nobody writes by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

TEXTS = (
    "",
    " ",
    "\u0000",
    "\u202eevil\u202c right to left",
    "zero\u200bwidth\u200d\ufeff",
    "\ud800 lone",
    "\udfff\ud800",
    "🧨" * 50,
    "a" * 3001,
    "é" * 4000,
    "?" * 500,
    "[" * 500,
    "<@" * 300,
    "<@URELAIS>",
    "<!channel> <!everyone>",
    "<@URELAIS> &lt;@U000001&gt;",
    "[x](https://evil.example) *b* _i_ ~s~ `c`",
    "'; DROP TABLE cases; --",
    "{{7*7}} ${jndi:ldap://x} %s %n {0} {text}",
    "\r\n\r\nHTTP/1.1 200 OK",
    "-1",
    "NaN",
    "1e400",
    "9" * 400,
    "مرحبا بالعالم",
    "सलाम",
    "﷽" * 20,
    "\u0301" * 200,
    "FR7630006000011234567890189 " * 20,
    "a@" * 400,
)
VALUES: tuple[object, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**63,
    1.5,
    "",
    "x",
    [],
    {},
    [[]],
    {"a": {"b": []}},
    "\ud800",
    ["U1"],
    {"id": None},
)
SUBTYPES = (
    "assistant_app_thread",
    "bot_add",
    "bot_message",
    "bot_remove",
    "channel_archive",
    "channel_convert_to_private",
    "channel_join",
    "channel_leave",
    "channel_name",
    "channel_posting_permissions",
    "channel_purpose",
    "channel_topic",
    "channel_unarchive",
    "document_mention",
    "ekm_access_denied",
    "file_comment",
    "file_mention",
    "file_share",
    "group_archive",
    "group_join",
    "group_leave",
    "group_name",
    "group_purpose",
    "group_topic",
    "group_unarchive",
    "huddle_thread",
    "me_message",
    "message_changed",
    "message_deleted",
    "message_replied",
    "pinned_item",
    "reminder_add",
    "reply_broadcast",
    "thread_broadcast",
    "tombstone",
    "unpinned_item",
    "nobody_knows",
)
_DEPTH = 40


def text(dice: random.Random) -> str:
    """Return a text."""
    return dice.choice(TEXTS) + (dice.choice(TEXTS) if dice.random() < 0.3 else "")  # noqa: PLR2004


def value(dice: random.Random) -> object:
    """Return any value of JSON."""
    return dice.choice((*VALUES, text(dice)))


def broken(document: object, dice: random.Random) -> object:
    """Return a document in which one thing, anywhere, is gone or another value."""
    if isinstance(document, dict) and document:
        name = dice.choice(sorted(document))
        found = dict(document)
        match dice.randrange(4):
            case 0:
                del found[name]
            case 1:
                found[name] = value(dice)
            case _:
                found[name] = broken(found[name], dice)
        return found
    if isinstance(document, list) and document:
        place = dice.randrange(len(document))
        return [broken(each, dice) if number == place else each for number, each in enumerate(document)]
    return value(dice)


def deep(dice: random.Random) -> object:
    """Return a value in many others."""
    found: object = text(dice)
    for _ in range(_DEPTH):
        found = [found] if dice.random() < 0.5 else {"x": found}  # noqa: PLR2004
    return found


def forged(line: str, dice: random.Random) -> str:
    """Return a button's value that was tampered with."""
    parts = line.split(":")
    match dice.randrange(6):
        case 0:
            return text(dice)[:2000]
        case 1:
            return line[: dice.randrange(len(line) + 1)]
        case 2:
            return ":".join((*parts[:-1], text(dice)[:100]))
        case 3:
            dice.shuffle(parts)
            return ":".join(parts)
        case 4:
            return "".join(str(dice.randrange(10)) if each.isdigit() else each for each in line)
        case _:
            return f"{line}:{dice.choice(TEXTS)[:100]}"
