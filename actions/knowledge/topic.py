"""The shape of topics and sources; every text is in both languages."""

from __future__ import annotations

from datetime import date  # noqa: TC003  pydantic reads the annotation when the program runs
from typing import TYPE_CHECKING, Annotated, Literal, LiteralString

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    ValidationError,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from actions.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
ClaimId = Annotated[str, StringConstraints(pattern=r"^(A|B|K\d+\.)\d+[a-z]?$")]
ChangeVerdict = Literal["confirms", "updates", "contradicts", "mixed", "thin"]
Grade = Literal["A", "B", "C"]


class Model(BaseModel):
    """The base of all values read from a file: immutable, and unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Model):
    """One statement in both languages."""

    fr: Words
    en: Words

    def in_(self, language: Language) -> str:
        """Return the statement in `language`."""
        return self.fr if language is Language.FR else self.en


def at_most(words: int) -> AfterValidator:
    """Refuse a statement of more than `words` words, counted between spaces, in either language."""
    return _limited(lambda text: len(text.split()), words, "{count} words, at most {limit} fit on a phone")


def no_longer_than(characters: int) -> AfterValidator:
    """Refuse a statement of more than `characters` characters in either language."""
    return _limited(len, characters, "{count} characters, at most {limit} fit on a button")


def _limited(measure: Callable[[str], int], limit: int, sentence: LiteralString) -> AfterValidator:
    def check(text: Text) -> Text:
        sizes = {language: measure(text.in_(language)) for language in Language}
        # A ValidationError keeps the location of each language, which a ValueError would lose.
        faults = [
            InitErrorDetails(
                type=PydanticCustomError("past_limit", sentence, {"count": count, "limit": limit}),
                loc=(language.value,),
                input=text.in_(language),
            )
            for language, count in sizes.items()
            if count > limit
        ]
        if faults:
            raise ValidationError.from_exception_data("Text", faults)
        return text

    return AfterValidator(check)


class Supported(Text):
    """A statement and the seed claims it rests on."""

    claims: tuple[ClaimId, ...] = Field(min_length=1)


class Disagreement(Text):
    """Where the sources disagree: both sides; `id` is X1 to X11 of the seed map."""

    id: Annotated[str, StringConstraints(pattern=r"^X\d+$")]


class Change(Text):
    """What a public source added later; `grade` A is an official source, B a named one, C a weak one."""

    verdict: ChangeVerdict
    grade: Grade
    year: int
    url: HttpUrl


class Step(Text):
    """Something to do next, and the department that owns it."""

    department: Identifier


class Topic(Model):
    """One question of the taxonomy, answered: everything the advisor may say about it.

    `correction` says what changed materially since the version before; `bot recall` posts it.
    """

    topic: Identifier
    version: int = Field(ge=1)
    correction: Annotated[Text, at_most(42)] | None = None
    owner: Identifier
    reviewed: date
    next_review: date
    claims: tuple[ClaimId, ...] = Field(min_length=1)
    title: Annotated[Text, no_longer_than(32)]
    question: Annotated[Text, no_longer_than(70)]
    answer: Annotated[Text, at_most(60)]
    reasons: tuple[Annotated[Supported, at_most(42)], ...] = Field(min_length=2, max_length=4)
    disagreement: tuple[Annotated[Disagreement, at_most(72)], ...] = ()
    changed: tuple[Annotated[Change, at_most(42)], ...] = ()
    silent: Annotated[Text, at_most(37)] | None = None
    next_steps: tuple[Annotated[Step, at_most(27)], ...] = Field(min_length=1, max_length=3)
    related: tuple[Identifier, ...] = Field(min_length=2, max_length=3)


class Source(Model):
    """Who made which claims; `claims` are their ids in the seed map.

    `grade` as of a `Change`: how far to trust it as evidence.
    """

    id: Identifier
    citation: Text
    grade: Grade
    claims: tuple[ClaimId, ...] = Field(min_length=1)


class Family(Model):
    """A heading of the list of topics."""

    title: Text
    topics: tuple[Identifier, ...]
