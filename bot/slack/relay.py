"""Copies files between two threads, since the readers of one may not see the other's channel.

Files are fetched with the bot's token, so only from Slack: https://docs.slack.dev/reference/objects/file-object
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import aiohttp
import structlog
from yarl import URL

from bot.files.file import File
from bot.outgoing.surface import DeliveryDelayedError, DeliveryRefusedError
from bot.slack.errors import surface_errors
from bot.slack.uploads import Upload, upload

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.outgoing.address import Destination, FileLink
    from bot.outgoing.attempts import Attempts

log = structlog.get_logger()

# In bytes. A file is held in memory while it is copied; a larger one is named instead.
LARGEST = 20 * 1024 * 1024
# How often a file is fetched before it is named, so that what follows it does not wait for ever.
FETCHES = 5
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_PART = 64 * 1024


# Slack's own hosts: a workspace's, `files.slack.com`, and those of GovSlack.
_SLACK_HOSTS = (".slack.com", ".slack-gov.com")
_HTML = "text/html"


class _NotCopiedError(Exception):
    """The file is not in Slack, is too large, or something else came in its place."""


async def copy_files(
    client: AsyncWebClient, attempts: Attempts, files: Sequence[FileLink], to: Destination, key: str
) -> list[str]:
    """Download `files` and upload them, each once; return the names of those that were not copied.

    The token is sent to Slack's own hosts only; a file that is kept elsewhere is not fetched.

    Raises:
        DeliveryDelayedError: Slack is away or busy; a later attempt goes on with what is left.
    """
    failed = []
    for place, file in enumerate(files):
        try:
            await _copy_file(client, attempts, file, to, f"{key}:file{place}")
        except (DeliveryRefusedError, _NotCopiedError) as error:
            log.warning("file_not_sent", error=type(error).__name__)
            failed.append(file.name)
    return failed


async def _copy_file(
    client: AsyncWebClient, attempts: Attempts, file: FileLink, to: Destination, key: str
) -> None:
    if file.size > LARGEST or not _is_slacks(file.url, client.base_url):
        raise _NotCopiedError
    if await attempts.result(key):
        return
    before = await attempts.begin(f"{key}:fetch")
    try:
        with surface_errors():
            content = await _fetch(client, file)
    except DeliveryDelayedError as error:
        if before.tried + 1 >= FETCHES:
            raise _NotCopiedError from error
        raise
    await attempts.withdraw(f"{key}:fetch")
    copy = File(content, file.name, file.name, "")
    with surface_errors():
        await upload(client, attempts, key, Upload(to.channel, to.thread, copy))


async def _fetch(client: AsyncWebClient, file: FileLink) -> bytes:
    headers = {"Authorization": f"Bearer {client.token}"}
    async with (
        aiohttp.ClientSession(timeout=_TIMEOUT) as session,
        # A redirect may lead anywhere, so none is followed.
        session.get(file.url, headers=headers, allow_redirects=False) as response,
    ):
        return await _read(response, file)


def _is_slacks(address: str, api: str) -> bool:
    """Tell whether a file is on a host of Slack over https, or beside the Web API that the settings name.

    The address is read by the library that fetches it, so that both see one host.
    """
    try:
        url = URL(address)
        if not url.is_absolute() or url.user is not None:
            return False
        if url.scheme == "https" and url.is_default_port():
            return f".{url.host}".endswith(_SLACK_HOSTS)
        return url.origin() == URL(api).origin()
    except ValueError:
        return False


async def _read(response: aiohttp.ClientResponse, file: FileLink) -> bytes:
    """Return the file's content.

    Slack answers with a page to sign in where the token may not read the file; a web page of a person has a
    name that says so and the size that Slack told.

    Raises:
        ClientError: Slack is away or busy.
        _NotCopiedError: Slack refused, or it is a redirect or another page, or too large.
    """
    if response.status == HTTPStatus.TOO_MANY_REQUESTS or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        response.raise_for_status()
    if response.status != HTTPStatus.OK:
        raise _NotCopiedError
    parts, size = [], 0
    async for part in response.content.iter_chunked(_PART):
        parts.append(part)
        if (size := size + len(part)) > LARGEST:
            raise _NotCopiedError
    is_page = file.name.lower().endswith((".html", ".htm"))
    if response.content_type == _HTML and not (is_page and size == file.size):
        raise _NotCopiedError
    return b"".join(parts)
