"""App Home: a person's own requests, and the queue of each department they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_sdk.models.views import View

from actions.cases.case import State
from actions.cases.reminders import promise
from actions.model import Inbound, Said
from actions.readiness.acts import ListActions, OpenReadinessForm, ReadinessForm, ShowAssessment
from bot.pages.page import Button, Buttons, Divider, Page, Paragraph, Piece, Tone
from bot.pages.readiness.wording import ReadinessWords
from bot.slack.blocks.render import VIEW_BLOCKS, render
from bot.slack.workspace.cache import SLACK_ERRORS
from bot.slack.workspace.people import user_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from datetime import datetime

    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.case import Case
    from actions.dialogue.converse import Advisor
    from actions.knowledge.department import Department
    from actions.model import Language
    from bot.pages.cases.cards import CasePages
    from bot.slack.workspace.directory import Directory
    from bot.slack.workspace.managers import Managers

# As many as fit beside one another in a view of a hundred blocks.
_MOST_QUEUED = 12
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Homes:
    """Publishes the home of a person."""

    client: AsyncWebClient
    drawn: Callable[[], CasePages]
    advisor: Callable[[], Advisor]
    directory: Directory
    managers: Managers

    @property
    def pages(self) -> CasePages:
        """The pages of the present knowledge."""
        return self.drawn()

    async def publish(self, person: str) -> None:
        """Draw the home of `person` as it is now."""
        language = await self.advisor().language(Inbound("", person, f"{person}:commands", Said("")))
        pieces = tuple([piece async for piece in self._pieces(person, language)])
        title = self.pages.strings[language]("home_title")
        blocks = render(Page(title, pieces), VIEW_BLOCKS).blocks
        await self.client.views_publish(user_id=user_of(person), view=View(type="home", blocks=blocks))

    async def _pieces(self, person: str, language: Language) -> AsyncIterator[Piece]:
        say, office = self.pages.strings[language], self.advisor().cases
        yield Paragraph(say("home_hello"), Tone.SMALL)
        if office is None:
            return
        now, mine = office.clock.now(), (await office.list_of(person)).cases
        for piece in self._mine([case for case, _ in mine], now, language):
            yield piece
        opened = [await office.case(number) for number in await office.store.open_ones()]
        waiting = [case for case in opened if case is not None and case.is_open]
        for department in await self._departments(user_of(person)):
            for piece in self._queue(department, waiting, now, language):
                yield piece
        if user_of(person) in await self.managers.names():
            yield Divider()
            yield Paragraph(say("home_managers"), Tone.SMALL)
            for piece in await self._assessed(language):
                yield piece

    async def _assessed(self, language: Language) -> list[Piece]:
        """Lay out where the assessment stands, for a manager."""
        say, readiness = self.pages.strings[language], self.advisor().readiness
        if readiness is None:
            return []
        form = OpenReadinessForm(ReadinessForm.START)
        start = Button(say("readiness_button_start"), form, primary=True)
        latest = await readiness.history.find()
        if latest is None:
            return [Buttons((start,))]
        words = ReadinessWords(self.pages.library, say, language)
        point = (await readiness.history.points(latest.number))[-1]
        about = say("readiness_about", unit=words.unit(latest.unit), day=words.day(latest))
        show = Button(say("readiness_button_result"), ShowAssessment(latest.number))
        actions = Button(say("readiness_button_steps"), ListActions())
        return [Paragraph(f"*{words.headline(point)}*\n{about}"), Buttons((show, actions, start))]

    def _mine(self, cases: list[Case], now: datetime, language: Language) -> Iterator[Piece]:
        say = self.pages.strings[language]
        yield Paragraph(say("home_mine"), Tone.HEADING)
        if not cases:
            yield Paragraph(say("home_mine_none"))
        for case in cases:
            department = self.pages.name(case.department, language)
            state = self.pages.standing(case, now, language)
            line = say("cases_mine_line", number=case.number, department=department, state=state)
            yield Paragraph(f"{line}\n{_short(case.opened.question)}")
            yield Buttons(tuple(self.pages.requester_buttons(case, say)))

    def _queue(
        self, department: Department, waiting: list[Case], now: datetime, language: Language
    ) -> Iterator[Piece]:
        """Lay out a department's open cases, the one with the least time left first."""
        say, library = self.pages.strings[language], self.pages.library
        queue = sorted(
            (case for case in waiting if case.department == department.id),
            key=lambda case: (case.state is State.ANSWERED, promise(case, library, now).due),
        )
        yield Divider()
        yield Paragraph(say("home_queue", department=department.name.in_(language)), Tone.HEADING)
        if not queue:
            yield Paragraph(say("home_queue_none"))
        for case in queue[:_MOST_QUEUED]:
            lines = self.pages.queue_line(case, now, language)
            yield Paragraph(f"{lines}\n{_short(case.opened.question)}")
            yield Buttons(tuple(self.pages.department_buttons(case, say)))
        if len(queue) > _MOST_QUEUED:
            yield Paragraph(say("home_queue_more", count=len(queue) - _MOST_QUEUED), Tone.SMALL)

    async def _departments(self, user: str) -> list[Department]:
        """Return the departments whose channel the person is in."""
        found = []
        for department in self.pages.library.departments.values():
            try:
                channel = await self.directory.channel(department.channel)
                if channel is not None and user in await self.directory.members(channel):
                    found.append(department)
            except SLACK_ERRORS:
                continue
        return found


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
