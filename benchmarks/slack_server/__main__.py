"""`python -m benchmarks.slack_server --port 4000 --settings '{"users": 50}'`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal

from benchmarks.slack_server.server import serve
from benchmarks.slack_server.settings import read_settings


async def _run(port: int, line: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = await serve(read_settings(line), port)
    print(f"Slack at http://127.0.0.1:{port}/api/", flush=True)
    await stop.wait()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(3):
            await runner.cleanup()


def main() -> None:
    """Serve until a signal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=4000)
    parser.add_argument("--settings", default="{}")
    arguments = parser.parse_args()
    asyncio.run(_run(arguments.port, arguments.settings))


if __name__ == "__main__":
    main()
