"""The measures say what they claim, on outcomes made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.evaluation.measures import calibration_error, confused, entity_f1, figures
from benchmarks.evaluation.report import markdown, picture
from benchmarks.evaluation.rows import Outcome, Row, RowsError, outcomes, read_rows

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS = {"moderation", "cost_budget"}


def row(intent: str, *also: str, entities: frozenset[tuple[str, str]] = frozenset()) -> Row:
    """Return a labelled question."""
    return Row("?", "fr", intent, frozenset({intent, *also}), "real", entities)


def answer(decision: str, intent: str, confidence: float = 0.9, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a line of `ask --jsonl`."""
    topics = [intent] if decision == "answer" else []
    return {
        "decision": decision, "intent": intent, "confidence": confidence,
        "topics": topics, "offered": [], "entities": [], **fields,
    }  # fmt: skip


def judged(*pairs: tuple[Row, dict[str, Any]]) -> list[Outcome]:
    """Pair rows with answers."""
    return outcomes([r for r, _ in pairs], [a for _, a in pairs])


def test_each_figure_counts_what_it_says() -> None:
    """Right outright, right by a button, rightly refused, wrongly refused."""
    found = figures(
        judged(
            (row("moderation"), answer("answer", "moderation")),
            (row("moderation", "cost_budget"), answer("answer", "cost_budget")),
            (row("cost_budget"), answer("clarify", "moderation", offered=["moderation", "cost_budget"])),
            (row("cost_budget"), answer("refuse", "out_of_scope")),
            (row("greet"), answer("service", "greet")),
            (row("out_of_scope"), answer("refuse", "moderation", 0.1)),
            (row("out_of_scope"), answer("answer", "moderation")),
        ),
        QUESTIONS,
    )
    assert (found.answered.some, found.answered.of) == (2, 4)
    assert (found.reachable.some, found.reachable.of) == (4, 5)
    assert (found.refused.some, found.refused.of) == (1, 2)
    assert (found.wrongly_refused.some, found.wrongly_refused.of) == (1, 5)
    assert (found.strict.some, found.accepted.some) == (2, 3)


def test_entities_are_counted_by_value_and_salience() -> None:
    """A wrong value is both missed and invented; customers are optional."""
    gold = frozenset({("department", "legal"), ("actor", "customer")})
    said = [
        {"entity": "department", "value": "hr", "text": "RH"},
        {"entity": "activity", "value": "contest", "text": "x"},
    ]
    assert (
        entity_f1(judged((row("moderation", entities=gold), answer("answer", "moderation", entities=said))))
        == 0
    )
    right = [{"entity": "department", "value": "legal", "text": "legal"}]
    assert (
        entity_f1(judged((row("moderation", entities=gold), answer("answer", "moderation", entities=right))))
        == 1
    )


def test_calibration_is_the_gap_between_saying_and_being_right() -> None:
    """Nine in ten right at 0.9 is perfect; none right at 0.9 is 0.9 off."""
    right = (row("moderation"), answer("answer", "moderation", 0.9))
    wrong = (row("moderation"), answer("answer", "cost_budget", 0.9))
    assert calibration_error(judged(*[right] * 9, wrong)) == pytest.approx(0.0)
    assert calibration_error(judged(wrong)) == pytest.approx(0.9)


def test_a_report_has_every_group_and_the_confusions(tmp_path: Path) -> None:
    """Markdown for people, and a picture."""
    found = judged((row("moderation"), answer("answer", "cost_budget")))
    assert confused(found) == [("moderation", "cost_budget", ["?"])]
    text = markdown("x.tsv", found, QUESTIONS)
    assert "| all | lang fr | provenance real |" in text
    assert "**moderation** taken for cost_budget" in text
    picture(found, tmp_path / "x.png")
    assert (tmp_path / "x.png").stat().st_size > 1000


@pytest.mark.parametrize(
    ("content", "said"),
    [("text\tlang\n", "no column"), ("{}\tnot json\n", "line 2: entities")],
    ids=["column", "json"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: str, said: str) -> None:
    """Which file, which line, what is wrong."""
    path = tmp_path / "rows.tsv"
    header = "text\tlang\tintent\taccepted\tneeds_context\tprovenance\tentities\n"
    path.write_text(content if "column" in said else header + "x\tfr\tgreet\t\t0\treal\tnot json\n", "utf-8")
    with pytest.raises(RowsError, match=said):
        read_rows(path)
