"""Cuts the questionnaire into form pages, each short enough for a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.knowledge.questionnaire import ContraIndication, Dimension, Item, Questionnaire
    from actions.readiness.records import ActionItem, Draft

_MOST = 5


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page: the `dimensions` it is about (none for the contra-indications) and its questions."""

    dimensions: tuple[Dimension, ...]
    questions: tuple[ContraIndication | Item, ...]


def pages(questionnaire: Questionnaire, items: frozenset[str] = frozenset()) -> tuple[FormPage, ...]:
    """Return the pages, the contra-indications first; only `items` where some are named."""
    first = tuple(each for each in questionnaire.contra_indications if not items or each.id in items)
    found = [FormPage((), first[at : at + _MOST]) for at in range(0, len(first), _MOST)]
    together: list[Dimension] = []
    questions: list[ContraIndication | Item] = []
    for dimension in questionnaire.dimensions:
        wanted = [item for item in dimension.items if not items or item.id in items]
        if questions and len(questions) + len(wanted) > _MOST:
            found.append(FormPage(tuple(together), tuple(questions)))
            together, questions = [], []
        if wanted:
            together.append(dimension)
            questions += wanted
    return (*found, *((FormPage(tuple(together), tuple(questions)),) if questions else ()))


def pages_of(
    draft: Draft, actions: tuple[ActionItem, ...], questionnaire: Questionnaire
) -> tuple[FormPage, ...]:
    """Return the pages of what a person has begun: where it asks again, only the items of its `actions`."""
    items = frozenset(action.item for action in actions) if draft.actions else frozenset()
    return pages(questionnaire, items)
