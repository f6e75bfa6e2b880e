"""Fits an answer to the entities of its question: verdicts of the table, specific lines, a department."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actions.dialogue.ports import Turn
    from actions.knowledge.library import Library
    from actions.knowledge.responsibility import Activity, Actor, Cell, Value
    from actions.knowledge.topic import Topic
    from actions.model import Entity, Understanding

T = TypeVar("T")

# An answer gives at most so many verdicts; a button shows the whole table.
_MOST_RULINGS = 3
_MOST_SPECIFICS = 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """A cell of the responsibility table."""

    activity: Activity
    actor: Actor

    @property
    def cell(self) -> Cell:
        """What the sources say."""
        return self.activity.cell(self.actor)


@dataclass(frozen=True, slots=True)
class Fit:
    """What the entities of a question add to its answer.

    `rulings` answer it directly; `specifics` are lines on what else it names. Both are empty for a question
    that names nothing the knowledge distinguishes.
    """

    rulings: tuple[Ruling, ...] = ()
    specifics: tuple[Value, ...] = ()

    @property
    def claims(self) -> frozenset[str]:
        """The claims that the verdicts and the lines rest on."""
        cells = (claim for ruling in self.rulings for claim in ruling.cell.claims)
        values = (claim for value in self.specifics for claim in value.claims)
        return frozenset((*cells, *values))


def fit(topic: Topic, entities: tuple[Entity, ...], library: Library) -> Fit:
    """Return the verdicts and the lines that fit a question on `topic` naming `entities`."""
    rulings = tuple(islice(_rulings(topic, entities, library), _MOST_RULINGS))
    return Fit(rulings, tuple(islice(_specifics(topic, entities, library), _MOST_SPECIFICS)))


def owner(topic: Topic, entities: tuple[Entity, ...], library: Library) -> str:
    """Return the department for a request: the owner of the activity named, else of the topic."""
    rulings = fit(topic, entities, library).rulings
    return library.department(rulings[0].activity.owner if rulings else topic.owner).id


def department_named(understood: Understanding, library: Library) -> str | None:
    """Return the department named, else the owner of the activity named, else None."""
    activities = activities_named(understood.entities, library)
    return understood.value("department") or (
        library.responsibilities[activities[0]].owner if activities else None
    )


def likely_department(understood: Understanding, library: Library, turn: Turn) -> str:
    """Return the department named, else the owner of the likeliest topic, else the default one."""
    if named := library.department_for(understood.value("department") or ""):
        return named.id
    for name in (turn.topic, *(ranked.intent for ranked in understood.ranking)):
        if name in library.topics:
            return library.department(library.topics[name].owner).id
    return library.default_department


def activities_named(entities: tuple[Entity, ...], library: Library) -> tuple[str, ...]:
    """Return the rows of the table that `entities` name, in their order, each once."""
    return _named("activity", entities, {name: name for name in library.responsibilities})


def actors_named(entities: tuple[Entity, ...], library: Library) -> tuple[Actor, ...]:
    """Return the columns of the table that `entities` name, in their order, each once."""
    return _named("actor", entities, library.asking.actors)


def _named(kind: str, entities: tuple[Entity, ...], known: Mapping[str, T]) -> tuple[T, ...]:
    found = (known[e.value] for e in entities if e.name == kind and e.value in known)
    return tuple(dict.fromkeys(found))


def _rulings(topic: Topic, entities: tuple[Entity, ...], library: Library) -> Iterator[Ruling]:
    cells = library.asking.topics.get(topic.topic)
    if cells is None:
        return
    activities, actors = activities_named(entities, library), actors_named(entities, library)
    # Where the topic has an activity of its own, only an actor in the question calls for a verdict.
    if not actors and (cells.activity is not None or not activities):
        return
    rows = activities or ((cells.activity,) if cells.activity else ())
    for name, actor in product(rows, actors or cells.actors):
        yield Ruling(library.responsibilities[name], actor)


def _specifics(topic: Topic, entities: tuple[Entity, ...], library: Library) -> Iterator[Value]:
    for specific in library.specifics:
        if topic.topic not in specific.topics:
            continue
        values = {value.id: value for value in specific.values}
        for name in dict.fromkeys(e.value for e in entities if e.name == specific.entity):
            if name in values:
                yield values[name]
