"""From message to posted reply: everything real, one question at a time. `make bench` runs it.

The times are the local workspace's own: from the event it sends to the reply it receives.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from tests.e2e.relais import Relais, started

QUESTIONS = (
    "on hésite : confier nos réseaux sociaux à une agence ou garder ça en interne ?",
    "how many people do we need to look after our accounts?",
    "c'est gratuit ou il faut un budget ?",
    "which department should answer customers in public?",
    "combien gagne un community manager ?",
    "can the intern run our page this summer?",
    "what is the wifi password?",
    "bonjour",
)
# Relais allows ten questions a minute and person, and paces a channel: several people ask, in turn.
PEOPLE = {
    "UEMPLOYEE": "CASKSOCIAL",
    "UCOLLEAGUE": "CGENERAL",
    "UMARKETING": "CDEPTMARKETING",
    "UCOMMUNICATION": "CDEPTCOMMUNICATION",
    "UHR": "CDEPTHR",
    "USUPPORT": "CDEPTSUPPORT",
    "ULEGAL": "CDEPTLEGAL",
    "UMANAGER": "CASKSOCIAL",
}
# In seconds, between a reply and the next question.
PAUSE = 0.8
WARM_UP = 8
PERCENTILE = 95


async def measure(relais: Relais, rounds: int) -> list[float]:
    """Ask `rounds` questions, each after the last one's reply; return milliseconds."""
    taken = []
    for number in range(rounds + WARM_UP):
        user, channel = list(PEOPLE.items())[number % len(PEOPLE)]
        text = f"<@URELAIS> {QUESTIONS[number // len(PEOPLE) % len(QUESTIONS)]}"
        thread = await relais.say(text, channel=channel, user=user)
        log = await _wait(relais, thread)
        await asyncio.sleep(PAUSE)
        if number >= WARM_UP:
            taken.append(log)
    return taken


async def _wait(relais: Relais, thread: str) -> float:
    """Return the milliseconds between the question's first event and its reply."""
    async with aiohttp.ClientSession() as session:
        for _ in range(200):
            async with session.get(f"{relais.url}/_control/log") as response:
                answer = await response.json()
            log: list[dict[str, Any]] = answer if isinstance(answer, list) else answer["log"]
            asked = [e["time"] for e in log if _event(e) == thread]
            posted = [e["time"] for e in log if _reply(e) == thread]
            if posted:
                return float(posted[0] - asked[0])
            await asyncio.sleep(0.05)
    raise TimeoutError(f"no reply in thread {thread}")


def _event(entry: dict[str, Any]) -> str | None:
    event: dict[str, str] = (entry.get("detail") or {}).get("event") or {}
    return event.get("ts") if entry["kind"] == "events_api" else None


def _reply(entry: dict[str, Any]) -> str | None:
    is_reply = entry["kind"] == "web_api" and entry["summary"].startswith("chat.postMessage")
    thread: str | None = (entry.get("detail") or {}).get("thread_ts") if is_reply else None
    return thread


def main() -> None:
    """Print the median and the 95th percentile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as relais:
        taken = sorted(asyncio.run(measure(relais, rounds)))
    tail = statistics.quantiles(taken, n=100)[PERCENTILE - 1]
    print(f"message to posted reply, {rounds} questions one at a time, milliseconds")
    print(f"median {statistics.median(taken):.0f}   95th percentile {tail:.0f}   longest {taken[-1]:.0f}")


if __name__ == "__main__":
    main()
