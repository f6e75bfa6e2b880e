"""Builds the calls that reply to an act where it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.outgoing.address import Destination, reply_to
from bot.outgoing.calls import Say, Whisper

if TYPE_CHECKING:
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.pages.page import Page


def reply(key: str, address: Address, page: Page) -> Say:
    """Return the call that replies for everybody in the conversation."""
    return Say(key, reply_to(address), page)


def reply_privately(key: str, address: Address, page: Page) -> Call:
    """Return the call that replies to the person alone."""
    if not address.channel or address.private:
        return reply(key, address, page)
    # A button on a card in a channel is answered in the channel, since the person is not in the thread.
    thread = "" if address.thread == address.message else address.thread
    return Whisper(key, Destination(address.channel, thread), address.person, page)
