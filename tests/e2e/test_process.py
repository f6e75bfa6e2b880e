"""Starting, failing to start, and stopping: one clear line, and nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.relais import ROOT, Relais, started

if TYPE_CHECKING:
    from bot.settings import Backends


def _run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` with little more than a PATH."""
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "Z (zombie)" not in status.read_text("utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_relais(tmp_path: Path, rasa: Backends, number: signal.Signals) -> None:
    """Ctrl-C, a polite end and a sudden one: every child is gone a moment later."""
    with started(tmp_path, RASA_URL=rasa.rasa_url, RASA_TOKEN=rasa.rasa_token) as relais:
        children = relais.children()
        assert len(children) == 2
        relais.process.send_signal(number)
        relais.process.wait(timeout=40)
    deadline = time.monotonic() + 10
    while any(map(_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(_alive, children))
    if number is not signal.SIGKILL:
        assert relais.process.returncode == 0
        assert "Traceback" not in relais.log.read_text("utf-8")


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    """Which port, what for, and the way out."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _run("run", RELAIS_DATA_DIR=str(tmp_path), RELAIS_WORKSPACE_PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert "RELAIS_WORKSPACE_PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_relais_do_not_share_a_folder(relais: Relais) -> None:
    """The second one says so and changes nothing."""
    done = _run("run", RELAIS_DATA_DIR=str(relais.folder / "data"))
    assert done.returncode == 1
    assert "already runs" in done.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"RELAIS_LANGUAGE": "de"}, "RELAIS_LANGUAGE"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(tmp_path: Path, environment: dict[str, str], said: str) -> None:
    """The cause and the way out, and no trace."""
    done = _run("run", RELAIS_DATA_DIR=str(tmp_path), **environment)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_examines_the_workspace_that_runs_here(relais: Relais) -> None:
    """Without a token of its own: `make run` has noted where it is, and everything there is in place."""
    done = _run("doctor", RELAIS_DATA_DIR=str(relais.folder / "data"))
    assert done.returncode == 0, done.stdout + done.stderr
    for part in ("token", "managers", "redis", "rasa"):
        assert f"✓ {part} " in done.stdout


def test_ask_answers_lines_and_survives_bad_ones(relais: Relais) -> None:
    """One JSON line each, in order; a broken line says why and the rest goes on."""
    lines = [
        '{"text": "faut-il confier nos réseaux sociaux à une agence ou les garder chez nous ?"}',
        "not json",
        '{"text": "kpi", "lang": "en"}',
        '{"lang": "en"}',
        "",
        '{"text": ""}',
        '{"text": "what is the wifi password?"}',
    ]
    done = _run("ask", "--jsonl", stdin="\n".join(lines), RELAIS_DATA_DIR=str(relais.folder / "data"))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [answer.get("line") for answer in answers] == [None, 2, None, 4, None, None]
    fields = {
        "text",
        "language",
        "decision",
        "intent",
        "confidence",
        "entities",
        "offered",
        "topic",
        "topics",
        "reply",
    }
    assert all(set(answer) == fields for answer in answers if "error" not in answer)
    first, _, keyword, _, empty, refused = answers
    assert (first["language"], first["decision"], first["topic"]) == ("fr", "answer", "outsource_decision")
    assert {"entity": "actor", "value": "agency", "text": "agence"} in first["entities"]
    assert keyword["language"] == "en"
    assert empty["decision"] == "service"
    assert (refused["decision"], refused["intent"]) == ("refuse", "out_of_scope")


def test_ask_shows_one_answer(relais: Relais) -> None:
    """One question on the command line, the answer below."""
    done = _run("ask", "is it free or do we need a budget?", RELAIS_DATA_DIR=str(relais.folder / "data"))
    assert done.returncode == 0
    assert "What to do next" in done.stdout


def test_chat_presses_buttons_by_number(relais: Relais) -> None:
    """The same advisor, in the terminal; a number is a button."""
    talk = "is it free or do we need a budget for social media?\n1\n"
    done = _run("chat", "--lang", "en", stdin=talk, RELAIS_DATA_DIR=str(relais.folder / "data"))
    assert done.returncode == 0
    assert done.stdout.count("What to do next") == 2


@pytest.mark.parametrize(
    ("hidden", "said"), [("npm", "npm is missing"), ("cc", "C compiler is missing")], ids=["npm", "cc"]
)
def test_a_missing_tool_is_one_clear_line(tmp_path: Path, hidden: str, said: str) -> None:
    """What the machine lacks is said before anything is installed."""
    for tool in {"python3", "npm", "cc"} - {hidden}:
        found = shutil.which(tool)
        assert found
        (tmp_path / tool).symlink_to(sys.executable if tool == "python3" else found)
    done = subprocess.run(
        [sys.executable, "scripts/check_machine.py"],
        cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
