"""Checks the Slack workspace: token, scopes, channels, owners, managers."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.workspace.cache import READ_ERRORS, SLACK_ERRORS, reason
from bot.slack.workspace.directory import ChannelState, ReferenceState
from bot.slack.workspace.exposure import exposures
from bot.slack.workspace.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slack_sdk.web.async_client import AsyncWebClient

    from actions.knowledge.department import Department
    from actions.knowledge.library import Library
    from bot.slack.workspace.directory import Directory
    from bot.slack.workspace.managers import Managers

log = structlog.get_logger()

MANIFEST = Path(__file__).resolve().parents[1] / "manifest.json"
_SETTING = "RELAIS_MANAGERS"
# Slack's errors for a token that has to be replaced.
_REFUSED = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "token_expired",
        "token_revoked",
        "user_removed_from_team",
    }
)
_CLOSED_CHANNELS = {
    ChannelState.MISSING: "Relais is in no channel called #{channel}: invite @relais to it, create it, or "
    "name another channel in {file}.",
    ChannelState.ARCHIVED: "#{channel} is archived: unarchive it, or name another channel in {file}.",
}
_UNREACHABLE = {
    ReferenceState.UNKNOWN: "is nobody in this workspace: correct it in {place}; the surest is the "
    "member ID, copied from the Slack profile.",
    ReferenceState.DEACTIVATED: "has been deactivated in Slack: name somebody else in {place}.",
    ReferenceState.BOT: "is a bot: name a person in {place}.",
    ReferenceState.EMPTY: "is a user group without anybody active: add somebody to it in Slack, or name "
    "somebody else in {place}.",
    ReferenceState.CLOSED: "is a user group that Slack does not let Relais look into: grant "
    "usergroups:read, or name a person in {place}.",
}


async def examine(
    library: Library, client: AsyncWebClient, directory: Directory, managers: Managers
) -> tuple[Finding, ...]:
    """Return what works in the workspace and what does not; never raises where Slack is away."""
    try:
        answer = await client.auth_test()
    except SLACK_ERRORS as error:
        return (_no_answer(error),)
    where = answer.get("team") or answer.get("team_id")
    return (
        Finding(Severity.OK, "token", f"Slack answers @{answer.get('user')} in the workspace {where}."),
        *_scopes(answer.headers.get("x-oauth-scopes")),
        *await examine_departments(library, directory),
        *await exposures(library, client, directory),
        *await _managers(managers),
    )


async def examine_departments(library: Library, directory: Directory) -> tuple[Finding, ...]:
    """Return the findings about what could not be read, then those about each department, in their order.

    In a large workspace that names owners by @handle, this takes minutes.
    """
    named = [each for d in library.departments.values() for each in (d.owner, d.backup) if each]
    with suppress(*READ_ERRORS):
        await directory.list_for(named)
    channels, owners = await _channels(library, directory), await _owners(library, directory)
    found = (*channels, *owners)
    read = {finding.about for finding in found} <= set(library.departments)
    return (
        *(finding for finding in found if finding.about not in library.departments),
        *(
            finding
            for department in library.departments.values()
            for finding in _about(department, found, read=read)
        ),
    )


async def warn_of_departments(library: Library, directory: Directory) -> None:
    """Log what does not work for the departments; an error here does not stop the bot from starting."""
    try:
        for finding in await examine_departments(library, directory):
            if finding.severity is not Severity.OK:
                log.warning("doctor", department=finding.about, sentence=finding.sentence)
    except Exception as error:
        log.warning("doctor_failed", exc_info=error)


def _no_answer(error: Exception) -> Finding:
    why = reason(error)
    if isinstance(error, SlackApiError) and why in _REFUSED:
        sentence = (
            f"Slack refuses the bot token ({why}): copy the Bot User OAuth Token of the app's page "
            "Install App to SLACK_BOT_TOKEN."
        )
        return Finding(Severity.FAULT, "token", sentence)
    sentence = (
        f"Slack does not answer as it should ({why}), so nothing in the workspace was checked: "
        "see to the network and SLACK_API_URL, and try again."
    )
    return Finding(Severity.FAULT, "slack", sentence)


def _scopes(granted: str | None) -> Iterable[Finding]:
    """Compare the scopes granted (Slack's comma-separated header) with those of the manifest."""
    if granted is None:
        sentence = "Slack has not told which are granted; the local workspace grants every one."
        return (Finding(Severity.OK, "scopes", sentence),)
    wanted = json.loads(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"]
    missing = sorted(set(wanted) - {scope.strip() for scope in granted.split(",")})
    if not missing:
        return (Finding(Severity.OK, "scopes", f"All {len(wanted)} of the manifest are granted."),)
    sentence = (
        "Not granted: paste bot/slack/manifest.json into the app's manifest, and install the app again."
    )
    return tuple(Finding(Severity.FAULT, scope, sentence) for scope in missing)


async def _channels(library: Library, directory: Directory) -> list[Finding]:
    try:
        states = {
            name: await directory.state(department.channel)
            for name, department in library.departments.items()
        }
    except READ_ERRORS as error:
        sentence = (
            f"Slack does not tell which channels there are ({reason(error)}): departments' are not checked."
        )
        return [Finding(Severity.FAULT, "channels", sentence)]
    found = [
        Finding(
            Severity.FAULT,
            name,
            _CLOSED_CHANNELS[state].format(
                channel=library.departments[name].channel, file=library.departments_file
            ),
        )
        for name, state in states.items()
        if state is not ChannelState.OPEN
    ]
    default = library.default_department
    if states[default] is not ChannelState.OPEN:
        sentence = (
            "What no other department can take goes here, and would reach nobody: see to this channel "
            "first, or make another department the default."
        )
        found.append(Finding(Severity.FAULT, default, sentence))
    return found


async def _owners(library: Library, directory: Directory) -> list[Finding]:
    departments = library.departments.values()
    sentence = (
        f"It has no owner: name one in {library.departments_file} (@handle, member ID or user group ID)."
    )
    found = [Finding(Severity.WARNING, d.id, sentence) for d in departments if not d.owner]
    named = [(d.id, "owner", d.owner) for d in departments] + [
        (d.id, "backup", d.backup) for d in departments
    ]
    try:
        for name, role, reference in named:
            state = await directory.reference_state(reference) if reference else ReferenceState.ACTIVE
            if state is not ReferenceState.ACTIVE:
                sentence = (
                    f"Its {role} {reference} {_UNREACHABLE[state].format(place=library.departments_file)}"
                )
                found.append(Finding(Severity.FAULT, name, sentence))
    except READ_ERRORS as error:
        sentence = f"Slack does not tell who is there ({reason(error)}): owners and backups are not checked."
        found.append(Finding(Severity.FAULT, "people", sentence))
    return found


def _about(department: Department, found: Iterable[Finding], *, read: bool) -> Iterable[Finding]:
    """Return the findings about `department`; that it works where there are none and all could be read."""
    wrong = tuple(finding for finding in found if finding.about == department.id)
    if wrong or not read:
        return wrong
    backup = f", backup {department.backup}" if department.backup else ""
    sentence = f"Relais can post in #{department.channel}; owner {department.owner}{backup}."
    return (Finding(Severity.OK, department.id, sentence),)


async def _managers(managers: Managers) -> tuple[Finding, ...]:
    about = "managers"
    if not managers.references:
        sentence = (
            f"Nobody is one: set {_SETTING} to @handles, member IDs or user group IDs, with commas between."
        )
        return (Finding(Severity.WARNING, about, sentence),)
    with suppress(*READ_ERRORS):
        await managers.directory.list_for(managers.references)
    try:
        states = {name: await managers.directory.reference_state(name) for name in managers.references}
        count = len(await managers.names())
    except READ_ERRORS as error:
        sentence = f"Slack does not tell who they are ({reason(error)}): {_SETTING} is not checked."
        return (Finding(Severity.FAULT, about, sentence),)
    wrong = tuple(
        Finding(Severity.FAULT, about, f"{name} {_UNREACHABLE[state].format(place=_SETTING)}")
        for name, state in states.items()
        if state is not ReferenceState.ACTIVE
    )
    sentence = f"{', '.join(managers.references)}: {count} {'person' if count == 1 else 'people'}."
    return wrong or (Finding(Severity.OK, about, sentence),)
