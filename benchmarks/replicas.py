"""Two bots on one workspace that delivers to both; and two people who talk where Relais has answered.

`python -m benchmarks.replicas`
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import departments
from benchmarks.chaos.asking import ask, ask_calmly
from benchmarks.chaos.plan import Size, questions
from benchmarks.judge import TALK, Account, Verdict, judge, references, spoken_unasked
from benchmarks.machine import ROOT, open_machine
from benchmarks.questions import QUESTIONS
from benchmarks.slack_server.settings import SlackSettings

if TYPE_CHECKING:
    from benchmarks.people import Json, People

_LAST = 10.0
WORDS = (
    "merci Paul, je regarde ça cet après-midi",
    "ok pour moi, on en parle à 14h ?",
    "parfait, et on invite Claire aussi ?",
)


@dataclass(frozen=True)
class Outcome:
    """What two bots did, and where one spoke without being asked."""

    verdict: Verdict
    unasked: list[str]


async def run(checkout: Path, folder: Path, count: int, rasa: tuple[str, str] | None = None) -> Outcome:
    """Ask `count` questions of two bots, while other people talk."""
    settings = SlackSettings(departments=departments.rooms(), broadcast=True)
    async with open_machine(folder, settings, departments.document(4.0, 16.0), rasa) as machine:
        people = machine.people
        for _ in range(2):
            await machine.add_bot(checkout)
        await machine.connected()
        known = await people.do("people")
        ids = sorted(identifier for name, identifier in known["people"].items() if name.startswith("person"))
        await ask_calmly(people, ids[-1], ids[-2])
        rooms = [(i, known["members"][i][:-1]) for n, i in known["channels"].items() if n.startswith("room-")]
        plan = questions(Size(questions=count), rooms, len(QUESTIONS))
        await asyncio.gather(ask(people, plan), _talk(people, known, ids[-2]))
        await asyncio.sleep(_LAST)
        account = Account((await people.account())["entries"])
        return Outcome(judge(account, references(account)), spoken_unasked(account))


async def _talk(people: People, known: Json, asker: str) -> None:
    """Let Relais answer in a thread, then let two others talk there."""
    room = known["channels"]["room-1"]
    first, second = known["members"][room][:2]
    root = await people.do("say", user=asker, channel=room, text=QUESTIONS[0], mention=True, kind="hello")
    await people.wait_for(room, "", _LAST)
    for number, words in enumerate(WORDS):
        user = (first, second)[number % 2]
        await people.do("say", user=user, channel=room, thread=root["ts"], text=words, kind=TALK)
        await asyncio.sleep(1.0)


def main() -> None:
    """Run, print, and end with 1 where there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkout", type=Path, default=ROOT, help="the bot of another checkout")
    parser.add_argument("--count", type=int, default=100)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="replicas") as folder:
        outcome = asyncio.run(run(arguments.checkout.resolve(), Path(folder), arguments.count))
    found = outcome.verdict
    print(
        f"asked {found.asked}, answered {found.answered}, lost {len(found.lost)}, double {len(found.double)}"
    )
    print(f"out of order {len(found.disordered)}, spoken unasked {len(outcome.unasked)}")
    raise SystemExit(1 if found.lost or found.double or found.disordered or outcome.unasked else 0)


if __name__ == "__main__":
    main()
