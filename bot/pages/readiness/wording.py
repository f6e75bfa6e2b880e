"""The wording of assessments: the verdict in three sentences, levels, days, names."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from actions.knowledge.questionnaire import LEVELS
from actions.knowledge.verdict import Verdict
from actions.numbers import format_number
from actions.readiness.records import WHOLE
from actions.readiness.score import weak_items
from bot.pages.dates import long_date, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, timedelta

    from actions.knowledge.library import Library
    from actions.knowledge.questionnaire import ContraIndication, Item
    from actions.language import Language
    from actions.readiness.records import Assessment
    from actions.readiness.trend import DimensionMove, Point
    from bot.strings import Strings

# How many dimensions or items a sentence names.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class ReadinessWords:
    """Writes about assessments in one language."""

    library: Library
    say: Strings
    language: Language

    def unit(self, unit: str) -> str:
        """Return a unit's name, or the whole organisation's."""
        return self.say("readiness_whole") if unit == WHOLE else unit

    def department(self, name: str) -> str:
        """Return a department's name."""
        return self.library.department(name).name.in_(self.language)

    def names(self, texts: Iterable[str]) -> str:
        """Return a list as one text."""
        return self.say("list_comma").join(texts)

    def day(self, assessment: Assessment) -> str:
        """Return the day of an assessment, in the time zone of the default department."""
        return long_date(self._date(assessment), self.language)

    def short_day(self, assessment: Assessment) -> str:
        """Return the day in its short form."""
        return short_date(self._date(assessment), self.language)

    def _date(self, assessment: Assessment) -> date:
        zone = self.library.departments[self.library.default_department].opening.zone
        return assessment.at.astimezone(zone).date()

    def level(self, level: Fraction | None) -> str:
        """Return a level out of the highest, « ? » where it is not known."""
        text = "?" if level is None else format_number(level, self.language, 1)
        return self.say("readiness_level", level=text, best=LEVELS)

    def duration(self, time: timedelta | None) -> str:
        """Return a working time in minutes or hours."""
        if time is None:
            return self.say("readiness_never")
        minutes = int(time.total_seconds() // 60)
        if minutes < 60:  # noqa: PLR2004  an hour's
            return self.say("readiness_minutes", count=minutes)
        return self.say("readiness_hours", count=format_number(Fraction(minutes, 60), self.language, 1))

    def verdict(self, verdict: Verdict | None) -> str:
        """Return a verdict's name."""
        return self.say(f"readiness_verdict_{verdict or 'none'}")

    def headline(self, point: Point) -> str:
        """Return the verdict with its score."""
        result = point.result
        if result.verdict is None:
            return self.verdict(None)
        name = self.verdict(result.verdict)
        return self.say("readiness_headline", verdict=name, score=result.rounded)

    def explanation(self, point: Point) -> tuple[str, str, str]:
        """Return the verdict in three sentences: what it is, what decided, what to do next."""
        result = point.result
        if result.verdict is None:
            return (
                self.say("readiness_said_none"),
                self.say("readiness_because_unsure"),
                self.say("readiness_next_none"),
            )
        said = self.say(f"readiness_said_{result.verdict}", score=result.rounded)
        return said, self._because(point), self._next(point)

    def _because(self, point: Point) -> str:
        result = point.result
        needed = result.conditions.needed
        if result.blockers:
            key = "readiness_because_blocked" + ("_many" if len(result.blockers) > 1 else "")
            return self.say(key, names=self.shorts(result.blockers))
        if result.verdict is Verdict.GO:
            strong = tuple(reversed(result.weakest(len(result.standings))))[:_NAMED]
            return self.say(
                "readiness_because_strong",
                names=self.names(s.dimension.name.in_(self.language) for s in strong),
            )
        if result.verdict is Verdict.CONDITIONS and needed:
            return self.say("readiness_because_needed", names=self.shorts(needed[:_NAMED]))
        if result.verdict is Verdict.CONDITIONS and result.conditions.unknown:
            return self.say("readiness_because_unknown", names=self.shorts(result.conditions.unknown))
        if result.verdict is Verdict.CONDITIONS and result.conditions.unsure:
            return self.say("readiness_because_unsure")
        weak = result.weakest(_NAMED)
        return self.say(
            "readiness_because_weak", names=self.names(s.dimension.name.in_(self.language) for s in weak)
        )

    def shorts(self, questions: Iterable[ContraIndication | Item]) -> str:
        """Return the short names of questions as one text."""
        return self.names(each.short.in_(self.language) for each in questions)

    def _next(self, point: Point) -> str:
        """Name where to begin: a blocker, else a needed item, else the weakest one."""
        result = point.result
        weak = weak_items(point.assessment.levels, self.library.questionnaire)
        first = next(iter((*result.blockers, *result.conditions.needed, *weak)), None)
        if first is None:
            return self.say("readiness_next_keep")
        named, department = first.short.in_(self.language), self.department(first.department)
        return self.say("readiness_next", name=named, department=department)

    def confidence(self, point: Point) -> str:
        """Return how much of what was asked has an answer."""
        percent = point.result.confidence
        low = percent < self.library.questionnaire.thresholds.confident
        return self.say("readiness_confidence_low" if low else "readiness_confidence", percent=percent)

    def working(self, point: Point) -> str:
        """Return how the score is worked out."""
        known = [s for s in point.result.standings if s.share is not None]
        points = sum((s.points for s in known), Fraction(0))
        weight = sum(s.dimension.weight for s in known)
        return self.say(
            "readiness_working",
            points=format_number(points, self.language, 1),
            weight=weight,
            score=point.result.rounded,
        )

    def radar(self, point: Point) -> str:
        """Return the radar's text alternative: the verdict, and the level of each dimension."""
        levels = [
            f"{standing.dimension.name.in_(self.language)} {self.level(standing.level)}"
            for standing in point.result.standings
        ]
        return f"{self.headline(point)}. " + self.say("readiness_radar_alt", levels=self.names(levels))

    def move(self, move: DimensionMove) -> str:
        """Return how a dimension's level changed, with the actions on its items."""
        items = []
        for each in move.items:
            key = "readiness_moved_step" if each.action is not None else "readiness_moved_item"
            number = each.action.number if each.action is not None else 0
            name = each.item.short.in_(self.language)
            items.append(self.say(key, name=name, before=each.before, after=each.after, number=number))
        return self.say(
            "readiness_moved",
            name=move.dimension.name.in_(self.language),
            before=format_number(move.before, self.language, 1),
            after=format_number(move.after, self.language, 1),
            items=self.names(items),
        )
