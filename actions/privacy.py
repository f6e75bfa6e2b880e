"""Redacts identifiers in what employees write, since they are personal data and not needed to advise."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.fr import nir

if TYPE_CHECKING:
    from collections.abc import Callable

# Begins only where a run of its characters begins, so that a long word is read once.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
_NIR = re.compile(r"\b[12][ ]?\d{2}[ ]?\d{2}[ ]?(?:\d{2}|2[AB])[ ]?\d{3}[ ]?\d{3}[ ]?\d{2}\b")
# Local numbers are read as French ones; international ones by their prefix.
_REGION = "FR"
# Each number that the plan is asked about takes a quarter of a millisecond. In a text with so many of them,
# whatever looks like one further on is taken for one.
_MOST_PHONES = 100
_DIGITS = re.compile(r"(?<!\d)\+?\d(?:[ .()-]{0,2}+\d){7,14}")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")


def redact(text: str) -> str:
    """Replace e-mail addresses, phone, bank, card and French social-security numbers by their kind.

    A number is only taken for one when its own check digits (or the numbering plan) say so. Half a character,
    which a cut text may end with and nothing can store, becomes a question mark.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = _EMAIL.sub("[e-mail]", text)
    text = _replace(text, _IBAN, iban.is_valid, "[IBAN]")
    text = _replace(text, _NIR, nir.is_valid, "[NIR]")
    text = _replace(text, _CARD, lambda found: luhn.is_valid(re.sub(r"\D", "", found)), "[card]")
    parts, end = [], 0
    phones = PhoneNumberMatcher(text, _REGION, leniency=Leniency.VALID)
    for phone in islice(phones, _MOST_PHONES):
        parts += [text[end : phone.start], "[tel]"]
        end = phone.end
    rest = text[end:]
    return "".join([*parts, _DIGITS.sub("[tel]", rest) if len(parts) == 2 * _MOST_PHONES else rest])


def redact_name(name: str) -> str:
    """Redact the name of a file, and keep its ending, by which programs know its kind.

    Underscores stand for spaces in such names, and would hide a number.
    """
    spaced = name.replace("_", " ")
    redacted = redact(spaced)
    if redacted == spaced:
        return redact(name)
    ending = _ENDING.search(name)
    return redacted if ending is None or redacted.endswith(ending[0]) else redacted + ending[0]


def _replace(text: str, pattern: re.Pattern[str], valid: Callable[[str], bool], kind: str) -> str:
    return pattern.sub(lambda found: kind if valid(found.group()) else found.group(), text)
