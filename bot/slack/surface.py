"""Slack as the surface of the queue: draws replies, makes the calls, sorts Slack's errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError

from actions.calculators.scenarios import Calculated
from actions.cases.outcome import CaseOutcome
from actions.model import Language
from actions.readiness.outcome import ReadinessOutcome
from actions.reply import Explained, Rated, Reply
from bot.files.file import NoSuchFileError
from bot.files.render import UPLOAD, Files, named
from bot.files.render import address as named_as
from bot.pages.page import Page, Paragraph, Tone, note
from bot.queue.envelope import Address, Envelope, Outgoing
from bot.queue.worker import DeliveryDelayedError, DeliveryRefusedError
from bot.slack.blocks.render import Message, render
from bot.slack.relay import METADATA_TYPE, Transfer

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.digest import Digest
    from bot.outgoing.cases.delivery import CaseDelivery
    from bot.outgoing.cases.messages import CaseCalls
    from bot.outgoing.readiness import ReadinessCalls
    from bot.pages.compose import Composer
    from bot.slack.workspace.directory import Directory

# Errors that time or an administrator mends: the reply waits. Every other one is final.
_PASSING = frozenset(
    {
        "account_inactive",
        "fatal_error",
        "internal_error",
        "invalid_auth",
        "ratelimited",
        "rate_limited",
        "request_timeout",
        "service_unavailable",
        "token_expired",
        "token_revoked",
    }
)
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500


@dataclass(frozen=True, slots=True)
class SlackSurface:
    """Draws `Reply`s with `composer` and posts them with `client`."""

    client: AsyncWebClient
    composer: Composer
    directory: Directory
    files: Files
    cases: CaseCalls | None = None
    delivery: CaseDelivery | None = None
    readiness: ReadinessCalls | None = None

    async def outgoing(self, reply: Reply, envelope: Envelope) -> list[Outgoing]:
        """Draw `reply` for the conversation of `envelope`; what became of a case has calls of its own."""
        if isinstance(reply.decision, CaseOutcome):
            return await self.cases.draw(reply.decision, envelope, reply.language) if self.cases else []
        beside: list[Outgoing] = []
        if isinstance(reply.decision, ReadinessOutcome) and self.readiness is not None:
            only = await self.readiness.only(reply.decision, envelope, reply.language)
            if only is not None:
                return only
            beside = await self.readiness.beside(reply.decision, envelope, reply.language)
        key, address = envelope.reply_key, await self._reachable(envelope.address)
        message = render(self.composer.page(reply))
        if isinstance(reply.decision, Explained):
            where = {"channel": address["channel"], "ts": address["message"]}
            return [Outgoing(key, "chat.update", {**where, **_body(message)})]
        if isinstance(reply.decision, Rated):
            whom = {**_thread(address), "user": address["user"]}
            return [Outgoing(key, "chat.postEphemeral", {**whom, **_body(message)})]
        files = _files(key, reply, address, envelope.inbound.person)
        if isinstance(reply.decision, Calculated) and reply.decision.shared:
            return await self._share(reply, reply.decision, envelope)
        elsewhere = await self._elsewhere(reply, envelope)
        return [_post(key, _thread(address), message), *files, *elsewhere, *beside]

    async def _elsewhere(self, reply: Reply, envelope: Envelope) -> list[Outgoing]:
        """Say where the answer is, where the command was typed; only its author sees that."""
        channel = envelope.address.get("ordered_in")
        if not channel or "channel" in envelope.address or not await self.directory.is_member(channel):
            return []
        told = render(note(self.composer.strings[reply.language]("answered_in_private")))
        whom = {"channel": channel, "user": envelope.address["user"]}
        return [Outgoing(f"{envelope.reply_key}:where", "chat.postEphemeral", {**whom, **_body(told)})]

    async def _share(self, reply: Reply, shared: Calculated, envelope: Envelope) -> list[Outgoing]:
        """Post a result where it was ordered, under its owner's name, and tell the owner."""
        say, key = self.composer.strings[reply.language], envelope.reply_key
        address, channel = envelope.address, f"<#{shared.invoked_in}>"
        if not await self.directory.is_member(shared.invoked_in):
            return [_post(key, _thread(address), render(note(say("shared_not", channel=channel))))]
        page = self.composer.page(reply)
        by = Paragraph(say("shared_by", person=f"<@{address['user']}>"), Tone.SMALL)
        where = {"channel": shared.invoked_in}
        there = _post(f"{key}:shared", where, render(Page(page.summary, (by, *page.pieces))))
        files = _files(f"{key}:shared", reply, {**where, "thread": None}, envelope.inbound.person)
        told = _post(key, _thread(address), render(note(say("shared_done", channel=channel))))
        return [there, *files, told]

    async def _reachable(self, address: Address) -> Address:
        """Return an address with a channel: a command is answered in the private conversation."""
        if "channel" in address:
            return address
        try:
            opened = await self.client.conversations_open(users=address["user"])
        except SlackApiError as error:
            raise _sorted(error) from error
        return {**address, "channel": opened["channel"]["id"], "thread": None}

    async def digest(self, told: Digest) -> list[Outgoing]:
        """Draw a department's morning digest, for its channel."""
        return await self.cases.digest(told) if self.cases else []

    async def deliver(self, outgoing: Outgoing, *, again: bool) -> None:
        """Make one Web API call.

        Raises:
            DeliveryDelayedError: Slack is away, busy, or refuses our token for now.
            DeliveryRefusedError: Slack will not take this call.
        """
        if again and await self._is_posted(outgoing):
            return
        try:
            if self.delivery is not None and await self.delivery.make(outgoing, again=again):
                return
            if outgoing.method == UPLOAD:
                await self._upload(outgoing.arguments)
            else:
                await self.client.api_call(outgoing.method, json=outgoing.arguments)
        except SlackApiError as error:
            raise _sorted(error) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DeliveryDelayedError from error

    async def _upload(self, arguments: dict[str, Any]) -> None:
        """Draw what the queue only names, and upload it."""
        language = Language(arguments["language"])
        try:
            file = await self.files.draw(arguments["shows"], arguments["person"], language)
        except NoSuchFileError as error:
            raise DeliveryRefusedError("nothing to draw any more") from error
        await self.client.files_upload_v2(
            channel=arguments["channel"],
            thread_ts=arguments.get("thread_ts"),
            content=file.content,
            filename=file.name,
            title=file.title,
            alt_txt=file.alt,
        )

    async def _is_posted(self, outgoing: Outgoing) -> bool:
        """Look for the message in its thread: an earlier attempt may have succeeded unheard."""
        call = outgoing.arguments
        if outgoing.method != "chat.postMessage" or call.get("thread_ts") is None:
            return False
        return (
            await Transfer(self.client).posted(call["channel"], call["thread_ts"], outgoing.key) is not None
        )


def _thread(address: Address) -> Address:
    where = {"channel": address["channel"]}
    return {**where, "thread_ts": address["thread"]} if address["thread"] else where


def _files(key: str, reply: Reply, address: Address, person: str) -> list[Outgoing]:
    """Name the files that go with a reply; they travel as a few words, and are drawn when they are sent."""
    calls = [{**_thread(address), **named_as(shows, person, reply.language)} for shows in named(reply)]
    return [Outgoing(f"{key}:file{place or ''}", UPLOAD, call) for place, call in enumerate(calls)]


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks}


def _post(key: str, where: dict[str, Any], message: Message) -> Outgoing:
    metadata = {"event_type": METADATA_TYPE, "event_payload": {"key": key}}
    quiet = {"unfurl_links": False, "unfurl_media": False}
    return Outgoing(key, "chat.postMessage", {**where, **_body(message), **quiet, "metadata": metadata})


def _sorted(error: SlackApiError) -> DeliveryDelayedError | DeliveryRefusedError:
    """Tell what will pass from what will not."""
    response = error.response
    if response.status_code == _TOO_MANY_REQUESTS:
        return DeliveryDelayedError(timedelta(seconds=int(response.headers.get("Retry-After", 1))))
    if response.status_code >= _SERVER_ERRORS or response.get("error") in _PASSING:
        return DeliveryDelayedError()
    return DeliveryRefusedError(str(response.get("error")))
