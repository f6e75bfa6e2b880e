"""Persons as Slack writes them: our ids bear the team, Slack's mentions do not."""

from __future__ import annotations


def user_of(person: str) -> str:
    """Return the user id of ``team:user``."""
    return person.rpartition(":")[2]


def team_of(person: str) -> str:
    """Return the team of ``team:user``."""
    return person.partition(":")[0]


def who(person: str) -> str:
    """Return a mention, which Slack shows as the person's name."""
    return f"<@{user_of(person)}>"
