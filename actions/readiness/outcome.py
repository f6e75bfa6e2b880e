"""What became of an act on assessments, and to whom that is told."""

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
    from actions.readiness.records import ActionItem, Assessment, Drill, DrillEvent, Reminder, Survey
    from actions.readiness.trend import Point


class Why(StrEnum):
    """Why nothing happened."""

    NOT_MANAGER = "not_manager"
    NOTHING = "nothing"  # nothing was assessed yet
    GONE = "gone"  # what it is about has ended
    EXPIRED = "expired"  # the answers begun have ended
    ANSWERED = "answered"  # this person has answered already
    OWN = "own"  # the manager's own view is in it already
    CLOSED = "closed"  # the survey is closed, which is final
    TOO_FEW = "too_few"
    NOBODY = "nobody"  # an invitation to nobody
    OVER = "over"  # the rehearsal is over
    NOT_CONCERNED = "not_concerned"
    SETTLED = "settled"  # the action is done or dropped


@dataclass(frozen=True, slots=True)
class ReadinessRefused:
    """Nothing happened; `people` are who may, `count` and `least` how many there are and would have to be."""

    why: Why
    people: tuple[str, ...] = ()
    count: int = 0
    least: int = 0


@dataclass(frozen=True, slots=True)
class Guide:
    """What can be asked; `wrong` are words that nobody knows."""

    wrong: str = ""


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
    """What could be done, and what is being done."""

    assessment: Assessment
    proposals: tuple[Proposal, ...]
    steps: tuple[ActionItem, ...]


@dataclass(frozen=True, slots=True)
class ActionAccepted:
    """An action is on; `case` is what became of asking its department."""

    step: ActionItem
    case: CaseOutcome | None = None


@dataclass(frozen=True, slots=True)
class ActionsListed:
    """Every action that is open or was settled lately."""

    steps: tuple[ActionItem, ...]
    due: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionSettled:
    """An action is done, or dropped."""

    step: ActionItem


@dataclass(frozen=True, slots=True)
class ActionReminded:
    """An action's time is near, there, or over."""

    step: ActionItem
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class SurveyOpened:
    """Departments and people are asked; `departments` and `people` are those asked just now."""

    survey: Survey
    departments: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """Somebody has answered."""

    survey: Survey


@dataclass(frozen=True, slots=True)
class SurveyClosed:
    """The survey is closed; where views differ."""

    survey: Survey
    gap: Gap


@dataclass(frozen=True, slots=True)
class UnitsCompared:
    """The latest of each unit, side by side, with what is declared beside what is lived.

    `observed` are about the first unit: questions and requests do not say which brand they are about.
    """

    units: tuple[Point, ...]
    observed: tuple[Observed, ...]


@dataclass(frozen=True, slots=True)
class ResultShared:
    """A result goes to a channel, where its manager wanted it."""

    points: tuple[Point, ...]
    channel: str


@dataclass(frozen=True, slots=True)
class ReadinessExported:
    """A report and sheets of a unit's assessments."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class DrillStarted:
    """A fictional incident goes to departments."""

    drill: Drill


@dataclass(frozen=True, slots=True)
class DrillMoved:
    """A department did something, just now if `first`; `text` is what it would answer, which is not kept."""

    drill: Drill
    move: DrillEvent
    first: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True)
class DrillEnded:
    """A rehearsal is over; `points` are the unit's trend where it fed one."""

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
