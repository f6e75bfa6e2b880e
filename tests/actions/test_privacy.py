"""What identifies a person is gone before anything is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.privacy import redact, redact_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("écris à jean.dupont+rh@exemple.fr stp", "écris à [e-mail] stp"),
        ("appelle-moi au 06 12 34 56 78 demain", "appelle-moi au [tel] demain"),
        ("ring me on +44 20 7946 0958", "ring me on [tel]"),
        ("IBAN FR14 2004 1010 0505 0001 3M02 606 merci", "IBAN [IBAN] merci"),
        ("my card 4111 1111 1111 1111 was charged", "my card [card] was charged"),
        ("mon numéro 2 55 08 14 168 025 38 de sécu", "mon numéro [NIR] de sécu"),
    ],
)
def test_identifiers_are_replaced_by_their_kind(text: str, expected: str) -> None:
    """The reader still sees what kind of thing stood there."""
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "35-45 K€ pour un CM, c'est trop ?",
        "en 2010 on avait 1500 fans, en 2024 on en a 12000",
        "2 714 communicants, 65 %",
        "1/3 ETP + 1/3 ETP",
        "ticket #482",
        "our Q3 2026 budget is 120,000 euros",
    ],
)
def test_ordinary_figures_stay(text: str) -> None:
    """Figures are what questions are about; a number must prove what it is before it goes."""
    assert redact(text) == text


def test_half_a_character_can_be_stored() -> None:
    """A text that was cut within an emoji is read, and written as UTF-8."""
    assert redact("merci \ud83d").encode("utf-8") == b"merci ?"


@given(st.text())
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    """Whatever is written, redaction ends, and what it leaves holds nothing more to redact."""
    once = redact(text)
    assert redact(once) == once


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("jean.dupont@exemple.fr.pdf", "[e-mail].pdf"),
        ("scan_06_12_34_56_78.png", "scan [tel].png"),
        ("FR1420041010050500013M02606.txt", "[IBAN].txt"),
        ("budget_2026_v2.xlsx", "budget_2026_v2.xlsx"),
        ("contact jean@ex.org", "contact [e-mail].org"),
        ("", ""),
    ],
)
def test_the_name_of_a_file_keeps_its_ending(name: str, expected: str) -> None:
    """Programs know a file by its ending; underscores hide no number."""
    assert redact_name(name) == expected


def test_a_list_of_phone_numbers_is_redacted_whole_whatever_its_length() -> None:
    """Past a hundred the numbering plan is asked no more, and what looks like a number is taken for one."""
    numbers = " puis ".join(["06 12 34 56 78", "+33 1 42 68 53 00"] * 300)
    redacted = redact(f"appelez {numbers} pour 12 euros")
    assert redacted.count("[tel]") == 600
    assert not any(digit in redacted for digit in "03456789")
    assert redacted.endswith("pour 12 euros")
