"""The manifest for HTTP: the shipped one, but for what Slack needs to call us."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.slack.manifest import AddressError, http_manifest, socket_manifest
from bot.slack.workspace.doctor import MANIFEST

ADDRESS = "https://relais.example.org/slack/events"


def leaves(value: object, path: str = "") -> dict[str, Any]:
    """Return every value of a manifest by its path."""
    if isinstance(value, dict):
        pairs = [(f"{path}.{name}", child) for name, child in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{path}[{number}]", child) for number, child in enumerate(value)]
    else:
        return {path: value}
    return {name: leaf for place, child in pairs for name, leaf in leaves(child, place).items()}


def test_it_differs_from_the_shipped_one_where_slack_calls_us_and_nowhere_else() -> None:
    """Events, presses and each command have the address; Socket Mode is off, or Slack would not call."""
    shipped, made = leaves(socket_manifest()), leaves(http_manifest("https://relais.example.org"))
    changed = {path: made.get(path) for path in shipped | made if shipped.get(path) != made.get(path)}
    commands = socket_manifest()["features"]["slash_commands"]
    assert changed == {
        ".settings.event_subscriptions.request_url": ADDRESS,
        ".settings.interactivity.request_url": ADDRESS,
        ".settings.socket_mode_enabled": False,
        **{f".features.slash_commands[{number}].url": ADDRESS for number in range(len(commands))},
    }
    assert set(shipped) <= set(made)


def test_the_shipped_one_is_for_socket_mode() -> None:
    """It has no address, and needs none."""
    shipped = socket_manifest()
    assert shipped["settings"]["socket_mode_enabled"] is True
    assert "https://" not in json.dumps(shipped)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://relais.example.org", ADDRESS),
        ("https://relais.example.org/", ADDRESS),
        (" https://relais.example.org/slack/events ", ADDRESS),
        ("https://example.org:8443/bots/relais/", "https://example.org:8443/bots/relais/slack/events"),
    ],
)
def test_the_address_is_where_the_bot_listens(given: str, address: str) -> None:
    """A host, or a path on it that a proxy passes on."""
    assert http_manifest(given)["settings"]["interactivity"]["request_url"] == address


@pytest.mark.parametrize(
    "given",
    [
        "http://relais.example.org",
        "relais.example.org",
        "https://",
        "",
        "https://user:word@example.org",
        "https://example.org?x=1",
        "https://example.org#x",
        "https://[example.org",
        "https://example.org:port",
    ],
)
def test_an_address_that_slack_does_not_call_is_refused(given: str) -> None:
    """With a sentence, and an example of what to give."""
    with pytest.raises(AddressError):
        http_manifest(given)


def test_the_command_prints_either() -> None:
    """Ready to paste, with its accents; without an address it is the shipped file, to the letter."""
    made = CliRunner().invoke(cli, ["manifest", "--url", "https://relais.example.org"])
    assert (made.exit_code, json.loads(made.stdout)) == (0, http_manifest("https://relais.example.org"))
    assert "présence" in made.stdout
    shipped = CliRunner().invoke(cli, ["manifest"])
    assert (shipped.exit_code, shipped.stdout) == (0, MANIFEST.read_text("utf-8"))


def test_the_command_says_what_is_wrong_with_an_address() -> None:
    """One line, and exit code 1."""
    refused = CliRunner().invoke(cli, ["manifest", "--url", "http://relais.example.org"])
    assert refused.exit_code == 1
    assert "Slack only calls https" in refused.stderr
    assert refused.stdout == ""
