"""Reads the knowledge once and checks that its parts fit together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from actions.knowledge.responsibility import Activity, Actor, Asking, Specific
from actions.knowledge.topic import Department, Family, Source, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent

T = TypeVar("T")


class KnowledgeError(Exception):
    """The knowledge files do not hold together; the message names the file and every fault."""


class Policy(BaseModel, frozen=True, extra="forbid"):
    """When to answer, ask back or refuse.

    Confidences are probabilities, 0 to 1. At `answer_from` and above, with `margin` ahead of the next
    question, the answer is given, and below `sure_from` it comes with what else may have been meant; from
    `ask_from` the likely questions are offered, each at least
    `offer_from`, at most `options` of them; below, it is refused. A message that the model takes for
    out of scope is still asked back when the questions together reach `doubt_from`. In a follow-up
    `follow_up_from` is enough. After `misses` replies in a row that did not help, a person is offered.
    `inherits` names, for each topic, the entities that a follow-up may change.
    """

    answer_from: float
    margin: float
    sure_from: float
    ask_from: float
    offer_from: float
    doubt_from: float
    follow_up_from: float
    options: int
    misses: int
    fallback_department: str
    inherits: dict[str, tuple[str, ...]]


class Menu(BaseModel, frozen=True, extra="forbid"):
    """How the topics are listed: `featured` first contacts, then all, by family."""

    featured: tuple[str, ...]
    families: tuple[Family, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the advisor knows."""

    topics: dict[str, Topic]
    departments: dict[str, Department]
    sources: tuple[Source, ...]
    menu: Menu
    policy: Policy
    responsibilities: dict[str, Activity]
    specifics: tuple[Specific, ...]
    asking: Asking

    @property
    def featured(self) -> tuple[Topic, ...]:
        """The topics shown to someone who does not know what to ask."""
        return tuple(self.topics[topic] for topic in self.menu.featured)

    def related(self, topic: Topic) -> tuple[Topic, ...]:
        """Return the natural next questions after `topic`."""
        return tuple(self.topics[name] for name in topic.related)

    def sources_of(self, topic: Topic) -> tuple[Source, ...]:
        """Return who made the claims `topic` rests on, in the order of `sources.yml`."""
        return self.sources_of_claims(frozenset(topic.claims))

    def sources_of_claims(self, claims: frozenset[str]) -> tuple[Source, ...]:
        """Return who made `claims`, in the order of `sources.yml`."""
        return tuple(source for source in self.sources if claims & set(source.claims))


def _read(path: Path) -> Any:  # noqa: ANN401  YAML holds anything until pydantic has looked
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        message = f"{path.name}: not YAML: {error}"
        raise KnowledgeError(message) from error


def parse_file(path: Path, kind: type[T] | Any) -> T:  # noqa: ANN401  a parametrised tuple is no class
    """Read one file as `kind`.

    Raises:
        KnowledgeError: the file is not YAML, or not a `kind`.
    """
    try:
        result: T = TypeAdapter(kind).validate_python(_read(path))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        message = f"{path.name}: " + "; ".join(faults)
        raise KnowledgeError(message) from error
    return result


def load(folder: Path = HERE) -> Library:
    """Read every file under `folder`.

    Raises:
        KnowledgeError: a file is not YAML, lacks a part or a language, or names something unknown.
    """
    topics: list[Topic] = [parse_file(path, Topic) for path in sorted((folder / "topics").glob("*.yml"))]
    departments: tuple[Department, ...] = parse_file(folder / "departments.yml", tuple[Department, ...])
    activities: tuple[Activity, ...] = parse_file(folder / "responsibilities.yml", tuple[Activity, ...])
    library = Library(
        topics={topic.topic: topic for topic in topics},
        departments={department.id: department for department in departments},
        sources=parse_file(folder / "sources.yml", tuple[Source, ...]),
        menu=parse_file(folder / "menu.yml", Menu),
        policy=parse_file(folder / "policy.yml", Policy),
        responsibilities={activity.id: activity for activity in activities},
        specifics=parse_file(folder / "specifics.yml", tuple[Specific, ...]),
        asking=parse_file(folder / "asking.yml", Asking),
    )
    if faults := list(_faults(library)):
        raise KnowledgeError("; ".join(faults))
    return library


def _faults(library: Library) -> Iterator[str]:
    """Yield every reference that leads nowhere."""
    claims = {claim for source in library.sources for claim in source.claims}
    for topic in library.topics.values():
        where = f"topics/{topic.topic}.yml"
        for claim in topic.claims:
            if claim not in claims:
                yield f"{where}: claim {claim} is in no source"
        for name in topic.related:
            if name not in library.topics or name == topic.topic:
                yield f"{where}: related topic {name} does not exist"
        for department in (topic.owner, *(step.department for step in topic.next_steps)):
            if department not in library.departments:
                yield f"{where}: department {department} does not exist"
    yield from _menu_faults(library)
    yield from _table_faults(library, claims)


def _table_faults(library: Library, claims: set[str]) -> Iterator[str]:
    for activity in library.responsibilities.values():
        where = f"responsibilities.yml: {activity.id}"
        for actor in Actor:
            for claim in set(activity.cell(actor).claims) - claims:
                yield f"{where}: {actor}: claim {claim} is in no source"
        for name in {activity.owner, *activity.brand.departments} - set(library.departments):
            yield f"{where}: department {name} does not exist"
    yield from _specific_faults(library, claims)
    for name, asked in library.asking.topics.items():
        if name not in library.topics:
            yield f"asking.yml: topic {name} does not exist"
        if asked.activity is not None and asked.activity not in library.responsibilities:
            yield f"asking.yml: {name}: activity {asked.activity} does not exist"


def _specific_faults(library: Library, claims: set[str]) -> Iterator[str]:
    for specific in library.specifics:
        for name in set(specific.topics) - set(library.topics):
            yield f"specifics.yml: {specific.entity}: topic {name} does not exist"
        for value in specific.values:
            for claim in set(value.claims) - claims:
                yield f"specifics.yml: {value.id}: claim {claim} is in no source"


def _menu_faults(library: Library) -> Iterator[str]:
    listed = [name for family in library.menu.families for name in family.topics]
    for name in {*listed, *library.menu.featured} - set(library.topics):
        yield f"menu.yml: topic {name} does not exist"
    for name in set(library.topics) - set(listed):
        yield f"menu.yml: topic {name} is in no family"
    for name in set(library.policy.inherits) - set(library.topics):
        yield f"policy.yml: topic {name} does not exist"
    if library.policy.fallback_department not in library.departments:
        yield f"policy.yml: department {library.policy.fallback_department} does not exist"
