"""`topics impact`: lists the questions that a draft would answer differently."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.console import Console

from actions.knowledge.library import HERE, load
from actions.language import Language
from actions.reply import Answer, Answers, Clarify, Refuse, Unavailable
from bot.commands.ask import decision_name, said, terminal_advisor
from bot.commands.offline import open_journal
from bot.local.process import StartError
from bot.local.stack import find_redis
from bot.terminal import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actions.dialogue.converse import Advisor
    from actions.dialogue.ports import Understander
    from actions.knowledge.library import Library
    from actions.model import Understanding
    from actions.reply import Decision
    from bot.pages.compose import Composer
    from bot.settings import Settings

console = Console(highlight=False)

# Texts are compared sentence by sentence, since an answer is one long line.
_SENTENCE_END = re.compile(r"(?<=[.!?]) +|\n")

ReplayedQuestion = tuple[str, Language | None]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question with another answer: the decisions before and after, and the diff of the texts."""

    question: str
    before: str
    after: str
    diff: tuple[str, ...]


async def impact(settings: Settings, name: str, file: Path | None, questions: Path | None) -> int:
    """Print which questions of the journal, and of `questions`, a draft of the topic changes.

    With `file` it stands in for ``topics/NAME.yml``; without, that file as it is on disk is compared
    with the last commit. Nothing is stored or logged.

    Raises:
        KnowledgeError: the draft, or the rest of the knowledge, has faults.
        StartError: there is nothing to compare with, or Rasa does not answer.
    """
    # The same departments for both, since they are no part of the change.
    departments = settings.relais_departments
    on_disk = load(departments=departments)
    if file:
        present, draft = on_disk, load(HERE, {name: file}, departments)
    else:
        present, draft = committed(HERE, departments), on_disk
    if name not in draft.topics:
        raise StartError(f"There is no topic {name}. A new one: python -m bot topics new {name}")
    if present == draft:
        console.print("The draft says what the present knowledge says: no answer changes.")
        return 0
    questions_to_replay = [*await _journaled(settings), *_listed(questions)]
    if not questions_to_replay:
        console.print("Nothing to replay. Give questions, one a line: --questions FILE")
        return 0
    async with terminal_advisor(settings) as (advisor, composer):
        found = await changes(questions_to_replay, present, draft, advisor, composer)
    for change in found:
        _print(change)
    many = "1 question" if len(questions_to_replay) == 1 else f"{len(questions_to_replay)} questions"
    console.print(f"{many} replayed; {len(found) or 'none'} would be answered differently.", style="bold")
    return 0


def committed(folder: Path, departments: Path | None = None) -> Library:
    """Return the knowledge of the last commit; `departments` is as in `load`.

    Raises:
        StartError: `folder` is in no git repository, or was never committed.
    """
    command = ["git", "archive", "--format=zip", "HEAD"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)  # noqa: S603  our own words
    except (OSError, subprocess.CalledProcessError) as error:
        raise StartError("There is no commit to compare with: give the draft with --file.") from error
    with TemporaryDirectory() as place, zipfile.ZipFile(BytesIO(done.stdout)) as archive:
        archive.extractall(place)
        return load(Path(place), departments=departments)


async def _journaled(settings: Settings) -> list[ReplayedQuestion]:
    """Return the journal's questions, or print why there are none."""
    url = await find_redis(settings)
    if url is None:
        console.print("No journal: REDIS_URL is not set and no Relais runs here.", style="yellow")
        return []
    async with open_journal(url) as journal:
        notes = await journal.notes()
    if not notes:
        console.print("The journal is empty: it holds what was not answered well in the last 90 days.")
    return list(dict.fromkeys((note.question, Language(note.language)) for note in notes))


def _listed(path: Path | None) -> list[ReplayedQuestion]:
    lines = path.read_text("utf-8").splitlines() if path else []
    return [(line.strip(), None) for line in lines if line.strip()]


@dataclass(frozen=True, slots=True)
class CachedUnderstander:
    """Understands each text once, so that both libraries get the same understanding."""

    understander: Understander
    understood: dict[str, Understanding] = field(default_factory=dict)

    async def understand(self, text: str) -> Understanding:
        """Interpret `text`, or return its earlier understanding."""
        if text not in self.understood:
            self.understood[text] = await self.understander.understand(text)
        return self.understood[text]


async def changes(
    questions: Iterable[ReplayedQuestion],
    present: Library,
    draft: Library,
    advisor: Advisor,
    composer: Composer,
) -> list[AnswerChange]:
    """Return each question that `draft` answers differently from `present`, in their order.

    Raises:
        StartError: Rasa does not answer.
    """
    draft = _with_versions_of(present, draft)
    cached = replace(advisor, understander=CachedUnderstander(advisor.understander))
    found = []
    for text, language in questions:
        before = await _answer(text, language, replace(cached, library=present), composer)
        after = await _answer(text, language, replace(cached, library=draft), composer)
        if before != after:
            old, new = _SENTENCE_END.split(before[1]), _SENTENCE_END.split(after[1])
            diff = tuple(unified_diff(old, new, "present", "draft", n=1, lineterm=""))
            found.append(AnswerChange(text, before[0], after[0], diff))
    return found


def _with_versions_of(present: Library, draft: Library) -> Library:
    """Return `draft` with the versions and review dates of `present`, which are not compared."""
    topics = {
        name: topic.model_copy(
            update={"version": before.version, "reviewed": before.reviewed}
            if (before := present.topics.get(name))
            else {}
        )
        for name, topic in draft.topics.items()
    }
    return replace(draft, topics=topics)


async def _answer(
    text: str, language: Language | None, advisor: Advisor, composer: Composer
) -> tuple[str, str]:
    """Return the decision in a word or two, and the whole text of the reply."""
    # The turn is not remembered, so that each question stands by itself.
    reply = (await advisor.converse(*said(text, "impact", language))).reply
    if isinstance(reply.decision, Unavailable):
        raise StartError("The understanding does not answer. Look at .data/logs/rasa.log, then try again.")
    page = replace(composer, library=advisor.library).page(replace(reply, introduce=False))
    return _decision_line(reply.decision), plain_text(page)


def _decision_line(decision: Decision) -> str:
    match decision:
        case Answer(topic):
            return f"answer from {topic.topic}"
        case Answers(topics):
            return "answer from " + ", ".join(topic.topic for topic in topics)
        case Clarify(topics) | Refuse(topics):
            names = ", ".join(topic.topic for topic in topics)
            return f"{decision_name(decision)} ({names})" if names else decision_name(decision)
        case _:
            return decision_name(decision)


def _print(change: AnswerChange) -> None:
    console.print(f"› {change.question}", style="bold", markup=False, soft_wrap=True)
    if change.before != change.after:
        console.print(f"  {change.before} → {change.after}", markup=False, soft_wrap=True)
    for line in change.diff[2:]:
        colour = {"+": "green", "-": "red", "@": "dim"}.get(line[:1], "")
        console.print(f"  {line}", style=colour, markup=False, soft_wrap=True)
    console.print()
