"""What is attached to a message: enough of it to bring it over."""

from __future__ import annotations

from typing import Any


def attached(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return name, address and size (bytes) of each file of `message`."""
    return [
        {
            "name": str(file.get("name") or file.get("title") or file.get("id")),
            "url": str(file.get("url_private_download") or file.get("url_private") or ""),
            "size": int(file.get("size") or 0),
        }
        for file in message.get("files") or []
    ]
