"""What people do with a calculator: fill its form in, or press a button under a result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Use(StrEnum):
    """What can be done with a scenario; the last two open a form, which is the surface's business."""

    SHOW = "show"
    COMPARE = "compare"
    EXPORT = "export"
    SHARE = "share"
    EDIT = "edit"
    ASSUME = "assume"


@dataclass(frozen=True, slots=True)
class UseScenario:
    """Wants something done with `scenario`; `other` is what to compare it with, or where to share it."""

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
