"""A desk that opens forms for one person's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.converse import Advisor, Memories
from actions.knowledge.library import load
from actions.model import Language
from bot.compose import Composer
from bot.slack.directory import Directory
from bot.slack.listeners.forms import FormDesk
from bot.slack.outbox import SlackSurface
from bot.slack.uploads import Files
from bot.stores.memory import Memory
from bot.strings import load_strings
from tests.fakes.understander import NoGuess, ScriptedUnderstander

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.knowledge.library import Library


def advisor(memory: Memory, language: Language = Language.FR) -> Advisor:
    """Return an advisor that remembers in `memory`."""
    memories = Memories(memory, memory, memory, memory, memory)
    return Advisor(load(), ScriptedUnderstander(), NoGuess(), memory, memories, language)


def desk(memory: Memory | None = None, language: Language = Language.FR) -> FormDesk:
    """Return a desk for that advisor."""
    answering = advisor(memory or Memory(), language)
    return FormDesk(lambda: answering, load_strings())


def surface(client: AsyncWebClient, library: Library, memory: Memory | None = None) -> SlackSurface:
    """Return the real surface on `client`."""
    composer = Composer(library, load_strings())
    return SlackSurface(client, composer, Directory(client), Files(composer, memory or Memory()))
