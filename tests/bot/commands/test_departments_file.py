"""Departments in a file of one's own: every command reads it, and says where it is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actions.knowledge.library import load
from actions.language import Language
from bot.bootstrap import open_bot
from bot.commands.doctor import doctor
from bot.local.workspace import configuration
from bot.settings import Backends, Settings, SlackAccess
from tests.actions.knowledge.test_departments import OWN
from tests.fakes.payloads import dispatch, press
from tests.fakes.work import work_once

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file of two departments."""
    path = tmp_path / "own.yml"
    path.write_text(OWN, "utf-8")
    return path


def typed(departments: Path, *words: str) -> tuple[int, str]:
    """Return the exit code and all that a command says, run as a person runs it."""
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "bot", *words],
        cwd=Path(__file__).resolve().parents[3],
        env={
            "PATH": os.environ["PATH"],
            "RELAIS_DATA_DIR": str(departments.parent / "data"),
            "RELAIS_DEPARTMENTS": str(departments),
            "RASA_URL": "http://127.0.0.1:1",
            "RASA_TOKEN": "t",
            "REDIS_URL": "redis://127.0.0.1:1/0",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.integration
@pytest.mark.parametrize(
    "command",
    [
        "run",
        "ask hello",
        "doctor",
        "recall moderation",
        "case 1",
        "drafts nowhere",
        "topics check",
        "topics preview moderation",
        "topics impact moderation",
    ],
)
def test_no_command_goes_on_without_the_file(tmp_path: Path, command: str) -> None:
    """Whichever reads the knowledge: one line with the path, exit code 1, before anything is started."""
    gone = tmp_path / "gone.yml"
    code, said = typed(gone, *command.split())
    assert code == 1
    assert said.startswith(f"{gone}:1: cannot be read: ")
    assert not (tmp_path / "data").exists()


@pytest.mark.integration
def test_the_check_reads_it(own: Path) -> None:
    """Its warnings and faults are among the others, and a preview names who takes the topic."""
    own.write_text(OWN.replace("channel: people", "channel: desk"), "utf-8")
    code, said = typed(own, "topics", "check")
    assert code == 1
    assert f"{own}:17: departments.2.channel: desk is given twice, first on line 13" in said
    own.write_text(OWN, "utf-8")
    assert typed(own, "topics", "check") == (0, "36 topics checked: no faults, no warnings.\n")
    assert "Desk" in typed(own, "topics", "preview", "moderation", "--lang", "en")[1]


@pytest.mark.parametrize("reload", [False, True])
@pytest.mark.usefixtures("redis")
async def test_the_bot_answers_with_the_files_departments(
    redis_url: str, slack: FakeSlack, own: Path, *, reload: bool
) -> None:
    """Read at the start or again and again: an answer names who takes what its owner would."""
    backends = Backends(redis_url, "http://127.0.0.1:1", "")
    access = SlackAccess("xoxb-1", slack.url)
    async with open_bot(backends, access, Language.EN, 2, reload=reload, departments=own) as bot:
        await dispatch(bot.app, press("topic:moderation"))
        await work_once(bot)
    (posted,) = slack.made("chat.postMessage")
    assert "Accueil" in str(posted)


async def test_the_doctor_names_the_file(
    slack: FakeSlack, own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever is told to mend something opens the file that is read, not the project's."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    slack.channels = [{"id": "CDESK", "name": "desk", "is_member": True, "is_archived": True}]
    settings = Settings(
        _env_file=None, slack_bot_token="xoxb-1", slack_api_url=slack.url, relais_departments=own
    )
    assert await doctor(settings) == 1
    said = capsys.readouterr().out
    assert f"create it, or name another channel in {own}." in said
    assert f"#desk is archived: unarchive it, or name another channel in {own}." in said
    assert f"Its owner @lea is nobody in this workspace: correct it in {own};" in said
    assert "actions/knowledge" not in said


def test_the_local_workspace_has_the_files_people(own: Path) -> None:
    """Owners and backups by their handle; one named after the department where there is no handle."""
    made = configuration(load(departments=own).departments.values(), "b", "a", "s")
    assert [user["name"] for user in made["users"]] == ["employee", "colleague", "manager", "lea", "people"]
    assert {c["name"]: c["members"][0] for c in made["channels"][2:]} == {"desk": "ULEA", "people": "UPEOPLE"}
