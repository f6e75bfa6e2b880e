"""What can be read on a surface: where, by whom, what it says, and what can be pressed in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.slack.blocks.markup import mrkdwn
from tests.dialogues.steps import EMPLOYEE, PRIVATE
from tests.fakes.forms import proposed
from tests.fakes.slack import TEAM
from tests.fakes.world import CHANNELS, MEMBERS, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.strings import Strings

# Who and what the fields of a form may name, with the ids of the workspace.
PERSONS = {name: f"{TEAM}:{user}" for user, name in PEOPLE.items()}
PLACES = {name: channel for channel, name in CHANNELS.items()}
IDS = PERSONS | PLACES
NAMES = {person: name for name, person in PERSONS.items()}
# Where everybody is.
ASK = "ask-social"


def looks_at(name: str) -> str:
    """Return where a person reads and acts, unless a dialogue says otherwise."""
    user = PERSONS[name].removeprefix(f"{TEAM}:")
    own = [CHANNELS[c] for c, members in MEMBERS.items() if user in members and CHANNELS[c] != ASK]
    return next(iter(own), ASK if name == EMPLOYEE else PRIVATE)


class How(StrEnum):
    """How something came to be shown."""

    POSTED = "posted"
    REDRAWN = "redrawn"
    WHISPERED = "whispered"  # in a channel, to one person
    OPENED = "opened"  # a form
    TURNED = "turned"  # the form before a person shows something else
    MARKED = "marked"  # a sign on a person's own message
    TOLD = "told"  # at once, where a command was typed


@dataclass(frozen=True, slots=True)
class Label:
    """A button: what stands on it, and the line it carries."""

    text: str
    line: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Something shown: `person` alone reads it, or everybody in `channel`.

    `message` is its id on the surface, and `thread` the message it hangs under, if another. A form has a
    `form` id and a `title`; `proposes` is what stands in its fields, `wrong` those it has come back for.
    """

    how: How
    person: str = ""
    channel: str = ""
    thread: str = ""
    message: str = ""
    texts: tuple[str, ...] = ()
    buttons: tuple[Label, ...] = ()
    form: str = ""
    title: str = ""
    proposes: tuple[tuple[str, str], ...] = ()
    wrong: tuple[str, ...] = ()

    def is_at(self, person: str, place: str) -> bool:
        """Tell whether `person` reads it, alone or in `place`."""
        return self.person == person or (not self.person and self.channel == place)


def of_blocks(blocks: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[Label, ...]]:
    """Return the texts and the buttons of Block Kit."""
    kept = list(blocks)
    return tuple(_texts(kept)), tuple(_labels(kept))


def _texts(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "section":
                yield block["text"]["text"]
            case "context":
                yield from (element["text"] for element in block["elements"])
            case "input":
                yield block["label"]["text"]


def _labels(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Label]:
    for block in blocks:
        if block["type"] == "actions":
            for button in block["elements"]:
                yield Label(button.get("accessibility_label") or button["text"]["text"], button["value"])


def of_view(how: How, person: str, view: Mapping[str, Any], wrong: tuple[str, ...] = ()) -> Shown:
    """Return a form, or the notice in its place, that a person has before them."""
    texts, buttons = of_blocks(view["blocks"])
    form, title = str(view.get("callback_id") or "notice"), view["title"]["text"]
    proposes = tuple(proposed(dict(view)).items())
    return Shown(how, person, "", "", "form", texts, buttons, form, title, proposes, wrong)


def pattern(say: Strings, key: str) -> re.Pattern[str]:
    """Return what finds the text under `key`, whatever fills its placeholders."""
    gap = "\N{OBJECT REPLACEMENT CHARACTER}"
    text = mrkdwn(say(key, **dict.fromkeys(say.placeholders()[key], gap)))
    return re.compile(".*?".join(re.escape(part) for part in text.split(gap)), re.DOTALL)


def says(say: Strings, key: str, texts: Iterable[str]) -> bool:
    """Tell whether the text under `key` stands in one of `texts`."""
    wanted = pattern(say, key)
    return any(wanted.search(text) for text in texts)


def readable(shown: Iterable[Shown], person: str, place: str) -> list[Shown]:
    """Return what a person can read in `place` and in private as it stands now, the latest first."""
    found: dict[tuple[str, str], Shown] = {}
    for each in reversed(list(shown)):
        if each.is_at(person, place) and each.how is not How.MARKED:
            found.setdefault((each.channel, each.message), each)
    return list(found.values())
