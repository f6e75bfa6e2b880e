"""Reads the knowledge once and checks that its parts fit together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from actions.knowledge.files import Fault, parse, read
from actions.knowledge.references import Files, overdue, read_files, references
from actions.knowledge.responsibility import Activity, Asking, Specific
from actions.knowledge.topic import Department, Family, Source, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

T = TypeVar("T")

HERE = Path(__file__).resolve().parent


class KnowledgeError(Exception):
    """The knowledge files do not hold together; the message has a line a fault: file, line, what is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


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

    def sources_of_claims(self, claims: frozenset[str]) -> tuple[Source, ...]:
        """Return who made `claims`, in the order of `sources.yml`."""
        return tuple(source for source in self.sources if claims & set(source.claims))


def parse_file(path: Path, kind: type[T] | Any) -> T:  # noqa: ANN401  a parametrised tuple is no class
    """Read one file as `kind`.

    Raises:
        KnowledgeError: the file is not YAML, or not a `kind`.
    """
    faults: list[Fault] = []
    result: T | None = parse(read(path, path.name), kind, faults)
    if result is None:
        raise KnowledgeError(faults)
    return result


def load(folder: Path = HERE, drafts: Mapping[str, Path] | None = None) -> Library:
    """Read every file under `folder`; `drafts` are topics' ids with files to read in place of theirs.

    Raises:
        KnowledgeError: a file is not YAML, lacks a part or a language, or names something unknown.
    """
    library, faults = _examine(read_files(folder, drafts or {}))
    if faults or library is None:
        raise KnowledgeError(faults)
    return library


def check(folder: Path = HERE, today: date | None = None) -> list[Fault]:
    """Return all that is wrong under `folder`, by file and line; with `today`, late reviews as warnings."""
    files = read_files(folder, {})
    _, faults = _examine(files)
    return sorted([*faults, *(overdue(files, today) if today else ())])


def _examine(files: Files) -> tuple[Library | None, list[Fault]]:
    """Return the library, or None, and every fault at once."""
    faults: list[Fault] = []
    topics: list[Topic | None] = [parse(document, Topic, faults) for document in files.topics]
    departments: tuple[Department, ...] | None = parse(files.departments, tuple[Department, ...], faults)
    sources: tuple[Source, ...] | None = parse(files.sources, tuple[Source, ...], faults)
    menu: Menu | None = parse(files.menu, Menu, faults)
    policy: Policy | None = parse(files.policy, Policy, faults)
    table: tuple[Activity, ...] | None = parse(files.responsibilities, tuple[Activity, ...], faults)
    specifics: tuple[Specific, ...] | None = parse(files.specifics, tuple[Specific, ...], faults)
    asking: Asking | None = parse(files.asking, Asking, faults)
    faults += references(files)
    if departments is None or sources is None or menu is None or policy is None:
        return None, sorted(faults)
    if table is None or specifics is None or asking is None:
        return None, sorted(faults)
    known = {topic.topic: topic for topic in topics if topic is not None}
    by_id = {department.id: department for department in departments}
    rows = {activity.id: activity for activity in table}
    library = Library(known, by_id, sources, menu, policy, rows, specifics, asking)
    return library, sorted(faults)
