"""What Slack says of channels, people and user groups, as far as Relais needs it.

https://docs.slack.dev/reference/objects/user-object and …/conversation-object
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from bot.directory import Standing
from bot.slack.workspace.cache import Kind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from slack_sdk.web.async_slack_response import AsyncSlackResponse

# users.info does not mark Slackbot as a bot.
_SLACKBOT = "USLACKBOT"
ACTIVE = frozenset({Standing.EMPLOYEE, Standing.GUEST, Standing.OTHER_ORGANISATION})


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that Relais is in."""

    id: str
    name: str
    archived: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class User:
    """A user: the handle without @, and the name that people read."""

    id: str
    handle: str = ""
    name: str = ""
    standing: Standing = Standing.UNKNOWN

    @property
    def is_active(self) -> bool:
        """Whether they are a person who has not been deactivated."""
        return self.standing in ACTIVE

    @property
    def is_elsewhere(self) -> bool:
        """Whether they are of another organisation, whose handles may be the same as ours."""
        return self.standing is Standing.OTHER_ORGANISATION


@dataclass(frozen=True, slots=True)
class Group:
    """The user ids of a user group; `closed` if Relais may not read it, not `found` if there is none."""

    users: tuple[str, ...] = ()
    found: bool = True
    closed: bool = False


# The channels that Relais is in are one answer, under this id.
OWN = "own"
CHANNELS = Kind("channels", 300.0, TypeAdapter(tuple[Channel, ...]))
MEMBERS = Kind("members", 300.0, TypeAdapter(frozenset[str]))
GROUPS = Kind("group", 300.0, TypeAdapter(Group))
# A change of a user is heard, so that asking is for what was missed.
USERS = Kind("user", 3600.0, TypeAdapter(User))


def channel_of(channel: Mapping[str, Any]) -> Channel:
    """Read a conversation object."""
    archived, private = bool(channel.get("is_archived")), bool(channel.get("is_private"))
    return Channel(channel["id"], channel["name"], archived, private)


def user_of(user: Mapping[str, Any], team: str, organisation: str) -> User:
    """Read a user object as the workspace `team` of `organisation` sees it."""
    handle = str(user.get("name") or "")
    standing = _standing(user, team, organisation)
    return User(user["id"], handle, str(user.get("real_name") or handle), standing)


def _standing(user: Mapping[str, Any], team: str, organisation: str) -> Standing:
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_bot") or user["id"] == _SLACKBOT:
        return Standing.BOT
    if user.get("is_stranger") or not _is_ours(user, team, organisation):
        return Standing.OTHER_ORGANISATION
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.EMPLOYEE


def _is_ours(user: Mapping[str, Any], team: str, organisation: str) -> bool:
    """Tell whether a user is of the workspace, or of its Enterprise organisation."""
    if (user.get("team_id") or team) == team:
        return True
    enterprise = user.get("enterprise_user") or {}
    if team in (enterprise.get("teams") or ()):
        return True
    return bool(organisation) and enterprise.get("enterprise_id") == organisation


async def pages(ask: Callable[[str], Awaitable[AsyncSlackResponse]]) -> AsyncIterator[AsyncSlackResponse]:
    """Yield the pages of a list; `ask` gets the cursor, which is empty for the first."""
    cursor, more = "", True
    while more:
        page = await ask(cursor)
        yield page
        cursor = next_cursor(page)
        more = bool(cursor)


def next_cursor(page: AsyncSlackResponse) -> str:
    """Return the cursor of the page after this one; empty for the last."""
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")
