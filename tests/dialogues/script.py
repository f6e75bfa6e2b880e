"""The understanding that a dialogue states itself, in place of a model's, and whether a model agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.dialogue.questions import questions_in
from tests.fakes.understander import ScriptedUnderstander, understood

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.dialogue.decide import UnderstoodMessage
    from tests.dialogues.acts import Say
    from tests.dialogues.steps import Dialogue

_SURE = 0.9


def scripted(dialogue: Dialogue) -> ScriptedUnderstander:
    """Return an understanding of everything that is said in a dialogue."""
    return ScriptedUnderstander(
        {
            text: understood(intent, _SURE, **said.entities)
            for said in dialogue.said
            for text, intent in _script(said)
        }
    )


def _script(said: Say) -> Iterator[tuple[str, str]]:
    """Yield each text that is to be understood, with its intent: the whole, and each question in it."""
    if said.intents:
        questions = (question for question in questions_in(said.text) if question != said.text)
        yield from zip(questions, said.intents, strict=False)
        yield said.text, said.intents[0]


def disagreement(said: Say, understood_as: UnderstoodMessage) -> str:
    """Return what a model understood of a message otherwise than its dialogue; empty where both agree."""
    whole, parts = understood_as.whole, understood_as.parts
    found = tuple(part.best.intent for part in (parts if len(said.intents) > 1 else (whole,)))
    named = {entity.name: entity.value for entity in whole.entities}
    agrees = said.intents in {(), found} and said.entities.items() <= named.items()
    return "" if agrees else f"{said.text}: {found}, {named}"
