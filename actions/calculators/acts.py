"""The acts on a calculator: filling its form in, or pressing a button under a result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Use(StrEnum):
    """What can be done with a scenario; the surface itself opens the form for the last two."""

    SHOW = "show"
    COMPARE = "compare"
    EXPORT = "export"
    SHARE = "share"
    EDIT = "edit"
    ASSUME = "assume"


@dataclass(frozen=True, slots=True)
class UseScenario:
    """Uses `scenario`; `other` is the scenario to compare it with, or the channel to share it in."""

    use: Use
    scenario: str
    other: str = ""
    kind: Literal["use_scenario"] = "use_scenario"


@dataclass(frozen=True, slots=True)
class Calculate:
    """Filled the form of a calculator; `raw` is what was typed, by field."""

    calculator: str
    name: str
    raw: tuple[tuple[str, str], ...]
    invoked_in: str = ""
    kind: Literal["calculate"] = "calculate"


CalculatorAct = Calculate | UseScenario
