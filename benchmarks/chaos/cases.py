"""Plays cases: opened by the form, added to, taken, answered and settled by people who try again."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks import departments

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from benchmarks.people import Json, People

# Words that redaction leaves alone, and which nobody else says.
_WORDS = ("amber", "birch", "cobalt", "dune", "ember", "fjord", "granite", "heron", "indigo", "juniper")
TAKE, ANSWER, SETTLE = ("Take it", "Je prends"), ("Answer", "Répondre"), ("Settle", "Régler")
_TRIES = 20
_PAUSE = 2.0
# A person fills in one form at a time.
_busy: dict[str, asyncio.Lock] = {}


@dataclass
class Story:
    """One case: what was done, each with whether Slack's acknowledgement was seen.

    `name` is the department's id, `department` its channel's.
    """

    token: str
    requester: str
    name: str
    department: str
    helper: str
    steps: int
    direct: str = ""
    card: str = ""
    added: str = ""
    done: dict[str, bool] = field(default_factory=dict)

    def word(self, what: str) -> str:
        """Return the token of one of its texts."""
        return f"{what}-{self.token}"


def stories(count: int, people: Json, askers: Sequence[str]) -> list[Story]:
    """Return the cases: a third stays untaken, the others are taken, answered and settled in part."""
    names = ["-".join(each) for each in itertools.permutations(_WORDS, 3)]
    found = []
    for number in range(count):
        department = departments.NAMES[number % len(departments.NAMES)]
        helper = people["people"][f"{department}.helper{2 + number // len(departments.NAMES) % 2}"]
        channel = people["channels"][departments.channel(department)]
        found.append(
            Story(names[number], askers[number % len(askers)], department, channel, helper, number % 5)
        )
    return found


async def play(people: People, story: Story, patience: float) -> None:
    """Play one case as far as its steps go; give up where its card does not come within `patience`."""
    values = {"department": story.name, "text": f"please help with {story.word('opened')}", "language": "en"}
    opened = await _form(people, story.requester, values, lambda: _command(people, story.requester))
    story.done["opened"] = opened
    if not opened:
        return
    card = await people.wait_for(story.department, story.word("opened"), patience, root=True)
    mine = await people.wait_for("D" + story.requester[1:], story.word("opened"), patience, root=True)
    if card is None or mine is None:
        return
    story.card, story.direct = card["ts"], mine["ts"]
    acts: list[Callable[[People, Story], Awaitable[None]]] = [_add, _take, _answer, _settle]
    for act in acts[: story.steps]:
        await act(people, story)
        await asyncio.sleep(_PAUSE)


async def _command(people: People, user: str) -> bool:
    return bool((await people.do("command", user=user, command="/escalate"))["accepted"])


async def _form(people: People, user: str, values: Json, open_it: Callable[[], Awaitable[bool]]) -> bool:
    """Open a form and send it, again and again as people do; the same form while it is open."""
    async with _busy.setdefault(user, asyncio.Lock()):
        await people.do("close", user=user)
        for _ in range(_TRIES):
            view = (await people.do("view", user=user))["view"]
            if (view is not None or await open_it()) and await people.fill(user, values):
                return True
            await asyncio.sleep(_PAUSE)
    return False


async def _add(people: People, story: Story) -> None:
    text = f"and also {story.word('added')}"
    channel = "D" + story.requester[1:]
    said = await people.do(
        "say", user=story.requester, channel=channel, thread=story.direct, text=text, kind="add"
    )
    story.added = f"{channel}:{said['ts']}"


async def _take(people: People, story: Story) -> None:
    for _ in range(_TRIES):
        if await people.press(story.helper, story.department, story.card, TAKE):
            story.done["taken"] = True
            return
        await asyncio.sleep(_PAUSE)


async def _answer(people: People, story: Story) -> None:
    await _write(people, story, "answered", ANSWER)


async def _settle(people: People, story: Story) -> None:
    await _write(people, story, "settled", SETTLE)


async def _write(people: People, story: Story, what: str, labels: Sequence[str]) -> None:
    def open_it() -> Awaitable[bool]:
        return people.press(story.helper, story.department, story.card, labels)

    values = {"text": f"about that: {story.word(what)}"}
    story.done[what] = await _form(people, story.helper, values, open_it)
