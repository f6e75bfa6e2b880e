"""Asks Slack about its channels, people and user groups, each by its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.slack.workspace.cache import reason
from bot.slack.workspace.facts import Channel, Group, User, channel_of, next_cursor, pages, user_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.workspace.identity import Identity

# The most that Slack returns of a list; of everybody, fewer pages are fewer calls of the twenty a minute.
_PAGE = 1000
_KINDS = "public_channel,private_channel"
# Slack's errors for a user or a group that does not exist, and for a group that Relais may not read.
_NO_USER = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
_NO_GROUP = "no_such_subteam"
_CLOSED = frozenset(
    {"missing_scope", "no_permission", "not_allowed_token_type", "plan_upgrade_required", "unknown_method"}
)


@dataclass(frozen=True, slots=True)
class Reads:
    """Every method raises what `client` does."""

    client: AsyncWebClient
    identity: Identity

    async def channels(self) -> tuple[Channel, ...]:
        """Return the channels that Relais is in, archived ones too."""
        found = pages(
            lambda cursor: self.client.users_conversations(types=_KINDS, limit=_PAGE, cursor=cursor)
        )
        return tuple([channel_of(each) async for page in found for each in page["channels"]])

    async def members(self, channel: str) -> frozenset[str]:
        """Return the user ids of everybody in the channel with this id."""
        found = pages(
            lambda cursor: self.client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
        )
        return frozenset([each async for page in found for each in page["members"]])

    async def user(self, identifier: str) -> User:
        """Return a user; an unknown one where Slack has none with this id."""
        try:
            answer = await self.client.users_info(user=identifier)
        except SlackApiError as error:
            if reason(error) in _NO_USER:
                return User(identifier)
            raise
        return await self.user_of(answer["user"])

    async def user_of(self, user: Mapping[str, object]) -> User:
        """Read a user object."""
        return user_of(user, await self.identity.team(), await self.identity.organisation())

    async def users(self, cursor: str) -> tuple[list[User], str]:
        """Return a page of the list of everybody, and the cursor of the next; empty for the last."""
        page = await self.client.users_list(limit=_PAGE, cursor=cursor)
        return [await self.user_of(each) for each in page["members"]], next_cursor(page)

    async def group(self, identifier: str) -> Group:
        """Return a user group; where there is none, or it may not be read, one that says so."""
        try:
            answer = await self.client.usergroups_users_list(usergroup=identifier)
        except SlackApiError as error:
            if reason(error) == _NO_GROUP:
                return Group(found=False)
            if reason(error) in _CLOSED:
                return Group(closed=True)
            raise
        return Group(tuple(answer["users"]))
