"""The record of cases on the command line, read from a real Redis."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from pydantic import TypeAdapter

from actions.cases.events import (
    Answered,
    Event,
    HistoryItem,
    Lesson,
    Moved,
    Rated,
    Reopened,
    Resolved,
    Taken,
    Taught,
    Urgency,
)
from bot.commands.cases import COLUMNS, case, export
from bot.commands.lessons import drafts, routing
from bot.local.process import StartError
from bot.settings import Settings
from bot.stores.cases import RedisCases
from tests.fakes.histories import ASKER, HELPER, keep, opening, then

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from actions.knowledge.library import Library

# A Tuesday evening that is not long ago, since cases end: past midnight in Paris.
LAST_WEEK = datetime.now(UTC) - timedelta(days=7)
BEGUN = (LAST_WEEK - timedelta(days=LAST_WEEK.weekday() - 1)).replace(
    hour=23, minute=30, second=0, microsecond=0
)


def after(minutes: float) -> datetime:
    """Return a time after the first case was opened."""
    return BEGUN + timedelta(minutes=minutes)


def utc(minutes: float) -> str:
    """Return that time as the record writes it."""
    return after(minutes).strftime("%Y-%m-%d %H:%M:%SZ")


def told(topic: str = "moderation") -> list[Event]:
    """Return a case that was sent on, answered, resolved, reopened, resolved, rated and learnt from."""
    asked = {
        "topic": topic,
        "urgency": Urgency.URGENT,
        "history": (HistoryItem("Who moderates?", "moderation"),),
    }
    return [
        opening(0, "legal", BEGUN, **asked),
        then(after(5), Moved("communication", "A tone of voice.", bounced=True)),
        then(after(6), Taken()),
        then(after(10), Answered("Read the\ncharter [bold]first[/]."), HELPER),
        then(after(11), Resolved("Settled.")),
        then(after(12), Reopened("Not quite."), ASKER),
        then(after(13), Resolved("Settled now.")),
        then(after(14), Rated(helpful=True), ASKER),
        then(after(15), Taught(Lesson.TOPIC, "The charter says so.")),
    ]


def misplaced() -> list[Event]:
    """Return a case that belongs elsewhere."""
    return [
        opening(0, "legal", after(60), topic="moderation"),
        then(after(61), Resolved("Ask them.")),
        then(after(62), Taught(Lesson.ROUTING, "It is theirs.", "it")),
    ]


def waiting() -> list[Event]:
    """Return a case that nobody has taken."""
    return [opening(0, "it", after(120))]


@pytest.fixture
async def record(redis: Redis, redis_url: str, tmp_path: Path) -> Settings:
    """Three cases, and the settings to find them with."""
    cases = RedisCases(redis)
    assert [await keep(cases, history) for history in (told(), misplaced(), waiting())] == [1, 2, 3]
    return Settings(_env_file=None, redis_url=redis_url, relais_data_dir=tmp_path)


async def test_a_case_is_shown_with_all_that_happened(
    record: Settings, capsys: pytest.CaptureFixture[str], library: Library
) -> None:
    """How it stands first; then an event a line, in UTC and as the clock of the department showed it."""
    await case(record, 1, as_json=False)
    head, table = capsys.readouterr().out.split("\n\n")
    assert head.startswith(f"Case 1: resolved, with communication, held by {HELPER}\n")
    assert f"asked by {ASKER}, for legal; urgent, in en" in head
    assert "sent on as not theirs: 1" in head
    assert "found helpful" in head
    headings, *rows = table.strip().splitlines()
    assert headings.split() == ["UTC", "at", "the", "department", "who", "from", "what"]
    assert [row[headings.index("what") :].split()[0] for row in rows] == [
        "opened", "moved", "taken", "answered", "resolved", "reopened", "resolved", "rated", "taught",
    ]  # fmt: skip
    zone = library.departments["communication"].opening.zone
    assert rows[3].startswith(utc(10))
    assert after(10).astimezone(zone).strftime("%Y-%m-%d %H:%M %Z") in rows[3]
    assert f"{HELPER}  slack  answered  text=Read the charter [bold]first[/]." in rows[3]
    assert "department=communication  reason=A tone of voice.  bounced=True" in rows[1]
    assert "history=Who moderates?" in rows[0]


async def test_a_case_as_json_is_its_events(record: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A line an event, with the number; read back, they are the same events."""
    await case(record, 1, as_json=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.pop("case") for line in lines] == [1] * 9
    read = [TypeAdapter(Event).validate_python(line) for line in lines]
    assert [(event.at, event.by) for event in read] == [(event.at, event.by) for event in told()]
    assert [event.payload for event in read[1:]] == [event.payload for event in told()[1:]]


async def test_an_open_case_says_what_was_promised(
    record: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """And that nobody has it."""
    await case(record, 3, as_json=False)
    shown = capsys.readouterr().out
    assert "waiting, with it, held by nobody" in shown
    assert "an answer promised by 20" in shown


def typed(folder: Path, redis_url: str, *words: str) -> tuple[int, str]:
    """Return the exit code and all that a command says, run as a person runs it."""
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "bot", *words],
        cwd=Path(__file__).resolve().parents[3],
        env={"RELAIS_DATA_DIR": str(folder), "REDIS_URL": redis_url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_what_cannot_be_shown_is_one_clear_line(redis_url: str, tmp_path: Path) -> None:
    """An unknown number, and no Redis at all: exit code 1."""
    unknown = "There is no case 999: it never was, or it has ended.\n"
    assert typed(tmp_path, redis_url, "case", "999") == (1, unknown)
    nowhere = "The cases are in Redis: start Relais first (make run), or set REDIS_URL.\n"
    assert typed(tmp_path, "", "routing") == (1, nowhere)


async def test_the_export_holds_everything(
    record: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every event with its case, every case on a line; readable by whoever ran it, and nobody else."""
    folder = tmp_path / "new" / "export"
    await export(record, folder, force=False)
    assert capsys.readouterr().out.replace("\n", " ").startswith("Wrote 3 cases and 13 events to ")
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    assert [line["case"] for line in lines] == [1] * 9 + [2] * 3 + [3]
    assert lines[3]["what"]["text"] == "Read the\ncharter [bold]first[/]."
    with (folder / "cases.csv").open(encoding="utf-8", newline="") as file:
        first, second, third = csv.DictReader(file, strict=True)
    assert tuple(first) == COLUMNS
    assert first == {
        "number": "1", "state": "resolved", "department": "communication", "opened_for": "legal",
        "urgency": "urgent", "language": "en", "topic": "moderation",
        "opened": utc(0), "first_answer": utc(10), "closed": utc(13),
        "bounces": "1", "reopened": "1", "helpful": "yes", "taught": "topic",
    }  # fmt: skip
    assert second["first_answer"] == second["closed"] == utc(61)
    assert (third["state"], third["first_answer"], third["closed"], third["helpful"]) == (
        "waiting",
        "",
        "",
        "",
    )
    assert sorted(path.name for path in folder.iterdir()) == ["cases.csv", "events.jsonl"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


async def test_an_export_replaces_nothing_unasked(record: Settings, tmp_path: Path) -> None:
    """One file that is there stops both; with --force it is replaced, and closed to others."""
    there = tmp_path / "cases.csv"
    there.write_text("mine", "utf-8")
    there.chmod(0o644)
    with pytest.raises(StartError, match=r"cases\.csv exists already"):
        await export(record, tmp_path, force=False)
    assert there.read_text("utf-8") == "mine"
    assert not (tmp_path / "events.jsonl").exists()
    await export(record, tmp_path, force=True)
    assert there.read_text("utf-8").startswith("number,state")
    assert there.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StartError, match="cannot be written to"):
        await export(record, there / "below", force=False)


async def test_a_case_open_for_longer_than_any_is_listed_is_exported(
    record: Settings, redis: Redis, tmp_path: Path
) -> None:
    """The list of all ends by the time of opening; an open case has no end."""
    await redis.zrem("relais:cases:all", "3")
    await export(record, tmp_path / "export", force=False)
    assert '"case": 3' in (tmp_path / "export" / "events.jsonl").read_text("utf-8")


async def test_routing_lists_what_was_sent_on_and_what_belongs_elsewhere(
    record: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the departments' own words; what is older than asked for is left out."""
    await routing(record, 90)
    sent_on, elsewhere = capsys.readouterr().out.split("Said to belong elsewhere")
    day = BEGUN.date().isoformat()
    assert "in the last 90 days: 1\n" in sent_on
    assert sent_on.splitlines()[-1].split(maxsplit=5) == [
        day, "legal", "communication", "moderation", "1", "A tone of voice.",
    ]  # fmt: skip
    row = elsewhere.strip().splitlines()[-1].split(maxsplit=5)
    assert row == [after(62).date().isoformat(), "2", "legal", "it", "moderation", "It is theirs."]
    await routing(record, 1)
    assert "A tone of voice." not in capsys.readouterr().out


async def test_drafts_are_written_once(
    record: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file for each case that taught something; what a reviewer has begun to change is left alone."""
    folder = tmp_path / "drafts"
    await drafts(record, folder)
    assert "2 drafts written; no files there already" in capsys.readouterr().out
    assert sorted(path.name for path in folder.iterdir()) == ["case_1.yml", "case_2_routing.yml"]
    assert "The charter says so." in (folder / "case_1.yml").read_text("utf-8")
    assert yaml.safe_load((folder / "case_2_routing.yml").read_text("utf-8"))["belongs_to"] == "it"
    (folder / "case_1.yml").write_text("mine", "utf-8")
    (folder / "case_2_routing.yml").unlink()
    await drafts(record, folder)
    assert "1 draft written; 1 file there already" in capsys.readouterr().out
    assert (folder / "case_1.yml").read_text("utf-8") == "mine"
