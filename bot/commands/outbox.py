"""`outbox`: calls that were given up, listed and made again."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.common import carry_out, give_up, settings
from bot.commands.offline import open_outbox
from bot.local.process import StartError
from bot.local.stack import find_redis
from bot.outgoing.calls import CALL, TellAgain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.outgoing.calls import Call
    from bot.queue.outbox import Outbox
    from bot.queue.stores import OutboxStores
    from bot.settings import Settings
    from bot.stores.dead_letters import DeadLetter

outbox = typer.Typer(
    name="outbox", help="What Slack refused, or did not take within a day.", no_args_is_help=True
)

console = Console(highlight=False)


@outbox.command("list")
def list_command() -> None:
    """List the calls that were given up in the last thirty days, by ids."""
    carry_out(list_given_up(settings()))


@outbox.command("send")
def send_command(
    keys: Annotated[list[str] | None, typer.Argument(metavar="[KEY]…", help="As `list` shows them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Whatever can be sent again.")] = False,
) -> None:
    """Send calls again that hold ids alone; what held a person's words is not kept."""
    if not keys and not everything:
        give_up("Name the keys that `python -m bot outbox list` shows, or give --all.")
    carry_out(send_again(settings(), keys or (), everything=everything))


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The calls that were given up, and the outbox that makes some of them again."""

    stores: OutboxStores
    outbox: Outbox

    async def letters(self) -> list[DeadLetter]:
        """Return the dead letters, oldest first."""
        return await self.stores.dead_letters.all()

    async def send(self, letter: DeadLetter) -> bool:
        """Queue a call again; False where its words are not kept, so that it cannot be."""
        call = _call(letter)
        if call is None:
            return False
        await self.stores.calls.reopen(letter.key)
        await self.stores.calls.reopen(call.key)
        await self.outbox.send(call, person=letter.person)
        await self.stores.dead_letters.remove(letter.key)
        return True


def _call(letter: DeadLetter) -> Call | None:
    if letter.call:
        return CALL.validate_json(letter.call)
    if letter.case:
        return TellAgain(f"{letter.key}:again", letter.case, letter.version, letter.key)
    return None


@asynccontextmanager
async def open_given_up(redis_url: str) -> AsyncIterator[GivenUp]:
    """Open the dead letters and the outbox; the running bot makes what is sent again."""
    async with open_outbox(redis_url) as (stores, queue):
        yield GivenUp(stores, queue)


async def list_given_up(read: Settings) -> None:
    """Print what was given up.

    Raises:
        StartError: no Redis is configured and no Relais runs here.
    """
    async with open_given_up(await _redis_url(read)) as given_up:
        console.print(table(await given_up.letters()))


def table(letters: Sequence[DeadLetter]) -> Table | str:
    """Return the letters as a table, or that there are none."""
    if not letters:
        return "Nothing was given up in the last thirty days."
    shown = Table("key", "what", "why", "given up (UTC)", "can be sent again", box=None)
    for letter in letters:
        when = datetime.fromtimestamp(letter.given_up_at, UTC).strftime("%Y-%m-%d %H:%M")
        again = "yes" if letter.can_be_sent else "no: its words are not kept"
        shown.add_row(letter.key, letter.kind, letter.reason, when, again)
    return shown


async def _redis_url(read: Settings) -> str:
    url = await find_redis(read)
    if url is None:
        raise StartError("The outbox is in Redis: start Relais first (make run), or set REDIS_URL.")
    return url


async def send_again(read: Settings, keys: Sequence[str], *, everything: bool) -> int:
    """Queue what was given up again, and print what became of each; return an exit code.

    Raises:
        StartError: no Redis is configured and no Relais runs here.
    """
    async with open_given_up(await _redis_url(read)) as given_up:
        known = {letter.key: letter for letter in await given_up.letters()}
        wanted = [key for key, letter in known.items() if letter.can_be_sent] if everything else list(keys)
        failed = 0
        for key in wanted:
            if key not in known:
                console.print(f"{key}: not found.", markup=False)
                failed = 1
            elif await given_up.send(known[key]):
                console.print(f"{key}: queued again.", markup=False)
            else:
                console.print(f"{key}: its words are not kept, so it cannot be sent again.", markup=False)
                failed = 1
        if not wanted:
            console.print("Nothing to send again.")
        return failed
