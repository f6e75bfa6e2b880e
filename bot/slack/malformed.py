"""What happens to a payload that is not what Slack sends: a 400 by HTTP, an acknowledgement by socket.

Only reading ends here. An error of what is done with a payload stays a 5xx, so that Slack delivers again.
"""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from slack_bolt.response import BoltResponse

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.get_logger()

# What Bolt's reading raises where a payload lacks something, or has something else in its place.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
# What ours raises, which knows of what kind everything is; any other error is a fault of ours.
_UNREADABLE = (ValueError, LookupError, RecursionError)
# The folder `bot`.
_OURS = Path(__file__).parents[1]
SOCKET_MODE = "socket_mode"


class MalformedPayloadError(Exception):
    """The payload cannot be read; the message says what of ours could not read it, never what it held."""


@contextmanager
def reading() -> Iterator[None]:
    """Turn what reading raises into `MalformedPayloadError`; for code that only reads, and does nothing.

    Raises:
        MalformedPayloadError: the payload cannot be read.
    """
    try:
        yield
    except _UNREADABLE as error:
        raise MalformedPayloadError(described(error)) from None


def described(error: BaseException) -> str:
    """Return an error's class, and its place in our files, so that a fault of our own reading is found."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_OURS)]
    place = (ours or frames)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"


def refuse(reason: str, mode: str = "") -> BoltResponse:
    """Log that a payload is malformed, and return what Slack is answered.

    Slack delivers again what is not acknowledged by socket, where there is no other answer.
    """
    log.warning("payload_malformed", reason=reason)
    status = HTTPStatus.OK if mode == SOCKET_MODE else HTTPStatus.BAD_REQUEST
    return BoltResponse(status=status, body="")
