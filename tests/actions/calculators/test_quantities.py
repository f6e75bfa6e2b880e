"""Numbers are read as French and English people type them, and never raise."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.calculators import deflection
from actions.calculators.quantities import FieldFault, Quantity, amount, explain, read
from actions.calculators.staffing import facts
from actions.knowledge.library import HERE, load
from actions.knowledge.topic import Text
from actions.language import Language
from actions.numbers import format_number, readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.calculators.quantities import Provenance, Unit

NAME = Text(fr="nom", en="name")
FILES = ("staffing.yml", "deflection.yml", "quantities.yml")


def quantity(unit: Unit, low: int, high: int, *, whole: bool = False) -> Quantity:
    """A quantity of this unit and these bounds."""
    fields = {"id": "x", "unit": unit, "default": low, "low": low, "high": high, "whole": whole}
    return Quantity.model_validate({**fields, "label": NAME, "source": NAME})


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("1\u202f200,5", "2401/2"),
        ("1,200", "1200"),
        ("1,200.50", "2401/2"),
        ("1.200,50", "2401/2"),
        ("1,234,567", "1234567"),
        ("12,5", "25/2"),
        ("12.5", "25/2"),
        ("0,125", "1/8"),
        ("1/3", "1/3"),
        ("⅓", "1/3"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+4", "4"),
        ("12", "12"),
        (".5", "1/2"),
    ],
)
def test_numbers_are_read_in_both_languages(typed: str, value: str) -> None:
    """Spaces, commas and points mean what they mean where they are typed."""
    assert readings(typed)[0] == Fraction(value)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1 2", "1e9", "--1", "1,2,3", "1/0", "9" * 5000, "٣", "∞", "nan"]
)
def test_what_is_no_number_is_not_read(typed: str) -> None:
    """Nothing is guessed; Arabic-Indic digits are not asked for in either language."""
    assert readings(typed) == ()


@pytest.mark.parametrize(
    ("typed", "asked", "value"),
    [
        ("30 %", quantity("share", 0, 1), "3/10"),
        ("30%", quantity("share", 0, 1), "3/10"),
        ("12,5", quantity("share", 0, 1), "1/8"),
        ("0,5 %", quantity("share", 0, 1), "1/200"),
        ("35 K€", quantity("euro", 0, 100000), "35000"),
        ("€35,000", quantity("euro", 0, 100000), "35000"),
        ("40 heures", quantity("hour", 0, 168), "40"),
        ("1,250 h", quantity("hour", 0, 168), "5/4"),
        ("1.200", quantity("message", 0, 10000, whole=True), "1200"),
        ("1/3 ETP", quantity("fte", 0, 9), "1/3"),
    ],
)
def test_a_quantity_is_read_with_its_unit(typed: str, asked: Quantity, value: str | None) -> None:
    """An ambiguous number takes the reading that fits the bounds."""
    found = read(typed, asked)
    assert found == (Fraction(value) if value else FieldFault("not_a_number"))


@pytest.mark.parametrize(
    ("typed", "asked", "fault", "amounts"),
    [
        (" ", quantity("hour", 0, 168), "missing", []),
        ("dix", quantity("hour", 0, 168), "not_a_number", []),
        ("-1", quantity("hour", 0, 168), "too_low", ["0\u00a0h"]),
        ("169", quantity("hour", 0, 168), "too_high", ["168\u00a0h"]),
        ("1,5", quantity("network", 1, 50, whole=True), "not_whole", []),
        ("101", quantity("share", 0, 1), "too_high", ["100\u00a0%"]),
        ("0,3", quantity("share", 0, 1), "unclear_share", ["30\u00a0%", "0,3\u00a0%"]),
    ],
)
def test_what_is_wrong_is_said(typed: str, asked: Quantity, fault: str, amounts: list[str]) -> None:
    """The sentence of each fault names its amounts, as each language writes them."""
    found = read(typed, asked)
    assert isinstance(found, FieldFault)
    assert found.key == fault
    assert [amount(each, found.unit, Language.FR) for each in found.params.values()] == amounts
    for language in Language:
        said = explain(found, language)
        assert said
        assert all(amount(each, found.unit, language) in said for each in found.params.values())


@given(st.text())
def test_reading_never_raises(typed: str) -> None:
    """Whatever is typed is a number within the bounds, or a fault that can be said."""
    for asked in (quantity("share", 0, 1), quantity("euro", 0, 10), quantity("call", 1, 9, whole=True)):
        found = read(typed, asked)
        if isinstance(found, FieldFault):
            assert explain(found, Language.FR)
        else:
            assert asked.low <= found <= asked.high


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.sampled_from(Language))
def test_what_is_written_is_read_back(value: Fraction, language: Language) -> None:
    """A number is written as the same language reads it."""
    assert round(value, 2) in readings(format_number(value, language))


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        ("3/2", "crisis", "1,5\u00a0crise", "1.5\u00a0crises"),
        ("2", "network", "2\u00a0réseaux", "2\u00a0networks"),
        ("-1500", "euro", "−1\u00a0500\u00a0€", "−€1,500"),
        ("1/2", "share", "50\u00a0%", "50%"),
    ],
)
def test_amounts_are_written_as_each_language_does(value: str, unit: Unit, french: str, english: str) -> None:
    """Plurals, currency, percent and separators."""
    assert amount(Fraction(value), unit, Language.FR) == french
    assert amount(Fraction(value), unit, Language.EN) == english


def _texts(node: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  YAML of any depth
    if isinstance(node, dict):
        if {"fr", "en"} <= set(node):
            yield node["fr"], node["en"]
        for child in node.values():
            yield from _texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)


@pytest.mark.parametrize("name", FILES)
def test_texts_are_typed_as_each_language_is(name: str) -> None:
    """No-break spaces in French, typographic apostrophes in both, and no French spacing in English."""
    for french, english in _texts(yaml.safe_load((HERE / name).read_text("utf-8"))):
        assert "'" not in french + english, french
        assert not re.search(r"[^\u00a0\u202f}][;?!»%€]|«[^\u00a0\u202f]| :|\d \d{3}", french), french
        assert not re.search(r"\s[;:?!%]", english), english


def test_figures_rest_on_claims_and_departments_that_exist() -> None:
    """Every claim id is one of the sources', every department one that questions can be handed to."""
    library = load()
    known = {claim for source in library.sources for claim in source.claims}
    case, activities = facts().presets["seed_example"], facts().activities.values()
    used: list[Provenance] = [*facts().inputs, *facts().assumptions, *facts().salaries]
    used += deflection.facts().inputs
    claims = {claim for each in used for claim in each.claims}
    claims |= {claim for line in case.lines for claim in line.claims}
    claims |= {claim for activity in activities for claim in activity.claims}
    assert claims <= known
    departments = {activity.department for activity in activities} | {line.department for line in case.lines}
    departments |= {line.seconded_from for line in case.lines if line.seconded_from}
    assert departments <= set(library.departments)
