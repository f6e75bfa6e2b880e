"""Questions with entities get their verdict from the table, through the real understanding."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from actions.acts import Said
from actions.dialogue.guidance import fit
from actions.language import Language
from actions.model import Inbound
from actions.reply import Answer
from bot.commands.offline import memory_advisor
from bot.language import LinguaGuesser
from bot.nlu_client import RasaUnderstander

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from bot.settings import Backends

QUESTIONS = Path(__file__).with_name("verdicts.tsv")
# Misunderstood today; fewer is better, more is a fault.
MOST_WRONG = 1


async def test_thirty_questions_get_their_verdict(rasa: Backends, library: Library) -> None:
    """The row, the column and the verdict, in both languages."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) >= 30
    wrong = []
    async with RasaUnderstander(rasa.rasa_url, rasa.rasa_token) as understander:
        advisor = memory_advisor(library, understander, LinguaGuesser(), Language.FR)
        for number, row in enumerate(rows):
            inbound = Inbound(str(number), "p", str(number))
            decision = (await advisor.answer(inbound, Said(row["text"]))).reply.decision
            given = (
                fit(decision.topic, decision.entities, library).rulings
                if isinstance(decision, Answer)
                else ()
            )
            wanted = (row["activity"], row["actor"], row["verdict"])
            if wanted not in [(r.activity.id, r.actor.value, r.cell.verdict.value) for r in given]:
                wrong.append(row["text"])
    assert len(wrong) <= MOST_WRONG, wrong
