"""What outcomes of assessments say to others than who did it: in departments' channels, or to one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.readiness.acts import OpenReadinessForm, ReadinessForm, TakeDrill
from actions.readiness.outcome import (
    ActionAccepted,
    ActionReminded,
    DrillMoved,
    DrillStarted,
    ReadinessOutcome,
    ReadinessRefused,
    ResultShared,
    SurveyOpened,
)
from actions.readiness.records import DrillEventKind
from bot.files.readiness.pictures import readiness_pictures
from bot.files.render import UPLOAD, address
from bot.outgoing.calls import direct, in_thread, post, whisper
from bot.pages.page import Button, Buttons, Page, Paragraph, Piece, Tone, note
from bot.pages.readiness.lists import ReadinessLists
from bot.queue.envelope import Outgoing
from bot.slack.workspace.people import user_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from actions.model import Language
    from actions.readiness.records import Drill
    from bot.outgoing.cases.messages import CaseCalls
    from bot.pages.readiness.outcomes import ReadinessPages
    from bot.queue.envelope import Envelope
    from bot.slack.workspace.directory import Directory


@dataclass(frozen=True, slots=True)
class ReadinessCalls:
    """Draws them; `cases` draws the requests that actions open."""

    pages: ReadinessPages
    directory: Directory
    cases: CaseCalls

    async def only(
        self, outcome: ReadinessOutcome, envelope: Envelope, language: Language
    ) -> list[Outgoing] | None:
        """Return the calls of what is told where it was done, and nowhere else; None for every other."""
        key = envelope.reply_key
        if isinstance(outcome, DrillMoved) and not outcome.first:
            say = self.pages.strings[language]
            return [whisper(key, envelope, note(say("readiness_drill_already")))]
        if isinstance(outcome, DrillMoved):
            text = self._moved(outcome, envelope, language)
            calls = [in_thread(key, envelope, note(text))]
            if outcome.event.kind is DrillEventKind.PASSED:
                calls += [call async for call in self._cards(outcome.drill, (outcome.event.to,))]
            return calls
        if isinstance(outcome, ReadinessRefused) and "channel" in envelope.address:
            return [whisper(key, envelope, note(self.pages.refusal(outcome, language)))]
        if isinstance(outcome, ActionReminded):
            people = dict.fromkeys(filter(None, (outcome.action.by, outcome.action.person)))
            return [self._reminder(outcome, person) for person in people]
        return None

    async def beside(
        self, outcome: ReadinessOutcome, envelope: Envelope, language: Language
    ) -> list[Outgoing]:
        """Return the calls that come beside what the person who did it reads."""
        match outcome:
            case SurveyOpened():
                return [call async for call in self._invitations(outcome, language)]
            case ResultShared():
                return self._shared(outcome, envelope, language)
            case ActionAccepted(_, case) if case is not None:
                return await self.cases.draw(case, envelope, language)
            case DrillStarted(drill):
                return [call async for call in self._cards(drill, drill.departments)]
            case _:
                return []

    def _shared(self, shared: ResultShared, envelope: Envelope, language: Language) -> list[Outgoing]:
        """Post a result, under its manager's name, with its pictures and without its buttons."""
        words, key = self.pages.words(language), f"{envelope.reply_key}:shared"
        by = words.say("shared_by", person=f"<@{envelope.address['user']}>")
        pieces = (Paragraph(by, Tone.SMALL), *self.pages.result(shared.points, words))
        page, where = Page(words.headline(shared.points[-1]), pieces), {"channel": shared.channel}
        person = envelope.inbound.person
        pictures = [
            Outgoing(f"{key}:file{n}", UPLOAD, {**where, **address(show, person, language)})
            for n, show in enumerate(readiness_pictures(shared.points))
        ]
        return [post(key, where, page), *pictures]

    async def _invitations(self, opened: SurveyOpened, language: Language) -> AsyncIterator[Outgoing]:
        survey = opened.survey
        for name in opened.departments:
            department = self.pages.library.department(name)
            spoken = department.languages[0]
            page = self._page(self.pages.invitation(survey, department.id, spoken))
            channel = await self.directory.channel(department.channel)
            if channel is not None:
                yield post(f"survey:{survey.number}:{department.id}", {"channel": channel}, page)
        for person in opened.people:
            page = self._page(self.pages.invitation(survey, "", language))
            yield direct(f"survey:{survey.number}:{person}", user_of(person), page)

    async def _cards(self, drill: Drill, departments: tuple[str, ...]) -> AsyncIterator[Outgoing]:
        """Post the incident, marked as fictional first and last, where it can be taken."""
        incidents = self.pages.library.questionnaire.incidents
        incident = next((each for each in incidents if each.id == drill.incident), None)
        for name in departments:
            department = self.pages.library.department(name)
            channel = await self.directory.channel(department.channel)
            if channel is None or incident is None:
                continue
            language = department.languages[0]
            say = self.pages.strings[language]
            reply = OpenReadinessForm(ReadinessForm.REPLY, drill.number, name)
            pass_on = OpenReadinessForm(ReadinessForm.PASS, drill.number, name)
            buttons = (
                Button(say("readiness_button_take"), TakeDrill(drill.number, name), primary=True),
                Button(say("readiness_button_reply"), reply),
                Button(say("readiness_button_pass"), pass_on),
            )
            title = say("readiness_drill_card", title=incident.title.in_(language))
            pieces: tuple[Piece, ...] = (
                Paragraph(title, Tone.HEADING),
                Paragraph(incident.story.in_(language)),
                Paragraph(say("readiness_drill_fiction"), Tone.SMALL),
                Buttons(buttons),
            )
            yield post(f"drill:{drill.number}:{department.id}", {"channel": channel}, Page(title, pieces))

    def _moved(self, moved: DrillMoved, envelope: Envelope, language: Language) -> str:
        words, event = self.pages.words(language), moved.event
        person = f"<@{envelope.address['user']}>"
        to = words.department(event.to) if event.to else ""
        return words.say(f"readiness_drill_{event.kind}", person=person, department=to, text=moved.text)

    def _reminder(self, reminded: ActionReminded, person: str) -> Outgoing:
        action = reminded.action
        lists = ReadinessLists(self.pages.words(action.language), self.pages.mention)
        key = f"step:{action.number}:{reminded.reminder}:{action.due}:{person}"
        pieces = tuple(lists.actions(reminded))
        # Only the manager may press the buttons: whoever else sees to the action reads the text alone.
        return direct(key, user_of(person), self._page(pieces if person == action.by else pieces[:1]))

    def _page(self, pieces: tuple[Piece, ...]) -> Page:
        return Page(next(piece.text for piece in pieces if isinstance(piece, Paragraph)), pieces)
