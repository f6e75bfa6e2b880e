"""Works out a score, blockers and a verdict from answers. No source gives scores: all of it is ours.

A level of an item is worth (level - 1) / (highest - 1). A dimension is worth the mean of its answered items
by their weights, the score the mean of the dimensions by theirs. What nobody knows is left out: it lowers
the confidence, never the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from actions.knowledge.questionnaire import FULLY, LEVELS, PARTLY, WEAK
from actions.knowledge.verdict import Verdict, worst

if TYPE_CHECKING:
    from actions.knowledge.questionnaire import ContraIndication, Dimension, Item, Questionnaire, Thresholds

# Levels by question id; None where the person does not know. Questions not put are missing.
Answers = Mapping[str, int | None]
# What a contra-indication weighs in the confidence, where a dimension weighs what its file says.
_CONTRA_WEIGHT = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """A dimension's part in the score.

    `share` is 0 to 1, None where nothing about it is known; `known` is the part of its weight that is.
    """

    dimension: Dimension
    share: Fraction | None
    known: Fraction

    @property
    def level(self) -> Fraction | None:
        """The share on the scale of the items, 1 to 5."""
        return None if self.share is None else 1 + self.share * (LEVELS - 1)

    @property
    def points(self) -> Fraction:
        """Its points out of its weight, before the score is scaled to the dimensions that are known."""
        return (self.share or Fraction(0)) * self.dimension.weight


@dataclass(frozen=True, slots=True)
class Conditions:
    """What keeps the verdict from being a go without conditions; empty where nothing does.

    `needed` items are missing, `weak` dimensions are under the floor, `unknown` contra-indications were not
    answered, and it is `unsure` where too little is known.
    """

    needed: tuple[Item, ...] = ()
    weak: tuple[Dimension, ...] = ()
    unknown: tuple[ContraIndication, ...] = ()
    unsure: bool = False

    def __bool__(self) -> bool:
        return bool(self.needed or self.weak or self.unknown or self.unsure)


@dataclass(frozen=True, slots=True)
class Result:
    """What is worked out from answers.

    `score` and `verdict` are None where nothing about any dimension is known. `blockers` hold in full,
    `watched` in part. `confidence` is the percentage of what was asked, by weight, that has an answer.
    """

    score: Fraction | None
    verdict: Verdict | None
    standings: tuple[Standing, ...]
    blockers: tuple[ContraIndication, ...]
    watched: tuple[ContraIndication, ...]
    conditions: Conditions
    confidence: int

    @property
    def rounded(self) -> int | None:
        """The score as it is shown, half a point counting as one."""
        return None if self.score is None else int(self.score + Fraction(1, 2))

    def weakest(self, most: int) -> tuple[Standing, ...]:
        """Return the known dimensions, the lowest first; of two that are as low, the weightier."""
        known = [standing for standing in self.standings if standing.share is not None]
        known.sort(key=lambda each: (each.share or 0, -each.dimension.weight))
        return tuple(known[:most])


def assess(answers: Answers, questionnaire: Questionnaire) -> Result:
    """Work out the result of `answers`; levels outside their scale count as not known."""
    standings = tuple(_standing(dimension, answers) for dimension in questionnaire.dimensions)
    score = _score(standings)
    levels = {each.id: _known(answers, each) for each in questionnaire.contra_indications}
    blockers = tuple(each for each in questionnaire.contra_indications if levels[each.id] == FULLY)
    watched = tuple(each for each in questionnaire.contra_indications if levels[each.id] == PARTLY)
    unknown = tuple(each for each in questionnaire.contra_indications if levels[each.id] is None)
    confidence = _confidence(standings, len(levels), len(unknown))
    thresholds = questionnaire.thresholds
    conditions = Conditions(
        tuple(_missing(questionnaire, answers)),
        tuple(s.dimension for s in standings if s.level is not None and s.level < thresholds.floor),
        unknown,
        confidence < thresholds.confident,
    )
    verdict = None if score is None else _verdict(score, thresholds, blockers, conditions)
    return Result(score, verdict, standings, blockers, watched, conditions, confidence)


def weak_items(answers: Answers, questionnaire: Questionnaire) -> tuple[Item, ...]:
    """Return the items at a weak level, those that move the score most first."""
    weak = [
        (dimension.weight * item.weight, item)
        for dimension in questionnaire.dimensions
        for item in dimension.items
        if (level := _known(answers, item)) is not None and level <= WEAK
    ]
    weak.sort(key=lambda each: (not each[1].needed, -each[0]))
    return tuple(item for _, item in weak)


def _known(answers: Answers, question: ContraIndication | Item) -> int | None:
    level = answers.get(question.id)
    return level if level is not None and 1 <= level <= question.best else None


def _standing(dimension: Dimension, answers: Answers) -> Standing:
    levels = [(item, _known(answers, item)) for item in dimension.items]
    known = sum(item.weight for item, level in levels if level is not None)
    whole = sum(item.weight for item in dimension.items)
    if not known:
        return Standing(dimension, None, Fraction(0))
    worth = sum(
        item.weight * Fraction(level - 1, item.best - 1) for item, level in levels if level is not None
    )
    return Standing(dimension, Fraction(worth) / known, Fraction(known, whole))


def _score(standings: tuple[Standing, ...]) -> Fraction | None:
    weight = sum(each.dimension.weight for each in standings if each.share is not None)
    return 100 * sum((each.points for each in standings), Fraction(0)) / weight if weight else None


def _confidence(standings: tuple[Standing, ...], contras: int, unknown: int) -> int:
    known = (
        sum(each.known * each.dimension.weight for each in standings) + (contras - unknown) * _CONTRA_WEIGHT
    )
    whole = sum(each.dimension.weight for each in standings) + contras * _CONTRA_WEIGHT
    return int(100 * known / whole)


def _missing(questionnaire: Questionnaire, answers: Answers) -> list[Item]:
    """Return the needed items below the level they must have, and those whose level is not known."""
    wanted = questionnaire.thresholds.needed
    needed = [item for each in questionnaire.dimensions for item in each.items if item.needed]
    return [item for item in needed if (_known(answers, item) or 0) < wanted]


def _verdict(
    score: Fraction, thresholds: Thresholds, blockers: tuple[ContraIndication, ...], conditions: Conditions
) -> Verdict:
    """Return the verdict of the score, lowered to the best that each blocker leaves.

    With a blocker, a score below the threshold for conditions means to stay away.
    """
    if score < thresholds.prepare or (blockers and score < thresholds.conditions):
        return Verdict.STAY_AWAY
    by_score = Verdict.PREPARE
    if score >= thresholds.conditions:
        by_score = Verdict.GO if score >= thresholds.go and not conditions else Verdict.CONDITIONS
    return worst(by_score, *(blocker.at_best for blocker in blockers))
