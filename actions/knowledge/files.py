"""Reads a knowledge file and keeps the line of every part, so that each fault names its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")
# The location of a value in a file, as pydantic writes it: ("reasons", 0, "fr").
Loc = tuple[int | str, ...]

# Parts deeper than this are not read, since a YAML alias can make a list contain itself.
_DEEPEST = 12
_BRACKET = re.compile(r"[\[\]{}]")
# How many brackets may be open at once, or dashes follow one another: more than any file needs.
_MOST_OPEN = 100
_TODO = re.compile(r"\bTODO\b")
# Plainer sentences for pydantic's error types, for the people who edit the files.
_SENTENCES = {
    "missing": "missing",
    "extra_forbidden": "no such field; is it misspelt?",
    "model_type": "its parts are missing",
    "string_too_short": "empty",
    "string_pattern_mismatch": "not written as it has to be ({pattern})",
    "literal_error": "has to be {expected}",
    "too_short": "at least {min_length} wanted, {actual_length} given",
    "too_long": "at most {max_length} wanted, more given",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, and on which line (from 1) of which file under the knowledge folder.

    `topic` is set where the fault is about a topic but is in another file; `warning` where the
    knowledge can be used all the same.
    """

    file: str
    line: int
    sentence: str
    topic: str = ""
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its `value` as YAML gives it (None where it cannot be read), and the line of each part.

    `unwritten` are the places that still say TODO.
    """

    name: str
    value: Any = None
    lines: Mapping[Loc, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    unwritten: frozenset[Loc] = frozenset()

    def fault(self, loc: Loc, sentence: str, *, topic: str = "", warning: bool = False) -> Fault:
        """Return the fault at `loc`, with the line of the nearest part that is there."""
        there = loc
        while there and there not in self.lines:
            there = there[:-1]
        return Fault(self.name, self.lines.get(there, 1), _with_path(loc, sentence), topic, warning)

    def places(self, *path: str) -> Iterator[tuple[Loc, Any]]:
        """Yield each value under `path` with its place; ``*`` stands for every item of a list."""
        yield from _places(self.value, path, ())


def _places(value: Any, path: tuple[str, ...], at: Loc) -> Iterator[tuple[Loc, Any]]:  # noqa: ANN401  YAML
    if not path:
        yield at, value
    elif path[0] == "*":
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from _places(item, path[1:], (*at, index))
    elif isinstance(value, dict) and path[0] in value:
        yield from _places(value[path[0]], path[1:], (*at, path[0]))


def _with_path(loc: Loc, sentence: str) -> str:
    """Return ``reasons.2.fr: sentence``, items being counted from 1."""
    where = ".".join(str(step + 1 if isinstance(step, int) else step) for step in loc)
    return f"{where}: {sentence}" if where else sentence


class _Loader(yaml.CSafeLoader):
    """libyaml's safe loader, six times as fast as Python's own.

    A day that does not exist stays text, so that it is reported like any other fault.
    """

    def construct_day(self, node: yaml.ScalarNode) -> object:
        """Return the date, or the text where there is no such day."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_day)


def read(path: Path, name: str) -> Document:
    """Read the file at `path`, known as `name`; what is wrong with it as YAML is in `faults`."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return _unreadable(name, f"cannot be read: {error}")
    return _parsed(text, name)


# Twice as many as there are files: after an edit only the file that was edited is parsed again.
@lru_cache(maxsize=128)
def _parsed(text: str, name: str) -> Document:
    if _nests_too_deep(text):
        return _unreadable(name, "cannot be read: lists and mappings are nested too deep")
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        value = loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        return _not_yaml(name, _clearer(text, error))
    if node is None or value is None:
        return _unreadable(name, "empty")
    return _located(name, value, node)


def _nests_too_deep(text: str) -> bool:
    """Tell whether YAML's parser, which calls itself at every level, would overflow on `text`."""
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        if depth > _MOST_OPEN:
            return True
    return "- " * _MOST_OPEN in text


def _located(name: str, value: object, root: yaml.Node) -> Document:
    """Return the document with the lines of its parts, the keys given twice and the texts to be written."""
    lines: dict[Loc, int] = {}
    faults: list[Fault] = []
    unwritten: set[Loc] = set()
    for loc, line, node in _parts(root, (), root.start_mark.line + 1):
        sentences = []
        if loc in lines and isinstance(loc[-1], str):
            sentences.append(f"given twice, first on line {lines[loc]}; keep one")
        if isinstance(node, yaml.ScalarNode) and _TODO.search(node.value):
            sentences.append("still to be written: it says TODO")
            unwritten.add(loc)
        # YAML keeps the last of two keys, so the line is the last one's too.
        lines[loc] = line
        faults += (Fault(name, line, _with_path(loc, sentence)) for sentence in sentences)
    return Document(name, value, lines, tuple(faults), frozenset(unwritten))


def _parts(node: yaml.Node, loc: Loc, line: int) -> Iterator[tuple[Loc, int, yaml.Node]]:
    """Yield `node` and every part under it with its place and its line: its key's, where it has a key."""
    yield loc, line, node
    if len(loc) == _DEEPEST:
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _parts(value, (*loc, str(key.value)), key.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _parts(item, (*loc, index), item.start_mark.line + 1)


def _unreadable(name: str, sentence: str, line: int = 1) -> Document:
    return Document(name, faults=(Fault(name, line, sentence),))


def _not_yaml(name: str, error: yaml.YAMLError) -> Document:
    """Return the fault with the line where reading stopped, and where the unclosed part begins."""
    mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    since = f", in what begins on line {begun.line + 1}" if begun and mark and begun.line != mark.line else ""
    return _unreadable(name, f"not YAML: {problem}{since}", mark.line + 1 if mark else 1)


def _clearer(text: str, error: yaml.YAMLError) -> yaml.YAMLError:
    """Return the error of Python's own parser, which names the character where libyaml does not."""
    try:
        yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as clearer:
        return clearer
    return error


def parse(document: Document, kind: type[T] | Any, faults: list[Fault]) -> T | None:  # noqa: ANN401  a parametrised tuple is no class
    """Return the document as `kind`; where it is none, add why to `faults` and return None."""
    faults += document.faults
    if document.value is None:
        return None
    try:
        result: T = TypeAdapter(kind).validate_python(document.value)
    except ValidationError as error:
        faults += _faults(document, error)
        return None
    return None if document.faults else result


def _faults(document: Document, error: ValidationError) -> Iterator[Fault]:
    """Yield pydantic's faults in plain words, but for those that follow from another one."""
    found = error.errors()
    places = [*(fault["loc"] for fault in found), *document.unwritten]
    for fault in found:
        loc, kind = fault["loc"], fault["type"]
        # Pydantic leaves items with faults out of its count, so its "too short" may follow from those.
        counted = kind == "too_short" and any(len(p) > len(loc) and p[: len(loc)] == loc for p in places)
        if loc not in document.unwritten and not counted:
            sentence = _SENTENCES.get(kind, "").format(**fault.get("ctx", {}))
            yield document.fault(loc, sentence or fault["msg"].removeprefix("Input "))
