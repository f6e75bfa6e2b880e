"""Slack as the surface of the queue: draws replies, makes the calls, sorts Slack's errors."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_sdk.errors import SlackApiError

from actions.choices import decode, encode
from actions.choose import roles
from actions.model import Language, ShowRoles
from actions.reply import Escalate, Explained, Rated, Reply, RolesTable
from bot.charts.roles import roles_picture
from bot.compose import Composer, Routed
from bot.envelope import Address, Envelope, Outgoing
from bot.slack.render import Message, render
from bot.worker import DeliveryDelayedError, DeliveryRefusedError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.directory import Directory

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
# Not one call of the Web API but the three of an upload.
PICTURE = "picture"
METADATA_TYPE = "relais_reply"


@dataclass(frozen=True, slots=True)
class SlackSurface:
    """Draws `Reply`s with `composer` and posts them with `client`."""

    client: AsyncWebClient
    composer: Composer
    directory: Directory

    async def outgoing(self, reply: Reply, envelope: Envelope) -> list[Outgoing]:
        """Draw `reply` for the conversation of `envelope`; an escalation also draws the department's card."""
        key, address = envelope.reply_key, await self._reachable(envelope.address)
        if isinstance(reply.decision, Escalate):
            return await self._hand_over(reply, reply.decision, envelope)
        message = render(self.composer.page(reply))
        if isinstance(reply.decision, Explained):
            where = {"channel": address["channel"], "ts": address["message"]}
            return [Outgoing(key, "chat.update", {**where, **_body(message)})]
        if isinstance(reply.decision, Rated):
            whom = {**_thread(address), "user": address["user"]}
            return [Outgoing(key, "chat.postEphemeral", {**whom, **_body(message)})]
        return [_post(key, _thread(address), message), *_pictures(key, reply, address)]

    async def _reachable(self, address: Address) -> Address:
        """Return an address with a channel: a command is answered in the private conversation."""
        if "channel" in address:
            return address
        try:
            opened = await self.client.conversations_open(users=address["user"])
        except SlackApiError as error:
            raise _sorted(error) from error
        return {**address, "channel": opened["channel"]["id"], "thread": None}

    async def _hand_over(self, reply: Reply, decision: Escalate, envelope: Envelope) -> list[Outgoing]:
        key, address = envelope.reply_key, envelope.address
        routed, channel = await self._route(decision.department, private=address["private"])
        answer = _post(key, _thread(address), render(self.composer.page(reply, routed)))
        if channel is None:
            return [answer]
        link = await self.client.chat_getPermalink(channel=address["channel"], message_ts=address["thread"])
        card = self.composer.card(
            reply, person=f"<@{address['user']}>", link=str(link["permalink"]), private=address["private"]
        )
        return [_post(f"{key}:card", {"channel": channel}, render(card)), answer]

    async def _route(self, wanted: str, *, private: bool) -> tuple[Routed, str | None]:
        """Find the first department that can be reached: the one wanted, then the fallback."""
        library = self.composer.library
        for name in dict.fromkeys((wanted, library.policy.fallback_department)):
            channel = await self.directory.channel(library.departments[name].channel)
            if channel is not None:
                return Routed(name, f"<#{channel}>", private), channel
        return Routed(None, "", private), None

    async def deliver(self, outgoing: Outgoing, *, again: bool) -> None:
        """Make one Web API call.

        Raises:
            DeliveryDelayedError: Slack is away, busy, or refuses our token for now.
            DeliveryRefusedError: Slack will not take this call.
        """
        if again and await self._is_posted(outgoing):
            return
        try:
            if outgoing.method == PICTURE:
                await self._send_picture(outgoing.arguments)
            else:
                await self.client.api_call(outgoing.method, json=outgoing.arguments)
        except SlackApiError as error:
            raise _sorted(error) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DeliveryDelayedError from error

    async def _send_picture(self, arguments: dict[str, Any]) -> None:
        """Draw what the queue only names, and upload it."""
        language = Language(arguments["language"])
        say = self.composer.strings[language]
        choice = decode(arguments["picture"])
        if not isinstance(choice, ShowRoles):
            raise DeliveryRefusedError("no such picture")
        table = roles(choice.activity, choice.actor, self.composer.library)
        content = await asyncio.to_thread(roles_picture, table, say, language)
        await self.client.files_upload_v2(
            channel=arguments["channel"],
            thread_ts=arguments.get("thread_ts"),
            content=content,
            filename="relais-roles.png",
            title=say("roles_all"),
            alt_txt=say("roles_picture"),
        )

    async def _is_posted(self, outgoing: Outgoing) -> bool:
        """Look for the message in its thread: an earlier attempt may have succeeded unheard."""
        thread = outgoing.arguments.get("thread_ts")
        if outgoing.method != "chat.postMessage" or thread is None:
            return False
        try:
            replies = await self.client.conversations_replies(
                channel=outgoing.arguments["channel"], ts=thread, include_all_metadata=True, limit=100
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
            return False
        return any(_key_of(message) == outgoing.key for message in replies["messages"])


def _key_of(message: dict[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    key: str | None = payload.get("key")
    return key


def _thread(address: Address) -> Address:
    where = {"channel": address["channel"]}
    return {**where, "thread_ts": address["thread"]} if address["thread"] else where


def _pictures(key: str, reply: Reply, address: Address) -> list[Outgoing]:
    """Name the picture of the whole table; it travels as a word, and is drawn when it is sent."""
    table = reply.decision
    if not isinstance(table, RolesTable) or min(len(table.activities), len(table.actors)) == 1:
        return []
    drawn = {"picture": encode(ShowRoles()), "language": reply.language.value}
    return [Outgoing(f"{key}:picture", PICTURE, {**_thread(address), **drawn})]


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
