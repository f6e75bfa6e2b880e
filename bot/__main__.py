"""The command line: ``python -m bot``."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003  typer reads it when the program runs
from typing import Annotated

import typer

from actions.language import Language  # noqa: TC001  typer reads it when the program runs
from bot.commands.ask import ask as ask_one
from bot.commands.ask import ask_lines
from bot.commands.ask import chat as chat_along
from bot.commands.cases import case as show_case
from bot.commands.cases import export as export_cases
from bot.commands.common import carry_out, give_up, settings
from bot.commands.doctor import doctor as examine
from bot.commands.health import health as ask_health
from bot.commands.lessons import drafts as write_drafts
from bot.commands.lessons import routing as list_routing
from bot.commands.manifest import manifest as print_manifest
from bot.commands.outbox import outbox
from bot.commands.questions import questions as list_questions
from bot.commands.recall import recall as recall_topic
from bot.commands.run import run as run_bot
from bot.commands.topics import topics
from bot.local.workspace import composed_workspace

cli = typer.Typer(
    name="relais",
    help="Relais, an advisor in Slack on who should do what on social media.",
    no_args_is_help=True,
    add_completion=False,
)
cli.add_typer(topics)
cli.add_typer(outbox)


@cli.callback()
def main() -> None:
    """Relais, an advisor in Slack on who should do what on social media."""


@cli.command()
def run() -> None:
    """Join the workspace and answer: the local one, or yours when SLACK_BOT_TOKEN is set."""
    carry_out(run_bot(settings()))


@cli.command()
def chat(
    lang: Annotated[Language | None, typer.Option(help="Language to start with.")] = None,
) -> None:
    """Talk to the same advisor in the terminal."""
    carry_out(chat_along(settings(), lang))


@cli.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in French or English.")] = None,
    lang: Annotated[Language | None, typer.Option(help="What the surface believes of the person.")] = None,
    jsonl: Annotated[bool, typer.Option(help="Read {text, lang?} lines, write one JSON line each.")] = False,
) -> None:
    """Ask one question, or many from standard input with --jsonl."""
    if jsonl:
        carry_out(ask_lines(settings(), sys.stdin))
    elif question is None or not question.strip():
        give_up('Give a question: python -m bot ask "Who should answer customers?"')
    else:
        carry_out(ask_one(settings(), question, lang))


@cli.command()
def questions(
    unanswered: Annotated[bool, typer.Option(help="Those refused, asked back or found not helpful.")] = True,
    review: Annotated[Path | None, typer.Option(help="Also write them here, for people to label.")] = None,
) -> None:
    """List the questions that were not answered well, grouped by meaning."""
    if not unanswered:
        give_up("Only questions that were not answered well are kept: --unanswered.")
    carry_out(list_questions(settings(), review))


@cli.command()
def recall(
    topic: Annotated[str, typer.Argument(help="The topic whose answer was wrong.")],
    days: Annotated[int, typer.Option(min=1, max=90, help="How far back to look.")] = 30,
    yes: Annotated[bool, typer.Option("--yes", help="Post without asking first.")] = False,
) -> None:
    """List who got an older version of a topic, and post its correction there."""
    carry_out(recall_topic(settings(), topic, days=days, confirmed=yes))


@cli.command()
def doctor() -> None:
    """Say whether the workspace, its people and all parts are in place; exit 1 where something is wrong."""
    carry_out(examine(settings()))


@cli.command()
def case(
    number: Annotated[int, typer.Argument(min=1, help="What people call it by.")],
    as_json: Annotated[bool, typer.Option("--json", help="Its events, one JSON object a line.")] = False,
) -> None:
    """Show how a case stands and everything that happened to it."""
    carry_out(show_case(settings(), number, as_json=as_json))


@cli.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if it is not there.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the files of an earlier export.")] = False,
) -> None:
    """Write every event (events.jsonl) and every case (cases.csv), the redacted words of people included."""
    carry_out(export_cases(settings(), folder, force=force))


@cli.command()
def routing(
    days: Annotated[int, typer.Option(min=1, max=400, help="How far back to look.")] = 90,
) -> None:
    """List the requests that departments sent on as not theirs, and those they say belong elsewhere."""
    carry_out(list_routing(settings(), days))


@cli.command()
def drafts(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if it is not there.")],
) -> None:
    """Write what departments say Relais should have known as files for review."""
    carry_out(write_drafts(settings(), folder))


@cli.command()
def health() -> None:
    """Exit 0 when the bot running here and all its parts answer."""
    carry_out(ask_health(settings()))


@cli.command()
def manifest(
    url: Annotated[
        str | None, typer.Option(help="Where Slack reaches Relais by HTTP, https://…; unset: Socket Mode.")
    ] = None,
) -> None:
    """Print the app's manifest, to paste into Slack: for Socket Mode, or with --url for HTTP."""
    print_manifest(url)


@cli.command()
def workspace_config() -> None:
    """Print the local workspace's configuration, as playground/compose.yml holds it."""
    typer.echo(composed_workspace(), nl=False)


if __name__ == "__main__":
    cli()
