"""Converts between persons (``team:user``) and Slack's user ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.workspace.cache import READ_ERRORS

if TYPE_CHECKING:
    from bot.slack.workspace.directory import Directory


def user_of(person: str) -> str:
    """Return the user id of ``team:user``."""
    return person.rpartition(":")[2]


def team_of(person: str) -> str:
    """Return the team of ``team:user``."""
    return person.partition(":")[0]


def person_in(team: str, user: str) -> str:
    """Return the person of a user; a bare user id where the team is not known."""
    return f"{team}:{user}" if team else user


@dataclass(frozen=True, slots=True)
class SlackPeople:
    """`PeopleDirectory` on Slack; everybody counts as active where Slack has never answered."""

    directory: Directory

    async def is_active(self, person: str) -> bool:
        """Tell whether the person's account is active."""
        try:
            return (await self.directory.user(user_of(person))).is_active
        except READ_ERRORS:
            return True
