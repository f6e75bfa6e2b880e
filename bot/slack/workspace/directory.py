"""Finds channels, the people behind a reference, and a channel's members in Slack."""

from __future__ import annotations

import asyncio
import re
import time
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from bot.directory import Standing
from bot.slack.workspace.cache import Cache
from bot.slack.workspace.facts import CHANNELS, GROUPS, MEMBERS, OWN, USERS, User
from bot.slack.workspace.handles import Handles
from bot.slack.workspace.identity import Identity
from bot.slack.workspace.reads import Reads
from bot.stores.directory import MemoryDirectory

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.workspace.facts import Channel, Group
    from bot.stores.directory import DirectoryStore

_USER_ID = re.compile(r"[UW][A-Z0-9]+")
# Of a large channel, so many people whose names are not known are asked for.
_MOST_NAMES = 100


class ChannelState(Enum):
    """Whether Relais can post in a channel, and if not, why; one that it is not in counts as missing."""

    MISSING = auto()
    ARCHIVED = auto()
    OPEN = auto()


class ReferenceState(Enum):
    """Whether a reference leads to somebody active, and if not, why."""

    ACTIVE = auto()
    DEACTIVATED = auto()
    BOT = auto()
    UNKNOWN = auto()
    EMPTY = auto()  # a user group without anybody active
    CLOSED = auto()  # a user group that Relais may not read


_STATES = {
    Standing.DEACTIVATED: ReferenceState.DEACTIVATED,
    Standing.BOT: ReferenceState.BOT,
    Standing.UNKNOWN: ReferenceState.UNKNOWN,
}
# Whose handle somebody else may have.
_OTHERS_MAY_HAVE_IT = frozenset({Standing.DEACTIVATED, Standing.OTHER_ORGANISATION})


class Directory:
    """Channels and people, each asked for by its id and kept in `store`.

    A reference to people is `@handle`, a user id (`U…`, `W…`) or a user group id (`S…`). Every method that
    asks Slack raises what `Cache.get` does.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        store: DirectoryStore | None = None,
        identity: Identity | None = None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._identity = identity or Identity(client)
        self._reads = Reads(client, self._identity)
        self._store = store or MemoryDirectory()
        self._cache = Cache(self._store, self._identity.team, now)
        self._handles = Handles(self._store, self._reads, now, sleep)

    async def channel(self, name: str) -> str | None:
        """Return the id of the channel called `name`, if it exists, is open and Relais is in it."""
        found = await self._named(name)
        return found.id if found is not None and not found.archived else None

    async def state(self, name: str) -> ChannelState:
        """Tell whether Relais can post in the channel called `name`, and if not, why."""
        found = await self._named(name)
        if found is None:
            return ChannelState.MISSING
        return ChannelState.ARCHIVED if found.archived else ChannelState.OPEN

    async def is_member(self, identifier: str) -> bool:
        """Tell whether Relais can post in the channel with this id."""
        return any(each.id == identifier and not each.archived for each in await self._channels())

    async def joined(self, user: str) -> dict[str, str]:
        """Return the names, by id, of the channels that Relais can post in and `user` can see."""
        channels = [each for each in await self._channels() if not each.archived]
        seen = await asyncio.gather(*(self._sees(user, each) for each in channels))
        return {each.id: each.name for each, sees in zip(channels, seen, strict=True) if sees}

    async def sees(self, user: str, channel_id: str) -> bool:
        """Tell whether `user` can see the channel with this id, in which Relais can post."""
        open_ones = [each for each in await self._channels() if each.id == channel_id and not each.archived]
        return bool(open_ones) and await self._sees(user, open_ones[0])

    async def members(self, channel_id: str) -> frozenset[str]:
        """Return the user ids of everybody in the channel with this id, Relais among them."""
        return await self._cache.get(MEMBERS, channel_id, partial(self._reads.members, channel_id))

    async def user(self, identifier: str) -> User:
        """Return what Slack says of a user; of an id that is nobody's, that they are unknown."""
        if not _USER_ID.fullmatch(identifier):
            return User(identifier)
        return await self._cache.get(USERS, identifier, partial(self._reads.user, identifier))

    async def people(self, reference: str) -> tuple[str, ...]:
        """Return the user ids of the active people behind `reference`."""
        if not _is_group(reference):
            user = await self._referred(reference)
            return (user.id,) if user.is_active else ()
        users = await asyncio.gather(*(self.user(each) for each in (await self._group(reference)).users))
        return tuple(each.id for each in users if each.is_active)

    async def refers(self, reference: str, user: str) -> bool:
        """Tell whether `reference` leads to the active `user`; asks about that user, never for everybody."""
        if not (found := await self.user(user)).is_active:
            return False
        if _is_group(reference):
            return user in (await self._group(reference)).users
        return reference == user or (reference == f"@{found.handle}" and not found.is_elsewhere)

    async def reference_state(self, reference: str) -> ReferenceState:
        """Tell whether `reference` leads to somebody active, and if not, why."""
        if not _is_group(reference):
            return _STATES.get((await self._referred(reference)).standing, ReferenceState.ACTIVE)
        group = await self._group(reference)
        if group.closed or not group.found:
            return ReferenceState.CLOSED if group.closed else ReferenceState.UNKNOWN
        return ReferenceState.ACTIVE if await self.people(reference) else ReferenceState.EMPTY

    async def list_for(self, references: Iterable[str]) -> None:
        """Read the list of everybody to its end where a reference needs it; this may take minutes."""
        for reference in references:
            try:
                await self._referred(reference)
            except TimeoutError:
                await self._handles.settle()

    async def names(self, users: Iterable[str], first: str) -> dict[str, str]:
        """Return the names of those of `users` who are active, `first` before others; of many, not all."""
        asked = sorted(users, key=lambda each: (each != first, each))
        known = await self._cache.known(USERS, asked)
        unknown = [each for each in asked if each not in known][:_MOST_NAMES]
        found = {*known, *unknown}
        answers = await asyncio.gather(*(self.user(each) for each in asked if each in found))
        return {each.id: each.name for each in answers if each.is_active}

    async def forget(self, channel: str = "") -> None:
        """Look again which channels there are, and who is in `channel`: Slack has just shown it is not so."""
        await self._cache.forget(CHANNELS, OWN)
        if channel:
            await self._cache.forget(MEMBERS, channel)

    async def hear_membership(self, channel: str, user: str, *, joined: bool) -> None:
        """Keep who has joined or left a channel, where its members are known."""
        who = frozenset({user})
        await self._cache.change(MEMBERS, channel, lambda known: known | who if joined else known - who)

    async def hear_user(self, user: Mapping[str, object]) -> None:
        """Keep how a user is now, where they are known: most of a large workspace never meets Relais."""
        changed = await self._reads.user_of(user)
        known = await self._cache.replace(USERS, changed.id, changed)
        if known and changed.is_active and not changed.is_elsewhere:
            await self._store.put_handles(await self._identity.team(), {changed.handle: changed.id}, {})

    async def settle(self) -> None:
        """Wait for what is read behind."""
        await self._cache.settle()
        await self._handles.settle()

    def close(self) -> None:
        """End what is read behind."""
        self._cache.close()
        self._handles.close()

    async def _channels(self) -> tuple[Channel, ...]:
        return await self._cache.get(CHANNELS, OWN, self._reads.channels)

    async def _named(self, name: str) -> Channel | None:
        """Return the channel of this name; once found it is followed by its id, also when it is renamed.

        Else whoever gives a channel of their own the name that a department's had would be that department.
        Another channel takes its place only where Relais is no longer in it, or it is archived.
        """
        team, channels = await self._identity.team(), await self._channels()
        pinned = await self._store.pinned(team, name)
        same = next((each for each in channels if each.id == pinned and not each.archived), None)
        if same is not None:
            return same
        named = [each for each in channels if each.name == name]
        found = min(named, key=lambda each: each.archived, default=None)
        if found is not None and not found.archived:
            await self._store.pin(team, name, found.id)
        return found

    async def _sees(self, user: str, channel: Channel) -> bool:
        return not channel.private or user in await self.members(channel.id)

    async def _group(self, reference: str) -> Group:
        return await self._cache.get(GROUPS, reference, partial(self._reads.group, reference))

    async def _referred(self, reference: str) -> User:
        """Return the user that a handle or an id names, unknown where there is none."""
        if not reference.startswith("@"):
            return await self.user(reference)
        handle = reference.removeprefix("@")
        found = await self.user(await self._handles.find(handle))
        if found.id and (found.handle != handle or found.standing in _OTHERS_MAY_HAVE_IT):
            # Somebody else may have the handle by now.
            other = await self.user(await self._handles.find(handle, but=found.id))
            found = other if other.handle == handle and not other.is_elsewhere else User("")
        return found


def _is_group(reference: str) -> bool:
    return reference.startswith("S")
