"""`routing` and `drafts`: cases sent on, and departments' lessons as files for review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from actions.cases.case import replay
from actions.cases.lessons import draft, misrouted
from actions.cases.report import routing as bounced
from actions.knowledge.library import load
from bot.commands.common import many
from bot.commands.record import read_histories, write_private

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.settings import Settings

# The width where the output is no terminal, so that a reason fits on one line.
_WIDE = 160


async def routing(settings: Settings, days: int) -> None:
    """Print the cases sent on as not theirs in the last `days` days, and those said to belong elsewhere.

    Raises:
        StartError: no Redis to read from.
    """
    histories = await read_histories(settings)
    since = datetime.now(UTC) - timedelta(days=days)
    moves, lessons = bounced(histories, since), misrouted(histories, since)
    console = _console()
    console.print(f"Sent on as not theirs, in the last {days} days: {sum(move.count for move in moves)}")
    if moves:
        console.print(
            _table(
                ("day", "from", "to", "topic", "times", "reason"),
                ((m.day.isoformat(), m.left, m.to, m.topic or "-", str(m.count), m.reason) for m in moves),
            )
        )
    console.print(f"Said to belong elsewhere, in the last {days} days: {len(lessons)}")
    if lessons:
        console.print(
            _table(
                ("day", "case", "said by", "belongs to", "topic", "words"),
                (
                    (
                        s.day.isoformat(),
                        str(s.number),
                        s.said_by,
                        s.department or "-",
                        s.topic or "-",
                        s.words,
                    )
                    for s in lessons
                ),
            )
        )


async def drafts(settings: Settings, folder: Path) -> None:
    """Write a file to `folder` for each case with a lesson; files that exist are left alone.

    Raises:
        KnowledgeError: the knowledge has faults.
        StartError: the folder cannot be written to, or no Redis to read from.
    """
    library, console = load(departments=settings.relais_departments), _console()
    cases = [replay(history) for history in await read_histories(settings)]
    drafted = [draft(case, library) for case in cases if case.lesson is not None]
    new_files = [(name, text) for name, text in drafted if not (folder / name).exists()]
    write_private(folder, dict(new_files))
    for name, _ in new_files:
        console.print(f"Wrote {folder / name}", markup=False, soft_wrap=True)
    skipped = len(drafted) - len(new_files)
    summary = (
        f"{many(len(new_files), 'draft')} written; {many(skipped, 'file')} there already and left alone."
    )
    console.print(summary, soft_wrap=True)


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in headings[:-1]:
        table.add_column(heading, no_wrap=True)
    table.add_column(headings[-1])
    for row in rows:
        table.add_row(*map(Text, row))
    return table
