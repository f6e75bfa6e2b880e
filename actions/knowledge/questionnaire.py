"""The shape of `readiness.yml`: the questions, the levels of their answers, and the thresholds of verdicts.

No source gives a score or a threshold (seed note N1): both are ours, and the file says so.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from actions.knowledge.topic import ClaimId, Identifier, Model, Text, no_longer_than
from actions.knowledge.verdict import Verdict  # noqa: TC001  pydantic reads it when the program runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.knowledge.files import Loc

# The scale of every item, from 1 to this; a contra-indication holds in full (1), in part (2) or not (3).
LEVELS, HOLDS = 5, 3
FULLY, PARTLY = 1, 2
# Levels up to this one are weak, and each has advice.
WEAK = 2
WEIGHTS = 100

# Slack writes an option on one line of a phone.
Descriptor = Annotated[Text, no_longer_than(75)]
Question = Annotated[Text, no_longer_than(150)]
Name = Annotated[Text, no_longer_than(28)]
Weight = Annotated[int, Field(ge=1, le=WEIGHTS, strict=True)]
Score = Annotated[int, Field(ge=0, le=100, strict=True)]


def _fault(loc: Loc, sentence: str) -> InitErrorDetails:
    said = PydanticCustomError("no_questionnaire", "{sentence}", {"sentence": sentence})
    return InitErrorDetails(type=said, loc=loc, input=None)


class QuestionBase(Model):
    """What contra-indications and items have in common; `short` is the name in lists.

    `levels` describe each answer, the worst first; `claims` are the seeds it rests on, none where it is ours
    alone; `department` is the one that can change it.
    """

    id: Identifier
    short: Name
    question: Question
    levels: tuple[Descriptor, ...]
    department: Identifier
    claims: tuple[ClaimId, ...] = ()

    @property
    def best(self) -> int:
        """The highest level."""
        return len(self.levels)


class ContraIndication(QuestionBase):
    """A reason to stay away (seeds A04-A08), with its nuance (A09-A10) and what to do about it.

    `at_best` is the best verdict that it leaves while it holds in full.
    """

    levels: Annotated[tuple[Descriptor, ...], Field(min_length=HOLDS, max_length=HOLDS)]
    nuance: Text
    advice: Text
    at_best: Verdict


class Item(QuestionBase):
    """Part of a dimension; `advice` is for its weak levels, in their order.

    `needed` marks what has to be there before going (seed K3.18); `drill` what a rehearsal measures.
    """

    levels: Annotated[tuple[Descriptor, ...], Field(min_length=LEVELS, max_length=LEVELS)]
    weight: Weight
    advice: Annotated[tuple[Text, ...], Field(min_length=WEAK, max_length=WEAK)]
    needed: bool = False
    drill: bool = False


class Dimension(Model):
    """Items that belong together; `topics` are those that questions about the dimension lead to."""

    id: Identifier
    name: Name
    weight: Weight
    topics: tuple[Identifier, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1, max_length=4)


class Thresholds(Model):
    """The score from which each verdict is given, and what else it needs; all of it is ours.

    Below `prepare` it is better to stay away for now. `floor` is the level that no dimension may be under,
    and `needed` the level that a needed item must have, before going without conditions; `confident` the
    percentage of known answers that it takes. `group` is the fewest people whose answers may be shown.
    """

    go: Score
    conditions: Score
    prepare: Score
    floor: Annotated[int, Field(ge=1, le=LEVELS, strict=True)]
    needed: Annotated[int, Field(ge=1, le=LEVELS, strict=True)]
    confident: Score
    group: Annotated[int, Field(ge=3, le=50, strict=True)]

    @model_validator(mode="after")
    def _is_rising(self) -> Self:
        if not self.prepare < self.conditions < self.go:
            sentence = "'prepare', 'conditions' and 'go' have to rise in this order"
            raise PydanticCustomError("not_rising", "{sentence}", {"sentence": sentence})
        return self


class Incident(Model):
    """A fictional incident for a rehearsal, and the departments it is posted to."""

    id: Identifier
    title: Name
    story: Text
    departments: tuple[Identifier, ...] = Field(min_length=1, max_length=5)


class Questionnaire(Model):
    """The whole file; dimension weights sum to 100."""

    thresholds: Thresholds
    contra_indications: tuple[ContraIndication, ...]
    dimensions: tuple[Dimension, ...] = Field(min_length=3)
    incidents: tuple[Incident, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        faults = [*self._weights(), *self._repeated_ids()]
        if faults:
            # A ValidationError keeps the location of each fault, which a ValueError would lose.
            raise ValidationError.from_exception_data("Questionnaire", faults)
        return self

    def _weights(self) -> Iterator[InitErrorDetails]:
        total = sum(dimension.weight for dimension in self.dimensions)
        if total != WEIGHTS:
            yield _fault(("dimensions",), f"the weights sum to {total}; they have to sum to {WEIGHTS}")

    def _repeated_ids(self) -> Iterator[InitErrorDetails]:
        seen: set[str] = set()
        places: list[tuple[Loc, str]] = [
            (("contra_indications", n, "id"), each.id) for n, each in enumerate(self.contra_indications)
        ]
        for n, dimension in enumerate(self.dimensions):
            places += [
                (("dimensions", n, "items", m, "id"), each.id) for m, each in enumerate(dimension.items)
            ]
        for place, name in places:
            if name in seen:
                yield _fault(place, f"{name} is the id of an earlier question")
            seen.add(name)

    @property
    def questions(self) -> Iterator[ContraIndication | Item]:
        """Every question, in the order it is asked."""
        yield from self.contra_indications
        for dimension in self.dimensions:
            yield from dimension.items

    @cached_property
    def by_id(self) -> dict[str, ContraIndication | Item]:
        """Every question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def dimension_of(self) -> dict[str, Dimension]:
        """The dimension of each item, by the item's id."""
        return {item.id: dimension for dimension in self.dimensions for item in dimension.items}
