"""The shape of the responsibility table, and of the lines about entities that questions name."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from actions.knowledge.topic import Change, ClaimId, Identifier, Model, Supported, Text, at_most


class RoleVerdict(StrEnum):
    """Whether an actor may do an activity, according to the sources."""

    DO = "do"
    MAY = "may"
    WITH = "with"
    NOT = "not"
    DISPUTED = "disputed"
    SILENT = "silent"


class Actor(StrEnum):
    """Who an activity can be given to: the columns of the table."""

    BRAND = "brand"
    AGENCY = "agency"
    PROVIDER = "provider"
    INTERN = "intern"


class Cell(Supported):
    """A verdict, the line that explains it, and the claims it rests on."""

    verdict: RoleVerdict


class BrandCell(Cell):
    """The brand's cell, with the departments that do the work; `reading` where no claim names them."""

    departments: tuple[Identifier, ...] = Field(min_length=1)
    reading: bool = False


class Activity(Model):
    """A row of the table; `owner` is the department an escalation about it goes to."""

    id: Identifier
    name: Text
    owner: Identifier
    brand: Annotated[BrandCell, at_most(45)]
    agency: Annotated[Cell, at_most(45)]
    provider: Annotated[Cell, at_most(45)]
    intern: Annotated[Cell, at_most(45)]

    def cell(self, actor: Actor) -> Cell:
        """Return what the sources say of `actor`."""
        cell: Cell = getattr(self, actor.value)
        return cell


class Value(Model):
    """An entity's value; `fr`, `en` and `claims` are all missing where the sources do not mention it."""

    id: Identifier
    name: Text
    claims: tuple[ClaimId, ...] = ()
    fr: str | None = None
    en: str | None = None
    changed: Change | None = None

    @model_validator(mode="after")
    def _whole_or_nothing(self) -> Self:
        if len({bool(self.claims), bool(self.fr), bool(self.en)}) != 1:
            raise ValueError("give 'claims', 'fr' and 'en' together, or none of them")
        return self

    @property
    def line(self) -> Text | None:
        """What the sources say of it; None where they are silent."""
        return Text(fr=self.fr, en=self.en) if self.fr and self.en else None


class Specific(Model):
    """The values of one entity, and the topics whose answers they change."""

    entity: Literal["department", "sector", "company", "platform"]
    topics: tuple[Identifier, ...]
    values: tuple[Value, ...]


class TopicCells(Model):
    """The cells of the table that a topic is about where its question does not name them.

    `activity` is None and `actors` empty where only a question that names them gets a verdict.
    """

    activity: Identifier | None = None
    actors: tuple[Actor, ...] = ()


class Asking(Model):
    """How questions lead to the table: `actors` maps entity values to its columns."""

    actors: dict[str, Actor]
    topics: dict[str, TopicCells]
