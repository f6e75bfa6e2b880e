"""Turns a page's text into Slack's markup, and cuts it where nothing is torn apart.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from bot.pages.page import words_apart
from bot.slack.blocks.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

# A link, or the markup of `bot.pages.page` for a person (perhaps with their team) or a channel. No part may
# hold the sign that begins the whole, so that a text full of such signs is read once.
_MARKUP = re.compile(
    r"\[(?P<label>[^\[\]]+)\]\((?P<url>https?://[^\[()\s<>|]+(?:\([^\[()\s<>|]*\)[^\[()\s<>|]*)*)\)"
    r"|<(?P<sign>[@#])(?:[A-Z0-9]+:)?(?P<id>[A-Z0-9]+)>"
)
# A URL, or a sign that Slack would take for formatting, a quote or a call to a group. Slack formats only
# between the edges of words, so that a sign within a word needs nothing.
_SIGNS = re.compile(
    r"(?P<url>https?://\S+)|(?P<quote>^>)|(?P<call>@(?=\w))|(?<![^\W_])[*_~`]|[*_~`](?![^\W_])", re.MULTILINE
)
# A word joiner, which is not seen; beside it, a sign is not at the edge of a word.
_JOINER = "\N{WORD JOINER}"
# Characters that nobody reads; each would take six in a call.
_CONTROL = dict.fromkeys((*range(9), 11, 12, 13, *range(14, 32), 127))
_LONGEST_ENTITY = len("&amp;")


def mrkdwn(text: str) -> str:
    """Turn a page's links and mentions into Slack's markup; bold and italics are the same in both."""
    return "".join(part for part, _ in _written(text))


def _written(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of `text` as Slack writes them, and whether each must stay whole."""
    for part, is_words in words_apart(text.translate(_CONTROL)):
        if is_words:
            yield escape(_SIGNS.sub(_as_letter, part)), False
        else:
            yield from _ours(part)


def _as_letter(found: re.Match[str]) -> str:
    """Return a sign in a person's words so that Slack shows it and does nothing."""
    if found["url"]:
        return found["url"]
    if found["quote"]:
        return f"{_JOINER}>"
    return f"@{_JOINER}" if found["call"] else f"{_JOINER}{found[0]}{_JOINER}"


def _ours(text: str) -> Iterator[tuple[str, bool]]:
    end = 0
    for found in _MARKUP.finditer(text):
        yield escape(text[end : found.start()]), False
        if found["url"]:
            yield f"<{found['url']}|{escape(found['label'])}>", True
        else:
            yield f"<{found['sign']}{found['id']}>", True
        end = found.end()
    yield escape(text[end:]), False


def cut(text: str, longest: int) -> Iterator[str]:
    """Yield `text` in Slack's markup in parts of at most `longest` characters, none of them blank.

    Each ends after a line or a word if it can. No link, mention or escaped character is cut in two.
    """
    parts = list(_written(text))
    whole, wholes, place = "".join(part for part, _ in parts), _Wholes(), 0
    for part, stays in parts:
        if stays and len(part) <= longest:
            wholes.add(place, place + len(part))
        place += len(part)
    start = 0
    while start < len(whole):
        end = start + longest
        if end < len(whole):
            end = wholes.outside(_end(whole, start, end), start)
            end = _outside_entity(whole, end)
        if whole[start:end].strip():
            yield whole[start:end]
        start = end


def shortened(text: str, longest: int) -> str:
    """Return `text` in Slack's markup, with an ellipsis where it is longer than `longest`."""
    whole = mrkdwn(text)
    return whole if len(whole) <= longest else next(cut(text, longest - 1), "").rstrip() + "…"


class _Wholes:
    """Where links and mentions begin and end, in order."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)

    def outside(self, place: int, start: int) -> int:
        """Return `place`, or the nearest one that is in no link or mention: before it, if after `start`."""
        nearest = bisect_left(self._starts, place) - 1
        if nearest < 0 or self._ends[nearest] <= place:
            return place
        return self._starts[nearest] if self._starts[nearest] > start else self._ends[nearest]


def _end(whole: str, start: int, end: int) -> int:
    """Return the end of the last line, else of the last word, in the second half of a part."""
    half = (start + end) // 2
    return next((found for sign in "\n " if (found := whole.rfind(sign, half, end) + 1)), end)


def _outside_entity(whole: str, end: int) -> int:
    """Return `end`, or where the escaped character begins that it would cut in two."""
    begun = whole.rfind("&", end - _LONGEST_ENTITY + 1, end)
    return begun if begun >= 0 and ";" not in whole[begun:end] else end
