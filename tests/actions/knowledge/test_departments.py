"""Departments as data: every fault on its line, and whose questions go where with a file of one's own."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from actions.knowledge.library import HERE, KnowledgeError, check, load

if TYPE_CHECKING:
    from pathlib import Path

    from actions.knowledge.library import Library

OWN = """\
unrouted: desk
defaults:
  languages: [en]
  time_zone: Europe/Paris
  holidays: FR
  hours:
    mon-fri: ["09:00-17:00"]
  first_answer: 4
  resolution: 16
departments:
  - id: desk
    name: {fr: Accueil, en: Desk}
    channel: desk
    owner: "@lea"
  - id: people
    name: {fr: Les gens, en: People}
    channel: people
    owner: U0TOM
    backup: S0PEOPLE
    stands_for: [hr, legal]
    hours:
      fri-sun: ["22:00-06:00"]
    first_answer: 2
    resolution: 8
    time_zone: America/Montreal
    holidays: CA-QC
"""
DESK, PEOPLE = "    channel: desk\n", "    channel: people\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file of two departments."""
    path = tmp_path / "own.yml"
    path.write_text(OWN, "utf-8")
    return path


def edit(path: Path, old: str, new: str) -> None:
    """Change a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def faults(path: Path) -> list[str]:
    """Return what is told when `path` is loaded, without its name."""
    with pytest.raises(KnowledgeError) as raised:
        load(departments=path)
    lines = str(raised.value).splitlines()
    assert all(line.startswith(f"{path}:") for line in lines), lines
    return [line.removeprefix(f"{path}:") for line in lines]


ZONE = "there is no time zone Europe/Pariss; write one like Europe/Paris"
CALENDAR = "write a country like FR, a part of it like FR-57, or none"
INTERVAL = 'no interval; write one like "09:00-12:30", or "22:00-06:00" past midnight'
PERSON = 'has to be a "@handle", the id of a person (U…, W…) or of a user group (S…)'
EARLY = "nothing is settled before it is answered"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Europe/Paris", "Europe/Pariss", f"4: defaults.time_zone: {ZONE}"),
        ("Europe/Paris", "../etc", "4: defaults.time_zone: there is no time zone ../etc; write one like"),
        ("holidays: FR", "holidays: XX", f"5: defaults.holidays: there is no calendar XX; {CALENDAR}"),
        ("holidays: FR", "holidays: FR-XX", f"5: defaults.holidays: there is no calendar FR-XX; {CALENDAR}"),
        ("holidays: FR", "holidays: NO", "5: defaults.holidays: write it in quotes: YAML reads NO as « no »"),
        ("09:00-17:00", "9-17", f"7: defaults.hours.mon-fri.1: {INTERVAL}"),
        ("09:00-17:00", "09:00-25:00", f"7: defaults.hours.mon-fri.1: {INTERVAL}"),
        ("09:00-17:00", "24:00-06:00", f"7: defaults.hours.mon-fri.1: {INTERVAL}"),
        ("09:00-17:00", "09:00-09:00", f"7: defaults.hours.mon-fri.1: {INTERVAL}"),
        ('["09:00-17:00"]', '"09:00-17:00"', "7: defaults.hours.mon-fri: has to be a list of intervals"),
        ("mon-fri", "monday", "7: defaults.hours.monday: no day; write mon, tue, wed, thu, fri, sat, sun"),
        ("    mon-fri: [", "    always: []\n    mon-fri: [", "7: defaults.hours.always: no day; write mon"),
        (
            "      fri-sun:",
            "      sat: []\n      fri-sun:",
            "23: departments.2.hours.fri-sun: sat is given twice, first in sat; keep one",
        ),
        (
            "  hours:\n    mon-fri: [",
            "  hours: [",
            '6: defaults.hours: has to be days and their intervals, like mon-fri: ["09:00-17:00"]',
        ),
        ("resolution: 16", "resolution: 3", "9: defaults.resolution: 3 is less than first_answer, 4"),
        (
            "resolution: 8",
            "resolution: 1.5",
            f"24: departments.2.resolution: 1.5 is less than first_answer, 2; {EARLY}",
        ),
        (
            DESK,
            f"{DESK}    first_answer: 17\n",
            f"14: departments.1.first_answer: 17 is more than resolution, 16; {EARLY}",
        ),
        ("first_answer: 4", "first_answer: 0", "8: defaults.first_answer: should be greater than 0"),
        ("first_answer: 4", 'first_answer: "4"', "8: defaults.first_answer: should be a valid number"),
        ("resolution: 16", "resolution: 9999", "9: defaults.resolution: should be less than or equal to"),
        (
            DESK,
            f"{DESK}    stands_for: [legal]\n",
            "21: departments.2.stands_for.2: legal is stood for twice, first on line 14; keep one",
        ),
        ("[hr, legal]", "[hr, desk]", "20: departments.2.stands_for.2: desk is a department of its own"),
        ("[hr, legal]", "[hr, lega]", "20: departments.2.stands_for.2: there is no department lega to stand"),
        ("unrouted: desk", "unrouted: legal", "1: unrouted: department legal does not exist"),
        ("unrouted: desk\n", "", "1: unrouted: missing"),
        ("channel: people", "channel: desk", "17: departments.2.channel: desk is given twice, first on line"),
        ("channel: desk", 'channel: "#desk"', "13: departments.1.channel: not written as it has to be ("),
        ("id: people", "id: desk", "15: departments.2.id: desk is given twice, first on line 11"),
        ("  first_answer: 4\n", "", "10: departments.1: missing, here and in 'defaults': first_answer"),
        ("languages: [en]", "languages: [de]", "3: defaults.languages.1: should be 'fr' or 'en'"),
        ("languages: [en]", "languages: []", "3: defaults.languages: at least 1 wanted, 0 given"),
        ("languages: [en]", "languages:", "3: defaults.languages: empty; write something, or leave it out"),
        ('owner: "@lea"', "owner: lea", f"14: departments.1.owner: {PERSON}"),
        ('owner: "@lea"', 'owner: "#desk"', f"14: departments.1.owner: {PERSON}"),
        ("backup: S0PEOPLE", "backup: C0PEOPLE", f"19: departments.2.backup: {PERSON}"),
        ('    owner: "@lea"\n', "", "11: departments.1.owner: missing"),
        ("backup: S0", "deputy: S0", "19: departments.2.deputy: no such field; is it misspelt?"),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence_at_its_line(own: Path, old: str, new: str, said: str) -> None:
    """Whoever sets departments up opens the file at the line; nothing that only follows is told."""
    edit(own, old, new)
    (told,) = faults(own)
    assert told.startswith(said)


def test_every_fault_is_told_at_once(own: Path) -> None:
    """Those of the shape and those of the references, in the order of the file."""
    edit(own, "Europe/Paris", "Europe/Pariss")
    edit(own, 'owner: "@lea"', "owner: lea")
    edit(own, "[hr, legal]", "[hr, lega]")
    edit(own, "channel: people", "channel: desk")
    assert [line.partition(":")[0] for line in faults(own)] == ["4", "14", "17", "20"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("holidays: FR", "holidays: none"),
        ("holidays: FR", "holidays: GB-ENG"),
        ("holidays: FR", 'holidays: "NO"'),
        ('mon-fri: ["09:00-17:00"]', 'sat-mon: ["9:00 – 12:30", "13:30-24:00"]'),
        ("first_answer: 4", "first_answer: 0.5"),
        ("resolution: 16", "resolution: 4"),
        ('"@lea"', "W0LEA"),
    ],
)
def test_what_is_meant_is_taken(own: Path, old: str, new: str) -> None:
    """No calendar, a part of a country, days over the weekend, midnight, parts of an hour."""
    edit(own, old, new)
    assert load(departments=own).departments["desk"].owner


@pytest.mark.parametrize("written", ["{}", "{mon-fri: []}"])
def test_a_department_that_never_opens_is_a_warning(own: Path, written: str) -> None:
    """What is promised there would never be due; it can be meant, so that Relais starts all the same."""
    edit(own, DESK, f"{DESK}    hours: {written}\n")
    (warning,) = check(departments=own)
    assert warning.warning
    sentence = "departments.1.hours: warning: never open, so that nothing is ever due there"
    assert str(warning) == f"{own}:14: {sentence}"
    opening = load(departments=own).departments["desk"].opening
    assert opening.next_open(datetime(2026, 11, 24, tzinfo=UTC)) is None


def test_what_is_said_for_all_holds_unless_one_says_otherwise(own: Path) -> None:
    """Hours are taken whole: a night that begins on Sunday ends on Monday, and no day comes with it."""
    desk, people = load(departments=own).departments.values()
    assert (desk.first_answer, desk.resolution) == (4, 16)
    assert (people.first_answer, people.resolution) == (2, 8)
    assert people.languages == desk.languages
    assert (desk.time_zone, people.time_zone) == ("Europe/Paris", "America/Montreal")
    monday_at = [datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (4, 10, 12)]
    assert [people.opening.is_open(at) for at in monday_at] == [True, True, False]
    assert [desk.opening.is_open(at) for at in monday_at] == [False, True, True]


def test_a_file_of_ones_own_may_lack_what_topics_name(own: Path) -> None:
    """Its questions go to who stands for it, else to the unrouted department; no fault, no warning."""
    assert check(departments=own) == []
    library = load(departments=own)
    shipped = load()
    assert set(library.departments) == {"desk", "people"}
    assert {name: library.department(name).id for name in shipped.departments} == {
        name: "people" if name in {"hr", "legal"} else "desk" for name in shipped.departments
    }
    assert library.department_for("legal") == library.departments["people"]
    assert library.department_for("marketing") is None
    assert (shipped.departments_file, library.departments_file) == (
        "actions/knowledge/departments.yml",
        str(own),
    )


def test_the_papers_example_is_right(tmp_path: Path) -> None:
    """It can be copied, and routes as the paper says below it."""
    paper = (HERE.parents[1] / "docs" / "departments.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", paper, re.DOTALL)
    path = tmp_path / "ours.yml"
    path.write_text(example, "utf-8")
    assert check(departments=path) == []
    library = load(departments=path)
    taken = {name: library.department(name).id for name in ("marketing", "communication", "legal", "hr")}
    assert taken == {"marketing": "brand", "communication": "brand", "legal": "office", "hr": "office"}


def test_every_owner_of_a_topic_is_taken(own: Path, library: Library) -> None:
    """Whatever the knowledge names, somebody of the file takes it."""
    ours = load(departments=own)
    owners = {topic.owner for topic in library.topics.values()}
    assert owners
    assert {ours.department(owner).id for owner in owners} <= set(ours.departments)


def test_the_knowledges_own_file_lacks_nothing(tmp_path: Path) -> None:
    """There, a department that topics name and nobody has is a fault of theirs, on their line."""
    folder = tmp_path / "knowledge"
    shutil.copytree(HERE, folder)
    path = folder / "departments.yml"
    path.write_text(re.sub(r"  - id: legal\n(    .*\n)+", "", path.read_text("utf-8")), "utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load(folder)
    told = str(raised.value).splitlines()
    assert told
    assert all(line.endswith("department legal does not exist") for line in told)
    assert any(line.startswith("topics/") for line in told)
    edit(path, '    owner: "@management"\n', '    owner: "@management"\n    stands_for: [legal]\n')
    assert load(folder).department("legal").id == "management"


@pytest.mark.parametrize(
    "held",
    [
        None,
        "",
        "departments: [",
        "\udcff",
        "departments: " + "[" * 200_000,
        "departments:\n  " + "- " * 200_000,
    ],
    ids=["gone", "empty", "YAML", "bytes", "brackets", "dashes"],
)
def test_a_file_that_cannot_be_read_is_told_with_its_path(own: Path, held: str | None) -> None:
    """Gone, empty, broken or no text: one line, and the knowledge is not blamed."""
    own.unlink()
    if held is not None:
        own.write_bytes(held.encode("utf-8", "surrogateescape"))
    (told,) = faults(own)
    assert re.match(r"1: (empty|cannot be read: .+|not YAML: .+)$", told)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """What docker makes of a file that is not there is a folder."""
    assert faults(tmp_path)[0].startswith("1: cannot be read: ")
