"""Questions to ask, each about another topic, so that an answer shows which question it answers."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_HELDOUT = Path(__file__).resolve().parents[1] / "nlu" / "heldout.tsv"
# Answered in direct messages, wherever they are asked.
_IN_PRIVATE = {"escalation_status", "start_readiness"}

QUESTIONS = (
    "on hésite : confier nos réseaux sociaux à une agence ou garder ça en interne ?",
    "how many people do we need to look after our social media accounts?",
    "c'est gratuit ou il faut un budget pour les réseaux sociaux ?",
    "which department should answer customers in public on social media?",
    "combien gagne un community manager ?",
    "can the intern run our page this summer?",
    "qui doit s'occuper de la modération des commentaires ?",
    "what is the wifi password?",
    "nos employés sont en guerre avec la direction, faut-il quand même ouvrir une page ?",
    "we sell to thirty hospitals only, do we need social media at all?",
    "notre direction ne croit pas aux réseaux sociaux, comment la convaincre ?",
    "what should we measure on social media, which kpi?",
)


@cache
def varied() -> tuple[str, ...]:
    """Return the held-out questions that are answered in their thread: as people write."""
    with _HELDOUT.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(row["text"] for row in rows if row["intent"] not in _IN_PRIVATE)
