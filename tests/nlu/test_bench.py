"""The comparison with Rasa's own pipelines: its draws and its tables. Nothing is timed here."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from benchmarks.understanding.data import (
    DataError,
    Example,
    Task,
    banking77,
    own,
    read_csv,
    sample,
    training_yaml,
)
from benchmarks.understanding.pipelines import LEXICON, TITLES, components, config
from benchmarks.understanding.report import (
    accuracy_table,
    missing,
    picture,
    read_results,
    serving_table,
    write_report,
)
from benchmarks.understanding.run import Run

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = [Example(f"{intent} {number}", intent) for intent in ("b", "a") for number in range(20)]
SERVING = {
    "kind": "serving", "pipeline": "ours", "task": "own", "shots": None, "seed": 0, "epochs": None,
    "median_ms": 8.04, "p95_ms": 9.06, "messages": 200, "per_second": {"1": 120.2, "16": 130.7}, "load": 1.0,
}  # fmt: skip


def result(pipeline: str, seed: int, right: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a line of results.jsonl."""
    return {
        "kind": "accuracy", "pipeline": pipeline, "task": "banking77", "shots": 10, "seed": seed,
        "epochs": None, "right": right, "of": 10,
        "train_seconds": 12.4, "cpu_seconds": 20.4, "peak_mib": 700, "load": 0.5, **fields,
    }  # fmt: skip


def test_a_draw_has_as_many_of_each_and_is_the_same_for_the_same_seed() -> None:
    """N of every intent, without repeats; another seed draws others; fewer where there are fewer."""
    drawn = sample(EXAMPLES, 5, seed=0)
    assert Counter(example.intent for example in drawn) == {"a": 5, "b": 5}
    assert len(set(drawn)) == 10
    assert drawn == sample(EXAMPLES, 5, seed=0)
    assert drawn != sample(EXAMPLES, 5, seed=1)
    assert set(sample(EXAMPLES, 50, seed=0)) == set(EXAMPLES)


def test_a_draw_becomes_rasas_training_data() -> None:
    """Each text stays one line under its intent, whatever signs it holds."""
    written = yaml.safe_load(training_yaml([Example('how: "much" - é?', "a"), Example("b", "a")]))
    assert written["nlu"] == [{"intent": "a", "examples": '- how: "much" - é?\n- b\n'}]


def test_a_task_knows_its_size_and_its_data() -> None:
    """Lookup tables are no examples; the fingerprint follows the examples."""
    lookup = "nlu: [{lookup: x.y, examples: '- z'}]"
    task = Task("own", {"a.yml": training_yaml(EXAMPLES), "b.yml": lookup}, [])
    assert task.size == len(EXAMPLES)
    assert task.fingerprint == Task("other", {"b.yml": lookup, **task.examples}, []).fingerprint
    assert task.fingerprint != Task("own", {"b.yml": lookup}, []).fingerprint


def test_banking77_is_read_from_a_folder(tmp_path: Path) -> None:
    """Texts of several lines become one; a file that is missing or has other columns is named."""
    with pytest.raises(DataError, match=r"banking77-train\.csv"):
        banking77(tmp_path, 1, 0)
    (tmp_path / "banking77-train.csv").write_text('text,category\n"my\ncard",lost\nmy pin,pin\n', "utf-8")
    (tmp_path / "banking77-test.csv").write_text("text,category\nwhere?,lost\n", "utf-8")
    task = banking77(tmp_path, 1, 0)
    assert "my card" in task.examples["nlu.yml"]
    assert [(question.text, question.right) for question in task.questions] == [
        ("where?", frozenset({"lost"}))
    ]
    (tmp_path / "banking77-test.csv").write_text("text\nwhere?\n", "utf-8")
    with pytest.raises(DataError, match="no column category"):
        read_csv(tmp_path / "banking77-test.csv")


def test_our_own_task_counts_accepted_alternatives() -> None:
    """Both languages to learn from, and questions with more than one right answer."""
    task = own()
    assert {name[:3] for name in task.examples} >= {"fr-", "en-"}
    assert any(len(question.right) > 1 for question in task.questions)


def test_the_pipelines_are_what_the_report_says() -> None:
    """Ours is the shipped one without its lexicon; DIET gets its epochs; nothing is a YAML anchor."""
    names = {name: [c["name"].split(".")[-1] for c in components(name, 100, 0)] for name in TITLES}
    assert names["ours"][-1] == "SentenceIntentClassifier"
    assert LEXICON.rsplit(".", maxsplit=1)[-1] not in names["ours"]
    assert names["stock"][1:] == ["CountVectorsFeaturizer", "CountVectorsFeaturizer", "DIETClassifier"]
    assert components("stock", 7, 0)[-1]["epochs"] == 7
    assert names["logistic"][-1] == "LogisticRegressionClassifier"
    assert not any("&" in config(name, 100, 0) for name in TITLES)
    with pytest.raises(ValueError, match="no pipeline"):
        components("other", 100, 0)


def test_a_model_is_kept_under_the_name_of_its_inputs() -> None:
    """Another number of epochs is another model of DIET, and the same of ours."""
    task = own()
    assert Run("stock", task, 1).model != Run("stock", task, 2).model
    assert Run("ours", task, 1).model == Run("ours", task, 2).model


def test_a_table_gathers_seeds_and_gives_the_command() -> None:
    """Mean and spread of several seeds; one row a pipeline and N; epochs said where unusual."""
    short = result("stock", 0, 5, epochs=1)
    rows = list(accuracy_table([short, result("ours", 1, 9), result("ours", 0, 8)], "banking77"))[2:]
    assert len(rows) == 2
    assert "| 10 | ours (sentence encoder, kernel ridge) | 0 1 | 85.0 (80.0–90.0) % |" in rows[0]
    assert "--parts banking77 --pipelines ours --banking77 DIR --shots 10 --seeds 0 1" in rows[0]
    assert "1 epochs only | 0 | 50.0 % | 12 | 20 | 700 |" in rows[1]
    assert "--epochs 1" in rows[1]


def test_serving_has_a_column_for_each_number_of_connections() -> None:
    """Milliseconds, then answers a second."""
    header, _, row = serving_table([SERVING])
    assert "a second, 1 connection | a second, 16 connections |" in header
    assert "| our own data | 8.0 | 9.1 | 120 | 131 |" in row


def test_what_is_missing_is_named() -> None:
    """A draw that was not measured, and one that was with too few epochs."""
    assert len(list(missing([]))) == 3 * (3 + 1 + 1)
    ours = [result("ours", seed, 8) for seed in (0, 2)]
    left = list(missing([*ours, SERVING, result("stock", 0, 5, epochs=1)]))
    assert "ours (sentence encoder, kernel ridge): BANKING77, N = 10, seeds 1" in left
    assert "ours (sentence encoder, kernel ridge): serving" not in left
    assert "stock Rasa (count vectors, DIET): BANKING77, N = 10, seeds 0 1 2" in left


def test_the_last_of_the_same_measurement_counts(tmp_path: Path) -> None:
    """Results are appended; measuring again replaces nothing and wins."""
    assert read_results(tmp_path / "results.jsonl") == []
    lines = [
        '{"kind": "accuracy", "pipeline": "ours", "task": "own", "shots": null, "seed": 0, "epochs": null, '
        f'"right": {right}}}\n'
        for right in (1, 2)
    ]
    (tmp_path / "results.jsonl").write_text("".join(lines), "utf-8")
    assert [found["right"] for found in read_results(tmp_path / "results.jsonl")] == [2]


def test_a_report_says_what_was_not_measured(tmp_path: Path) -> None:
    """Nothing measured: no picture, no empty table; something: both."""
    write_report([], tmp_path)
    assert (tmp_path / "README.md").read_text("utf-8").count("Not measured.") == 3
    assert not picture([], tmp_path / "accuracy.png")
    (tmp_path / "notes.md").write_text("A note.\n", "utf-8")
    write_report([result("ours", 0, 8), SERVING], tmp_path)
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text.count("Not measured.") == 1
    assert "(accuracy.png)" in text
    assert text.endswith("\nA note.\n")
    assert (tmp_path / "accuracy.png").stat().st_size > 1000
