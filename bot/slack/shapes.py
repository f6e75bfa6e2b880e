"""The shapes of Slack's payloads, as far as Relais and Bolt read them; everything else in them is ignored.

`bot.slack.entry` compares a payload with its shape before anything acts on it.
https://docs.slack.dev/interactivity and https://docs.slack.dev/reference/events
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Json, model_validator

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
Place = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]*$")]
Line = Annotated[str, Field(min_length=1)]
# When a message was sent, which is its id in a channel.
Moment = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$")]


class Shape(BaseModel):
    """A part of a payload: what may be missing has a default, everything else is required."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)


class Identified(Shape):
    """A person or a channel."""

    id: Id


class File(Shape):
    """A file of a message; a deleted one has no more than an id."""

    id: str | None = None
    name: str | None = None
    title: str | None = None
    size: float | None = None
    mode: str | None = None
    file_access: str | None = None
    url_private: str | None = None
    url_private_download: str | None = None


class Words(Shape):
    """A message within a payload; that of a press may be missing, and a bot's has no user."""

    ts: Moment | None = None
    thread_ts: Moment | None = None
    user: str | None = None
    text: str | None = None
    files: list[File] | None = None


class Event(Shape):
    """Any event."""

    type: str
    subtype: str | None = None


class Spoken(Words):
    """A message or a mention that a person wrote."""

    channel: Id
    user: Id
    ts: Moment
    channel_type: str | None = None


class Rewritten(Shape):
    """An edit or a deletion."""

    channel: Id
    ts: Moment | None = None
    event_ts: Moment | None = None
    deleted_ts: Moment | None = None
    message: Words | None = None
    previous_message: Words | None = None


class HomeOpened(Shape):
    """Somebody opened App Home."""

    user: Id
    tab: str | None = None


class Membership(Shape):
    """Somebody joined or left a channel."""

    user: Id
    channel: Id


class UserChanged(Shape):
    """Something about a person changed."""

    user: Identified


class Command(Shape):
    """A slash command."""

    command: str
    user_id: Id
    channel_id: Id
    trigger_id: Line
    text: str | None = None


class Option(Shape):
    """A value that can be chosen."""

    value: str


class Given(Shape):
    """What an input of a form holds."""

    value: str | None = None
    selected_date: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None


class Element(Shape):
    """What an input is, and what stood in it at first."""

    type: str
    initial_value: str | None = None
    initial_date: str | None = None
    initial_option: Option | None = None


class Block(Shape):
    """A block; inputs have a name."""

    type: str
    block_id: str | None = None
    element: Element | None = None
    optional: bool | None = None

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if self.type == "input" and (self.block_id is None or self.element is None):
            raise ValueError
        return self


class State(Shape):
    """What the inputs hold, by block and element."""

    values: dict[str, dict[str, Given]]


class SentView(Shape):
    """A form that was sent."""

    id: Line
    type: Literal["modal"]
    callback_id: str | None = None
    hash: str | None = None
    blocks: list[Block]
    state: State
    private_metadata: Json[dict[str, Any]]


class Closed(Shape):
    """Somebody closed a form."""

    view: dict[str, Any]


class Submission(Shape):
    """Somebody sent a form."""

    user: Identified
    view: SentView


class Container(Shape):
    """Where a button is; one in App Home is in no channel, which is null, empty or missing."""

    channel_id: Place | None = None
    message_ts: str | None = None
    thread_ts: str | None = None


class Action(Shape):
    """A button or a select."""

    action_id: str
    block_id: str | None = None
    value: str | None = None
    action_ts: str | None = None


class Press(Shape):
    """Somebody pressed a button."""

    user: Identified
    trigger_id: Line
    container: Container
    actions: Annotated[list[Action], Field(min_length=1)]
    message: Words | None = None


class Shortcut(Shape):
    """Somebody used a shortcut."""

    callback_id: str
    user: Identified
    trigger_id: Line


class ShortcutMessage(Words):
    """The message that a shortcut was used on."""

    ts: Moment


class MessageShortcut(Shortcut):
    """Somebody used a shortcut on a message."""

    channel: Identified
    message: ShortcutMessage
