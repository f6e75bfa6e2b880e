"""The one real case, costs, comparisons and sheets: what is not known stays unknown."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.calculators.quantities import Faults, FieldFault
from actions.calculators.staffing import (
    Pay,
    Situation,
    compare,
    cost,
    default_situation,
    defaults,
    estimate,
    facts,
    parse_pay,
    preset,
    to_csv,
    total_sentence,
)
from actions.language import Language
from tests.actions.calculators.situations import (
    ANYONE,
    NOBODY_ELSE,
    default_estimate,
    situations,
)


def test_the_one_real_case_is_told_exactly() -> None:
    """Two thirds of a post, one person of unknown share and a provider, never one post (K7.8-K7.10, N5)."""
    case = preset()
    assert case.total.fte == Fraction(2, 3)
    assert case.total.unknown == ("customer_relations", "provider")
    assert [line.fte for line in case.lines] == [Fraction(1, 3), Fraction(1, 3), None, None]
    assert [line.department for line in case.lines] == [
        "communication", "e_marketing", "customer_relations", "support",
    ]  # fmt: skip
    assert case.lines[2].seconded_from == "legal"
    assert case.by_actor()["provider"].unknown == ("provider",)
    unknown = [line.unknown_as for line in case.lines if line.unknown_as is not None]
    for language, total in ((Language.EN, "2/3\u00a0FTE"), (Language.FR, "2/3\u00a0ETP")):
        said = " + ".join([total, *(each.in_(language) for each in unknown)])
        assert total_sentence(case, language) == said
    assert len(unknown) == 2
    assert case.dated is not None
    assert "2009" in case.dated.en
    assert "2009" in case.dated.fr


def test_the_case_stays_incomplete_in_its_cost_and_its_comparisons() -> None:
    """What is not given is named, and never taken for nothing."""
    found = cost(preset(), Pay.of(facts().salaries[0]), defaults())
    assert (found.low.value, found.high.value) == (Fraction(70000, 3), Fraction(30000))
    assert set(found.cautions) == {"gross_only", "outside_price_unknown", "share_not_given"}
    comparison = compare(preset(), default_estimate())
    assert comparison.total is None
    assert {each.id for each in comparison.lines if each.change is None} == {"customer_relations", "provider"}


@given(situations, situations)
def test_differences_add_up(one: Situation, other: Situation) -> None:
    """The change of the total is the sum of the changes of the lines, each line once."""
    a, b = (estimate(each, defaults(), NOBODY_ELSE) for each in (one, other))
    comparison = compare(a, b)
    changes = [each.change for each in comparison.lines if each.change is not None]
    assert sum(changes, Fraction(0)) == comparison.total == b.total.fte - a.total.fte
    assert {each.id for each in comparison.lines} == {line.id for line in (*a.lines, *b.lines)}
    assert len(changes) == len({each.id for each in comparison.lines})


def test_outside_work_costs_what_a_quote_says() -> None:
    """Not counted until somebody knows the price; then added, whatever the salary."""
    out = estimate(default_situation(), defaults().having(outside_replying=Fraction(1)), ANYONE)
    pay = Pay(Fraction(30000), Fraction(40000))
    unknown = cost(out, pay, defaults().having(employer_factor=Fraction(3, 2)))
    assert unknown.cautions == ("outside_price_unknown",)
    assert unknown.low.value == out.by_actor()["brand"].fte * 45000
    known = cost(out, Pay(pay.low, pay.high, Fraction(9000)), defaults())
    assert known.high.value == out.by_actor()["brand"].fte * 40000 + 9000
    assert known.cautions == ("gross_only",)


def test_a_salary_is_a_row_or_typed() -> None:
    """What is typed wins; a price left blank is a price nobody knows."""
    assert parse_pay({"salary": "steph_opinion"}) == Pay(Fraction(35000), Fraction(45000))
    typed = {"salary": "bdm_2020", "salary_low": "28 K€", "outside_price": " "}
    assert parse_pay(typed) == Pay(Fraction(28000), Fraction(28888))
    assert parse_pay({"salary_low": "50 000"}) == Faults({"salary_low": FieldFault("low_above_high")})
    assert parse_pay({"salary": "made_up"}) == Faults({"salary": FieldFault("not_a_choice")})


@given(st.text(), situations, st.sampled_from(Language))
def test_no_cell_is_a_formula(name: str, situation: Situation, language: Language) -> None:
    """Whatever a department is called, a spreadsheet does not run it; every row has every column."""
    names = dict.fromkeys(("support", "communication"), name)
    text = to_csv(estimate(situation, defaults(), NOBODY_ELSE), language, names)
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {9}
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert text.endswith("\r\n")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_a_formula_gets_an_apostrophe(name: str) -> None:
    """A name that a spreadsheet would run is marked as text with an apostrophe."""
    assert f"'{name}" in next(
        row[1]
        for row in csv.reader(io.StringIO(to_csv(preset(), Language.EN, {"support": name}), newline=""))
        if row[0].startswith("The call-centre")
    )


def test_the_sheet_of_the_case_says_what_is_not_given() -> None:
    """A total that misses something does not stand as a bare number."""
    rows = list(csv.DictReader(io.StringIO(to_csv(preset(), Language.EN), newline="")))
    assert rows[2]["FTE"] == "not given"
    assert rows[4]["FTE"] == "0.6667 + not given"
    assert rows[4]["Provider"] == "not given"
    assert "2009" in rows[5]["Activity"]
