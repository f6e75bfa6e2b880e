"""The outcomes of acts on assessments, from which a surface writes its messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.cases.outcome import CaseOutcome
    from actions.readiness.drill_score import Measured
    from actions.readiness.gap import Gap
    from actions.readiness.observed import Observed
    from actions.readiness.proposals import Proposal
    from actions.readiness.records import ActionItem, Assessment, Drill, DrillEvent, ReminderStage, Survey
    from actions.readiness.trend import Point


class Refusal(StrEnum):
    """Why nothing happened; the texts of the interface are named after the values."""

    NOTHING = "nothing"  # nothing was assessed yet
    GONE = "gone"  # the act's subject has expired
    EXPIRED = "expired"  # the draft has expired
    ANSWERED = "answered"  # this person has answered already
    OWN = "own"  # the manager's own answers are the assessment's
    CLOSED = "closed"  # the survey is closed, which is final
    TOO_FEW = "too_few"
    NOBODY = "nobody"  # an invitation to nobody
    OVER = "over"  # the rehearsal is over
    NOT_CONCERNED = "not_concerned"
    SETTLED = "settled"  # the action is done or dropped


@dataclass(frozen=True, slots=True)
class ReadinessRefused:
    """Nothing happened.

    `count` is how many answered, where `least` have to.
    """

    reason: Refusal
    count: int = 0
    least: int = 0


@dataclass(frozen=True, slots=True)
class Guide:
    """What the command can do; `unknown_words` were typed after it and mean nothing."""

    unknown_words: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment's result, as the last of its unit's trend; `survey` asked others the same."""

    points: tuple[Point, ...]
    survey: Survey | None = None

    @property
    def point(self) -> Point:
        """The assessment shown."""
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Planned:
    """The actions proposed on an assessment's weak items, with every action of its unit."""

    assessment: Assessment
    proposals: tuple[Proposal, ...]
    actions: tuple[ActionItem, ...]


@dataclass(frozen=True, slots=True)
class ActionAccepted:
    """An action has begun; `case` is the outcome of handing it to its department, None where it was not."""

    action: ActionItem
    case: CaseOutcome | None = None


@dataclass(frozen=True, slots=True)
class ActionsListed:
    """Every action that is open or was settled lately; `due` are the numbers of those to ask again."""

    actions: tuple[ActionItem, ...]
    due: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionSettled:
    """An action is done, or dropped."""

    action: ActionItem


@dataclass(frozen=True, slots=True)
class ActionReminded:
    """The day of an action is near, has come, or is over."""

    action: ActionItem
    reminder: ReminderStage


@dataclass(frozen=True, slots=True)
class SurveyOpened:
    """Departments and people are invited; `departments` and `people` are those invited just now."""

    survey: Survey
    departments: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """Somebody has answered."""

    survey: Survey


@dataclass(frozen=True, slots=True)
class SurveyClosed:
    """The survey is closed; `gap` is where answers differ from the manager's."""

    survey: Survey
    gap: Gap


@dataclass(frozen=True, slots=True)
class UnitsCompared:
    """The latest assessment of each unit, and the observed counts beside the levels of the first unit.

    `observed` is about the first unit only: questions and cases do not say which brand they are about.
    """

    units: tuple[Point, ...]
    observed: tuple[Observed, ...]


@dataclass(frozen=True, slots=True)
class ResultShared:
    """A result is shared in a channel."""

    points: tuple[Point, ...]
    channel: str


@dataclass(frozen=True, slots=True)
class ReadinessExported:
    """A unit's assessments are given as a report and as data."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class DrillStarted:
    """A fictional incident goes to departments."""

    drill: Drill


@dataclass(frozen=True, slots=True)
class DrillMoved:
    """A department took, answered or passed on; `text` is what it would answer, which is not kept.

    `first` is whether this act did it, and not an earlier one of somebody else.
    """

    drill: Drill
    event: DrillEvent
    first: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True)
class DrillEnded:
    """A rehearsal is over; `points` are the unit's trend, where what was measured became a level in it."""

    drill: Drill
    measured: Measured
    points: tuple[Point, ...]


ReadinessOutcome = (
    ReadinessRefused
    | Guide
    | Assessed
    | Planned
    | ActionAccepted
    | ActionsListed
    | ActionSettled
    | ActionReminded
    | SurveyOpened
    | SurveyAnswered
    | SurveyClosed
    | UnitsCompared
    | ResultShared
    | ReadinessExported
    | DrillStarted
    | DrillMoved
    | DrillEnded
)
