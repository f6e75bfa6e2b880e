"""`ask` and `chat`: the advisor in the terminal, without Slack."""

from __future__ import annotations

import json
import sys
from contextlib import asynccontextmanager
from dataclasses import asdict
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console

from actions.acts import Choice, Said
from actions.knowledge.library import load
from actions.language import Language  # noqa: TC001  pydantic reads the annotations when the program runs
from actions.model import Inbound
from actions.privacy import redact
from actions.reply import (
    Answer,
    Answers,
    ChooseDepartment,
    Clarify,
    Decision,
    Escalate,
    Explained,
    Failed,
    OfferHuman,
    Refuse,
    Unavailable,
)
from bot.commands.offline import open_advisor
from bot.local.stack import find_running, open_backends
from bot.pages.page import without_forms
from bot.terminal import plain_text, show

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from actions.dialogue.converse import Advisor
    from actions.dialogue.turn import Exchange
    from actions.knowledge.topic import Topic
    from bot.pages.compose import Composer
    from bot.pages.page import Page
    from bot.settings import Backends, Settings

errors = Console(stderr=True, highlight=False)
_PERSON = "terminal"


class QuestionLine(BaseModel):
    """One line of `ask --jsonl`; other fields are ignored."""

    model_config = ConfigDict(extra="ignore")

    text: str
    lang: Language | None = None


def decision_name(decision: Decision) -> str:
    """Return the name of a decision in `ask --jsonl`."""
    match decision:
        case Answer() | Answers() | Explained():
            return "answer"
        case Clarify():
            return "clarify"
        case Escalate() | ChooseDepartment() | OfferHuman():
            return "escalate"
        case Refuse():
            return "refuse"
        case Unavailable() | Failed():
            return "unavailable"
        case _:
            return "service"


def as_json(text: str, exchange: Exchange, page: Page) -> dict[str, Any]:
    """Return one answer as `ask --jsonl` writes it."""
    reply, decision = exchange.reply, exchange.reply.decision
    understanding = exchange.understood.whole if exchange.understood else None
    return {
        "text": text,
        "language": reply.language.value,
        "decision": decision_name(decision),
        "intent": understanding.best.intent if understanding else None,
        "confidence": round(understanding.best.confidence, 4) if understanding else None,
        "entities": [_entity(entity) for entity in understanding.entities] if understanding else [],
        "offered": [topic.topic for topic in _offered(decision)],
        "topic": _answered(decision)[0] if _answered(decision) else None,
        "topics": _answered(decision),
        "reply": plain_text(page),
    }


def _offered(decision: Decision) -> tuple[Topic, ...]:
    """Return the topics offered in case the reply is not the right one."""
    match decision:
        case Clarify(topics, _):
            return topics
        case Answer(_, _, instead):
            return instead
        case Refuse(near):
            return near
        case _:
            return ()


def _answered(decision: Decision) -> list[str]:
    """Return the topics that a decision answers from."""
    if isinstance(decision, Answers):
        return [topic.topic for topic in decision.topics]
    return [decision.topic.topic] if isinstance(decision, Answer) else []


def _entity(entity: Any) -> dict[str, str]:  # noqa: ANN401  any Entity
    fields: dict[str, str] = asdict(entity)
    return {"entity": fields["name"], "value": fields["value"], "text": fields["text"]}


@asynccontextmanager
async def terminal_advisor(settings: Settings) -> AsyncIterator[tuple[Advisor, Composer]]:
    """Use the Rasa of the running Relais, else start one for as long as this context lasts.

    Raises:
        KnowledgeError: the knowledge has faults; nothing was started.
        StartError: Rasa could not be started.
    """
    library, folder = load(departments=settings.relais_departments), settings.relais_data_dir.resolve()
    backends: Backends | None = None if settings.rasa_url else await find_running(folder)
    if backends is not None:
        async with open_advisor(backends, library, settings.relais_language) as pair:
            yield pair
        return
    async with (
        open_backends(settings, errors.print, with_redis=False) as started,
        open_advisor(started, library, settings.relais_language) as pair,
    ):
        yield pair


async def ask(settings: Settings, question: str, language: Language | None) -> None:
    """Answer one question on standard output."""
    async with terminal_advisor(settings) as (advisor, composer):
        await advisor.memories.people.mark_introduced(_PERSON)
        exchange = await advisor.answer(*said(question, "ask", language))
        show(without_forms(composer.page(exchange.reply)), Console(highlight=False))


async def ask_lines(settings: Settings, lines: Iterable[str]) -> int:
    """Answer JSON lines on standard output; return how many could not be read.

    Each line is a conversation of its own. For a line that cannot be read, a line with the error is written,
    and the rest goes on.
    """
    unread = 0
    async with terminal_advisor(settings) as (advisor, composer):
        await advisor.memories.people.mark_introduced(_PERSON)
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                question = QuestionLine.model_validate_json(line)
            except ValidationError as error:
                unread += 1
                reason = "; ".join(fault["msg"] for fault in error.errors())
                _write({"line": number, "error": reason})
                continue
            async for answer in answer_all(advisor, composer, [(question.text, question.lang)]):
                _write(answer)
    return unread


async def answer_all(
    advisor: Advisor, composer: Composer, texts: Iterable[tuple[str, Language | None]]
) -> AsyncIterator[dict[str, Any]]:
    """Yield what `ask --jsonl` writes for each text, every one a conversation of its own."""
    for text, language in texts:
        exchange = await advisor.answer(*said(text, uuid4().hex, language))
        yield as_json(text, exchange, composer.page(exchange.reply))


def _write(fields: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(fields, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def said(text: str, conversation: str, language: Language | None) -> tuple[Inbound, Said]:
    """Return a redacted message of the person at the terminal."""
    return _inbound(conversation, conversation, language), Said(redact(text.strip()))


def _inbound(key: str, conversation: str, language: Language | None) -> Inbound:
    return Inbound(key, _PERSON, conversation, language, surface="terminal")


async def chat(settings: Settings, language: Language | None) -> None:
    """Talk until the end of input; a number presses the button of that number."""
    console = Console(highlight=False)
    async with terminal_advisor(settings) as (advisor, composer):
        say = composer.strings[language or settings.relais_language]
        console.print(say("chat_hint"), style="dim")
        page: Page | None = None
        for turn in count(1):
            try:
                line = console.input("[bold cyan]› [/]").strip()
            except (EOFError, KeyboardInterrupt):
                return
            if not line:
                continue
            pressed = _pressed(line, page)
            act = pressed if pressed is not None else Said(redact(line))
            exchange = await advisor.answer(_inbound(str(turn), "chat", language), act)
            page = without_forms(composer.page(exchange.reply))
            console.print()
            show(page, console)


def _pressed(line: str, page: Page | None) -> Choice | None:
    """Return the choice of the button whose number `line` is, None where it is no such number."""
    buttons = page.choices if page is not None else ()
    return next((each.choice for number, each in enumerate(buttons, start=1) if line == str(number)), None)
