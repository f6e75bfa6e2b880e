"""`python -m benchmarks.load`: Relais beside a bare Bolt echo and a bare Rasa, on this machine."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.load.run import LONG, SHORT, Load, LoadSize, measure
from benchmarks.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.load.steps import Step

_MEGABYTE = 1024 * 1024


def report(load: Load) -> str:
    """Return the figures for a person."""
    lines = ["questions a second, open loop: asked, answered, median and 95th percentile in seconds"]
    lines += [*_steps("Relais", load.relais), *_steps("a bare Bolt echo", load.echo)]
    lines += [
        f"highest rate with a 95th percentile under a second: {load.highest:g} a second",
        f"a bare Rasa: {load.parses:.1f} parses a second",
        f"parses a question: {load.parses_a_question:.2f}",
        f"ratio to bare Rasa at as many parses: {load.ratio:.2f}",
    ]
    if load.memory[0]:
        before, after = load.memory
        growth = 100 * (after - before) / before
        megabytes = f"{before / _MEGABYTE:.0f} MB, then {after / _MEGABYTE:.0f} MB"
        lines.append(f"memory of the bot: {megabytes} ({growth:+.1f} %)")
        lines.append(f"Redis: {load.redis_bytes:.0f} bytes a question")
    return "\n".join(lines)


def _steps(name: str, steps: Sequence[Step]) -> list[str]:
    return [
        f"  {name:18} {step.rate:5g}/s  {step.asked:6} {step.answered:6}  {step.median:6.3f} {step.tail:6.3f}"
        f"{'' if step.holds else '  does not hold'}"
        for step in steps
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkout", type=Path, default=ROOT, help="measure the bot of another checkout")
    parser.add_argument("--short", action="store_true", help="a minute, for tests")
    parser.add_argument("--long", action="store_true", help="and memory over 20,000 questions")
    parser.add_argument("--rates", help="questions a second, with commas between")
    parser.add_argument("--seconds", type=float, help="how long each rate is asked")
    arguments = parser.parse_args()
    size = SHORT if arguments.short else LONG if arguments.long else LoadSize()
    if arguments.rates:
        size = replace(size, rates=tuple(float(each) for each in arguments.rates.split(",")))
    if arguments.seconds:
        size = replace(size, seconds=arguments.seconds)
    with tempfile.TemporaryDirectory(prefix="load") as folder:
        print(report(asyncio.run(measure(arguments.checkout.resolve(), Path(folder), size))))


if __name__ == "__main__":
    main()
