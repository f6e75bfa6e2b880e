"""Writes files for a person to fill in, from the templates in this folder."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

_HERE = Path(__file__).resolve().parent
# A topic is reviewed a quarter after it was written.
_REVIEW = timedelta(days=92)
_PLACE = re.compile(r"\{(\w+)\}")


def skeleton(name: str, today: date, folder: Path = _HERE) -> str:
    """Return a new topic `name`, every part of it still to be written."""
    later = today + _REVIEW
    return fill("skeleton.yml", {"id": name, "today": today.isoformat(), "later": later.isoformat()}, folder)


def fill(template: str, values: dict[str, str], folder: Path = _HERE) -> str:
    """Return the template with its placeholders replaced; placeholders inside the values are kept."""
    text = (folder / template).read_text("utf-8")
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)
