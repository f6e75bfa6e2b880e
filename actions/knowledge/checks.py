"""Checks references between knowledge files on the raw YAML, so that one fault does not hide another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from actions.knowledge.files import Document, Fault, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class KnowledgeFiles:
    """Every file of the knowledge, read.

    `departments` may stand in place of those of the knowledge, which are `shipped`.
    """

    topics: tuple[Document, ...]
    shipped: Document
    departments: Document
    sources: Document
    menu: Document
    policy: Document
    responsibilities: Document
    specifics: Document
    asking: Document
    readiness: Document


_OTHERS = (
    *("sources.yml", "menu.yml", "policy.yml"),
    *("responsibilities.yml", "specifics.yml", "asking.yml"),
)


def read_files(
    folder: Path,
    drafts: Mapping[str, Path],
    departments: Path | None = None,
    readiness: Path | None = None,
) -> KnowledgeFiles:
    """Read everything under `folder`; `drafts` are topics' ids with files to read in place of theirs.

    `departments` is a file to read in place of ``departments.yml``, `readiness` of ``readiness.yml``.
    """
    paths = {path.stem: path for path in (folder / "topics").glob("*.yml")} | dict(drafts)
    topics = tuple(read(path, f"topics/{name}.yml") for name, path in sorted(paths.items()))
    shipped = read(folder / "departments.yml", "departments.yml")
    own = read(departments, str(departments)) if departments else shipped
    questionnaire = read(readiness or folder / "readiness.yml", str(readiness or "readiness.yml"))
    return KnowledgeFiles(
        topics, shipped, own, *(*(read(folder / name, name) for name in _OTHERS), questionnaire)
    )


def references(files: KnowledgeFiles) -> Iterator[Fault]:
    """Yield a fault for each reference to something that does not exist, and for each contradiction."""
    topics = {_id(document) for document in files.topics}
    departments = _departments(files)
    claims = _names(files.sources, "*", "claims", "*")
    for document in files.topics:
        yield from _contradictions(document)
        yield from _unknown(document, claims, "claim {} is in no source", "claims", "*")
        yield from _unknown(document, departments, "department {} does not exist", "owner")
        steps = ("next_steps", "*", "department")
        yield from _unknown(document, departments, "department {} does not exist", *steps)
        others = topics - {_id(document)}
        yield from _unknown(document, others, "related topic {} does not exist", "related", "*")
    yield from _menu(files.menu, topics)
    for name in files.policy.value.get("inherits", {}) if isinstance(files.policy.value, dict) else ():
        if name not in topics:
            yield files.policy.fault(("inherits", name), f"topic {name} does not exist")
    yield from _responsibilities(files, topics, departments)
    yield from _assessment(files.readiness, topics, departments, claims)
    listed = _listed(files.departments, "id")
    yield from _unknown(files.departments, listed, "department {} does not exist", "unrouted")


def _assessment(
    questionnaire: Document, topics: set[str], departments: set[str] | None, claims: set[str] | None
) -> Iterator[Fault]:
    """Yield a fault for each name in the questionnaire that does not exist."""
    for path in (("contra_indications", "*"), ("dimensions", "*", "items", "*")):
        yield from _unknown(questionnaire, claims, "claim {} is in no source", *path, "claims", "*")
        yield from _unknown(questionnaire, departments, "department {} does not exist", *path, "department")
    yield from _unknown(questionnaire, topics, "topic {} does not exist", "dimensions", "*", "topics", "*")
    incidents = ("incidents", "*", "departments", "*")
    yield from _unknown(questionnaire, departments, "department {} does not exist", *incidents)


def _responsibilities(
    files: KnowledgeFiles, topics: set[str], departments: set[str] | None
) -> Iterator[Fault]:
    """Yield the faults of the responsibility table, the specifics and `asking.yml`."""
    claims = _names(files.sources, "*", "claims", "*")
    no_claim, no_department = "claim {} is in no source", "department {} does not exist"
    for actor in ("brand", "agency", "provider", "intern"):
        yield from _unknown(files.responsibilities, claims, no_claim, "*", actor, "claims", "*")
    yield from _unknown(files.responsibilities, departments, no_department, "*", "owner")
    yield from _unknown(files.responsibilities, departments, no_department, "*", "brand", "departments", "*")
    yield from _unknown(files.specifics, topics, "topic {} does not exist", "*", "topics", "*")
    yield from _unknown(files.specifics, claims, no_claim, "*", "values", "*", "claims", "*")
    activities = _names(files.responsibilities, "*", "id")
    for loc, cells in files.asking.places("topics"):
        for name in cells if isinstance(cells, dict) else ():
            if name not in topics:
                yield files.asking.fault((*loc, name), f"topic {name} does not exist")
            where = ("topics", name, "activity")
            yield from _unknown(files.asking, activities, "activity {} does not exist", *where)


def _departments(files: KnowledgeFiles) -> set[str] | None:
    """Return the departments that files may name: the own ones, those they stand for, the shipped ones."""
    shipped, own = _listed(files.shipped, "id"), _listed(files.departments, "id")
    if shipped is None or own is None:
        return None
    return shipped | own | (_listed(files.departments, "stands_for", "*") or set())


def _listed(document: Document, *path: str) -> set[str] | None:
    """Return the names under `path` in the list of departments; None where there is no such list."""
    listed = any(isinstance(value, list) for _, value in document.places("departments"))
    return _names(document, "departments", "*", *path) if listed else None


def _id(document: Document) -> str:
    return PurePosixPath(document.name).stem


def _names(document: Document, *path: str) -> set[str] | None:
    """Return the names under `path`; None where the file cannot be read, which is a fault of its own."""
    if document.value is None:
        return None
    return {value for _, value in document.places(*path) if isinstance(value, str)}


def _unknown(document: Document, known: set[str] | None, sentence: str, *path: str) -> Iterator[Fault]:
    """Yield a fault for each name under `path` that is not among the `known`."""
    for loc, name in document.places(*path):
        wrong = known is not None and isinstance(name, str) and name not in known
        if wrong and loc not in document.unwritten:
            yield document.fault(loc, sentence.format(name))


def _contradictions(document: Document) -> Iterator[Fault]:
    """Yield the contradictions within one topic."""
    for loc, name in document.places("topic"):
        if isinstance(name, str) and name != _id(document):
            yield document.fault(loc, f"{name} is not the file's name, {_id(document)}")
    named = _names(document, "claims", "*")
    sentence = "claim {} is not among the topic's own 'claims'"
    yield from _unknown(document, named, sentence, "reasons", "*", "claims", "*")
    reviewed = next((value for _, value in document.places("reviewed")), None)
    for loc, day in document.places("next_review"):
        if isinstance(day, date) and isinstance(reviewed, date) and day <= reviewed:
            yield document.fault(loc, "must come after 'reviewed'")
    version = next((value for _, value in document.places("version")), None)
    for loc, _ in document.places("correction"):
        if version == 1:
            yield document.fault(loc, "version 1 corrects nothing; raise 'version', or leave this out")


def _menu(menu: Document, topics: set[str]) -> Iterator[Fault]:
    listed = _names(menu, "families", "*", "topics", "*")
    yield from _unknown(menu, topics, "topic {} does not exist", "families", "*", "topics", "*")
    yield from _unknown(menu, topics, "topic {} does not exist", "featured", "*")
    for name in sorted(topics - listed) if listed is not None else ():
        yield menu.fault(("families",), f"topic {name} is in no family; list it under one", topic=name)


def overdue(files: KnowledgeFiles, today: date) -> Iterator[Fault]:
    """Yield a warning for each topic whose review was due before `today`."""
    for document in files.topics:
        for loc, day in document.places("next_review"):
            if type(day) is date and day < today:
                late = (today - day).days
                yield document.fault(loc, f"warning: the review is {late} days late", warning=True)
