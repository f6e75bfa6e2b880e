"""The version of what is queued.

Readers ignore fields they do not know. What needs more than that gets the next number: an older worker
leaves it to a newer one.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# 0.1.0 and 0.2.0 wrote no number; both are read.
VERSION = 3


class UnreadableError(ValueError):
    """An entry that no version can read; it is set aside."""


class FutureVersionError(Exception):
    """An entry that a later version wrote; it waits for a worker that reads it."""


@contextmanager
def reading(line: str) -> Iterator[dict[str, Any]]:
    """Give the document of a line of the queue, for a body that reads it.

    Raises:
        FutureVersionError: a later version wrote it.
        UnreadableError: it is no document, or the body cannot read it.
    """
    try:
        document = json.loads(line)
        if int(document.get("version", 0)) > VERSION:
            raise FutureVersionError
        yield document
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableError from error
