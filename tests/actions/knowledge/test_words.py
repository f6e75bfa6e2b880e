"""The words are ours: no run of eight is shared with the texts behind the knowledge, where at hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.knowledge.library import HERE

SHARED = Path(__file__).resolve().parents[4] / "shared"
# The users of the project do not have these.
TEXTS = [
    path for path in (*SHARED.glob("seeds/*.txt"), SHARED / "domain" / "what-changed.md") if path.exists()
]
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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_words_are_ours(path: Path) -> None:
    """Facts may be shared, sentences not; runs within our own files prove that the comparison works."""
    ours = [_runs(sentence) for sentence in _sentences(yaml.safe_load(path.read_text("utf-8")))]
    theirs = {run for text in TEXTS for run in _runs(text.read_text("utf-8"))}
    shared = {" ".join(run) for runs in ours for run in runs & theirs}
    assert not shared
