"""The languages Relais speaks."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """The two languages Relais speaks; French and English are equals."""

    FR = "fr"
    EN = "en"
