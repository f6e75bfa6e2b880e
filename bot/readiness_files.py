"""An assessment as files: pictures for a phone, a report of two pages, and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.readiness.acts import UseReadiness, Verb
from bot.file import File, NoSuchFileError

if TYPE_CHECKING:
    from actions.model import Language
    from actions.readiness.study import Study
    from actions.readiness.trend import Point
    from bot.strings import Strings


def readiness_pictures(points: tuple[Point, ...]) -> tuple[UseReadiness, ...]:
    """Return the pictures that go with a result: the radar, and the trend where there is one."""
    number = points[-1].assessment.number
    kinds = ("radar", "trend") if len(points) > 1 else ("radar",)
    return tuple(UseReadiness(Verb.SHOW, number, kind) for kind in kinds)


class ReadinessFiles:
    def __init__(self, study: Study, say: Strings, language: Language) -> None:
        pass

    async def draw(self, choice: UseReadiness) -> File:
        raise NoSuchFileError(choice)
