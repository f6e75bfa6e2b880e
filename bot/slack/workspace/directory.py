"""Finds channels, the people behind a reference, and a channel's members in Slack."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.slack.workspace.cache import CachedRead, reason
from bot.slack.workspace.standings import Standings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.directory import Standing

# Slack takes up to 1,000, and may return fewer than asked for.
_PAGE = 500
# users.list does not mark Slackbot as a bot.
_SLACKBOT = "USLACKBOT"
# Slack's errors for a user group that does not exist, and for one that Relais may not read.
_NO_GROUP = "no_such_subteam"
_CLOSED = frozenset(
    {"missing_scope", "no_permission", "not_allowed_token_type", "plan_upgrade_required", "unknown_method"}
)


class ChannelState(Enum):
    """Whether Relais can post in a channel, and if not, why; private channels without it count as missing."""

    MISSING = auto()
    ARCHIVED = auto()
    NOT_MEMBER = auto()
    OPEN = auto()


class ReferenceState(Enum):
    """Whether a reference leads to somebody active, and if not, why."""

    ACTIVE = auto()
    DEACTIVATED = auto()
    BOT = auto()
    UNKNOWN = auto()
    EMPTY = auto()  # a user group without anybody active
    CLOSED = auto()  # a user group that Relais may not read


@dataclass(frozen=True, slots=True)
class _Channel:
    id: str
    state: ChannelState
    private: bool = False


@dataclass(frozen=True, slots=True)
class _People:
    """Everybody in the workspace: states and names by user id, and user ids by handle, without @."""

    states: dict[str, ReferenceState]
    handles: dict[str, str]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Group:
    state: ReferenceState
    users: tuple[str, ...] = ()


class Directory:
    """Channels and people as Slack lists them, cached by `CachedRead`.

    A reference to people is `@handle`, a user id (`U…`, `W…`) or a user group id (`S…`). Every method but
    `forget` raises what `CachedRead` does, where Slack has never answered.
    """

    def __init__(self, client: AsyncWebClient, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._now = now
        self._channels = CachedRead(self._read_channels, now)
        self._people = CachedRead(self._read_people, now)
        self._groups: dict[str, CachedRead[_Group]] = {}
        self._members: dict[str, CachedRead[frozenset[str]]] = {}
        self._standings = Standings(client, now)

    async def channel(self, name: str) -> str | None:
        """Return the id of the channel called `name`, if it exists, is open and Relais is in it."""
        found = (await self._channels()).get(name)
        return found.id if found is not None and found.state is ChannelState.OPEN else None

    async def state(self, name: str) -> ChannelState:
        """Tell whether Relais can post in the channel called `name`, and if not, why."""
        found = (await self._channels()).get(name)
        return found.state if found is not None else ChannelState.MISSING

    async def is_member(self, identifier: str) -> bool:
        """Tell whether Relais can post in the channel with this id."""
        channels = (await self._channels()).values()
        return any(channel.id == identifier and channel.state is ChannelState.OPEN for channel in channels)

    async def joined(self, user: str) -> dict[str, str]:
        """Return the names, by id, of the channels that Relais can post in and `user` can see."""
        found = {}
        for name, channel in (await self._channels()).items():
            if channel.state is not ChannelState.OPEN:
                continue
            if not channel.private or user in await self.members(channel.id):
                found[channel.id] = name
        return found

    async def members(self, channel_id: str) -> frozenset[str]:
        """Return the user ids of everybody in the channel with this id, Relais among them."""
        read = partial(self._read_members, channel_id)
        return await self._members.setdefault(channel_id, CachedRead(read, self._now))()

    async def people(self, reference: str) -> tuple[str, ...]:
        """Return the user ids of the active people behind `reference`."""
        people = await self._people()
        users = (await self._group(reference)).users if _is_group(reference) else (_id(people, reference),)
        return tuple(user for user in users if people.states.get(user) is ReferenceState.ACTIVE)

    async def reference_state(self, reference: str) -> ReferenceState:
        """Tell whether `reference` leads to somebody active, and if not, why."""
        if _is_group(reference):
            group = await self._group(reference)
            if group.state is not ReferenceState.ACTIVE:
                return group.state
            return ReferenceState.ACTIVE if await self.people(reference) else ReferenceState.EMPTY
        people = await self._people()
        return people.states.get(_id(people, reference), ReferenceState.UNKNOWN)

    async def is_active(self, user: str) -> bool:
        """Tell whether `user`, an id, is a person of this workspace who has not been deactivated."""
        return (await self._people()).states.get(user) is ReferenceState.ACTIVE

    async def name(self, user: str) -> str:
        """Return an active person's name; empty for anybody else."""
        people = await self._people()
        return people.names[user] if people.states.get(user) is ReferenceState.ACTIVE else ""

    async def standing(self, user: str) -> Standing:
        """Return what `user` is to the organisation."""
        return await self._standings.of(user)

    def forget(self) -> None:
        """Drop the cached values, where Slack has just shown that they are out of date."""
        self._channels.forget()
        self._people.forget()
        self._groups.clear()
        self._members.clear()

    async def _group(self, reference: str) -> _Group:
        read = partial(self._read_group, reference)
        return await self._groups.setdefault(reference, CachedRead(read, self._now))()

    async def _read_channels(self) -> dict[str, _Channel]:
        kinds = "public_channel,private_channel"
        found: dict[str, _Channel] = {}
        async for page in _pages(
            lambda cursor: self._client.conversations_list(types=kinds, limit=_PAGE, cursor=cursor)
        ):
            for channel in page["channels"]:
                found[channel["name"]] = _Channel(
                    channel["id"], _state(channel), bool(channel.get("is_private"))
                )
        return found

    async def _read_people(self) -> _People:
        people = _People({}, {}, {})
        async for page in _pages(lambda cursor: self._client.users_list(limit=_PAGE, cursor=cursor)):
            for user in page["members"]:
                state = people.states[user["id"]] = _user_state(user)
                people.names[user["id"]] = str(user.get("real_name") or user["name"])
                # A deactivated account may keep a handle that an active one has now.
                if state is ReferenceState.ACTIVE or user["name"] not in people.handles:
                    people.handles[user["name"]] = user["id"]
        return people

    async def _read_group(self, reference: str) -> _Group:
        try:
            answer = await self._client.usergroups_users_list(usergroup=reference)
        except SlackApiError as error:
            if reason(error) == _NO_GROUP:
                return _Group(ReferenceState.UNKNOWN)
            if reason(error) in _CLOSED:
                return _Group(ReferenceState.CLOSED)
            raise
        return _Group(ReferenceState.ACTIVE, tuple(answer["users"]))

    async def _read_members(self, channel_id: str) -> frozenset[str]:
        return frozenset(
            [
                member
                async for page in _pages(
                    lambda cursor: self._client.conversations_members(
                        channel=channel_id, limit=_PAGE, cursor=cursor
                    )
                )
                for member in page["members"]
            ]
        )


async def _pages(ask: Callable[[str], Awaitable[AsyncSlackResponse]]) -> AsyncIterator[AsyncSlackResponse]:
    """Yield the pages of a list; `ask` gets the cursor, which is empty for the first."""
    cursor, more = "", True
    while more:
        page = await ask(cursor)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        more = bool(cursor)


def _is_group(reference: str) -> bool:
    return reference.startswith("S")


def _id(people: _People, reference: str) -> str:
    """Return the user id that `reference` names; empty where the handle is nobody's."""
    if not reference.startswith("@"):
        return reference
    return people.handles.get(reference.removeprefix("@"), "")


def _state(channel: dict[str, object]) -> ChannelState:
    if channel.get("is_archived", False):
        return ChannelState.ARCHIVED
    return ChannelState.OPEN if channel.get("is_member", True) else ChannelState.NOT_MEMBER


def _user_state(user: dict[str, object]) -> ReferenceState:
    if user.get("deleted", False):
        return ReferenceState.DEACTIVATED
    return (
        ReferenceState.BOT if user.get("is_bot", False) or user["id"] == _SLACKBOT else ReferenceState.ACTIVE
    )
