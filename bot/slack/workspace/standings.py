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
    """Reads people one by one (users.info), cached by `CachedRead`.

    They are compared with the workspace of the token: what comes from somebody of another organisation may
    bear that one's team.
    """

    def __init__(self, client: AsyncWebClient, now: Callable[[], float]) -> None:
        self._client = client
        self._now = now
        self._own = CachedRead(self._read_own, now)
        self._known: dict[str, CachedRead[Standing]] = {}

    async def of(self, user: str) -> Standing:
        """Return what `user` is to the organisation whose workspace Relais is in."""
        return await self._known.setdefault(user, CachedRead(partial(self._read, user), self._now))()

    async def _read_own(self) -> tuple[str, str]:
        """Return the ids of the workspace and of its organisation, which is empty outside of Grid."""
        answer = await self._client.auth_test()
        return str(answer.get("team_id") or ""), str(answer.get("enterprise_id") or "")

    async def _read(self, user: str) -> Standing:
        own = await self._own()
        try:
            return standing((await self._client.users_info(user=user))["user"], *own)
        except SlackApiError as error:
            if reason(error) in _NOBODY:
                return Standing.UNKNOWN
            raise


def standing(user: Mapping[str, Any], team: str, enterprise: str = "") -> Standing:
    """Return what `user` is to the organisation of the workspace `team`, in `enterprise` on Grid."""
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_bot") or user.get("id") == _SLACKBOT:
        return Standing.BOT
    if user.get("is_stranger") or not _is_of(user, team, enterprise):
        return Standing.OTHER_ORGANISATION
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.EMPLOYEE


def _is_of(user: Mapping[str, Any], team: str, enterprise: str) -> bool:
    """Tell whether the account is of this workspace, or of one in the same organisation."""
    organisation = user.get("enterprise_user") or {}
    same = bool(enterprise) and organisation.get("enterprise_id") == enterprise
    return same or str(user.get("team_id") or team) == team
