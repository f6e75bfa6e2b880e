"""`python -m benchmarks.chaos`: nothing lost, nothing twice, nothing out of order, while parts break."""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.chaos.plan import SHORT, Size
from benchmarks.chaos.report import report
from benchmarks.chaos.run import run
from benchmarks.machine import ROOT


def main() -> None:
    """Run, report, and end with 1 where a count that must be 0 is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkout", type=Path, default=ROOT, help="run the bot of another checkout")
    parser.add_argument("--short", action="store_true", help="two minutes instead of twenty")
    parser.add_argument("--folder", type=Path, help="where logs are kept (default: nowhere)")
    parser.add_argument("--json", type=Path, help="write the outcome to a file")
    parser.add_argument("--no-garbage", action="store_true", help="without the unreadable entry in the queue")
    for name in ("questions", "cases", "kills", "redis", "rasa", "cuts", "seed"):
        parser.add_argument(f"--{name}", type=int)
    for name in ("rate", "errors", "long-away", "patience"):
        parser.add_argument(f"--{name}", type=float)
    arguments = vars(parser.parse_args())
    chosen = {
        name: value for name, value in arguments.items() if value is not None and name in Size.__annotations__
    }
    size = replace(SHORT if arguments["short"] else Size(), **chosen)
    if arguments["no_garbage"]:
        size = replace(size, garbage=False)
    with tempfile.TemporaryDirectory(prefix="chaos") as temporary:
        folder = arguments["folder"] or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        outcome = asyncio.run(run(arguments["checkout"].resolve(), folder.resolve(), size))
    print(report(outcome))
    if arguments["json"]:
        arguments["json"].write_text(json.dumps(asdict(outcome), indent=1), "utf-8")
    raise SystemExit(0 if outcome.faultless else 1)


if __name__ == "__main__":
    main()
