"""Checks the departments' file on the raw YAML, as `actions.knowledge.checks` does the other files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.knowledge.department import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.knowledge.checks import KnowledgeFiles
    from actions.knowledge.files import Document, Fault, Loc

_LIST = ("departments", "*")


def routing(files: KnowledgeFiles) -> Iterator[Fault]:
    """Yield the contradictions in the departments' file, and what is missing from it."""
    document = files.departments
    yield from _repeated(document, "id")
    yield from _repeated(document, "channel")
    yield from _stand_ins(files)
    yield from _terms(document)


def _repeated(document: Document, part: str) -> Iterator[Fault]:
    """Yield a fault for each value of `part` that another department has already."""
    first: dict[str, Loc] = {}
    for loc, name in document.places(*_LIST, part):
        if isinstance(name, str) and first.setdefault(name, loc) is not loc:
            yield document.fault(loc, f"{name} is given twice, first on line {document.lines[first[name]]}")


def _stand_ins(files: KnowledgeFiles) -> Iterator[Fault]:
    """Yield a fault for each name in `stands_for` that does not exist or is taken already."""
    document = files.departments
    own = {name for _, name in document.places(*_LIST, "id") if isinstance(name, str)}
    shipped = {name for _, name in files.shipped.places(*_LIST, "id")}
    takers: dict[str, Loc] = {}
    for loc, name in document.places(*_LIST, "stands_for", "*"):
        if not isinstance(name, str):
            continue
        if name in own:
            yield document.fault(loc, f"{name} is a department of its own in this file")
        elif takers.setdefault(name, loc) is not loc:
            line = document.lines[takers[name]]
            yield document.fault(loc, f"{name} is stood for twice, first on line {line}; keep one")
        elif files.shipped is not document and shipped and name not in shipped:
            yield document.fault(loc, f"there is no department {name} to stand for")


def _terms(document: Document) -> Iterator[Fault]:
    """Yield the parts a department and the defaults both lack, and targets that contradict each other."""
    defaults = _defaults(document)
    yield from _targets(document, ("defaults",), defaults, defaults)
    for loc, entry in _entries(document):
        merged = defaults | entry
        missing = [part for part in Terms.model_fields if part not in merged]
        if missing:
            yield document.fault(loc, f"missing, here and in 'defaults': {', '.join(missing)}")
        yield from _targets(document, loc, entry, merged)


def _targets(document: Document, loc: Loc, own: dict[str, Any], merged: dict[str, Any]) -> Iterator[Fault]:
    """Yield a fault where `resolution` is less than `first_answer`, at the one that `own` sets."""
    first, last = merged.get("first_answer"), merged.get("resolution")
    if not isinstance(first, int | float) or not isinstance(last, int | float) or last >= first:
        return
    if "resolution" in own:
        sentence = f"{last} is less than first_answer, {first}; nothing is settled before it is answered"
        yield document.fault((*loc, "resolution"), sentence)
    elif "first_answer" in own:
        sentence = f"{first} is more than resolution, {last}; nothing is settled before it is answered"
        yield document.fault((*loc, "first_answer"), sentence)


def never_open(files: KnowledgeFiles) -> Iterator[Fault]:
    """Yield a warning for each department without opening hours, since nothing is ever due there."""
    document = files.departments
    defaults = _defaults(document)
    for loc, entry in _entries(document):
        hours = (defaults | entry).get("hours")
        if isinstance(hours, dict) and not any(hours.values()):
            sentence = "warning: never open, so that nothing is ever due there"
            yield document.fault((*loc, "hours"), sentence, warning=True)


def _defaults(document: Document) -> dict[str, Any]:
    return next((value for _, value in document.places("defaults") if isinstance(value, dict)), {})


def _entries(document: Document) -> Iterator[tuple[Loc, dict[str, Any]]]:
    yield from ((loc, value) for loc, value in document.places(*_LIST) if isinstance(value, dict))
