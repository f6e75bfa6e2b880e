"""``python -m benchmarks.evaluation [FILE]``: measure, write the report, print where it is."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from actions.knowledge.library import load
from benchmarks.evaluation.measures import figures
from benchmarks.evaluation.report import markdown, picture
from benchmarks.evaluation.rows import Outcome, RowsError, outcomes, read_rows
from bot.commands.ask import answer_all, terminal_advisor
from bot.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]
HELD_OUT = ROOT / "nlu" / "heldout.tsv"


async def evaluate(path: Path) -> list[Outcome]:
    """Ask every question of `path`, each in a conversation of its own."""
    rows = read_rows(path)
    async with terminal_advisor(read_settings()) as pair:
        # No language hint: what is measured is the text alone.
        answers = [answer async for answer in answer_all(*pair, ((row.text, None) for row in rows))]
    return outcomes(rows, answers)


def main() -> None:
    """Measure a file of labelled questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=HELD_OUT)
    parser.add_argument("--into", type=Path, default=ROOT / ".data" / "evaluation")
    arguments = parser.parse_args()
    try:
        found = asyncio.run(evaluate(arguments.file))
    except (RowsError, OSError) as error:
        raise SystemExit(str(error)) from error
    questions = set(load().topics)
    arguments.into.mkdir(parents=True, exist_ok=True)
    report = arguments.into / f"{arguments.file.stem}.md"
    report.write_text(markdown(arguments.file.name, found, questions), "utf-8")
    picture(found, arguments.into / f"{arguments.file.stem}.png")
    overall = figures(found, questions)
    print(f"answered outright {overall.answered}; right or offered {overall.reachable}")
    print(f"out of scope refused {overall.refused}; wrongly refused {overall.wrongly_refused}")
    print(f"entities F1 {overall.entity_f1:.3f}; calibration error {overall.calibration_error:.3f}")
    print(f"The whole report: {report}")


if __name__ == "__main__":
    main()
