"""The local Slack-like workspace: `local-slack`, its people and channels made from our own data.

https://github.com/parvalabs/local-slack
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import yaml

from bot.local.process import Child, Command, StartError, require_free

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actions.knowledge.topic import Department

PLAYGROUND = Path(__file__).resolve().parents[2] / "playground"
BINARY = PLAYGROUND / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
# local-slack listens on every interface and has no option for it; this keeps it to loopback.
LOOPBACK = PLAYGROUND / "loopback.so"
_SECONDS = 20.0
BOT_USER = "URELAIS"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A running workspace and the keys to it."""

    child: Child
    url: str
    bot_token: str
    app_token: str

    @property
    def api_url(self) -> str:
        """Where its Web API is."""
        return f"{self.url}/api/"


def configuration(departments: Iterable[Department], bot_token: str, app_token: str) -> dict[str, Any]:
    """Return the workspace: `ask-social`, `general`, a channel a department, and the people in them."""
    members = {department.id: _members(department.id) for department in departments}
    people = ["employee", "colleague", "manager", *(name for names in members.values() for name in names)]
    everybody = [_user_id(name) for name in people]
    channels = [
        _channel("ask-social", "Ask Relais · Demandez à Relais", everybody),
        _channel("general", "", everybody),
        *(
            _channel(
                department.channel, department.name.en, [_user_id(name) for name in members[department.id]]
            )
            for department in departments
        ),
    ]
    app = {
        "appId": "ARELAIS",
        "botUserId": BOT_USER,
        "botName": "relais",
        "botToken": bot_token,
        "appToken": app_token,
        "signingSecret": secrets.token_hex(16),
        "mode": "socket",
    }
    return {
        "workspace": {"name": "Relais", "domain": "relais", "teamId": "TRELAIS"},
        "apps": [app],
        "users": [
            {
                "id": _user_id(name),
                "name": name,
                "real_name": name.replace("_", " ").capitalize(),
                "email": f"{name}@example.com",
                "tz": "Europe/Paris",
            }
            for name in people
        ],
        "channels": channels,
    }


def _members(department: str) -> list[str]:
    """One member a department, named after it; two for legal, who can press the same button."""
    return ["legal", "legal2"] if department == "legal" else [department]


def _user_id(name: str) -> str:
    return "U" + name.upper().replace("_", "")


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
    path.write_text(yaml.safe_dump(configuration(tuple(departments), bot_token, app_token)), "utf-8")
    command: list[str | Path] = [
        BINARY, "--config", path.resolve(), "--port", str(port), "--base-host", "127.0.0.1",
        "--files-dir", (folder / "files").resolve(),
    ]  # fmt: skip
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
