"""Names of the files of assessments; the queue carries the name, and the file is drawn when it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReadinessFileKind(StrEnum):
    """What a file shows."""

    RADAR = "radar"
    TREND = "trend"
    GAP = "gap"
    UNITS = "units"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


# The word before the number in the line of each kind.
_WORDS = {
    ReadinessFileKind.RADAR: "show",
    ReadinessFileKind.TREND: "show",
    ReadinessFileKind.GAP: "close",
    ReadinessFileKind.UNITS: "compare",
    ReadinessFileKind.PDF: "export",
    ReadinessFileKind.CSV: "export",
    ReadinessFileKind.JSON: "export",
}


@dataclass(frozen=True, slots=True)
class ReadinessFile:
    """A file of `kind`; `number` is a survey's for a gap, 0 for units, and an assessment's for the rest."""

    kind: ReadinessFileKind
    number: int = 0

    def encode(self) -> str:
        """Return the line that names the file, for example ``readiness:show:12:radar``."""
        return f"readiness:{_WORDS[self.kind]}:{self.number}:{self.kind}"

    @classmethod
    def decode(cls, line: str) -> ReadinessFile | None:
        """Return the file that `line` names, or None where it names none of these."""
        match line.split(":"):
            case ["readiness", word, number, kind] if kind in set(ReadinessFileKind) and number.isdecimal():
                file = cls(ReadinessFileKind(kind), int(number))
                return file if _WORDS[file.kind] == word else None
            case _:
                return None
