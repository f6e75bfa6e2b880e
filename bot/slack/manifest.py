"""The app's manifest, for Socket Mode as it is shipped, or for a Slack that calls by HTTP."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from bot.slack.workspace.doctor import MANIFEST

# Where the bot hears events, commands and presses.
EVENTS_PATH = "/slack/events"


class AddressError(ValueError):
    """Slack cannot call an address; the message says why and what to give."""


def socket_manifest() -> dict[str, Any]:
    """Return the manifest as it is shipped: Relais connects to Slack by Socket Mode."""
    manifest: dict[str, Any] = json.loads(MANIFEST.read_text("utf-8"))
    return manifest


def http_manifest(url: str) -> dict[str, Any]:
    """Return the manifest of a Relais that Slack reaches at `url`.

    Raises:
        AddressError: Slack cannot call `url`.
    """
    address = _address(url)
    manifest = socket_manifest()
    for command in manifest["features"]["slash_commands"]:
        command["url"] = address
    settings = manifest["settings"]
    settings["event_subscriptions"]["request_url"] = address
    settings["interactivity"]["request_url"] = address
    settings["socket_mode_enabled"] = False
    return manifest


def as_text(manifest: dict[str, Any]) -> str:
    """Return what people paste into Slack."""
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def _address(url: str) -> str:
    """Return the address that Slack calls, for the address of the host or of a path on it."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(f"{url} is not an address: {error}.") from error
    if parts.scheme != "https" or not host:
        raise AddressError(
            f"{url} is not an https address. Slack only calls https: --url https://example.org"
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise AddressError(f"{url} has more than a host and a path: --url https://example.org")
    return f"https://{parts.netloc}{parts.path.rstrip('/').removesuffix(EVENTS_PATH)}{EVENTS_PATH}"
