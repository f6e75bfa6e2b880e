"""What all commands share: reading the settings, printing errors, exit codes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

from actions.knowledge.library import KnowledgeError
from bot.local.process import StartError
from bot.logs import configure_logs
from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path


def carry_out(work: Coroutine[None, None, int | None]) -> NoReturn:
    """Run `work`; a known error is printed without its trace, and gives exit code 1."""
    try:
        code = asyncio.run(work) or 0
    except (StartError, KnowledgeError) as error:
        give_up(str(error))
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)


def give_up(sentence: str) -> NoReturn:
    """Print `sentence` on standard error, and exit with code 1."""
    Console(stderr=True, highlight=False).print(sentence, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def many(count: int, noun: str) -> str:
    """Return ``no cases``, ``1 case`` or ``2 cases``."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def settings() -> Settings:
    """Read the settings and set the logs up; invalid settings end the command."""
    read = _read()
    configure_logs(read.relais_log_level, read.relais_log_format)
    return read


def own_departments() -> Path | None:
    """Return RELAIS_DEPARTMENTS; invalid settings end the command."""
    return _read().relais_departments


def own_questionnaire() -> Path | None:
    """Return RELAIS_READINESS; invalid settings end the command."""
    return _read().relais_readiness


def _read() -> Settings:
    try:
        return read_settings()
    except SettingsError as error:
        give_up(f"The settings cannot be used: {error}")
