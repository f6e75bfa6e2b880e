"""What a question's words call for: verdicts of the responsibility table, specifics, and a department."""

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

# More than this in one answer is a table; there is a button for that.
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
    """What an answer gains from the words of its question.

    `rulings` answer it directly; `specifics` are about what it names beside. Both are empty for a question
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
    """Return the department that a request about this goes to: whose the activity is, else the topic."""
    rulings = fit(topic, entities, library).rulings
    return library.department(rulings[0].activity.owner if rulings else topic.owner).id


def department_named(understood: Understanding, library: Library) -> str | None:
    """Return the department named, else the one whose activity is named, in the responsibility table."""
    activities = activities_named(understood.entities, library)
    return understood.value("department") or (
        library.responsibilities[activities[0]].owner if activities else None
    )


def likely_department(understood: Understanding, library: Library, turn: Turn) -> str:
    """Return who could help: the department named, whose the likeliest topic is, or the unrouted one."""
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
    asked = library.asking.topics.get(topic.topic)
    if asked is None:
        return
    activities, actors = activities_named(entities, library), actors_named(entities, library)
    # A topic with an activity of its own is about that already: it takes somebody named to ask of whom.
    if not actors and (asked.activity is not None or not activities):
        return
    rows = activities or ((asked.activity,) if asked.activity else ())
    for name, actor in product(rows, actors or asked.actors):
        yield Ruling(library.responsibilities[name], actor)


def _specifics(topic: Topic, entities: tuple[Entity, ...], library: Library) -> Iterator[Value]:
    for specific in library.specifics:
        if topic.topic not in specific.topics:
            continue
        values = {value.id: value for value in specific.values}
        for name in dict.fromkeys(e.value for e in entities if e.name == specific.entity):
            if name in values:
                yield values[name]
