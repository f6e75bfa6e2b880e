"""Nobody's answers can be worked out from what is shown: tried by solving for them."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.knowledge.library import load
from actions.readiness.gap import gap
from actions.readiness.records import SurveyResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from actions.readiness.gap import Gap, QuestionGap

ASKED = load().questionnaire
LEAST = ASKED.thresholds.group
NAMES = [asked.id for asked in ASKED.questions][4:9]
DEPARTMENTS = ["hr", "legal", "it", "support", "marketing"]

responses = st.lists(
    st.builds(
        SurveyResponse,
        st.sampled_from(DEPARTMENTS),
        st.tuples(*(st.tuples(st.just(name), st.none() | st.integers(1, 3)) for name in NAMES)),
    ),
    max_size=14,
)


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """Return how many independent equations there are, by elimination."""
    matrix, found = [list(row) for row in rows], 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((r for r in range(found, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for r in range(len(matrix)):
            if r != found and matrix[r][column]:
                factor = matrix[r][column] / matrix[found][column]
                matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[found], strict=True)]
        found += 1
    return found


def groups(names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Return every set of departments but the empty one."""
    return chain.from_iterable(combinations(names, size) for size in range(1, len(names) + 1))


def known(responses: Sequence[SurveyResponse], name: str) -> dict[str, int]:
    """Return how many of each department know the answer to a question."""
    counted: dict[str, int] = {}
    for response in responses:
        if dict(response.answers).get(name) is not None:
            counted[response.department] = counted.get(response.department, 0) + 1
    return counted


def solvable(shown: QuestionGap, counts: dict[str, int]) -> list[tuple[str, ...]]:
    """Return the groups of departments whose sum follows from what is shown of one question."""
    names = sorted(counts)
    equations = [[Fraction(name == shown_name) for name in names] for shown_name, _ in shown.departments]
    if shown.others is not None:
        equations.append([Fraction(1)] * len(names))
    return [
        group
        for group in groups(names)
        if rank([*equations, [Fraction(name in group) for name in names]]) == rank(equations)
    ]


def compared(given_responses: list[SurveyResponse]) -> Gap:
    """Compare with a manager who rates everything 2."""
    return gap(dict.fromkeys(NAMES, 2), given_responses, ASKED)


@settings(max_examples=150)
@given(responses)
def test_no_group_below_the_least_can_be_solved_for(given_responses: list[SurveyResponse]) -> None:
    """Take what is shown as equations: no set of fewer people than the least is determined by them."""
    for cell in compared(given_responses).cells:
        counts = known(given_responses, cell.question.id)
        for group in solvable(cell, counts):
            assert sum(counts[name] for name in group) >= LEAST, (cell, group)


@given(responses)
def test_what_is_shown_is_right(given_responses: list[SurveyResponse]) -> None:
    """A mean is that of its group's known answers, and its count says how many those are."""
    for cell in compared(given_responses).cells:
        counts = known(given_responses, cell.question.id)
        if cell.others is None:
            assert sum(counts.values()) < LEAST
            continue
        levels = [
            level for r in given_responses if (level := dict(r.answers).get(cell.question.id)) is not None
        ]
        assert (cell.others.mean, cell.others.count) == (Fraction(sum(levels), len(levels)), len(levels))
        assert all(group.count == counts[name] for name, group in cell.departments)


@given(responses)
def test_dimensions_add_nothing_to_what_is_shown(given_responses: list[SurveyResponse]) -> None:
    """A dimension's level is worked out from the cells that are shown, and from nothing else."""
    shown = compared(given_responses)
    cells = {cell.question.id: cell for cell in shown.cells}
    for row in shown.rows:
        means = [(i.weight, c.mean) for i in row.dimension.items if (c := cells[i.id].others) is not None]
        if row.others is None:
            assert not means
        elif all(cells[item.id].lead is not None for item in row.dimension.items):
            assert row.others == sum(w * m for w, m in means) / sum(w for w, _ in means)
        for name, _ in row.departments:
            assert all(name in dict(cells[item.id].departments) for item in row.dimension.items)


def test_a_department_left_over_alone_hides_the_others() -> None:
    """Four of HR and two of IT: HR is not shown, since the rest of everybody would be IT."""
    answers = ((NAMES[0], 2),)
    shown = compared([SurveyResponse("hr", answers)] * 4 + [SurveyResponse("it", answers)] * 2).cells
    cell = next(each for each in shown if each.question.id == NAMES[0])
    assert cell.others is not None
    assert cell.departments == ()


def test_departments_are_shown_where_nothing_is_left_over() -> None:
    """Three of HR and three of IT are both shown, and disagree."""
    one, other = ((NAMES[0], 1),), ((NAMES[0], 3),)
    shown = compared([SurveyResponse("hr", one)] * 3 + [SurveyResponse("it", other)] * 3).cells
    cell = next(each for each in shown if each.question.id == NAMES[0])
    assert {name: group.mean for name, group in cell.departments} == {"hr": 1, "it": 3}
    assert cell.apart == 0
