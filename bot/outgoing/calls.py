"""The small calls beside a case: to one person alone, into a thread, a mark on a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.pages.page import Button, Buttons, Page, Paragraph
from bot.queue.envelope import Outgoing
from bot.slack.blocks.render import render

if TYPE_CHECKING:
    from bot.queue.envelope import Envelope

# The calls of `bot.outgoing.cases.delivery`.
CARD, POST, COPY, OLD_CARD, DM, HOME, DRAFT = (
    "case_card", "case_post", "case_copy", "case_old_card", "case_dm", "case_home", "case_draft",
)  # fmt: skip


def whisper(key: str, envelope: Envelope, page: Page) -> Outgoing:
    """Say something to whoever did it, and to nobody else."""
    address = envelope.address
    channel = str(address.get("channel") or "")
    if not channel:
        return direct(key, str(address["user"]), page)
    if channel.startswith("D"):
        return in_thread(key, envelope, page)
    # Under a card in a channel there may be no thread, and nobody who pressed looks into one.
    thread = {} if address.get("thread") == address.get("message") else thread_of(address)
    return ephemeral(key, {"channel": channel, "user": address["user"], **thread}, page)


def page_of(text: str, *buttons: Button) -> Page:
    """Return a sentence with buttons under it."""
    return Page(text, (Paragraph(text), Buttons(buttons)))


def thread_of(address: dict[str, Any]) -> dict[str, str]:
    """Return the thread of an address, where it has one."""
    return {"thread_ts": str(address["thread"])} if address.get("thread") else {}


def in_thread(key: str, envelope: Envelope, page: Page) -> Outgoing:
    """Say something where it was done, for everybody there."""
    address = envelope.address
    return post(key, {"channel": address["channel"], **thread_of(address)}, page)


def post(key: str, where: dict[str, Any], page: Page) -> Outgoing:
    """Say something in a channel, or in a thread of it."""
    message = render(page)
    return Outgoing(key, "chat.postMessage", {**where, "text": message.text, "blocks": message.blocks})


def direct(key: str, user: str, page: Page) -> Outgoing:
    """Say something to one person, in private."""
    message = render(page)
    return Outgoing(key, DM, {"user": user, "text": message.text, "blocks": message.blocks})


def ephemeral(key: str, whom: dict[str, Any], page: Page) -> Outgoing:
    """Say something in a channel that one person sees."""
    message = render(page)
    return Outgoing(key, "chat.postEphemeral", {**whom, "text": message.text, "blocks": message.blocks})


def mark(key: str, ref: str, name: str) -> Outgoing:
    """Put a mark on the message `ref`."""
    channel, _, message = ref.partition(":")
    return Outgoing(key, "reactions.add", {"channel": channel, "timestamp": message, "name": name})
