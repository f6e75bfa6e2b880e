"""Persons as Slack writes them: our ids bear the team, Slack's mentions do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.slack.workspace.directory import Directory


def user_of(person: str) -> str:
    """Return the user id of ``team:user``."""
    return person.rpartition(":")[2]


def team_of(person: str) -> str:
    """Return the team of ``team:user``."""
    return person.partition(":")[0]


def mention(person: str) -> str:
    """Return a mention, which Slack shows as the person's name."""
    return f"<@{user_of(person)}>"


async def names_of(users: Iterable[str], directory: Directory) -> list[tuple[str, str]]:
    """Return the users who have a name, with it, in its order."""
    named = [(user, await directory.name(user)) for user in users]
    return sorted((each for each in named if each[1]), key=lambda each: each[1].casefold())
