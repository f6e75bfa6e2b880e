"""`questions`: lists the questions not answered well, by meaning, and writes them for review."""

from __future__ import annotations

import asyncio
import csv
import json
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console

from actions.calculators.staffing.sheet import safe_cell
from bot.commands.offline import open_journal
from bot.local.process import StartError
from bot.local.rasa import ENVIRONMENT, NLU, PYTHON
from bot.local.stack import find_redis

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from bot.stores.journal import Note

REVIEW_COLUMNS = ("text", "lang", "reason", "guess", "intent")
# How many questions of a group are listed.
_LISTED = 3

console = Console(highlight=False)


async def questions(settings: Settings, review: Path | None) -> None:
    """List the journal, largest group first; with `review`, also write it for people to label.

    Raises:
        StartError: no Redis is configured and no Relais runs here.
    """
    notes = await _read(settings)
    groups = await asyncio.to_thread(group, notes)
    for notes_alike in groups:
        reasons = ", ".join(
            f"{reason} {count}" for reason, count in Counter(n.reason for n in notes_alike).items()
        )
        guess = Counter(note.intent for note in notes_alike).most_common(1)[0][0]
        console.print(f"[bold]{len(notes_alike)}[/]  {reasons}  [dim]guessed {guess or 'nothing'}[/]")
        for note in notes_alike[:_LISTED]:
            console.print(f"     {note.question}", markup=False)
    console.print(f"{len(notes)} questions in {len(groups)} groups.")
    if review is not None:
        write_review(groups, review)
        console.print(f"Write the right intent beside each one worth learning in {review}, then: make learn")


async def _read(settings: Settings) -> list[Note]:
    url = await find_redis(settings)
    if url is None:
        raise StartError("The journal is in Redis: start Relais first (make run), or set REDIS_URL.")
    async with open_journal(url) as journal:
        return await journal.notes()


def group(notes: list[Note]) -> list[list[Note]]:
    """Group notes by meaning; by guessed intent where Rasa's environment is not installed."""
    if not PYTHON.exists():
        intents = Counter(note.intent for note in notes)
        return [[n for n in notes if n.intent == intent] for intent, _ in intents.most_common()]
    done = subprocess.run(  # noqa: S603  our own program
        [PYTHON, "group.py"],
        cwd=NLU,
        env=ENVIRONMENT,
        input=json.dumps([note.question for note in notes]),
        capture_output=True,
        text=True,
        check=True,
    )
    return [[notes[index] for index in indices] for indices in json.loads(done.stdout)]


def write_review(groups: list[list[Note]], path: Path) -> None:
    """Write one line per question, sorted by group; the last column is for a person to fill."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(REVIEW_COLUMNS)
        for notes_alike in groups:
            for note in notes_alike:
                cells = (note.question, note.language, note.reason, note.intent, "")
                writer.writerow(map(safe_cell, cells))
