"""The staffing estimate: what it adds up to is what it shows, and what is not known stays unknown."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.calculators.quantities import Faults, explain
from actions.calculators.staffing import (
    ACTORS,
    Assumptions,
    Moderation,
    Situation,
    default_situation,
    defaults,
    estimate,
    facts,
    parse,
    parse_assumptions,
    parse_pay,
    preset,
)
from actions.calculators.working import Operand, Working, spell
from actions.language import Language
from tests.actions.calculators.situations import (
    ANYONE,
    NOBODY_ELSE,
    assumptions,
    default_estimate,
    fractions,
    situations,
    who,
)

FIELDS = [*(quantity.id for quantity in facts().inputs), *facts().choices]
# Numbers that are assumed and stand in a line's working under another name.
SHOWN_AS = {"own_share": "share_moderated", "crises_per_year": "crises_covered"}


@given(situations, assumptions, who)
def test_the_total_is_the_sum_however_it_is_cut(
    situation: Situation, given_assumptions: Assumptions, may: dict[str, frozenset[str]]
) -> None:
    """By line, by department and by who does it: one total, exactly."""
    found = estimate(situation, given_assumptions, may)
    total = sum((line.fte for line in found.lines if line.fte is not None), Fraction(0))
    assert found.total.fte == total
    assert sum(tally.fte for tally in found.by_department().values()) == total
    assert sum(tally.fte for tally in found.by_actor().values()) == total
    assert found.hours == total * given_assumptions["weekly_hours"]
    assert found.total.unknown == ()


@given(situations, assumptions, who)
def test_only_those_who_may_do_the_work_get_it(
    situation: Situation, given_assumptions: Assumptions, may: dict[str, frozenset[str]]
) -> None:
    """The table of who may do what decides; what it does not name stays in-house."""
    for line in estimate(situation, given_assumptions, may).lines:
        allowed = may.get(line.activities[0]) or frozenset({"brand"})
        assert line.actors == set(line.split) == allowed


@given(situations, assumptions, st.integers(0, 10_000))
def test_more_messages_are_never_less_work(
    situation: Situation, given_assumptions: Assumptions, more: int
) -> None:
    """The total does not fall when messages rise."""
    changed = {name: getattr(situation, name) for name in Situation.__dataclass_fields__}
    changed["messages_per_week"] += more
    busier = estimate(Situation(**changed), given_assumptions, NOBODY_ELSE)
    assert busier.total.fte >= estimate(situation, given_assumptions, NOBODY_ELSE).total.fte


def _again(working: Working) -> Fraction:
    """Do the calculation over from what is shown."""
    result = Fraction(1)
    for operand in working.operands:
        result = result / operand.value if operand.operator == "÷" else result * operand.value
    return result


@given(situations, assumptions, st.data())
def test_changing_an_assumption_does_what_the_working_says(
    situation: Situation, given_assumptions: Assumptions, data: st.DataObject
) -> None:
    """Put the new value into the operands shown, do the sums again: that is the new total."""
    quantity = data.draw(st.sampled_from(facts().assumptions))
    # From nothing to something a line appears, which the old working cannot show.
    value = data.draw(fractions(quantity.low, quantity.high, 12).filter(bool))
    before = estimate(situation, given_assumptions, NOBODY_ELSE)
    after = estimate(situation, given_assumptions.having(**{quantity.id: value}), NOBODY_ELSE)
    name = SHOWN_AS.get(quantity.id, quantity.id)
    if quantity.id == "own_share" and situation.moderation is not Moderation.OWN:
        name = ""
    if {line.id for line in before.lines} != {line.id for line in after.lines}:
        return
    week = value if quantity.id == "weekly_hours" else given_assumptions["weekly_hours"]
    expected = Fraction(0)
    for line in before.lines:
        assert line.working is not None
        operands = tuple(
            Operand(o.operator, value if o.quantity == name else o.value, o.unit, o.quantity, o.label)
            for o in line.working.operands
        )
        expected += _again(Working(operands, "hour")) / week
    assert after.total.fte == expected


def test_the_working_is_written_out() -> None:
    """As on paper, in both languages; rounded results say so."""
    lines = {line.id: line for line in default_estimate().lines}
    new, crisis = lines["replying_new"].working, lines["crisis_management"].working
    assert new is not None
    assert crisis is not None
    assert spell(new, Language.FR) == (
        "100\u00a0messages × 70\u00a0% × 70\u00a0% × 6\u00a0min ÷ 60 = 4,9\u00a0h"
    )
    assert spell(crisis, Language.EN) == "1\u00a0crisis × 40\u00a0h ÷ 52\u00a0weeks ≈ 0.77\u00a0h"


def test_everything_is_in_house_until_someone_says_otherwise() -> None:
    """The brand does all the work by default, though others may do it."""
    assert estimate(default_situation(), defaults(), ANYONE).by_actor()["brand"] == default_estimate().total


def test_an_outside_share_is_given_to_whoever_may_have_it() -> None:
    """Half of the replies go out: to the agency, the provider, both, or nobody."""
    half = defaults().having(outside_replying=Fraction(1, 2), agency_share=Fraction(1, 4))
    replying = Fraction(4, 25)  # 5.6 hours of 35

    def outside(*actors: str) -> tuple[Fraction, Fraction]:
        found = estimate(default_situation(), half, {"replying": frozenset(actors)}).by_actor()
        return found["agency"].fte / replying, found["provider"].fte / replying

    nothing = Fraction(0)
    assert outside("brand") == (nothing, nothing)
    assert outside("brand", "agency") == (Fraction(1, 2), nothing)
    assert outside("brand", "provider") == (nothing, Fraction(1, 2))
    assert outside(*ACTORS) == (Fraction(1, 8), Fraction(3, 8))


def test_cautions_say_what_the_figures_do_not() -> None:
    """No norm, ever; several people, missing moderation and crises where they apply."""
    raw = {"hours_covered": "168", "moderation": "none", "crisis_cover": "no"}
    situation = parse(raw)
    assert isinstance(situation, Situation)
    found = estimate(situation, defaults(), NOBODY_ELSE)
    assert set(found.cautions) == {
        "no_norm", "departments_proposed", "several_people", "no_moderation", "no_crisis_cover",
    }  # fmt: skip
    outside = estimate(situation, defaults().having(outside_replying=Fraction(1)), ANYONE)
    assert "outside_disputed" in outside.cautions
    assert {*found.cautions, *outside.cautions, *preset().cautions} <= set(facts().notes)


@given(st.dictionaries(st.sampled_from([*FIELDS, "weekly_hours", "salary", "salary_low", "x"]), st.text()))
def test_reading_never_raises(raw: dict[str, str]) -> None:
    """What was typed is a situation, or faults that can be said, for fields that were typed."""
    for found in (parse(raw), parse_assumptions(raw), parse_pay(raw)):
        if isinstance(found, Faults):
            assert set(found.fields) <= set(raw)
            assert all(explain(fault, Language.FR) for fault in found.fields.values())


def test_every_fault_is_named_at_once() -> None:
    """A form says all that is wrong with it."""
    raw = {"networks": "0", "share_repeated": "120 %", "moderation": "sometimes", "crisis_cover": ""}
    found = parse(raw)
    assert isinstance(found, Faults)
    assert {name: fault.key for name, fault in found.fields.items()} == {
        "networks": "too_low",
        "share_repeated": "too_high",
        "moderation": "not_a_choice",
        "crisis_cover": "missing",
    }


def test_an_assumption_nobody_knows_is_refused() -> None:
    """A misspelt id would silently change nothing."""
    with pytest.raises(KeyError, match="weekly_hour"):
        defaults().having(weekly_hour=Fraction(35))


def test_assumptions_change_from_those_in_use() -> None:
    """Those that were not typed stay as they were."""
    base = defaults().having(weekly_hours=Fraction(39))
    found = parse_assumptions({"reply_minutes": "4,5"}, base)
    assert found == base.having(reply_minutes=Fraction(9, 2))


def test_no_assumption_passes_for_a_norm() -> None:
    """Each says that it is ours."""
    for quantity in facts().assumptions:
        assert quantity.source.en.startswith("Our "), quantity.id
        assert quantity.source.fr.startswith("Not"), quantity.id
