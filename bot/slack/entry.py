"""The entry of every payload, by HTTP or by socket: what is not what Slack sends goes no further.

So listeners, and Bolt where it looks for them, find what they read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from bot.slack import shapes
from bot.slack.dialogue.hearing import is_spoken
from bot.slack.dialogue.messages import REWRITTEN
from bot.slack.malformed import MalformedPayloadError, reading, refuse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncBoltContext
    from slack_bolt.request.async_request import AsyncBoltRequest
    from slack_bolt.response import BoltResponse

    from bot.slack.payloads import Body

_ID = re.compile(r"[A-Za-z0-9_-]+")
_MESSAGES = {"message", "app_mention"}
# By the type of an event; `shapes.Event` is what is read of every one.
_EVENTS: dict[str, type[shapes.Shape]] = {
    "app_home_opened": shapes.HomeOpened,
    "member_joined_channel": shapes.Membership,
    "member_left_channel": shapes.Membership,
    "user_change": shapes.UserChanged,
}
_INTERACTIONS: dict[str, type[shapes.Shape]] = {
    "block_actions": shapes.Press,
    "message_action": shapes.MessageShortcut,
    "shortcut": shapes.Shortcut,
    "view_closed": shapes.Closed,
    "view_submission": shapes.Submission,
}
# Of interfaces that Relais does not use; Bolt would take some of them for presses of its buttons.
_FOREIGN = {
    "dialog_cancellation",
    "dialog_submission",
    "dialog_suggestion",
    "interactive_message",
    "workflow_step_edit",
}


class Entry(AsyncMiddleware):
    """Lets a payload in, whose signature Bolt has checked; refuses a malformed one.

    A class, since Bolt reads in the payload what a function might ask for.
    """

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  Bolt's name
    ) -> BoltResponse | None:
        """Refuse, or go on."""
        del resp  # of those before
        try:
            with reading():
                req.body = _storable(req.body)
            check(req.body, req.context)
        except MalformedPayloadError as error:
            return refuse(str(error), req.mode)
        return await next()


def _storable(value: Any) -> Any:  # noqa: ANN401  any value of JSON
    """Replace half characters, which nothing can store or send, by question marks."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list) else value


def check(body: Body, context: AsyncBoltContext) -> None:
    """Compare a payload, and what Bolt has read of it, with the shape of its type.

    Raises:
        MalformedPayloadError: it differs.
    """
    for read in (context.user_id, context.channel_id, context.team_id, context.enterprise_id):
        if read is not None and not (isinstance(read, str) and _ID.fullmatch(read)):
            raise MalformedPayloadError("an id that is none")
    kind = body.get("type")
    if isinstance(kind, str) and kind in _FOREIGN:
        raise MalformedPayloadError(kind)
    if "command" in body:
        _compare(body, shapes.Command)
    elif kind == "event_callback":
        _check_event(body.get("event"))
    elif isinstance(kind, str) and kind in _INTERACTIONS:
        _compare(body, _INTERACTIONS[kind])


def _check_event(event: Any) -> None:  # noqa: ANN401  any value of JSON
    _compare(event, shapes.Event)
    if event["type"] in _MESSAGES:
        if event.get("subtype") in REWRITTEN:
            _compare(event, shapes.Rewritten)
        elif is_spoken(event):
            _compare(event, shapes.Spoken)
    elif shape := _EVENTS.get(event["type"]):
        _compare(event, shape)


def _compare(document: Mapping[str, Any], shape: type[shapes.Shape]) -> None:
    try:
        shape.model_validate(document)
    except ValidationError as error:
        # The names of fields are ours; what else the error knows may be what somebody wrote.
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = first["loc"][0] if first["loc"] else ""
        raise MalformedPayloadError(f"{shape.__name__}.{field}: {first['type']}") from None
