"""The small calls that answer an act where it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.outgoing.address import Destination, reply_to
from bot.outgoing.calls import Say, Whisper

if TYPE_CHECKING:
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.pages.page import Page


def reply(key: str, address: Address, page: Page) -> Say:
    """Say something where it was done, for everybody there."""
    return Say(key, reply_to(address), page)


def reply_privately(key: str, address: Address, page: Page) -> Call:
    """Say something to whoever did it, and to nobody else."""
    if not address.channel or address.private:
        return reply(key, address, page)
    # Under a card in a channel there may be no thread, and nobody who pressed looks into one.
    thread = "" if address.thread == address.message else address.thread
    return Whisper(key, Destination(address.channel, thread), address.person, page)
