"""A workspace of 50,000 people and 5,000 channels, 200 ms a call, lists limited: how soon forms open.

`python -m benchmarks.large_workspace`
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import departments
from benchmarks.machine import ROOT, open_machine
from benchmarks.slack_server.settings import SlackSettings

if TYPE_CHECKING:
    from benchmarks.people import Json, People

FORM_SECONDS, FIRST_MINUTE = 2.5, 60.0
# Calls a minute: Tier 2 for lists, Tier 3 and 4 for the rest that Relais may use.
TIERS = {
    "users.list": 20, "conversations.list": 20, "users.conversations": 50, "conversations.members": 100,
    "usergroups.users.list": 20, "conversations.info": 50, "users.info": 100, "conversations.open": 50,
}  # fmt: skip
LARGE = SlackSettings(users=50_000, channels=5_000, latency=0.2, tiers=TIERS)
MANAGER, ASKER = "U000300", "U000301"
_PAUSE = 3.0


@dataclass(frozen=True)
class Opened:
    """When somebody wanted a form, and the seconds until it was there; None: it never was."""

    form: str
    after: float
    seconds: float | None


@dataclass(frozen=True)
class Outcome:
    """Every form that somebody wanted, and what was asked of Slack."""

    forms: list[Opened]
    calls: dict[str, int]

    @property
    def late(self) -> list[Opened]:
        """The forms that came too late or not at all."""
        return [each for each in self.forms if each.seconds is None or each.seconds > FORM_SECONDS]


async def run(
    checkout: Path,
    folder: Path,
    rounds: int,
    rasa: tuple[str, str] | None = None,
    settings: SlackSettings = LARGE,
) -> Outcome:
    """Let people want each form, `rounds` times from the moment the bot has connected."""
    settings = replace(settings, departments=departments.rooms())
    async with open_machine(folder, settings, departments.document(4.0, 16.0), rasa) as machine:
        people, forms = machine.people, []
        await machine.add_bot(checkout, {"RELAIS_MANAGERS": MANAGER})
        await machine.connected()
        start = time.monotonic()
        for _ in range(rounds):
            for user, command in (
                (MANAGER, "/readiness"),
                (ASKER, "/escalate"),
                (ASKER, "/staffing"),
                (ASKER, "/deflection"),
            ):
                after = time.monotonic() - start
                forms.append(Opened(command, after, await _open(people, user, {"command": command})))
            forms.append(await _press(people, time.monotonic() - start))
            await asyncio.sleep(_PAUSE)
        return Outcome(forms, dict((await people.account())["calls"]))


async def _open(people: People, user: str, wanted: Json) -> float | None:
    """Type a command or press a button; return the seconds until its form is open; a notice is no form."""
    since = (await people.status())["entries"]
    begun = time.time()
    await people.do("close", user=user)
    await people.do("press" if "ts" in wanted else "command", user=user, **wanted)
    for _ in range(20):
        for entry in (await people.do("account", since=since))["entries"]:
            if entry["what"] == "opened" and entry["user"] == user and entry["callback"] not in {"", "None"}:
                return float(entry["at"] - begun)
        await asyncio.sleep(0.2)
    return None


async def _press(people: People, after: float) -> Opened:
    """Ask, and press what leads from the answer to a department."""
    text = "faut-il confier nos réseaux sociaux à une agence ?"
    said = await people.do("say", user=ASKER, text=text)
    reply = await people.wait_for(said["channel"], "", FORM_SECONDS * 4)
    if reply is None:
        return Opened("Talk to someone", after, None)
    button = {
        "channel": said["channel"],
        "ts": reply["ts"],
        "labels": ["Talk to someone", "Parler à quelqu’un"],
    }
    return Opened("Talk to someone", after, await _open(people, ASKER, button))


def report(outcome: Outcome) -> str:
    """Return the figures for a person."""
    lines = ["seconds after the start, the form, seconds until it was open"]
    lines += [
        f"{each.after:6.1f}  {each.form:16} {'never' if each.seconds is None else f'{each.seconds:.2f}'}"
        for each in outcome.forms
    ]
    lines += [f"{count:6}  {call}" for call, count in sorted(outcome.calls.items())]
    return "\n".join(lines)


def main() -> None:
    """Run, print, and end with 1 where a form was late."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkout", type=Path, default=ROOT, help="the bot of another checkout")
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="large") as folder:
        outcome = asyncio.run(run(arguments.checkout.resolve(), Path(folder), arguments.rounds))
    print(report(outcome))
    raise SystemExit(1 if outcome.late else 0)


if __name__ == "__main__":
    main()
