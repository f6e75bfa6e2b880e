"""The shape of the departments' file: their people, opening hours, and targets for answers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from actions.hours import DAY, Holidays, Hours, Interval, Week
from actions.knowledge.topic import Identifier, Model, Text
from actions.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.knowledge.files import Loc

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = r"([01]?\d|2[0-3]|24):([0-5]\d)"
_INTERVAL = re.compile(rf"{_CLOCK} ?[-–] ?{_CLOCK}")
_PERSON = re.compile(r"@[\w.-]+|[USW][A-Z0-9]+")
# The hours of a year; a longer target is taken for a typing error.
_LONGEST = 8760


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        sentence = "there is no time zone {name}; write one like Europe/Paris"
        raise PydanticCustomError("no_zone", sentence, {"name": name}) from error
    return name


def _calendar(name: object) -> str:
    if not isinstance(name, str):
        raise PydanticCustomError("no_text", "write it in quotes: YAML reads NO as « no »")
    try:
        Holidays(name)
    except ValueError as error:
        sentence = "there is no calendar {name}; write a country like FR, a part of it like FR-57, or none"
        raise PydanticCustomError("no_calendar", sentence, {"name": name}) from error
    return name


def _person(text: str) -> str:
    if not _PERSON.fullmatch(text):
        sentence = 'has to be a "@handle", the id of a person (U…, W…) or of a user group (S…)'
        raise PydanticCustomError("no_person", sentence)
    return text


def _week(value: object) -> object:
    """Read days with their intervals, and raise all faults at once, each with its location."""
    if isinstance(value, tuple):
        return value  # read already
    if not isinstance(value, dict):
        raise PydanticCustomError(
            "no_week", 'has to be days and their intervals, like mon-fri: ["09:00-17:00"]'
        )
    week: dict[int, tuple[Interval, ...]] = {}
    first_keys: dict[int, str] = {}
    faults: list[InitErrorDetails] = []
    for key, intervals in value.items():
        days = _days(str(key))
        if not days:
            faults.append(_fault((str(key),), "no day; write mon, tue, wed, thu, fri, sat, sun, or mon-fri"))
        if twice := [day for day in days if day in week]:
            sentence = f"{DAYS[twice[0]]} is given twice, first in {first_keys[twice[0]]}; keep one"
            faults.append(_fault((str(key),), sentence))
        read = tuple(_intervals(str(key), intervals, faults))
        week |= dict.fromkeys(days, read)
        first_keys |= dict.fromkeys(days, str(key))
    if faults:
        raise ValidationError.from_exception_data("Week", faults)
    return tuple(week.get(day, ()) for day in range(len(DAYS)))


def _days(key: str) -> tuple[int, ...]:
    """Return the days ``mon`` or ``sat-mon`` names, Monday being 0; none where it names no day."""
    first, _, last = key.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        return ()
    start = DAYS.index(first)
    count = (DAYS.index(last or first) - start) % len(DAYS)
    return tuple((start + number) % len(DAYS) for number in range(count + 1))


def _intervals(day: str, texts: object, faults: list[InitErrorDetails]) -> Iterator[Interval]:
    if not isinstance(texts, list):
        faults.append(_fault((day,), 'has to be a list of intervals, like ["09:00-12:30", "14:00-18:00"]'))
        return
    for number, text in enumerate(texts):
        found = _INTERVAL.fullmatch(text) if isinstance(text, str) else None
        hours, minutes, until_hours, until_minutes = map(int, found.groups()) if found else (0, 0, 0, 0)
        start, end = hours * 60 + minutes, until_hours * 60 + until_minutes
        if found is None or start == end or start >= DAY or end > DAY:
            sentence = 'no interval; write one like "09:00-12:30", or "22:00-06:00" past midnight'
            faults.append(_fault((day, number), sentence))
        else:
            yield Interval(start, end if end > start else end + DAY)


def _fault(loc: Loc, sentence: str) -> InitErrorDetails:
    # The sentence is a parameter, since braces in what somebody typed are no placeholders.
    error = PydanticCustomError("no_hours", "{sentence}", {"sentence": sentence})
    return InitErrorDetails(type=error, loc=loc, input=None)


Languages = Annotated[tuple[Language, ...], Field(min_length=1)]
Zone = Annotated[str, AfterValidator(_zone)]
Calendar = Annotated[str, BeforeValidator(_calendar)]
Opening = Annotated[Week, BeforeValidator(_week)]
Person = Annotated[str, AfterValidator(_person)]
WorkingHours = Annotated[float, Field(gt=0, le=_LONGEST, strict=True, allow_inf_nan=False)]


class Terms(Model):
    """What a department may set itself or leave to the defaults (None)."""

    languages: Languages | None = None
    time_zone: Zone | None = None
    holidays: Calendar | None = None
    hours: Opening | None = None
    first_answer: WorkingHours | None = None
    resolution: WorkingHours | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _is_not_empty(cls, value: object) -> object:
        if value is None:
            raise PydanticCustomError("nothing", "empty; write something, or leave it out")
        return value


class Entry(Terms):
    """A department as written in the file, without the defaults."""

    id: Identifier
    name: Text
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,80}$")]
    owner: Person
    backup: Person = ""
    stands_for: tuple[Identifier, ...] = ()


class Department(Entry):
    """A department questions can be handed to.

    `channel` is a Slack channel's name, without #. `owner` is responsible for it and `backup`, empty
    where there is none, when the owner does not: ``@handle``, ``U…`` or ``W…`` a person's id, or ``S…`` a
    user group's. `languages` are those it reads, first the one its cards are written in. `hours` are by the
    clock of `time_zone`, Monday first, and `holidays` names its calendar. `first_answer` and `resolution`
    are working hours, until someone has answered and until it is settled. `stands_for` are the ids of the
    shipped departments whose questions it takes too.
    """

    languages: Languages
    time_zone: Zone
    holidays: Calendar
    hours: Opening
    first_answer: WorkingHours
    resolution: WorkingHours

    @property
    def opening(self) -> Hours:
        """When it is open."""
        return _opening(self.time_zone, self.hours, self.holidays)


@cache
def _opening(zone: str, week: Week, holidays: str) -> Hours:
    return Hours(ZoneInfo(zone), week, Holidays(holidays))


class Departments(Model):
    """The whole file; `unrouted` is the id of the default department, for questions that no other takes."""

    unrouted: Identifier
    defaults: Terms = Terms()
    departments: tuple[Entry, ...] = Field(min_length=1)

    def by_id(self) -> dict[str, Department]:
        """Return the departments with the defaults filled in; ValidationError where a part is missing."""
        shared = _given(self.defaults)
        return {entry.id: Department.model_validate(shared | _given(entry)) for entry in self.departments}


def _given(terms: Terms) -> dict[str, object]:
    return {name: getattr(terms, name) for name in terms.model_fields_set}
