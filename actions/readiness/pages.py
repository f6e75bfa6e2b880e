"""How the questionnaire is put, page by page: few enough questions a page for a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.knowledge.questionnaire import ContraIndication, Dimension, Item, Questionnaire
    from actions.readiness.records import ActionItem, Draft

_MOST = 5


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page: the `dimensions` it is about (none for the contra-indications) and what it asks."""

    dimensions: tuple[Dimension, ...]
    asked: tuple[ContraIndication | Item, ...]


def pages(questionnaire: Questionnaire, items: frozenset[str] = frozenset()) -> tuple[FormPage, ...]:
    """Return the pages, the contra-indications first; only `items` where some are named."""
    first = tuple(each for each in questionnaire.contra_indications if not items or each.id in items)
    found = [FormPage((), first[at : at + _MOST]) for at in range(0, len(first), _MOST)]
    together: list[Dimension] = []
    asked: list[ContraIndication | Item] = []
    for dimension in questionnaire.dimensions:
        wanted = [item for item in dimension.items if not items or item.id in items]
        if asked and len(asked) + len(wanted) > _MOST:
            found.append(FormPage(tuple(together), tuple(asked)))
            together, asked = [], []
        if wanted:
            together.append(dimension)
            asked += wanted
    return (*found, *((FormPage(tuple(together), tuple(asked)),) if asked else ()))


def pages_of(
    draft: Draft, steps: tuple[ActionItem, ...], questionnaire: Questionnaire
) -> tuple[FormPage, ...]:
    """Return the pages of what a person has begun: where it asks again, only the items of those actions."""
    return pages(questionnaire, frozenset(step.item for step in steps) if draft.steps else frozenset())
