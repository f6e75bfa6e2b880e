"""The departments' file: every fault with its line, a customer's own in its place, who takes what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.knowledge.library import HERE, KnowledgeError, Library, check, load

if TYPE_CHECKING:
    from pathlib import Path

# A firm with three departments; communication takes what is hers, and e-marketing's.
FIRM = """\
unrouted: office
defaults:
  languages: [fr]
  time_zone: Europe/Paris
  holidays: FR
  hours:
    mon-fri: ["09:00-12:30", "14:00-18:00"]
  first_answer: 4
  resolution: 16
departments:
  - id: office
    name: {fr: Secrétariat, en: Office}
    channel: office
    owner: "@anne"
  - id: brand
    name: {fr: Marque, en: Brand}
    channel: brand
    owner: "@bruno"
    backup: S0BRAND
    stands_for: [communication, e_marketing]
  - id: night
    name: {fr: Veille, en: Night watch}
    channel: night-watch
    owner: U0NIGHT
    time_zone: America/Montreal
    holidays: CA-QC
    hours: {mon-sun: ["22:00-06:00"]}
    first_answer: 0.5
"""


def own(folder: Path, text: str) -> Path:
    """Write a customer's file."""
    path = folder / "ours.yml"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def firm(tmp_path: Path) -> Library:
    """The knowledge with the firm's departments."""
    return load(departments=own(tmp_path, FIRM))


def test_what_topics_name_finds_its_taker(firm: Library) -> None:
    """The department of that name, else whoever stands for it, else the unrouted one."""
    assert firm.department("brand").id == "brand"
    assert firm.department("e_marketing").id == "brand"
    assert firm.department("legal").id == "office"
    assert firm.taker("legal") is None


def test_defaults_fill_in_and_a_department_has_the_last_word(firm: Library) -> None:
    """Hours, zone, holidays, targets: its own where it says so."""
    assert firm.departments["brand"].opening.zone.key == "Europe/Paris"
    assert firm.departments["night"].opening.zone.key == "America/Montreal"
    assert (firm.departments["night"].first_answer, firm.departments["night"].resolution) == (0.5, 16)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Europe/Paris", "Europe/Pari", ":4: defaults.time_zone: there is no time zone Europe/Pari"),
        ("holidays: FR", "holidays: XX", ":5: defaults.holidays: there is no calendar XX"),
        ('"09:00-12:30"', '"9h-12h"', ":7: defaults.hours.mon-fri.1: no interval"),
        ("mon-fri:", "mon-friday:", ":7: defaults.hours.mon-friday: no day"),
        (
            '{mon-sun: ["22:00-06:00"]}',
            '{mon-sun: ["22:00-06:00"], sat: []}',
            "sat is given twice, first in mon-sun",
        ),
        ("resolution: 16", "resolution: 2", ":9: defaults.resolution: 2 is less than first_answer, 4"),
        (
            "[communication, e_marketing]",
            "[communication, communication]",
            "communication is stood for twice",
        ),
        ("[communication, e_marketing]", "[nobody]", "there is no department nobody to stand for"),
        ("unrouted: office", "unrouted: nobody", ":1: unrouted: department nobody does not exist"),
        ("channel: brand", "channel: office", "office is given twice, first on line 13"),
        ("  first_answer: 4\n", "", "missing, here and in 'defaults': first_answer"),
        ('"@anne"', "anne", ':14: departments.1.owner: has to be a "@handle"'),
    ],
)
def test_every_fault_has_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    """One clear sentence each, at the place that has to be changed."""
    assert old in FIRM
    with pytest.raises(KnowledgeError) as raised:
        load(departments=own(tmp_path, FIRM.replace(old, new, 1)))
    assert said in str(raised.value)


def test_a_department_that_never_opens_is_a_warning(tmp_path: Path) -> None:
    """It can be meant; whoever edits is told what comes of it."""
    closed = FIRM.replace('{mon-sun: ["22:00-06:00"]}', "{mon: []}")
    found = check(departments=own(tmp_path, closed))
    assert [(fault.warning, "never open" in fault.sentence) for fault in found] == [(True, True)]


def test_a_file_that_is_not_there_is_told_by_its_path(tmp_path: Path) -> None:
    """Whoever runs Relais sees which file is meant."""
    with pytest.raises(KnowledgeError, match=r"nowhere\.yml.*cannot be read"):
        load(departments=tmp_path / "nowhere.yml")


def test_in_our_own_file_a_name_that_leads_nowhere_is_a_fault() -> None:
    """The knowledge that is shipped is whole."""
    assert not [fault for fault in check(HERE) if not fault.warning]
    library = load()
    assert {topic.owner for topic in library.topics.values()} <= set(library.departments)
