"""What the workspace delivered and what it was sent, in order, with times."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.slack_server.settings import Json


class Account:
    """Entries that are only ever added.

    `what` is one of said, delivered, acknowledged, given_up, posted, updated, deleted, whispered, responded,
    uploaded, marked, opened, refused, cut, connected.
    """

    def __init__(self) -> None:
        self.entries: list[Json] = []
        self.calls: Counter[str] = Counter()

    def note(self, what: str, **facts: Any) -> None:  # noqa: ANN401  whatever JSON holds
        """Add an entry."""
        self.entries.append({"at": time.time(), "what": what, **facts})

    def count(self, method: str, outcome: str) -> None:
        """Count a call by how it ended."""
        self.calls[f"{method} {outcome}"] += 1


def words(blocks: object) -> str:
    """Return the texts of blocks, one a line, in their order."""
    found: list[str] = []
    _collect(blocks, found)
    return "\n".join(found)


def _collect(value: object, found: list[str]) -> None:
    if isinstance(value, list):
        for each in value:
            _collect(each, found)
    elif isinstance(value, dict):
        text = value.get("text")
        if isinstance(text, str):
            found.append(text)
        for name in ("text", "fields", "elements", "accessory", "label", "title"):
            if not isinstance(value.get(name), str):
                _collect(value.get(name), found)
