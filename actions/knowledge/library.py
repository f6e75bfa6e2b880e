"""Reads the knowledge once and checks that its parts fit together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from actions.knowledge.checks import KnowledgeFiles, overdue, read_files, references
from actions.knowledge.department import Department, Departments
from actions.knowledge.department_checks import never_open, routing
from actions.knowledge.files import Fault, parse, read
from actions.knowledge.questionnaire import Questionnaire
from actions.knowledge.responsibility import Activity, Asking, Specific
from actions.knowledge.topic import Family, Source, Topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from actions.language import Language

T = TypeVar("T")

HERE = Path(__file__).resolve().parent
# The path shown to people who set departments up.
_SHIPPED = "actions/knowledge/departments.yml"


class KnowledgeError(Exception):
    """The knowledge files have faults; the message has one line per fault: file, line, sentence."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class Policy(BaseModel, frozen=True, extra="forbid"):
    """When to answer, ask back or refuse.

    Confidences are probabilities, 0 to 1. At `answer_from` and above, with `margin` ahead of the next
    question, the answer is given, and below `sure_from` it comes with what else may have been meant. From
    `ask_from` on, the likely questions are offered: each at least `offer_from`, at most `options` of them.
    Below it the question is refused. A message that the model takes for out of scope is still asked back
    when the questions together reach `doubt_from`. In a follow-up `follow_up_from` is enough. After `misses`
    replies in a row that did not help, a person is offered.
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
    inherits: dict[str, tuple[str, ...]]


class Menu(BaseModel, frozen=True, extra="forbid"):
    """How topics are listed: `featured` ones for a first contact, and all by family."""

    featured: tuple[str, ...]
    families: tuple[Family, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the advisor knows.

    `default_department` is the id of the department for questions that no other takes, and
    `departments_file` is the path shown to people where departments are set up.
    """

    topics: dict[str, Topic]
    departments: dict[str, Department]
    default_department: str
    sources: tuple[Source, ...]
    menu: Menu
    policy: Policy
    responsibilities: dict[str, Activity]
    specifics: tuple[Specific, ...]
    asking: Asking
    questionnaire: Questionnaire
    departments_file: str = _SHIPPED

    @property
    def featured(self) -> tuple[Topic, ...]:
        """The topics offered at a first contact."""
        return tuple(self.topics[topic] for topic in self.menu.featured)

    def department_for(self, name: str) -> Department | None:
        """Return the department of that id, else the one that stands for it, else None."""
        stand_ins = (each for each in self.departments.values() if name in each.stands_for)
        return self.departments.get(name) or next(stand_ins, None)

    def department(self, name: str) -> Department:
        """Return the department for the id `name`, else the default one."""
        return self.department_for(name) or self.departments[self.default_department]

    def department_names(self, language: Language) -> dict[str, str]:
        """Return every department's name by id, in the order of their file."""
        return {name: each.name.in_(language) for name, each in self.departments.items()}

    def related(self, topic: Topic) -> tuple[Topic, ...]:
        """Return the natural next questions after `topic`."""
        return tuple(self.topics[name] for name in topic.related)

    def sources_of_claims(self, claims: frozenset[str]) -> tuple[Source, ...]:
        """Return the sources of `claims`, in the order of `sources.yml`."""
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


def load(
    folder: Path = HERE,
    drafts: Mapping[str, Path] | None = None,
    departments: Path | None = None,
    readiness: Path | None = None,
) -> Library:
    """Read every file under `folder`; `drafts` are topics' ids with files to read in place of theirs.

    `departments` is read in place of ``departments.yml``. It may lack departments that the topics name.
    `readiness` is read in place of ``readiness.yml``.

    Raises:
        KnowledgeError: a file is not YAML, lacks a part or a language, or names something unknown.
    """
    library, faults = _examine(read_files(folder, drafts or {}, departments, readiness))
    if faults or library is None:
        raise KnowledgeError(faults)
    return replace(library, departments_file=str(departments)) if departments else library


def check(
    folder: Path = HERE,
    today: date | None = None,
    departments: Path | None = None,
    readiness: Path | None = None,
) -> list[Fault]:
    """Return all faults under `folder`, warnings included, by file and line.

    With `today` late reviews are among them. `departments` and `readiness` are as of `load`.
    """
    files = read_files(folder, {}, departments, readiness)
    _, faults = _examine(files)
    return sorted([*faults, *never_open(files), *(overdue(files, today) if today else ())])


def _examine(files: KnowledgeFiles) -> tuple[Library | None, list[Fault]]:
    """Return the library and no faults, or None and every fault."""
    faults: list[Fault] = []
    topics: list[Topic | None] = [parse(document, Topic, faults) for document in files.topics]
    departments: Departments | None = parse(files.departments, Departments, faults)
    sources: tuple[Source, ...] | None = parse(files.sources, tuple[Source, ...], faults)
    menu: Menu | None = parse(files.menu, Menu, faults)
    policy: Policy | None = parse(files.policy, Policy, faults)
    table: tuple[Activity, ...] | None = parse(files.responsibilities, tuple[Activity, ...], faults)
    specifics: tuple[Specific, ...] | None = parse(files.specifics, tuple[Specific, ...], faults)
    asking: Asking | None = parse(files.asking, Asking, faults)
    questionnaire: Questionnaire | None = parse(files.readiness, Questionnaire, faults)
    faults += [*references(files), *routing(files)]
    if departments is None or sources is None or menu is None or policy is None:
        return None, sorted(faults)
    if table is None or specifics is None or asking is None or questionnaire is None or faults:
        return None, sorted(faults)
    known = {topic.topic: topic for topic in topics if topic is not None}
    rows = {activity.id: activity for activity in table}
    staff, default_department = departments.by_id(), departments.unrouted
    return Library(
        known, staff, default_department, sources, menu, policy, rows, specifics, asking, questionnaire
    ), []
