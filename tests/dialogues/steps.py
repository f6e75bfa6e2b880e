"""The dialogues of this folder, read once a language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.language import Language
from tests.dialogues.acts import Act, Assess, Fill, Press, Say, Type, Wait

HERE = Path(__file__).resolve().parent
EMPLOYEE = "employee"
# Whoever is alone with Relais.
PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that somebody sees: in a channel, in a thread of one, or where a person alone reads it.

    `says` are the keys of texts that stand in it, `words` what somebody wrote.
    """

    says: tuple[str, ...]
    channel: str = ""
    thread: str = ""
    person: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must follow an act; what is empty is not looked at.

    `opens` is a form, by its id and the key of its title; `proposes` what stands in its fields. `wrong` are
    the fields that a form comes back for. `says` are keys of texts in the reply that whoever acted sees, and
    `beside` is what they see besides. `sees` is what anybody sees, `unseen` what nobody does. `files` is how
    many are sent.
    """

    decision: str = ""
    topic: str = ""
    department: str = ""
    opens: str = ""
    proposes: tuple[tuple[str, str], ...] = ()
    wrong: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    sees: tuple[Sight, ...] = ()
    unseen: tuple[Sight, ...] = ()
    beside: tuple[Sight, ...] = ()
    files: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a person, and what must follow; `place` is a channel, or `PRIVATE`."""

    by: str
    place: str
    act: Act
    expected: Expected

    def __str__(self) -> str:
        """Name the step where something else has followed."""
        return f"{self.by}: {self.act}"


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue in one language."""

    title: str
    language: Language
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Name the dialogue in a test report."""
        return f"{self.title} ({self.language})"

    @property
    def said(self) -> tuple[Say, ...]:
        """What is said in it."""
        return tuple(step.act for step in self.steps if isinstance(step.act, Say))


def load_dialogues() -> list[Dialogue]:
    """Read every dialogue of this folder, once a language."""
    files = sorted(HERE.glob("*.yml"))
    return [dialogue for path in files for dialogue in read_dialogues(path.read_text("utf-8"))]


def read_dialogues(text: str) -> list[Dialogue]:
    """Read the dialogues that `text` holds, once a language."""
    return [
        Dialogue(raw["title"], language, tuple(_step(turn, language) for turn in raw["turns"]))
        for raw in yaml.safe_load(text)
        for language in Language
    ]


def _step(turn: dict[str, Any], language: Language) -> Step:
    """Read a turn; a key that nobody knows is a mistake."""
    left = {key: _in(value, language) for key, value in turn.items() if key not in set(Language)}
    said = {each: turn[each] for each in Language if each in turn}
    assert not said or len(said) == len(Language), f"in both languages: {turn}"
    act = _saying(left, said[language]) if said else _act(left)
    by, place = left.pop("by", EMPLOYEE), left.pop("in", "")
    expected = Expected(
        decision=left.pop("decision", ""),
        topic=left.pop("topic", ""),
        department=left.pop("department", ""),
        opens=left.pop("opens", ""),
        proposes=tuple(left.pop("proposes", {}).items()),
        wrong=tuple(left.pop("wrong", ())),
        says=_keys(left.pop("says", ())),
        sees=tuple(_sight(each) for each in left.pop("sees", ())),
        unseen=tuple(_sight(each) for each in left.pop("unseen", ())),
        beside=tuple(_sight(each) for each in left.pop("beside", ())),
        files=left.pop("files", None),
    )
    assert not left, f"{sorted(left)} in {turn}"
    return Step(by, place, act, expected)


def _saying(left: dict[str, Any], text: str) -> Say:
    """Take out of a turn how what is said is to be understood."""
    intents, entities = _keys(left.pop("intent", ())), left.pop("entities", {})
    return Say(text, intents, entities, left.pop("mention", True))


def _act(left: dict[str, Any]) -> Act:
    """Take the act out of a turn in which nothing is said."""
    kinds = {"press", "command", "fill", "levels", "after"} & set(left)
    assert len(kinds) == 1, f"one act a turn: {left}"
    what = left.pop(kind := kinds.pop())
    match kind:
        case "press":
            return Press(what)
        case "command":
            return Type(what)
        case "fill":
            return Fill({name: str(text) for name, text in what.items()})
        case "levels":
            special = {name: str(text) for name, text in what.items()}
            return Assess(int(special.pop("all")), special, left.pop("pages", 0))
        case _:
            return Wait.read(what)


def _sight(raw: dict[str, Any]) -> Sight:
    return Sight(**{**raw, "says": _keys(raw.get("says", ()))})


def _in(value: Any, language: Language) -> Any:  # noqa: ANN401  what a YAML file holds
    """Return `value` in one language, wherever it is given in both."""
    if isinstance(value, dict) and set(value) == set(Language):
        return value[language]
    if isinstance(value, dict):
        return {key: _in(each, language) for key, each in value.items()}
    return [_in(each, language) for each in value] if isinstance(value, list) else value


def _keys(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
