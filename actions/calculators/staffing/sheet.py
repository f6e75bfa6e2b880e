"""Compares two estimates, and writes one as a sentence or as a CSV sheet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from actions.calculators.quantities import amount
from actions.calculators.staffing.lines import ACTORS
from actions.calculators.staffing.shapes import facts
from actions.calculators.working import spell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.calculators.staffing.lines import Estimate, FteSum, WorkLine
    from actions.knowledge.topic import Text
    from actions.language import Language

# Spreadsheets take a cell that begins with one of these for a formula, and run it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_THIRDS = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """One line in both estimates; FTE is 0 where the line is missing and None where it is not given."""

    id: str
    label: Text
    before: Fraction | None
    after: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """After minus before, or None where either is not given."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one estimate to another; `total` is None where either has a share not given."""

    lines: tuple[Difference, ...]
    total: Fraction | None


def compare(a: Estimate, b: Estimate) -> Comparison:
    """Return what changes from `a` to `b`, line by line, in the order of `a`, then of what only `b` has."""
    before, after = ({line.id: line for line in each.lines} for each in (a, b))
    differences = tuple(
        Difference(name, line.label, _fte(before.get(name)), _fte(after.get(name)))
        for name, line in (after | before).items()
    )
    ordered = sorted(differences, key=lambda found: found.id not in before)
    counted = not a.total.unknown and not b.total.unknown
    return Comparison(tuple(ordered), b.total.fte - a.total.fte if counted else None)


def _fte(line: WorkLine | None) -> Fraction | None:
    return Fraction(0) if line is None else line.fte


def total_sentence(estimate: Estimate, language: Language) -> str:
    """Write the total and the unknown shares: ``2/3 FTE + one person of unknown share + a provider``."""
    unknown = [line.unknown_as.in_(language) for line in estimate.lines if line.unknown_as is not None]
    return " + ".join((_as_fte(estimate.total.fte, language), *unknown))


def _as_fte(value: Fraction, language: Language) -> str:
    text = amount(value, "fte", language)
    return text.replace(amount(value, "plain", language), fte_number(value, language), 1)


def fte_number(value: Fraction, language: Language) -> str:
    """Write a number of FTE, thirds as fractions, since 0.67 would look measured."""
    return str(value) if value.denominator == _THIRDS else amount(value, "plain", language)


def to_csv(estimate: Estimate, language: Language, departments: Mapping[str, str] | None = None) -> str:
    """Write the estimate as RFC 4180 CSV, numbers with a decimal point, no cell a formula.

    `departments` gives the departments' names; without one, the id is written.
    """
    names, words = departments or {}, facts().words
    not_given = words["not_given"].in_(language)
    header = ("activity", "department", "hours", "fte", *ACTORS, "working", "source")
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(safe_cell(words[name].in_(language)) for name in header)
    for line in estimate.lines:
        cells = (
            line.label.in_(language),
            names.get(line.department, line.department),
            _number(line.hours, not_given),
            _number(line.fte, not_given),
            *(_number(line.split.get(actor, Fraction(0)), not_given) for actor in ACTORS),
            spell(line.working, language) if line.working else "",
            " ".join(line.claims),
        )
        writer.writerow(map(safe_cell, cells))
    hours = "" if estimate.weekly_hours is None else _number(estimate.hours, not_given)
    sums = (_sum(tally, not_given) for tally in (estimate.total, *estimate.by_actor().values()))
    total = (words["total"].in_(language), "", hours, *sums, total_sentence(estimate, language), "")
    writer.writerow(map(safe_cell, total))
    if estimate.dated is not None:
        writer.writerow((safe_cell(estimate.dated.in_(language)), *[""] * (len(header) - 1)))
    return sheet.getvalue()


def _number(value: Fraction | None, not_given: str) -> str:
    return not_given if value is None else f"{float(value):.4f}".rstrip("0").rstrip(".")


def _sum(tally: FteSum, not_given: str) -> str:
    """Write a total, marked where shares are missing from it."""
    if not tally.unknown:
        return _number(tally.fte, not_given)
    return f"{_number(tally.fte, not_given)} + {not_given}" if tally.fte else not_given


def safe_cell(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS) or cell[:1].isspace() else cell


def bare_cell(cell: str) -> str:
    """Return what `safe_cell` made safe."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell
