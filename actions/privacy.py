"""Redacts identifiers in what employees write, since they are personal data and not needed to advise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban, luhn
from stdnum.fr import nir

if TYPE_CHECKING:
    from collections.abc import Callable

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
_NIR = re.compile(r"\b[12][ ]?\d{2}[ ]?\d{2}[ ]?(?:\d{2}|2[AB])[ ]?\d{3}[ ]?\d{3}[ ]?\d{2}\b")
# Local numbers are read as French ones; international ones by their prefix.
_REGION = "FR"


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
    phones = list(PhoneNumberMatcher(text, _REGION, leniency=Leniency.VALID))
    for phone in reversed(phones):
        text = f"{text[: phone.start]}[tel]{text[phone.end :]}"
    return text


def _replace(text: str, pattern: re.Pattern[str], valid: Callable[[str], bool], kind: str) -> str:
    return pattern.sub(lambda found: kind if valid(found.group()) else found.group(), text)
