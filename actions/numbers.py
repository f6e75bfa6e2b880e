"""Numbers as people type and read them, in French and in English; exact, as fractions."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from actions.language import Language

# Longer than any number a person means, and short enough for int() to stay quick.
_LONGEST = 40
_DIGITS = re.compile(r"[0-9]+")
_RATIO = re.compile(r"([0-9]+) ?/ ?([0-9]+)")
_SPACED = re.compile(r"([0-9]{1,3}(?:[ '’][0-9]{3})+)(?:[.,]([0-9]+))?")
_POINTED = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)|([0-9]{1,3}(?:\.[0-9]{3}){2,})")
_COMMAED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)|([0-9]{1,3}(?:,[0-9]{3}){2,})")
_SINGLE = re.compile(r"([0-9]*)([.,])([0-9]+)")
_THOUSANDS_DIGITS = 3
NO_BREAK_SPACE = "\u00a0"


def normalise(text: str) -> str:
    """Return `text` with one kind of space, digit, slash and minus."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2044", "/")
    return " ".join(plain.split())


def readings(text: str) -> tuple[Fraction, ...]:
    """Return what `text` may mean as a number, the likeliest first; nothing when it is no number.

    ``1,200`` is read as English thousands before it is read as a French decimal; ``1.200`` the other
    way round. The caller knows the bounds, and takes the first reading that fits.
    """
    plain = normalise(text)
    if not plain or len(plain) > _LONGEST:
        return ()
    sign = -1 if plain[0] == "-" else 1
    unsigned = plain[1:].lstrip() if plain[0] in "+-" else plain
    return tuple(sign * value for value in _unsigned(unsigned))


def _unsigned(plain: str) -> tuple[Fraction, ...]:
    if _DIGITS.fullmatch(plain):
        return (Fraction(int(plain)),)
    if ratio := _RATIO.fullmatch(plain):
        over = int(ratio[2])
        return (Fraction(int(ratio[1]), over),) if over else ()
    for pattern in (_SPACED, _POINTED, _COMMAED):
        if found := pattern.fullmatch(plain):
            return (_decimal(next(group for group in (found[1], found[found.re.groups]) if group), found[2]),)
    if single := _SINGLE.fullmatch(plain):
        return _one_separator(single[1], single[2], single[3])
    return ()


def _one_separator(whole: str, separator: str, rest: str) -> tuple[Fraction, ...]:
    decimal = _decimal(whole or "0", rest)
    if len(rest) != _THOUSANDS_DIGITS or not 1 <= len(whole) <= _THOUSANDS_DIGITS or whole.startswith("0"):
        return (decimal,)
    thousands = Fraction(int(whole + rest))
    return (thousands, decimal) if separator == "," else (decimal, thousands)


def _decimal(whole: str, rest: str | None) -> Fraction:
    digits = re.sub(r"[^0-9]", "", whole)
    return Fraction(int(digits + (rest or "")), 10 ** len(rest or ""))


def format_number(value: Fraction, language: Language, digits: int = 2) -> str:
    """Write `value` rounded to `digits` decimals, without needless zeros: ``1 200,5`` or ``1,200.5``."""
    scaled = round(abs(value) * 10**digits)
    whole, rest = divmod(scaled, 10**digits)
    decimals = f"{rest:0{digits}d}".rstrip("0") if digits else ""
    text = f"{whole:,}" + (f".{decimals}" if decimals else "")
    if value < 0 and scaled:
        text = f"\u2212{text}"
    if language is Language.FR:
        return text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return text
