"""Slack's errors, sorted into those of a surface."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.outgoing.surface import (
    DeliveryDelayedError,
    DeliveryRefusedError,
    PageRefusedError,
    PlaceLostError,
    UnheardError,
)
from bot.slack.workspace.cache import retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator

# Slack's errors for a channel or message that no longer exists, or is closed to Relais.
_LOST = frozenset(
    {
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "is_archived",
        "message_not_found",
        "messages_tab_disabled",
        "not_in_channel",
        "thread_not_found",
        "user_not_in_channel",
    }
)
# Slack's errors for what a message holds.
_PAGE = frozenset(
    {
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
    }
)
# Errors that pass by themselves or that an administrator fixes: the call is retried. Others are final.
_PASSING = frozenset(
    {
        "account_inactive",
        "fatal_error",
        "internal_error",
        "invalid_auth",
        "ratelimited",
        "rate_limited",
        "request_timeout",
        "service_unavailable",
        "token_expired",
        "token_revoked",
    }
)
# Of those, the ones after which Slack may still have carried the call out.
_UNHEARD = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_SERVER_ERRORS = 500


class AlreadyError(DeliveryRefusedError):
    """The call has no effect, since it was made before."""


@contextmanager
def surface_errors() -> Iterator[None]:
    """Turn Slack's errors into those of a surface."""
    try:
        yield
    except SlackApiError as error:
        raise surface_error(error) from error
    except aiohttp.ClientConnectorError as error:
        raise DeliveryDelayedError from error
    except (aiohttp.ClientError, SlackRequestError, TimeoutError, OSError) as error:
        raise UnheardError from error


def surface_error(error: SlackApiError) -> DeliveryDelayedError | DeliveryRefusedError:
    """Return the error to retry, the one of a lost place, or the final one."""
    response, word = error.response, str(error.response.get("error"))
    if (seconds := retry_after(error)) is not None:
        return DeliveryDelayedError(timedelta(seconds=seconds))
    if response.status_code >= _SERVER_ERRORS or word in _UNHEARD:
        return UnheardError()
    if word in _PASSING:
        return DeliveryDelayedError()
    if word.startswith("already_"):
        return AlreadyError(word)
    if word in _PAGE:
        return PageRefusedError(word)
    return PlaceLostError(word) if word in _LOST else DeliveryRefusedError(word)
