"""The assessment's arithmetic: ten worked cases, and what holds for any answers at all."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.knowledge.library import load
from actions.knowledge.questionnaire import FULLY, HOLDS, LEVELS, Item
from actions.knowledge.verdict import Verdict
from actions.readiness.score import Answers, assess, weak_items

ASKED = load().questionnaire
CASES = yaml.safe_load((Path(__file__).parent / "worked_cases.yml").read_text("utf-8"))
QUESTIONS = {asked.id: asked for asked in ASKED.questions}

answers = st.fixed_dictionaries(
    {name: st.none() | st.integers(1, asked.best) for name, asked in QUESTIONS.items()}
)


def filled(case: dict[str, Any]) -> dict[str, int | None]:
    """Return the answers of a worked case."""
    levels: dict[str, Any] = {
        each.id: case["contra"].get(each.id, HOLDS) for each in ASKED.contra_indications
    }
    for dimension in ASKED.dimensions:
        usual = case.get("dimensions", {}).get(dimension.id, case["everywhere"])
        levels |= {item.id: case.get("items", {}).get(item.id, usual) for item in dimension.items}
    assert set(case.get("items", {})) <= set(levels)
    return {name: None if level == "?" else level for name, level in levels.items()}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_verdict_is_a_reasonable_advisers(case: dict[str, Any]) -> None:
    """Each worked case gets the verdict its `why` argues for, and its blockers are named."""
    result = assess(filled(case), ASKED)
    assert result.verdict == case["verdict"], (result.rounded, result.conditions)
    assert [blocker.id for blocker in result.blockers] == case["because"]


@given(answers)
def test_the_score_is_bounded_and_known_where_anything_is(given_answers: Answers) -> None:
    """0 to 100, or none where no item is known; so are the shares and the confidence."""
    result = assess(given_answers, ASKED)
    known = [name for name, level in given_answers.items() if level and isinstance(QUESTIONS[name], Item)]
    assert (result.score is None) == (not known)
    assert result.score is None or 0 <= result.score <= 100
    assert 0 <= result.confidence <= 100
    assert (result.verdict is None) == (result.score is None)


@given(answers, st.data())
def test_a_better_answer_never_lowers_anything(given_answers: Answers, data: st.DataObject) -> None:
    """Raise one known answer: the score, the verdict and the dimensions stay or rise."""
    known = [name for name, level in given_answers.items() if level and level < QUESTIONS[name].best]
    if not known:
        return
    name = data.draw(st.sampled_from(known))
    better = {**given_answers, name: data.draw(st.integers(given_answers[name] or 1, QUESTIONS[name].best))}
    before, after = assess(given_answers, ASKED), assess(better, ASKED)
    assert (after.score or 0) >= (before.score or 0)
    assert after.confidence == before.confidence
    if before.verdict is not None:
        assert after.verdict is not None
        assert after.verdict.rank >= before.verdict.rank


@given(answers, st.randoms())
def test_the_order_of_answers_changes_nothing(given_answers: Answers, random: Any) -> None:  # noqa: ANN401  hypothesis's Random
    """Answers are what they are, in whatever order they were given."""
    names = list(given_answers)
    random.shuffle(names)
    assert assess({name: given_answers[name] for name in names}, ASKED) == assess(given_answers, ASKED)


@given(answers)
def test_the_order_of_the_file_changes_no_score(given_answers: Answers) -> None:
    """Dimensions and their items weigh what they say, wherever they stand."""
    turned = ASKED.model_copy(
        update={
            "dimensions": tuple(
                each.model_copy(update={"items": each.items[::-1]}) for each in reversed(ASKED.dimensions)
            )
        }
    )
    one, other = assess(given_answers, ASKED), assess(given_answers, turned)
    assert (one.score, one.verdict, one.confidence) == (other.score, other.verdict, other.confidence)


@given(answers)
def test_the_working_adds_up(given_answers: Answers) -> None:
    """The points of the dimensions, over the weights of the known ones, are the score."""
    result = assess(given_answers, ASKED)
    known = [standing for standing in result.standings if standing.share is not None]
    weight = sum(standing.dimension.weight for standing in known)
    points = sum((standing.points for standing in known), Fraction(0))
    assert sum(dimension.weight for dimension in ASKED.dimensions) == 100
    if result.score is not None:
        assert points * 100 / weight == result.score


@given(answers)
def test_a_blocker_is_never_hidden_by_a_score(given_answers: Answers) -> None:
    """What holds in full is named, and leaves no verdict better than it allows: never a plain go."""
    result = assess(given_answers, ASKED)
    full = [each for each in ASKED.contra_indications if given_answers[each.id] == FULLY]
    assert list(result.blockers) == full
    if result.verdict is not None:
        for blocker in full:
            assert result.verdict.rank <= blocker.at_best.rank < Verdict.GO.rank


def test_one_blocker_is_no_automatic_no() -> None:
    """N1: a box that is ticked settles nothing by itself; a prepared house is never told to stay away."""
    best = {name: asked.best for name, asked in QUESTIONS.items()}
    for each in ASKED.contra_indications:
        verdict = assess({**best, each.id: FULLY}, ASKED).verdict
        assert verdict is each.at_best
        assert verdict is not Verdict.STAY_AWAY


@given(answers, st.data())
def test_not_knowing_lowers_the_confidence_and_not_the_score(
    given_answers: Answers, data: st.DataObject
) -> None:
    """Forgetting an answer lowers the confidence; the score is then that of the rest."""
    known = [name for name, level in given_answers.items() if level]
    if not known:
        return
    name = data.draw(st.sampled_from(known))
    before, after = assess(given_answers, ASKED), assess({**given_answers, name: None}, ASKED)
    assert after.confidence <= before.confidence
    left_out = {key: level for key, level in given_answers.items() if key != name}
    assert after.score == assess(left_out, ASKED).score


def test_levels_out_of_their_scale_are_not_known() -> None:
    """A customer's file may have had another scale: such answers are no answers."""
    nothing = assess(dict.fromkeys(QUESTIONS, LEVELS + 1), ASKED)
    assert (nothing.score, nothing.confidence) == (None, 0)


@given(answers)
def test_weak_items_are_weak_and_what_is_needed_comes_first(given_answers: Answers) -> None:
    """Actions are proposed for levels 1 and 2, K3.18's conditions before the rest."""
    weak = weak_items(given_answers, ASKED)
    assert all((given_answers[item.id] or 9) <= 2 for item in weak)
    assert [item.needed for item in weak] == sorted((item.needed for item in weak), reverse=True)


def test_needed_items_and_unknown_contra_indications_are_conditions() -> None:
    """K3.18: without one of the four, or without knowing of a contra-indication, it is no plain go."""
    best = {name: asked.best for name, asked in QUESTIONS.items()}
    assert assess(best, ASKED).verdict is Verdict.GO
    for name, asked in QUESTIONS.items():
        if isinstance(asked, Item) and asked.needed:
            assert assess({**best, name: 2}, ASKED).conditions.needed == (asked,)
            assert assess({**best, name: None}, ASKED).verdict is Verdict.CONDITIONS
        if not isinstance(asked, Item):
            assert assess({**best, name: None}, ASKED).verdict is Verdict.CONDITIONS


def test_a_dimension_on_the_floor_is_a_condition() -> None:
    """However high the score, one dimension under the floor has to be lifted."""
    best = {name: asked.best for name, asked in QUESTIONS.items()}
    legal = next(each for each in ASKED.dimensions if each.id == "legal")
    result = assess({**best, **dict.fromkeys((item.id for item in legal.items), 1)}, ASKED)
    assert result.verdict is Verdict.CONDITIONS
    assert result.conditions == replace(result.conditions, weak=(legal,))
