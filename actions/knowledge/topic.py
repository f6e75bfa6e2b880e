"""The shape of the knowledge files: a topic, a department, a source. Both languages or none."""

from __future__ import annotations

from datetime import date  # noqa: TC003  pydantic reads the annotation when the program runs
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

from actions.model import Language

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
ClaimId = Annotated[str, StringConstraints(pattern=r"^(A|B|K\d+\.)\d+[a-z]?$")]
Verdict = Literal["confirms", "updates", "contradicts", "mixed", "thin"]
Grade = Literal["A", "B", "C"]


class Model(BaseModel):
    """A value read from a file: immutable, and a field nobody knows is an error."""

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

    def check(text: Text) -> Text:
        for language in Language:
            if (count := len(text.in_(language).split())) > words:
                message = f"{count} words in {language}, at most {words} fit on a phone"
                raise ValueError(message)
        return text

    return AfterValidator(check)


def no_longer_than(characters: int) -> AfterValidator:
    """Refuse a statement of more than `characters` characters in either language."""

    def check(text: Text) -> Text:
        for language in Language:
            if (count := len(text.in_(language))) > characters:
                message = f"{count} characters in {language}, at most {characters} fit on a button"
                raise ValueError(message)
        return text

    return AfterValidator(check)


class Supported(Text):
    """A statement and the seed claims it rests on."""

    claims: tuple[ClaimId, ...] = Field(min_length=1)


class Disagreement(Text):
    """Where the sources disagree: both sides; `id` is X1 to X11 of the seed map."""

    id: Annotated[str, StringConstraints(pattern=r"^X\d+$")]


class Change(Text):
    """What a public source says since; `grade` A is official, B named, C weak."""

    verdict: Verdict
    grade: Grade
    year: int
    url: HttpUrl


class Step(Text):
    """Something to do next, and the department that owns it."""

    department: Identifier


class Topic(Model):
    """One question of the taxonomy, answered: everything the advisor may say about it."""

    topic: Identifier
    version: int = Field(ge=1)
    owner: Identifier
    reviewed: date
    next_review: date
    claims: tuple[ClaimId, ...] = Field(min_length=1)
    title: Annotated[Text, no_longer_than(50)]
    question: Annotated[Text, no_longer_than(70)]
    answer: Annotated[Text, at_most(60)]
    reasons: tuple[Annotated[Supported, at_most(42)], ...] = Field(min_length=2, max_length=4)
    disagreement: tuple[Annotated[Disagreement, at_most(72)], ...] = ()
    changed: tuple[Annotated[Change, at_most(42)], ...] = ()
    silent: Annotated[Text, at_most(37)] | None = None
    next_steps: tuple[Annotated[Step, at_most(27)], ...] = Field(min_length=1, max_length=3)
    related: tuple[Identifier, ...] = Field(min_length=2, max_length=3)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        unnamed = {claim for reason in self.reasons for claim in reason.claims} - set(self.claims)
        if unnamed:
            message = f"reasons rest on claims that 'claims' does not name: {', '.join(sorted(unnamed))}"
            raise ValueError(message)
        if self.next_review <= self.reviewed:
            raise ValueError("next_review must come after reviewed")
        return self


class Department(Model):
    """A department questions can be handed to; `channel` is a Slack channel's name, without #."""

    id: Identifier
    name: Text
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,80}$")]


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
