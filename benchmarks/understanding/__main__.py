"""``make bench-nlu [ARGS="--banking77 DIR …"]``: run, append to results.jsonl, write the report anew."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.understanding.data import SEEDS, SHOTS, DataError, banking77, own
from benchmarks.understanding.pipelines import TITLES
from benchmarks.understanding.report import read_results, write_report
from benchmarks.understanding.run import Run, RunError, train
from benchmarks.understanding.serve import measure
from bot.local.process import StartError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.understanding.data import Task

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.jsonl"
PARTS = ("banking77", "own", "serving")
# Serving is measured with a model of this many shots where BANKING77 is given.
_SERVED_SHOTS = 10


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench-nlu", description=__doc__)
    parser.add_argument("--banking77", type=Path, metavar="DIR", help="folder of banking77-{train,test}.csv")
    parser.add_argument("--shots", type=int, nargs="+", default=list(SHOTS), help="examples an intent")
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS), help="draws of the examples")
    parser.add_argument("--epochs", type=int, default=100, help="of DIET")
    parser.add_argument("--pipelines", nargs="+", choices=TITLES, default=list(TITLES))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="what to measure")
    parser.add_argument("--only-own", action="store_true", help="our own data only: the same as --parts own")
    parser.add_argument("--report", action="store_true", help="only write the report anew")
    chosen = parser.parse_args()
    if chosen.only_own:
        chosen.parts = ["own"]
    return chosen


def learnt(chosen: argparse.Namespace) -> Iterator[Run]:
    """Yield the runs whose accuracy is wanted."""
    for pipeline in chosen.pipelines:
        for task in _tasks(chosen):
            yield Run(pipeline, task, chosen.epochs)


def _tasks(chosen: argparse.Namespace) -> Iterator[Task]:
    if chosen.banking77 and "banking77" in chosen.parts:
        for shots in chosen.shots:
            yield from (banking77(chosen.banking77, shots, seed) for seed in chosen.seeds)
    if "own" in chosen.parts:
        yield own()


def served(chosen: argparse.Namespace) -> Iterator[Run]:
    """Yield one run a pipeline, to be served."""
    if "serving" not in chosen.parts:
        return
    if chosen.banking77:
        shots = _SERVED_SHOTS if _SERVED_SHOTS in chosen.shots else chosen.shots[0]
        task = banking77(chosen.banking77, shots, chosen.seeds[0])
    else:
        task = own()
    for pipeline in chosen.pipelines:
        yield Run(pipeline, task, chosen.epochs)


def keep(result: dict[str, Any]) -> None:
    """Append a result, say it, and write the report anew, so that nothing measured is lost."""
    line = json.dumps(result)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    print(line, flush=True)
    write_report(read_results(RESULTS), HERE)


def main() -> None:
    """Measure what was asked for."""
    chosen = arguments()
    try:
        for run in () if chosen.report else learnt(chosen):
            keep(train(run))
        for run in () if chosen.report else served(chosen):
            if not run.model.exists():
                keep(train(run))
            load = round(os.getloadavg()[0], 1)
            keep({**asyncio.run(measure(run)), "load": load})
    except (DataError, RunError, StartError) as error:
        raise SystemExit(str(error)) from error
    write_report(read_results(RESULTS), HERE)
    print(f"The whole report: {HERE / 'README.md'}")


if __name__ == "__main__":
    main()
