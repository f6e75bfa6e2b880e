"""Reads Slack's payloads: who acted, where, and the key by which two deliveries are one act.

Shapes: https://docs.slack.dev/interactivity and https://docs.slack.dev/reference/events
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.model import Inbound
from actions.privacy import redact_name
from bot.outgoing.address import Address, FileLink
from bot.pages.page import unturned
from bot.queue.envelope import Envelope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt.async_app import AsyncBoltContext

    from actions.acts import Act

SURFACE = "slack"
Body = dict[str, Any]
# The modes of files without content in Slack: kept elsewhere, deleted, or hidden by the plan's limit.
_NO_CONTENT = frozenset({"external", "tombstone", "hidden_by_limit"})


def team_in(context: AsyncBoltContext) -> str:
    """Return the workspace that Relais is asked in.

    A payload's own team is null where the app is installed in a whole organisation, and another's in Slack
    Connect; `Identity.authorize` has put ours into the context.
    """
    return str(context.team_id)


def person_of(context: AsyncBoltContext) -> str:
    """Return the person who acted."""
    return f"{team_in(context)}:{context.user_id}"


def is_private(channel: str) -> bool:
    """Tell whether a channel is direct messages, whose ids begin with D."""
    return channel.startswith("D")


def conversation_id(person: str, channel: str, thread: str) -> str:
    """Return the id of the conversation in a thread, or of a person's commands where there is no channel."""
    team = person.partition(":")[0]
    return f"{team}:{channel}:{thread}" if channel else f"{person}:commands"


def command_key(body: Body, context: AsyncBoltContext) -> str:
    """Return the key of a command, the same at every delivery: its trigger id."""
    return f"{team_in(context)}:command:{body['trigger_id']}"


def submission_key(body: Body, context: AsyncBoltContext) -> str:
    """Return the key of a submitted form, the same at every delivery: its view and hash."""
    return f"{team_in(context)}:view:{body['view']['id']}:{body['view'].get('hash') or ''}"


def invoked_in(body: Body) -> str:
    """Return the channel a command was typed in; empty in direct messages."""
    channel = str(body["channel_id"])
    return "" if is_private(channel) else channel


def pressed_in(body: Body, context: AsyncBoltContext) -> Address:
    """Return where a button was pressed; in App Home there is no channel.

    A message without a thread counts as the root of one.
    """
    container, message = body["container"], body.get("message", {})
    channel = str(container.get("channel_id") or "")
    person = person_of(context)
    if not channel:
        return Address(person)
    thread = container.get("thread_ts") or message.get("thread_ts") or container.get("message_ts") or ""
    pressed = str(container.get("message_ts") or "")
    return Address(person, channel, str(thread), pressed, is_private(channel))


def pressed_line(body: Body) -> str:
    """Return the line of the button that was pressed."""
    return str(body["actions"][0].get("value") or "")


def answered_in_private(key: str, person: str, act: Act, invoked: str) -> Envelope:
    """Return an act without a channel, which is answered in direct messages."""
    inbound = Inbound(key, person, conversation_id(person, "", ""), surface=SURFACE)
    return Envelope(inbound, act, Address(person, invoked_in=invoked))


def attached(message: Mapping[str, Any]) -> tuple[FileLink, ...]:
    """Return the files of `message`; those that are not in Slack, or not to be read, have no address."""
    return tuple(
        FileLink(
            redact_name(unturned(str(file.get("name") or file.get("title") or file.get("id")))),
            _address(file),
            int(file.get("size") or 0),
        )
        for file in message.get("files") or []
    )


def _address(file: Mapping[str, Any]) -> str:
    """Return where Slack keeps a file; an external one is on somebody else's server."""
    if file.get("is_external") or file.get("mode") in _NO_CONTENT:
        return ""
    if file.get("file_access", "visible") != "visible":
        return ""
    return str(file.get("url_private_download") or file.get("url_private") or "")
