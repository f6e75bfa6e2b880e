"""Sends the requests to a bot in HTTP mode, and finds which of them it does not bear."""

from __future__ import annotations

import asyncio
import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

import aiohttp

from benchmarks import departments
from benchmarks.fuzz.requests import Forge, Request, Seen
from benchmarks.machine import open_machine, until
from benchmarks.slack_server.settings import SlackSettings
from benchmarks.slack_server.workspace import Workspace
from bot.local.process import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.machine import Machine
    from benchmarks.people import People

SECRET = "shared-secret"  # noqa: S105  of a workspace that exists for a minute
_BATCH = 50
_LOGGED = 0.1
_SENTINEL = 500
_ANSWER_SECONDS = 30.0
_REQUEST_SECONDS = 15.0
_SERVER_ERROR, _CLIENT_ERROR = 500, 400
_TRACE = b"Traceback"
_FRAME = re.compile(r"/((?:bot|actions)/[\w/]+\.py\", line \d+)")
_ERROR = re.compile(r"^([\w.]*(?:Error|Exception)\b)", re.MULTILINE)


@dataclass
class Found:
    """What the bot did not bear: by the name of what was sent, an example and how often."""

    sent: int = 0
    answered: int = 0
    asked: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)
    # Traces that did not come again when the requests around them were sent again.
    again: list[str] = field(default_factory=list)

    def add(self, what: str, request: Request) -> None:
        """Note a fault; the smallest example is the first."""
        example = unquote_plus(request.body[:6000].decode("utf-8", "replace"))
        self.faults.setdefault(f"{what}: {request.name}", []).append(example)
        self.faults[f"{what}: {request.name}"].sort(key=len)


async def run(
    checkout: Path, folder: Path, count: int, rasa: tuple[str, str] | None = None, first: int = 0
) -> Found:
    """Send `count` requests; every now and then somebody asks, and must get an answer."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/slack/events"
    settings = SlackSettings(
        departments=departments.rooms(), events_url=url, signing_secret=SECRET, redeliver_after=(0.0, 5.0)
    )
    document = departments.document(4.0, 16.0)
    async with open_machine(folder, settings, document, rasa) as machine:
        more = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": SECRET, "RELAIS_HTTP_PORT": str(port)}
        await machine.add_bot(checkout, more)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_REQUEST_SECONDS)) as session:
            await until(lambda: _listens(session, url), 60, "the bot does not listen")
            seen = await _look(machine.people)
            fuzz = _Fuzz(machine, session, url, Forge(Workspace(settings), SECRET, seen))
            for start in range(first, first + count, _BATCH):
                await fuzz.batch(range(start, min(start + _BATCH, first + count)))
                if (start - first) % _SENTINEL == 0:
                    await fuzz.ask()
            await fuzz.ask()
            return fuzz.found


class Traces:
    """The traces that a bot's log gets: the error's class, and the last of our lines in it."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = 0
        self._known: set[str] = set()

    def new(self) -> set[str]:
        """Return the traces since the last time."""
        with self._log.open("rb") as log:
            log.seek(self._read)
            lines = log.read().split(b"\n")
            # A line that is still being written is read next time.
            self._read = log.tell() - len(lines[-1])
        return {_name(line.decode("utf-8", "replace")) for line in lines[:-1] if _TRACE in line}

    def unknown(self) -> set[str]:
        """Return those of the new ones that have not been there before."""
        found = self.new() - self._known
        self._known |= found
        return found


def _name(line: str) -> str:
    document = json.loads(line) if line.startswith("{") else {"exception": line}
    trace = str(document.get("exception") or document.get("event"))
    place, error = _FRAME.findall(trace), _ERROR.findall(trace)
    return f"{error[-1] if error else '?'} in {place[-1] if place else '?'}"


async def _listens(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.post(url):
            return True
    except aiohttp.ClientError:
        return False


async def _look(people: People) -> Seen:
    """Let people do what shows buttons and forms, and return these."""
    known = await people.do("people")
    seen = Seen()
    asker, manager = known["people"]["person150"], known["people"]["manager"]
    for text in (
        "faut-il confier nos réseaux sociaux à une agence ?",
        "kpi",
        "bonjour",
        "what is the wifi password?",
    ):
        said = await people.do("say", user=asker, text=text)
        await people.wait_for(said["channel"], "", _ANSWER_SECONDS)
    for user, command in (
        (asker, "/staffing"),
        (asker, "/deflection"),
        (manager, "/readiness"),
        (asker, "/escalate"),
    ):
        await people.do("command", user=user, command=command)
        await asyncio.sleep(1.0)
        view = (await people.do("view", user=user))["view"]
        seen.views += [view] if view else []
    await people.fill(
        asker, {"department": "legal", "text": "please help with opened-amber", "language": "en"}
    )
    channel = known["channels"]["dept-legal"]
    await people.wait_for(channel, "opened-amber", _ANSWER_SECONDS)
    seen.buttons = (await people.do("buttons"))["buttons"]
    return seen


class _Fuzz:
    def __init__(self, machine: Machine, session: aiohttp.ClientSession, url: str, forge: Forge) -> None:
        self._machine = machine
        self._session = session
        self._url = url
        self._forge = forge
        self._traces = Traces(machine.bots[0].log)
        self.found = Found()

    async def batch(self, numbers: range) -> None:
        """Send some requests at once; where the log has a new trace then, send them again one by one."""
        requests = [self._forge.request(number) for number in numbers]
        await asyncio.gather(*(self._send(request) for request in requests))
        self.found.sent += len(requests)
        await asyncio.sleep(_LOGGED)
        if unknown := self._traces.unknown():
            await self._find(numbers, unknown)

    async def _find(self, numbers: range, unknown: set[str]) -> None:
        """Send requests again, one by one, until each unknown trace has its request."""
        wanted = set(unknown)
        for number in numbers:
            request = self._forge.request(number)
            await self._send(request)
            await asyncio.sleep(_LOGGED)
            for trace in self._traces.new() & unknown:
                self.found.add(trace, request)
                wanted.discard(trace)
            if not wanted:
                return
        # What does not come again belongs to one of these, or to what was queued before.
        self.found.again += [f"{trace} (requests {numbers.start} to {numbers.stop - 1})" for trace in wanted]

    async def _send(self, request: Request) -> None:
        try:
            # As a file, since aiohttp warns of large bodies that are not.
            body = io.BytesIO(request.body)
            async with self._session.post(self._url, data=body, headers=request.headers) as response:
                status = response.status
        except TimeoutError:
            self.found.add("no answer", request)
            return
        except aiohttp.ClientError as error:
            # A server may close the connection of a body that it refuses to read.
            if request.name != "oversized":
                self.found.add(type(error).__name__, request)
            return
        if status >= _SERVER_ERROR:
            self.found.add(str(status), request)
        elif request.refused and status < _CLIENT_ERROR:
            self.found.add("accepted", request)

    async def ask(self) -> None:
        """Let somebody ask who has not yet asked: the queue must not be stuck."""
        self.found.asked += 1
        user = f"U{self.found.asked + 60:06d}"
        people = self._machine.people
        text = "faut-il confier nos réseaux sociaux à une agence ?"
        said = await people.do("say", user=user, text=text)
        for _ in range(int(_ANSWER_SECONDS / 0.5)):
            replies = await people.found(said["channel"], "")
            if any(reply["thread"] == said["ts"] for reply in replies):
                self.found.answered += 1
                return
            await asyncio.sleep(0.5)
