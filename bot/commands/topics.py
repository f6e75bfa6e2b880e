"""`topics`: checks, starts, previews and measures changes of the knowledge."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from actions.acts import View
from actions.knowledge.library import HERE, KnowledgeError, check, load
from actions.knowledge.skeleton import skeleton
from actions.language import Language
from actions.reply import Answer, Explained, Reply
from bot.commands.common import carry_out, give_up, many, own_departments, own_questionnaire, settings
from bot.commands.impact import impact as measure
from bot.pages.compose import Composer
from bot.strings import load_strings
from bot.terminal import show

topics = typer.Typer(
    name="topics", help="Change what the advisor knows (docs/editing-guidance.md).", no_args_is_help=True
)

console = Console(highlight=False)


@topics.command("check")
def check_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="Only these topics.")] = None,
) -> None:
    """Print everything that is wrong with the knowledge, file:line: what; exit 1 if anything is."""
    today = date.today()  # noqa: DTZ011  the reader's own day
    raise typer.Exit(print_faults(tuple(names or ()), HERE, today, own_departments(), own_questionnaire()))


def print_faults(
    names: tuple[str, ...],
    folder: Path,
    today: date,
    departments: Path | None = None,
    readiness: Path | None = None,
) -> int:
    """Print the faults under `folder`, or those of some topics; return 1 where one is not a warning.

    `departments` and `readiness` are read in place of those under `folder`.
    """
    if missing := [name for name in names if not (folder / "topics" / f"{name}.yml").exists()]:
        give_up(f"There is no topics/{missing[0]}.yml. A new one: python -m bot topics new {missing[0]}")
    found = [
        fault
        for fault in check(folder, today, departments, readiness)
        if not names or fault.topic in names or fault.file in {f"topics/{name}.yml" for name in names}
    ]
    for fault in found:
        console.print(str(fault), style="yellow" if fault.warning else "red", markup=False, soft_wrap=True)
    faults = [fault for fault in found if not fault.warning]
    count = len(names) or len(list((folder / "topics").glob("*.yml")))
    warnings = len(found) - len(faults)
    summary = f"{many(count, 'topic')} checked: {many(len(faults), 'fault')}, {many(warnings, 'warning')}."
    console.print(summary, style="dim")
    return 1 if faults else 0


@topics.command("new")
def new_command(
    name: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and _: moderation.")],
) -> None:
    """Write the skeleton of a new topic, to be filled in."""
    console.print(new_topic(name, HERE, date.today()), markup=False, soft_wrap=True)  # noqa: DTZ011  as above


def new_topic(name: str, folder: Path, today: date) -> str:
    """Write `topics/NAME.yml` under `folder`; return the next steps, for the author."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        give_up(f"{name} cannot be an id: a small letter first, then small letters, digits and _.")
    path = folder / "topics" / f"{name}.yml"
    if path.exists():
        give_up(f"topics/{name}.yml exists already. Edit it, or choose another id.")
    path.write_text(skeleton(name, today, folder), "utf-8")
    relative = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return (
        f"Wrote {relative}. Now:\n"
        f"  1. replace every TODO in it, in both languages;\n"
        f"  2. list {name} under a family of actions/knowledge/menu.yml;\n"
        f"  3. add the intent {name} to nlu/domain.yml, and at least 25 ways to ask it in each language\n"
        f"     to a file of nlu/data/fr and of nlu/data/en;\n"
        f"  4. python -m bot topics check {name}"
    )


@topics.command("preview")
def preview_command(
    name: Annotated[str, typer.Argument(metavar="ID")],
    lang: Annotated[Language | None, typer.Option(help="One language; both unless told.")] = None,
    why: Annotated[bool, typer.Option("--why", help="As after a press of « Why? ».")] = False,
) -> None:
    """Show a topic as a person sees it in Slack."""
    own = own_departments()
    try:
        for language in [lang] if lang else list(Language):
            preview(name, language, HERE, own, why=why)
    except KnowledgeError as error:
        give_up(str(error))


def preview(
    name: str, language: Language, folder: Path, departments: Path | None = None, *, why: bool
) -> None:
    """Print the answer on a topic, with its reasons where `why`; `departments` is as in `print_faults`."""
    library = load(folder, departments=departments)
    if name not in library.topics:
        give_up(f"There is no topic {name}.")
    topic = library.topics[name]
    decision = Explained(topic, View.WHY) if why else Answer(topic)
    show(Composer(library, load_strings()).page(Reply(language, decision)), console)


@topics.command("impact")
def impact_command(
    name: Annotated[str, typer.Argument(metavar="ID")],
    file: Annotated[Path | None, typer.Option(help="The draft; else topics/ID.yml as it is on disk.")] = None,
    questions: Annotated[Path | None, typer.Option(help="More questions to replay, one a line.")] = None,
) -> None:
    """Replay the journal's questions: which would be answered differently?"""
    for path in (file, questions):
        if path is not None and not path.is_file():
            give_up(f"There is no file {path}.")
    carry_out(measure(settings(), name, file, questions))
