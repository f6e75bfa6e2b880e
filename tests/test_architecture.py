"""What the papers say is what the code does: rooms, settings, manifest, languages, commands, images."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from importlinter.cli import lint_imports
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.local.workspace import composed_workspace
from bot.settings import Settings
from bot.slack.calculators.listeners import FORMS
from bot.slack.cases import listeners as cases
from bot.slack.cases import messages as case_messages
from bot.slack.dialogue.commands import COMMANDS
from bot.slack.readiness import listeners as readiness

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
MODULE_LINES = 250
FUNCTION_LINES = 45
PAPERS = sorted(
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
)
# A path within the project, alone in backticks; a star, or a placeholder in capitals, names no one file.
NAMED_PATH = re.compile(
    r"(?<!`)`((?:actions|benchmarks|bot|docs|nlu|playground|scripts|tests)(?:/[a-z0-9_.-]+)+/?)`(?!`)"
)
# A link; its text may be a path too.
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
IMAGE = re.compile(r'<img src="(?!https?:)([^"]+)"')
# What each Web API method needs: https://docs.slack.dev/reference/methods
SCOPES = {
    "auth.test": None,
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.getPermalink": None,
    "conversations.info": "channels:read",
    "conversations.members": "channels:read",
    "conversations.open": "im:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
    "views.open": None,
    "views.update": None,
    "conversations.replies": "channels:history",
    "conversations.history": "channels:history",
    "reactions.add": "reactions:write",
    "views.publish": None,
    "usergroups.users.list": "usergroups:read",
    "users.conversations": "channels:read",
    "users.info": "users:read",
    "users.list": "users:read",
}
# What each event needs: https://docs.slack.dev/reference/events
EVENT_SCOPES = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_left": "channels:read",
    "channel_rename": "channels:read",
    "channel_unarchive": "channels:read",
    "group_archive": "groups:read",
    "group_left": "groups:read",
    "group_rename": "groups:read",
    "group_unarchive": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "user_change": "users:read",
}


def _modules() -> Iterator[Path]:
    for room in ("actions", "bot", "nlu", "benchmarks", "scripts"):
        yield from (
            path
            for path in (ROOT / room).rglob("*.py")
            if not any(part.startswith(".venv") for part in path.parts)
        )


def test_imports_run_only_downwards() -> None:
    """`bot` may use `actions`, never the other way; Slack's and Redis's words stay in their rooms."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        assert lint_imports(cache_dir=None) == 0
    finally:
        os.chdir(before)


def test_the_understanding_stands_alone() -> None:
    """Nothing in `nlu/` imports `bot` or `actions`; they meet over HTTP."""
    for path in (path for path in _modules() if "nlu" in path.relative_to(ROOT).parts[:1]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"bot", "actions"}, path


def test_modules_and_functions_stay_short() -> None:
    """A module that grows past this holds a second noun."""
    for path in _modules():
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= MODULE_LINES, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < FUNCTION_LINES, f"{path}: {node.name}"


def test_every_setting_is_documented_and_none_besides() -> None:
    """`.env.example` names each setting once, with a comment above it."""
    text = (ROOT / ".env.example").read_text("utf-8")
    documented = re.findall(r"^# ([A-Z][A-Z0-9_]+)=", text, re.MULTILINE)
    assert sorted(documented) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_is_valid_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of `.env.example` is read, and the defaults it shows are the real ones."""
    shown = dict(
        re.findall(r"^# (RELAIS_\w+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    )
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    read = {name: getattr(settings, name.lower()) for name in shown}
    read |= {name: "" for name, value in read.items() if value is None}
    assert {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in read.items()} == shown


def test_the_manifest_asks_for_what_is_used_and_no_more() -> None:
    """Every event heard and every method called has its scope; no scope stands without a use."""
    manifest = json.loads((ROOT / "bot" / "slack" / "manifest.json").read_text("utf-8"))
    events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    source = "".join(path.read_text("utf-8") for path in (ROOT / "bot" / "slack").rglob("*.py"))
    heard = set(re.findall(r'app\.event\("(\w+)"', source))
    assert {event.split(".")[0] for event in events} == heard
    called = set(re.findall(r'"((?:chat|conversations|reactions)\.\w+)"', source))
    called |= {
        f"{family.replace('_', '.')}.{name}"
        for family, name in re.findall(
            r"client\.(auth|chat|conversations|users|usergroups_users|usergroups|files|views)_(\w+)\(", source
        )
    }
    assert called <= set(SCOPES), "say which scope a new method needs"
    needed = {SCOPES[method] for method in called} | {EVENT_SCOPES[event] for event in events}
    # Private channels are departments' channels too; files are fetched from Slack before they are passed on.
    assert scopes == {scope for scope in needed if scope} | {"groups:read", "commands", "files:read"}
    commands = {*COMMANDS, *FORMS, cases.COMMAND, readiness.COMMAND}
    assert {command["command"] for command in manifest["features"]["slash_commands"]} == commands
    shortcuts = {shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]}
    assert shortcuts == {case_messages.ESCALATE, case_messages.ANSWER, readiness.SHORTCUT}
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_the_manifest_fits_slack() -> None:
    """Lengths Slack refuses to pass: https://docs.slack.dev/reference/app-manifest."""
    about = json.loads((ROOT / "bot" / "slack" / "manifest.json").read_text("utf-8"))["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000


@pytest.mark.parametrize("paper", PAPERS)
def test_commands_in_the_papers_exist(paper: str) -> None:
    """Every `make …` and `python -m bot …` a paper names can be typed."""
    text = (ROOT / paper).read_text("utf-8")
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^\s*|&& )make ([a-z][a-z0-9-]*)", text, re.MULTILINE))
    assert named <= targets, named - targets
    commands = {
        command.name or command.callback.__name__ for command in cli.registered_commands if command.callback
    }
    commands = {name.replace("_", "-") for name in commands} | {
        str(group.typer_instance.info.name) for group in cli.registered_groups if group.typer_instance
    }
    used = set(re.findall(r"python -m bot ([a-z][a-z-]*)", text))
    assert used <= commands, used - commands
    for name in used:
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0


@pytest.mark.parametrize("paper", PAPERS)
def test_links_in_the_papers_lead_somewhere(paper: str) -> None:
    """A file or a picture a paper points to exists, and is in the project."""
    text = (ROOT / paper).read_text("utf-8")
    for target in (*LINK.findall(text), *IMAGE.findall(text)):
        found = (ROOT / paper).parent.joinpath(target).resolve()
        assert found.exists(), target
        assert found.is_relative_to(ROOT), target


@pytest.mark.parametrize("paper", PAPERS)
def test_paths_in_the_papers_exist(paper: str) -> None:
    """A file or a folder a paper names is there, and no paper sends a reader outside the project."""
    text = (ROOT / paper).read_text("utf-8")
    named = set(NAMED_PATH.findall(text))
    assert {name for name in named if not (ROOT / name).exists()} == set()
    assert re.findall(r"(?:^|[\s`\"=])\.\./\S+", text) == []


def test_papers_name_paths() -> None:
    """The pattern that finds paths finds them, in code and in folders, and leaves examples alone."""
    text = "`bot/queue/inbox.py`, `docs/`, `tests/upgrade/`, `nlu/data/*/x.yml`, `actions/knowledge/ID.yml`"
    assert NAMED_PATH.findall(text) == ["bot/queue/inbox.py", "tests/upgrade/"]
    assert len(NAMED_PATH.findall((ROOT / "ARCHITECTURE.md").read_text("utf-8"))) > 40


@pytest.mark.integration
def test_make_help_lists_every_target() -> None:
    """Nothing can be made that `make help` does not show."""
    shown = subprocess.run(
        ["/usr/bin/make", "help"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},  # not the flags of a make that runs this test
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert {line.split()[0] for line in shown.splitlines()} == phony


def _compose(**environment: str) -> dict[str, Any]:
    done = subprocess.run(
        ["/usr/bin/docker-compose", "config"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "REDIS_PASSWORD": "x", "RASA_TOKEN": "y", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    composed: dict[str, Any] = yaml.safe_load(done.stdout)
    return composed


@pytest.mark.e2e
def test_the_composition_is_valid_and_hardened() -> None:
    """Only the bot is published, on loopback; nothing is root, writable or without a bound."""
    services = {
        name: service for name, service in _compose()["services"].items() if "profiles" not in service
    }
    assert set(services) == {"redis", "nlu", "bot"}
    assert [name for name, service in services.items() if service.get("ports")] == ["bot"]
    assert str(services["bot"]["ports"]).startswith("['127.0.0.1:")
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["healthcheck"]["test"], name
        assert service["deploy"]["resources"]["limits"]["memory"], name
    assert "--appendonly" in services["redis"]["command"]
    assert services["redis"]["volumes"]


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("environment", "files"),
    [
        ({}, ("actions/knowledge/departments.yml", "actions/knowledge/readiness.yml")),
        ({"RELAIS_DEPARTMENTS": "./ours.yml"}, ("ours.yml", "actions/knowledge/readiness.yml")),
        ({"RELAIS_READINESS": "./asked.yml"}, ("actions/knowledge/departments.yml", "asked.yml")),
    ],
    ids=["shipped", "own departments", "own questionnaire"],
)
def test_the_composed_bot_reads_the_files_of_the_host(
    environment: dict[str, str], files: tuple[str, str]
) -> None:
    """A setting names a file of the host, which the container sees, and cannot write, at one place."""
    bot = _compose(**environment)["services"]["bot"]
    places = [bot["environment"][name] for name in ("RELAIS_DEPARTMENTS", "RELAIS_READINESS")]
    mounted = [f"{ROOT / file}:{place}:ro" for file, place in zip(files, places, strict=True)]
    assert bot["volumes"] == mounted


@pytest.mark.e2e
def test_the_playground_is_a_profile() -> None:
    """The local workspace comes only when asked for."""
    assert _compose()["services"]["playground"]["profiles"] == ["playground"]


@pytest.mark.parametrize("room", ["bot", "nlu", "playground"])
def test_images_are_installed_as_make_does(room: str) -> None:
    """One way to install, wherever it runs; and no image runs as root."""
    image = (ROOT / room / "Dockerfile").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    steps = re.findall(r"^RUN (scripts/\w+|npm ci [^\n]*)", image, re.MULTILINE)
    assert steps
    for step in steps:
        assert step in makefile
    assert re.findall(r"^USER (\w+)$", image, re.MULTILINE)[-1] == "relais"


def test_the_composed_workspace_is_the_local_one() -> None:
    """The same channels and people in both; `python -m bot workspace-config` writes the file."""
    assert (ROOT / "playground" / "compose.yml").read_text("utf-8") == composed_workspace()


def _check_files(*files: Path) -> str:
    """Return what `scripts/check_files` refuses, a line a file; of every tracked file where none is named."""
    command = [ROOT / "scripts" / "check_files", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own script
    assert done.returncode == int(bool(done.stderr))
    return done.stderr


@pytest.mark.integration
def test_no_tracked_file_is_compiled_or_large() -> None:
    """What can be built is built where it is used, and a clone stays small."""
    assert _check_files() == ""


@pytest.mark.integration
def test_a_compiled_or_large_file_is_refused(tmp_path: Path) -> None:
    """Each is named with its reason; a file of exactly 500 KB, or one that is gone, is let through."""
    compiled, large, fits = tmp_path / "a b.so", tmp_path / "large.csv", tmp_path / "fits.csv"
    for path, size in ((compiled, 1), (large, 500_001), (fits, 500_000)):
        path.write_bytes(b"x" * size)
    assert _check_files(fits, tmp_path / "gone.csv") == ""
    first, second = _check_files(compiled, large, fits).splitlines()
    assert first.startswith(f"{compiled} is compiled: ")
    assert second.startswith(f"{large} is over 500 KB: ")


def test_locks_name_no_registry() -> None:
    """Hashes, and no address of where packages came from."""
    for lock in (
        "requirements.lock",
        "requirements-dev.lock",
        "nlu/requirements.lock",
        "nlu/requirements-bench.lock",
    ):
        text = (ROOT / lock).read_text("utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text), lock
    package = json.loads((ROOT / "playground" / "package-lock.json").read_text("utf-8"))
    for entry in package["packages"].values():
        assert "resolved" not in entry
    assert package["packages"]["node_modules/local-slack-linux-x64"]["integrity"].startswith("sha512-")


def test_continuous_integration_calls_make_test() -> None:
    """`.ci/run` has no steps of its own."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "exec make test" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
