"""Where the assessment stands, on a manager's home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.readiness.acts import UseReadiness, Verb
from bot.pages.page import Button, Buttons, Paragraph, Piece
from bot.pages.readiness.wording import ReadinessWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.language import Language
    from actions.readiness.service import ReadinessService
    from bot.strings import Strings


async def assessment_at_home(
    readiness: ReadinessService, strings: Mapping[Language, Strings], language: Language
) -> list[Piece]:
    """Lay out the last assessment with the ways on, or the way to a first one."""
    say = strings[language]
    start = Button(say("readiness_button_start"), UseReadiness(Verb.START), primary=True)
    last = await readiness.found(UseReadiness(Verb.SHOW))
    if last is None:
        return [Buttons((start,))]
    words = ReadinessWords(readiness.library, say, language)
    point = (await readiness.points(last.number))[-1]
    about = say("readiness_about", unit=words.unit(last.unit), day=words.day(last))
    show = Button(say("readiness_button_result"), UseReadiness(Verb.SHOW, last.number))
    actions = Button(say("readiness_button_steps"), UseReadiness(Verb.STEPS))
    return [Paragraph(f"*{words.headline(point)}*\n{about}"), Buttons((show, actions, start))]
