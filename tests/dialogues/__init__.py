"""Dialogues as data, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from actions.acts import Choice, Said
from actions.choices import decode
from actions.language import Language

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Step:
    """What a person does, and what must follow."""

    act: Said | Choice
    decision: str
    topic: str | None
    department: str | None
    line: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation in one language."""

    title: str
    language: Language
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """Name the dialogue in a test report."""
        return f"{self.title} ({self.language})"


def load_dialogues() -> list[Dialogue]:
    """Read every dialogue, once a language."""
    return [
        Dialogue(raw["title"], language, tuple(_step(turn, language) for turn in raw["turns"]))
        for path in sorted(HERE.glob("*.yml"))
        for raw in yaml.safe_load(path.read_text("utf-8"))
        for language in Language
    ]


def _step(turn: dict[str, str], language: Language) -> Step:
    line = turn.get("press") or turn[language]
    act = decode(line) if "press" in turn else Said(line)
    assert act is not None, line
    return Step(act, turn["decision"], turn.get("topic"), turn.get("department"), line)
