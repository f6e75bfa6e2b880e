"""What an operator sees of cases: the export, and the timers in Redis."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redis.asyncio import Redis

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.machine import Machine

_TIMER = re.compile(r"(?:^|:)wake:(\d+):\d+")


@dataclass(frozen=True)
class Record:
    """The events of cases by number, and the numbers of those that will be looked at again."""

    events: dict[int, list[dict[str, Any]]]
    timed: frozenset[int]


async def read_record(machine: Machine, checkout: Path) -> Record:
    """Run the operator's export, and look for timers: docket's, or the list of open cases that is swept."""
    target = machine.folder / "export"
    environment = {
        **machine.environment(),
        "PATH": os.environ["PATH"],
        "RELAIS_DATA_DIR": str(machine.folder / "data1"),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "export", str(target), "--force", cwd=checkout, env=environment,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await process.communicate()
    if process.returncode:
        raise RuntimeError(errors.decode("utf-8", "replace")[-500:])
    events: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for line in (target / "events.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        events[int(event["case"])].append({**event["what"], "by": event["by"], "at": event["at"]})
    return Record(dict(events), await _timed(machine.redis_url))


async def _timed(url: str) -> frozenset[int]:
    redis = Redis.from_url(url, decode_responses=True)
    found: set[int] = set()
    async for key in redis.scan_iter(count=1000):
        if match := _TIMER.search(key):
            found.add(int(match[1]))
        elif key.endswith("cases:open"):
            found.update(int(str(number)) for number in await redis.zrange(key, 0, -1))
    await redis.aclose()
    return frozenset(found)


async def put_garbage(url: str) -> int:
    """Put an entry that nobody can read into every stream of the queue; return into how many."""
    redis = Redis.from_url(url)
    streams = [key async for key in redis.scan_iter(_type="stream", count=1000)]
    for stream in streams:
        await redis.xadd(
            stream,
            {
                b"key": b"garbage", b"when": b"2026-01-01T00:00:00+00:00", b"function": b"deliver",
                b"args": b"\x80\x05garbage", b"kwargs": b"\x80\x05}\x94.", b"attempt": b"1",
                b"generation": b"1",
            },
        )  # fmt: skip
    await redis.aclose()
    return len(streams)
