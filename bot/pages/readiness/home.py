"""The assessment on a manager's App Home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.readiness.acts import ListActions, OpenReadinessForm, ReadinessForm, ShowAssessment
from bot.pages.page import Button, Buttons, Paragraph, Piece, as_written
from bot.pages.readiness.wording import ReadinessWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.language import Language
    from actions.readiness.service import ReadinessService
    from bot.strings import Strings


async def assessment_at_home(
    readiness: ReadinessService, strings: Mapping[Language, Strings], language: Language
) -> list[Piece]:
    """Lay out the last assessment with its buttons, or the button that starts a first one."""
    say = strings[language]
    start = Button(say("readiness_button_start"), OpenReadinessForm(ReadinessForm.START), primary=True)
    latest = await readiness.history.find()
    if latest is None:
        return [Buttons((start,))]
    words = ReadinessWords(readiness.library, say, language)
    point = (await readiness.history.points(latest.number))[-1]
    about = say("readiness_about", unit=as_written(words.unit(latest.unit)), day=words.day(latest))
    show = Button(say("readiness_button_result"), ShowAssessment(latest.number))
    actions = Button(say("readiness_button_steps"), ListActions())
    return [Paragraph(f"*{words.headline(point)}*\n{about}"), Buttons((show, actions, start))]
