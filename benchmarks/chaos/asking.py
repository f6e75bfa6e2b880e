"""Asks the questions of a plan; those of one thread after its first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from benchmarks.judge import CALM, QUESTION
from benchmarks.questions import QUESTIONS

if TYPE_CHECKING:
    from benchmarks.people import People

_CALM_SECONDS = 10.0


async def ask_calmly(people: People, user: str, other: str) -> None:
    """Ask each question once, alone, so that its answer is known; first of all what introduces Relais."""
    for person in (user, other):
        hello = await people.do("say", user=person, text="bonjour", kind="hello")
        await _reply(people, hello)
    for number, text in enumerate(QUESTIONS):
        said = await people.do(
            "say", user=user if number % 2 else other, text=text, id=str(number), kind=CALM
        )
        await _reply(people, said)
        # Ten questions a minute and person are a promise of Relais's.
        await asyncio.sleep(0.2)


async def _reply(people: People, said: dict[str, Any]) -> None:
    for _ in range(int(_CALM_SECONDS / 0.1)):
        found = await people.do("find", channel=said["channel"])
        if any(message["thread"] == said["ts"] for message in found["messages"]):
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("no answer in a calm time")


async def ask(people: People, entries: list[dict[str, Any]]) -> None:
    """Ask by the plan, at its times."""
    start = asyncio.get_running_loop().time()
    roots: dict[int, asyncio.Future[str]] = {}
    async with asyncio.TaskGroup() as group:
        for entry in sorted(entries, key=lambda each: each["after"]):
            await asyncio.sleep(max(0.0, start + entry["after"] - asyncio.get_running_loop().time()))
            group.create_task(_ask(people, entry, roots))


async def _ask(people: People, entry: dict[str, Any], roots: dict[int, asyncio.Future[str]]) -> None:
    number = entry["question"]
    asked: dict[str, Any] = {name: entry[name] for name in ("user", "channel", "mention") if name in entry}
    asked |= {"text": QUESTIONS[number], "id": str(number), "kind": QUESTION}
    root = roots.get(entry["group"])
    if root is None:
        root = roots[entry["group"]] = asyncio.get_running_loop().create_future()
        said = await people.do("say", **asked)
        root.set_result(said["ts"])
    else:
        await people.do("say", **asked, thread=await root)
