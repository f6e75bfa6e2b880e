"""`doctor`: checks the workspace, Redis and Rasa."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from actions.knowledge.library import load
from bot.commands.offline import examine_workspace
from bot.local.process import StartError
from bot.local.stack import rasa_answers, running_here
from bot.settings import SlackAccess
from bot.slack.workspace.findings import Finding, Severity
from bot.stores.health import answers, count_faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.local.stack import Running
    from bot.settings import Settings

_MARKS = {Severity.OK: "✓", Severity.WARNING: "!", Severity.FAULT: "✗"}
_STYLES = {Severity.OK: "", Severity.WARNING: "yellow", Severity.FAULT: "red"}

console = Console(highlight=False)


async def doctor(settings: Settings) -> int:
    """Print one line per finding; return 1 where there is a fault.

    Raises:
        KnowledgeError: the knowledge has faults.
        StartError: there is no workspace to examine.
    """
    library = load(departments=settings.relais_departments, readiness=settings.relais_readiness)
    running = running_here(settings)
    access = _workspace(settings, running)
    found = [
        *await examine_workspace(library, access, settings.managers),
        *await _redis(settings, running),
        await _rasa(settings, running),
    ]
    _list(found)
    return 1 if any(finding.severity is Severity.FAULT for finding in found) else 0


def _workspace(settings: Settings, running: Running | None) -> SlackAccess:
    """Return the access to the configured workspace, else to the local one that runs here."""
    if settings.slack_bot_token is not None:
        return SlackAccess(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    if running is not None and running.slack_bot_token:
        return SlackAccess(running.slack_bot_token, running.slack_api_url)
    raise StartError(
        "No workspace to examine: SLACK_BOT_TOKEN is not set, and no local one runs here (make run)."
    )


async def _redis(settings: Settings, running: Running | None) -> list[Finding]:
    configured = settings.redis_url.get_secret_value() if settings.redis_url else ""
    url = configured or (running.redis_url if running else "")
    if not url:
        return [_not_configured("redis", "REDIS_URL")]
    if await answers(url):
        return [Finding(Severity.OK, "redis", "Redis answers."), *await _queue(url)]
    sentence = "Redis does not answer: start it, and see that REDIS_URL has its address and password."
    return [Finding(Severity.FAULT, "redis", sentence)]


async def _queue(redis_url: str) -> list[Finding]:
    """Say how much was given up and how much could not be read, where there is any."""
    given_up, aside = await count_faults(redis_url)
    found = []
    if given_up:
        sentence = f"{given_up} given up in the last thirty days: see `python -m bot outbox list`."
        found.append(Finding(Severity.WARNING, "outbox", sentence))
    if aside:
        sentence = f"{aside} entries could not be read and were set aside, for a week (relais:set-aside)."
        found.append(Finding(Severity.WARNING, "queue", sentence))
    return found or [Finding(Severity.OK, "outbox", "Nothing was given up or set aside.")]


async def _rasa(settings: Settings, running: Running | None) -> Finding:
    token = settings.rasa_token.get_secret_value() if settings.rasa_token else ""
    address = (settings.rasa_url, token) if settings.rasa_url else None
    address = address or ((running.rasa_url, running.rasa_token) if running else None)
    if address is None:
        return _not_configured("rasa", "RASA_URL")
    if await rasa_answers(*address):
        return Finding(Severity.OK, "rasa", "Rasa answers, with a model.")
    sentence = "No Rasa with a model answers: start it, and see to RASA_URL, RASA_TOKEN and `make train`."
    return Finding(Severity.FAULT, "rasa", sentence)


def _not_configured(part: str, setting: str) -> Finding:
    sentence = (
        f"Not asked: {setting} is not set, so Relais starts its own, and none runs here now (make run)."
    )
    return Finding(Severity.WARNING, part, sentence)


def _list(found: Sequence[Finding]) -> None:
    width = max(len(finding.about) for finding in found)
    for finding in found:
        line = f"{_MARKS[finding.severity]} {finding.about:<{width}}  {finding.sentence}"
        console.print(line, style=_STYLES[finding.severity], markup=False, soft_wrap=True)
    faults, warnings = (
        sum(finding.severity is severity for finding in found)
        for severity in (Severity.FAULT, Severity.WARNING)
    )
    summary = f"{len(found)} checked: {_many(faults, 'fault')}, {_many(warnings, 'warning')}."
    console.print(summary, style="dim")


def _many(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"
