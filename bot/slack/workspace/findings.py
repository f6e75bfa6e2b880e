"""What `doctor` finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """OK for what works, WARNING for what is not set up, FAULT for what is set up and does not work."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found `about` a department (its id), a scope or a part; `sentence` also says what to do."""

    severity: Severity
    about: str
    sentence: str
