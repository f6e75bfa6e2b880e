"""The version of what is queued.

Readers ignore fields they do not know. What needs more than that gets the next number: an older worker
leaves it to a newer one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# 0.1.0 and 0.2.0 wrote no number; both are read.
VERSION = 3


class UnreadableError(ValueError):
    """An entry that no version can read; it is set aside."""


class FutureVersionError(Exception):
    """An entry that a later version wrote; it waits for a worker that reads it."""


def require_known(document: Mapping[str, Any]) -> None:
    """Refuse an entry of a later version.

    Raises:
        FutureVersionError: a later version wrote it.
    """
    if int(document.get("version", 0)) > VERSION:
        raise FutureVersionError
