"""The sentence for an act that is not allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.permissions.denial import Denial
from bot.pages.page import mention

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from actions.language import Language
    from actions.permissions.denial import NotAllowed
    from bot.strings import Strings


def denied(refused: NotAllowed, library: Library, say: Strings, language: Language) -> str:
    """Return the sentence, which names who may where that helps."""
    people = say("list_comma").join(mention(person) for person in refused.people)
    if refused.why is Denial.MANAGERS and not people:
        return say("refused_managers_none")
    department = library.department(refused.department).name.in_(language)
    return say(f"refused_{refused.why}", people=people, department=department)
