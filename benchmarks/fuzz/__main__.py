"""`python -m benchmarks.fuzz`: a 4xx or a sentence, never a 5xx, never a stuck queue."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from benchmarks.fuzz.run import Found, run
from benchmarks.machine import ROOT

_SHOWN = 400


def report(found: Found) -> str:
    """Return what was found, the most frequent first, each with its smallest example."""
    lines = [f"{found.sent} requests; {found.answered} of {found.asked} questions in between were answered"]
    ranked = sorted(found.faults.items(), key=lambda each: -len(each[1]))
    for name, examples in ranked:
        lines += [f"{len(examples):6}  {name}", f"        {examples[0][:_SHOWN]}"]
    return "\n".join([*lines, *(f"once: {each}" for each in found.again)])


def main() -> None:
    """Send, report, and end with 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first request")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="the bot of another checkout")
    parser.add_argument("--folder", type=Path, help="where logs are kept (default: nowhere)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz") as temporary:
        folder = (arguments.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        found = asyncio.run(run(arguments.checkout.resolve(), folder, arguments.count, first=arguments.first))
    print(report(found))
    raise SystemExit(1 if found.faults or found.again or found.answered < found.asked else 0)


if __name__ == "__main__":
    main()
