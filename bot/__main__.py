"""The command line: ``python -m bot``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path  # noqa: TC003  typer reads it when the program runs
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from actions.knowledge.library import KnowledgeError
from actions.model import Language  # noqa: TC001  typer reads it when the program runs
from bot.commands.ask import ask as ask_one
from bot.commands.ask import ask_lines
from bot.commands.ask import chat as chat_along
from bot.commands.health import health as ask_health
from bot.commands.questions import questions as list_questions
from bot.commands.run import run as run_bot
from bot.local.process import StartError
from bot.local.workspace import composed_workspace
from bot.logs import configure_logs
from bot.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import Coroutine

cli = typer.Typer(
    name="relais",
    help="Relais, an advisor in Slack on who should do what on social media.",
    no_args_is_help=True,
    add_completion=False,
)


@cli.callback()
def main() -> None:
    """Relais, an advisor in Slack on who should do what on social media."""


def _carry_out(work: Coroutine[None, None, int | None]) -> None:
    """Run `work`; a known error is one clear line and exit code 1."""
    try:
        code = asyncio.run(work) or 0
    except (StartError, KnowledgeError) as error:
        _give_up(str(error))
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)


def _give_up(sentence: str) -> None:
    Console(stderr=True, highlight=False).print(sentence, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def _settings() -> Settings:
    try:
        settings = read_settings()
    except SettingsError as error:
        _give_up(f"The settings cannot be used: {error}")
    configure_logs(settings.relais_log_level, settings.relais_log_format)
    return settings


@cli.command()
def run() -> None:
    """Join the workspace and answer: the local one, or yours when SLACK_BOT_TOKEN is set."""
    _carry_out(run_bot(_settings()))


@cli.command()
def chat(
    lang: Annotated[Language | None, typer.Option(help="Language to start with.")] = None,
) -> None:
    """Talk to the same advisor in the terminal."""
    _carry_out(chat_along(_settings(), lang))


@cli.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in French or English.")] = None,
    lang: Annotated[Language | None, typer.Option(help="What the surface believes of the person.")] = None,
    jsonl: Annotated[bool, typer.Option(help="Read {text, lang?} lines, write one JSON line each.")] = False,
) -> None:
    """Ask one question, or many from standard input with --jsonl."""
    if jsonl:
        _carry_out(ask_lines(_settings(), sys.stdin))
    elif question is None or not question.strip():
        _give_up('Give a question: python -m bot ask "Who should answer customers?"')
    else:
        _carry_out(ask_one(_settings(), question, lang))


@cli.command()
def questions(
    unanswered: Annotated[bool, typer.Option(help="Those refused, asked back or found not helpful.")] = True,
    review: Annotated[Path | None, typer.Option(help="Also write them here, for people to label.")] = None,
) -> None:
    """List the questions that were not answered well, grouped by meaning."""
    if not unanswered:
        _give_up("Only questions that were not answered well are kept: --unanswered.")
    _carry_out(list_questions(_settings(), review))


@cli.command()
def health() -> None:
    """Exit 0 when the bot running here and all its parts answer."""
    _carry_out(ask_health(_settings()))


@cli.command()
def workspace_config() -> None:
    """Print the local workspace's configuration, as playground/compose.yml holds it."""
    typer.echo(composed_workspace(), nl=False)


if __name__ == "__main__":
    cli()
