"""Checks who else can read a department's channel: everybody, another organisation, guests."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.directory import Standing
from bot.slack.workspace.cache import READ_ERRORS, reason
from bot.slack.workspace.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from actions.knowledge.department import Department
    from actions.knowledge.library import Library
    from bot.slack.workspace.directory import Directory

_SHARED = ("is_ext_shared", "is_pending_ext_shared")
_OUTSIDE = frozenset({Standing.GUEST, Standing.OTHER_ORGANISATION})
# People are asked for one by one, and Slack allows about a hundred calls a minute.
_MOST_MEMBERS = 200
_PUBLIC = "#{channel} is public: everybody in the workspace can read its requests. Make it private."
_SHARED_WITH = (
    "#{channel} is shared with another organisation, whose people can read its requests: name a channel of "
    "your own in {file}."
)
_GUESTS = "#{channel} has {count}, who can read its requests: remove them, or name another channel in {file}."
_MANY = (
    "#{channel} has {count} members: too many to look for guests one by one, and too many to read requests."
)
_UNREAD = "Slack does not tell who can read the departments' channels ({reason}): this is not checked."


async def exposures(library: Library, client: AsyncWebClient, directory: Directory) -> tuple[Finding, ...]:
    """Return a warning for each department's channel that others can read."""
    found: list[Finding] = []
    try:
        for department in library.departments.values():
            channel = await directory.channel(department.channel)
            if channel is None:
                continue
            shown = (await client.conversations_info(channel=channel))["channel"]
            values = {"channel": department.channel, "file": library.departments_file}
            found += [_warning(department, text.format(**values)) for text in _open_to(shown)]
            text, count = await _members(await directory.members(channel), directory)
            if text:
                found.append(_warning(department, text.format(count=count, **values)))
    except READ_ERRORS as error:
        found.append(Finding(Severity.FAULT, "channels", _UNREAD.format(reason=reason(error))))
    return tuple(found)


def _warning(department: Department, sentence: str) -> Finding:
    return Finding(Severity.WARNING, department.id, sentence)


def _open_to(channel: Mapping[str, Any]) -> Iterator[str]:
    if not channel.get("is_private"):
        yield _PUBLIC
    if any(channel.get(flag) for flag in _SHARED):
        yield _SHARED_WITH


async def _members(members: frozenset[str], directory: Directory) -> tuple[str, str]:
    """Return the sentence about a channel's members, with a count; empty where there is none."""
    if len(members) > _MOST_MEMBERS:
        return _MANY, str(len(members))
    users = await asyncio.gather(*(directory.user(each) for each in members))
    guests = sum(user.standing in _OUTSIDE for user in users)
    return (_GUESTS if guests else ""), "a guest" if guests == 1 else f"{guests} guests"
