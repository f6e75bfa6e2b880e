"""The calls for a reply of the dialogue or a calculator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.calculators.scenarios import Calculated
from actions.reply import AnswerRated, Explained
from bot.files.render import files_for
from bot.outgoing.address import Destination, reply_to
from bot.outgoing.calls import GiveFile, Say, Update, Whisper
from bot.outgoing.replies import reply as reply_here
from bot.pages.page import Page, Paragraph, Tone, channel_link, mention, note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.model import Inbound
    from actions.reply import Reply
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.pages.compose import Composer


@dataclass(frozen=True, slots=True)
class DialogueMessages:
    """Returns the calls of replies that `composer` lays out."""

    composer: Composer

    async def calls(self, reply: Reply, inbound: Inbound, address: Address) -> list[Call]:
        """Return the calls of `reply`: the answer, its files, and a pointer where it is posted elsewhere."""
        key = inbound.reply_key
        if isinstance(reply.decision, Calculated) and reply.decision.shared:
            return self._share(reply, reply.decision, inbound, address)
        page = self.composer.page(reply)
        if isinstance(reply.decision, Explained):
            return [Update(key, address.channel, address.message, page)]
        if isinstance(reply.decision, AnswerRated):
            return [Whisper(key, reply_to(address), address.person, page)]
        answer = reply_here(key, address, page)
        files = files_of(key, reply, reply_to(address), inbound.person)
        return [answer, *files, *self._pointer(reply, inbound, address)]

    def _pointer(self, reply: Reply, inbound: Inbound, address: Address) -> list[Call]:
        """Where a command was typed in a channel, say there that the answer is in the direct messages."""
        channel = address.invoked_in
        if not channel or address.channel:
            return []
        page = note(self.composer.strings[reply.language]("answered_in_private"))
        to = Destination(channel)
        return [Whisper(f"{inbound.reply_key}:where", to, address.person, page, optional=True)]

    def _share(self, reply: Reply, shared: Calculated, inbound: Inbound, address: Address) -> list[Call]:
        """Post a result in the channel the command was typed in, with its owner's name, and confirm it."""
        say, key = self.composer.strings[reply.language], inbound.reply_key
        channel = channel_link(shared.invoked_in)
        page, there = self.composer.page(reply), Destination(shared.invoked_in)
        by = Paragraph(say("shared_by", person=mention(address.person)), Tone.SMALL)
        files = files_of(f"{key}:shared", reply, there, inbound.person)
        done = reply_here(key, address, note(say("shared_done", channel=channel)))
        refused = reply_here(f"{key}:not", address, note(say("shared_not", channel=channel)))
        page = Page(page.summary, (by, *page.pieces))
        return [Say(f"{key}:shared", there, page, then=(*files, done), otherwise=(refused,))]


def files_of(key: str, reply: Reply, to: Destination, person: str) -> Iterator[GiveFile]:
    """Yield a call for each file of a reply; the files are drawn when they are sent."""
    for place, file_ref in enumerate(files_for(reply)):
        yield GiveFile(f"{key}:file{place or ''}", to, file_ref, person, reply.language)
