"""The lane of a call: what one thread reads goes out in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from actions.cases.case import Side
from bot.outgoing.calls import (
    GiveDraft,
    GiveFile,
    LinkCase,
    Mark,
    Remind,
    Say,
    SayWait,
    ShowCard,
    ShowHome,
    ShowMovedCard,
    TellAgain,
    TellSide,
    Update,
    UpdateCopy,
    Whisper,
    Withdraw,
)
from bot.stores.thread_lanes import lane_of_side

if TYPE_CHECKING:
    from bot.outgoing.address import Destination
    from bot.outgoing.calls import Call


def lane_of(call: Call) -> str:
    """Return the lane of a call."""
    match call:
        case Say() | SayWait() | Withdraw() | GiveFile() | Whisper():
            return lane_to(call.to)
        case Update(_, channel, message):
            return f"{channel}:{message}:update"
        case Mark(_, ref):
            return f"{ref}:mark"
        case ShowHome(_, person):
            return f"home:{person}"
        case LinkCase():
            return f"person:{call.person}"
        case ShowCard() | TellSide():
            return lane_of_side(call.number, call.side)
        case UpdateCopy():
            return lane_of_side(call.number, call.side) if call.number else f"copy:{call.ref}"
        case ShowMovedCard() | GiveDraft():
            return lane_of_side(call.number, Side.DEPARTMENT)
        case Remind() | TellAgain():
            return f"case:{call.number}"
        case _:
            assert_never(call)


def lane_to(to: Destination) -> str:
    """Return the lane of a destination."""
    if to.department:
        return f"department:{to.department}"
    return f"{to.channel}:{to.thread}" if to.channel else f"person:{to.person}"
