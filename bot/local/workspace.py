"""Starts `local-slack`, a Slack-like workspace, with people and channels made from the departments.

https://github.com/parvalabs/local-slack
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import yaml

from actions.knowledge.library import load
from bot.local.process import Child, Command, StartError, require_free

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actions.knowledge.department import Department

PLAYGROUND = Path(__file__).resolve().parents[2] / "playground"
BINARY = PLAYGROUND / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
# Keeps local-slack on loopback, since it listens on every interface and has no option for it.
LOOPBACK = PLAYGROUND / "loopback.so"
_SECONDS = 20.0
BOT_USER = "URELAIS"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A running workspace and its tokens."""

    child: Child
    url: str
    bot_token: str
    app_token: str

    @property
    def api_url(self) -> str:
        """The URL of its Web API."""
        return f"{self.url}/api/"


def configuration(
    departments: Iterable[Department], bot_token: str, app_token: str, signing_secret: str
) -> dict[str, Any]:
    """Return its configuration: `ask-social`, `general`, one channel per department, and their people."""
    departments = tuple(departments)
    people = _people(departments)
    everybody = [_user_id(name) for name in people]
    app = {
        "appId": "ARELAIS",
        "botUserId": BOT_USER,
        "botName": "relais",
        "botToken": bot_token,
        "appToken": app_token,
        "signingSecret": signing_secret,
        "mode": "socket",
    }
    return {
        "workspace": {"name": "Relais", "domain": "relais", "teamId": "TRELAIS"},
        "apps": [app],
        "users": [_user(name, display_name) for name, display_name in people.items()],
        "channels": [
            _channel("ask-social", "Ask Relais · Demandez à Relais", everybody),
            _channel("general", "", everybody),
            *(_channel(d.channel, d.name.en, [_user_id(name) for name in _members(d)]) for d in departments),
        ],
    }


def _people(departments: Iterable[Department]) -> dict[str, str]:
    """Return the people: display names by user name."""
    people = {name: name.capitalize() for name in ("employee", "colleague", "manager")}
    for department in departments:
        for number, name in enumerate(_members(department), start=1):
            people[name] = department.name.en + (f" {number}" if number > 1 else "")
    return people


def _user(name: str, display_name: str) -> dict[str, str]:
    return {
        "id": _user_id(name),
        "name": name,
        "real_name": display_name,
        "email": f"{name}@example.com",
        "tz": "Europe/Paris",
    }


def _members(department: Department) -> list[str]:
    """Return the owner and backup where they are handles, else one member named after the department."""
    named = [name[1:] for name in (department.owner, department.backup) if name.startswith("@")]
    return named or [department.id]


def _user_id(name: str) -> str:
    return "U" + "".join(filter(str.isalnum, name.upper()))


def _channel(name: str, topic: str, members: list[str]) -> dict[str, Any]:
    identifier = "C" + name.upper().replace("-", "").replace("_", "")
    return {
        "id": identifier,
        "name": name,
        "is_private": False,
        "topic": topic,
        "members": [*members, BOT_USER],
    }


async def start_workspace(departments: Iterable[Department], port: int, folder: Path, log: Path) -> Workspace:
    """Start the workspace at `port`.

    Raises:
        StartError: it is not installed, the port is taken, or it does not answer.
    """
    if not BINARY.exists() or not LOOPBACK.exists():
        raise StartError("The local workspace is not installed. Run `make setup`.")
    require_free(port, "the local workspace", "RELAIS_WORKSPACE_PORT")
    bot_token, app_token = f"xoxb-{secrets.token_hex(12)}", f"xapp-{secrets.token_hex(12)}"
    path = folder / "workspace.yml"
    path.touch(mode=0o600)
    config = configuration(departments, bot_token, app_token, secrets.token_hex(16))
    path.write_text(yaml.safe_dump(config), "utf-8")
    command: list[str | Path] = [
        BINARY,
        "--config",
        path.resolve(),
        "--port",
        str(port),
        "--base-host",
        "127.0.0.1",
        "--files-dir",
        (folder / "files").resolve(),
    ]
    child = await Child.start(
        Command("The local workspace", command, log, folder, {"LD_PRELOAD": str(LOOPBACK)})
    )
    url = f"http://127.0.0.1:{port}"
    try:
        await child.healthy(lambda: _answers(url), _SECONDS)
    except BaseException:
        await child.stop()
        raise
    return Workspace(child, url, bot_token, app_token)


async def _answers(url: str) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/_control/state") as response:
            return response.ok
    except aiohttp.ClientError:
        return False


def composed_workspace() -> str:
    """Return the configuration of the `playground` service of docker-compose.yml, whose tokens are public."""
    config = configuration(
        load().departments.values(), "xoxb-playground", "xapp-playground", "playground-signing-secret"
    )
    return "# Written by `python -m bot workspace-config`; a test keeps it so.\n" + yaml.safe_dump(config)
