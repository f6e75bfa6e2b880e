"""`manifest`: prints the manifest to paste into Slack's page of the app."""

from __future__ import annotations

import typer

from bot.commands.common import give_up
from bot.slack.manifest import AddressError, as_text, http_manifest, socket_manifest


def manifest(url: str | None) -> None:
    """Print the manifest for Socket Mode, or for HTTP at `url`; a wrong address ends the command."""
    try:
        made = socket_manifest() if url is None else http_manifest(url)
    except AddressError as error:
        give_up(str(error))
    typer.echo(as_text(made), nl=False)
