"""One error for every way in which Redis can fail, for callers that do not know Redis."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Iterator


class StoreAwayError(Exception):
    """Redis does not answer: nothing was stored or queued."""


@contextmanager
def reaching_redis() -> Iterator[None]:
    """Turn any error of Redis into `StoreAwayError`."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise StoreAwayError from error
