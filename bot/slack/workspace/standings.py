"""What people are to the organisation, from Slack's user objects.

https://docs.slack.dev/reference/objects/user-object
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.directory import Standing
from bot.slack.workspace.cache import CachedRead, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

# users.info does not mark Slackbot as a bot.
_SLACKBOT = "USLACKBOT"
# Slack's errors for a user that Relais cannot see.
_NOBODY = frozenset({"user_not_found", "user_not_visible"})


class Standings:
    """Reads people one by one (users.info), cached by `CachedRead`."""

    def __init__(self, client: AsyncWebClient, now: Callable[[], float]) -> None:
        self._client = client
        self._now = now
        self._known: dict[str, CachedRead[Standing]] = {}

    async def of(self, user: str, team: str) -> Standing:
        """Return what `user` is to the organisation of `team`, the workspace that Relais is in."""
        read = partial(self._read, user, team)
        return await self._known.setdefault(user, CachedRead(read, self._now))()

    async def _read(self, user: str, team: str) -> Standing:
        try:
            return standing((await self._client.users_info(user=user))["user"], team)
        except SlackApiError as error:
            if reason(error) in _NOBODY:
                return Standing.UNKNOWN
            raise


def standing(user: Mapping[str, Any], team: str) -> Standing:
    """Return what `user` is to the organisation of `team`."""
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_bot") or user.get("id") == _SLACKBOT:
        return Standing.BOT
    if user.get("is_stranger") or not _is_of(user, team):
        return Standing.OTHER_ORGANISATION
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.EMPLOYEE


def _is_of(user: Mapping[str, Any], team: str) -> bool:
    """Tell whether the account is of this workspace, or of one in the same organisation."""
    own, organisation = str(user.get("team_id") or team), user.get("enterprise_user") or {}
    return not team or own == team or team in organisation.get("teams", ())
