"""The doctor's command, and its check when the bot starts."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.commands.doctor import doctor
from bot.local.process import StartError, free_port
from bot.local.stack import announced
from bot.local.workspace import Workspace
from bot.settings import Backends, Settings
from bot.slack.app import open_client
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.doctor import warn_of_departments
from tests.fakes.workspace import change, furnish, owned, staff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from actions.knowledge.library import Library
    from bot.local.process import Child
    from tests.fakes.slack import FakeSlack

FILE = "actions/knowledge/departments.yml"


@pytest.fixture
def workspace(slack: FakeSlack, library: Library) -> FakeSlack:
    """A workspace in which everything is in place."""
    furnish(slack, library)
    return slack


async def warned(slack: FakeSlack, library: Library) -> list[dict[str, Any]]:
    """Return what the start logs about the departments."""
    client = open_client("xoxb-1", slack.url)
    client.retry_handlers.clear()
    with capture_logs() as logs:
        await warn_of_departments(library, Directory(client))
    return [dict(line) for line in logs]


async def test_the_start_logs_what_is_not_in_place(workspace: FakeSlack, library: Library) -> None:
    """A line a finding, with the department; what is in place is no news."""
    change(workspace, {"is_member": False})
    (line,) = await warned(workspace, owned(library))
    assert (line["log_level"], line["event"], line["department"]) == ("warning", "doctor", "legal")
    assert line["sentence"].startswith("Relais is in no channel called #dept-legal")


async def test_the_start_outlives_a_slack_that_is_away(workspace: FakeSlack, library: Library) -> None:
    """No answer, or one that nobody can read: logged, and the bot goes on."""
    workspace.channels = [{"id": "C1"}]
    *_, odd = await warned(workspace, owned(library))
    assert odd["event"] == "doctor_failed"
    await workspace.stop()
    lines = [line for line in await warned(workspace, owned(library)) if line["event"] == "doctor"]
    assert {line["department"] for line in lines} == {"channels", "people"}


def settings(folder: Path, **given: Any) -> Settings:  # noqa: ANN401  any setting
    """Return settings of a machine on which nothing is set."""
    return Settings(_env_file=None, relais_data_dir=folder, **given)


@pytest.fixture
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test sets is set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def rasa_url() -> AsyncIterator[str]:
    """A server that says of itself what a Rasa with a model says."""

    async def status(_: web.Request) -> web.Response:
        return web.json_response({"model_file": "model.tar.gz"})

    app, port = web.Application(), free_port()
    app.router.add_get("/status", status)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


def local(slack: FakeSlack, child: Child) -> Workspace:
    """Return the fake as the local workspace of this machine."""
    return Workspace(child, slack.url.removesuffix("/api/"), "xoxb-local", "xapp-local")


@pytest.mark.usefixtures("_bare")
async def test_the_local_workspace_is_found_where_it_runs(  # noqa: PLR0913, PLR0917  fixtures
    workspace: FakeSlack,
    library: Library,
    redis_url: str,
    rasa_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its address and token are noted where only we can read them, for as long as it runs."""
    staff(workspace, library)
    change(workspace, {"is_archived": True})
    none: Any = None  # nothing here stops the workspace
    with announced(tmp_path, Backends(redis_url, rasa_url, "t"), local(workspace, none)):
        assert stat.S_IMODE((tmp_path / "running.json").stat().st_mode) == 0o600
        assert await doctor(settings(tmp_path)) == 1
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "✓ token Slack answers @relais in the workspace T1."
    assert f"✗ legal #dept-legal is archived: unarchive it, or name another channel in {FILE}." in lines
    assert lines[-5:-1] == [
        "✓ managers @manager: 1 person.",
        "✓ redis Redis answers.",
        "✓ outbox Nothing was given up or set aside.",
        "✓ rasa Rasa answers, with a model.",
    ]
    assert lines[-1].startswith(f"{len(lines) - 1} checked: 1 fault, ")
    with pytest.raises(StartError, match=r"SLACK_BOT_TOKEN is not set, and no local one runs here"):
        await doctor(settings(tmp_path))


@pytest.mark.usefixtures("_bare")
async def test_a_real_workspace_is_examined_by_its_token(
    workspace: FakeSlack, library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What Relais would start for itself is not asked; warnings alone are no failure."""
    given = settings(tmp_path, slack_bot_token="xoxb-1", slack_api_url=workspace.url, relais_managers="@lea")
    staff(workspace, library)
    assert await doctor(given) == 0
    said = capsys.readouterr().out
    assert "! redis " in said
    assert "REDIS_URL is not set" in said
    assert "RASA_URL is not set" in said
    assert ": no faults, " in said


@pytest.mark.usefixtures("_bare")
async def test_parts_that_do_not_answer_are_faults(
    workspace: FakeSlack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with the settings to look at."""
    given = settings(
        tmp_path,
        slack_bot_token="xoxb-1",
        slack_api_url=workspace.url,
        redis_url=f"redis://127.0.0.1:{free_port()}/0",
        rasa_url=f"http://127.0.0.1:{free_port()}",
        rasa_token="t",
    )
    assert await doctor(given) == 1
    said = capsys.readouterr().out
    assert "Redis does not answer: start it, and see that REDIS_URL" in said
    assert "No Rasa with a model answers: start it, and see to RASA_URL" in said
