"""Calls avoided against what the community costs: break-even and sensitivity hold, whatever the figures."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from actions.calculators.deflection import Inputs, break_even_sentence, defaults, deflect, facts, parse
from actions.calculators.quantities import Faults
from actions.calculators.working import spell
from actions.language import Language
from tests.actions.calculators.situations import fractions

inputs = st.fixed_dictionaries(
    {
        quantity.id: fractions(quantity.low, min(quantity.high, Fraction(100_000)), 100)
        for quantity in facts().inputs
    }
).map(Inputs)


def test_the_default_is_an_example_with_its_working() -> None:
    """The figures shown are the ones that make the result."""
    result = deflect(defaults())
    assert spell(result.avoided, Language.EN) == ("500\u00a0calls × 52\u00a0weeks × 30% × 10% × €6 = €4,680")
    assert spell(result.net, Language.FR) == ("4\u00a0680\u00a0€ − 14\u00a0444\u00a0€ = −9\u00a0764\u00a0€")
    at = facts().break_even["at"]
    assert break_even_sentence(result, Language.EN) == at.in_(Language.EN).format(share="30.9%")


@given(inputs)
def test_at_break_even_the_net_is_nought(given_inputs: Inputs) -> None:
    """Avoiding exactly that share makes cost and saving equal; where it is never, even all is too little."""
    result = deflect(given_inputs)
    share = result.break_even.share
    if share is None:
        assert deflect(given_inputs.having(avoided_share=Fraction(1))).net.value < 0
    elif result.cost.value or result.break_even.working:
        assert deflect(given_inputs.having(avoided_share=share)).net.value == 0


@given(inputs)
def test_each_bar_holds_the_net(given_inputs: Inputs) -> None:
    """Every input is moved, on its own, around the value that was given; the widest comes first."""
    result = deflect(given_inputs)
    for bar in result.sensitivity:
        ends = sorted((bar.net_low.value, bar.net_high.value))
        assert ends[0] <= result.net.value <= ends[1]
        assert bar.low <= given_inputs[bar.quantity] <= bar.high
    assert {bar.quantity for bar in result.sensitivity} == set(given_inputs.values)
    widths = [bar.width for bar in result.sensitivity]
    assert widths == sorted(widths, reverse=True)


@given(inputs)
def test_the_net_is_what_is_avoided_less_the_cost(given_inputs: Inputs) -> None:
    """And each is its own working, done again."""
    result = deflect(given_inputs)
    assert result.net.value == result.avoided.value - result.cost.value
    values = {operand.quantity: operand.value for operand in result.cost.operands}
    assert result.cost.value == values["animation_fte"] * values["fte_cost"] + values["other_cost"]
    for language in Language:
        assert spell(result.avoided, language)
        assert break_even_sentence(result, language)


@given(st.dictionaries(st.sampled_from([quantity.id for quantity in facts().inputs]), st.text()))
def test_reading_never_raises(raw: dict[str, str]) -> None:
    """What was typed becomes inputs, or a fault for a field that was typed."""
    found = parse(raw)
    assert set(found.fields) <= set(raw) if isinstance(found, Faults) else deflect(found)


def test_never_and_free_are_said() -> None:
    """Without calls nothing can be made up for; without cost nothing has to be."""
    without_calls = deflect(defaults().having(weekly_calls=Fraction(0)))
    assert without_calls.break_even.share is None
    never, nothing = (facts().break_even[name] for name in ("never", "free"))
    assert break_even_sentence(without_calls, Language.EN) == never.in_(Language.EN)
    free = deflect(defaults().having(animation_fte=Fraction(0)))
    assert break_even_sentence(free, Language.EN) == nothing.in_(Language.EN)


def test_the_share_said_is_enough() -> None:
    """It is rounded up: a share of nothing would never make up for a cost."""
    result = deflect(defaults().having(weekly_calls=Fraction(10_000_000)))
    at = facts().break_even["at"]
    assert break_even_sentence(result, Language.FR) == at.in_(Language.FR).format(share="0,1\u00a0%")


def test_the_caveats_are_always_there() -> None:
    """No study was found, and freed time is not money."""
    assert {"no_study", "freed_time"} <= set(deflect(defaults()).caveats)
    assert set(deflect(defaults()).caveats) == set(facts().caveats)


def test_no_default_passes_for_a_norm() -> None:
    """Every default says whose it is: ours, a claim's, or a source with its grade."""
    for quantity in facts().inputs:
        assert "Our assumption" in quantity.source.en or quantity.grade in {"A", "B", "C"}
