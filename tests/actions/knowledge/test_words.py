"""The words are ours: no run of eight is shared with the texts behind the knowledge."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from actions.knowledge.library import HERE

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARED = Path(__file__).resolve().parents[4] / "shared"
RUN = 8
FILES = sorted(path for path in HERE.rglob("*.yml") if path.name not in {"policy.yml", "sources.yml"})
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def _sentences(data: Any) -> list[str]:  # noqa: ANN401  YAML holds anything
    if isinstance(data, dict):
        return [sentence for key, value in data.items() if key != "url" for sentence in _sentences(value)]
    if isinstance(data, list):
        return [sentence for value in data for sentence in _sentences(value)]
    return [data] if isinstance(data, str) else []


def borrowed(files: Iterable[Path], sources: Iterable[Path]) -> set[str]:
    """Return the runs of words that sentences of YAML files share with source texts."""
    theirs = {run for text in sources for run in _runs(text.read_text("utf-8"))}
    read = (yaml.safe_load(path.read_text("utf-8")) for path in files)
    ours = {run for data in read for sentence in _sentences(data) for run in _runs(sentence)}
    return {" ".join(run) for run in ours & theirs}


@pytest.mark.parametrize(
    ("ours", "found"),
    [
        ("answer: and one two three four five six seven eight", {"one two three four five six seven eight"}),
        ("a: [{fr: 'ONE, two… three: four'}]\nb: five six seven eight nine", set()),
        (
            "a:\n- en: >\n    One two three « four »,\n    five-six seven eight!",
            {"one two three four five six seven eight"},
        ),
        ("answer: and one two three four five six seven", set()),
        ("url: one two three four five six seven eight", set()),
    ],
    ids=["eight", "two sentences", "other signs", "seven", "address"],
)
def test_a_run_of_eight_words_is_found(tmp_path: Path, ours: str, found: set[str]) -> None:
    """In one sentence, however it is written; seven words are nobody's, and addresses are no sentences."""
    (tmp_path / "ours.yml").write_text(ours, "utf-8")
    (tmp_path / "theirs.txt").write_text("Zero one two\nthree four five six seven eight nine ten", "utf-8")
    assert borrowed([tmp_path / "ours.yml"], [tmp_path / "theirs.txt"]) == found


def test_the_words_are_ours() -> None:
    """Facts may be shared with the sources, sentences not."""
    sources = sorted([*SHARED.glob("seeds/*.txt"), *SHARED.glob("domain/what-changed.md")])
    if not sources:
        pytest.skip("the sources' texts are not ours to publish, and are not beside this clone")
    assert FILES
    assert borrowed(FILES, sources) == set()
