"""The calls for outcomes of acts on assessments, in place of the reply or besides it."""

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
from bot.files.render import file_ref
from bot.outgoing.address import Destination
from bot.outgoing.calls import GiveFile, Say
from bot.outgoing.replies import reply, reply_privately
from bot.pages.page import Button, Buttons, Page, Paragraph, Piece, Tone, as_written, mention, note
from bot.pages.readiness.lists import ReadinessLists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.language import Language
    from actions.model import Inbound
    from actions.readiness.records import Drill
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.outgoing.cases.messages import CaseMessages
    from bot.pages.readiness.outcomes import ReadinessPages


@dataclass(frozen=True, slots=True)
class ReadinessMessages:
    """Returns the calls of outcomes; `cases` returns those of the cases that actions open."""

    pages: ReadinessPages
    cases: CaseMessages

    async def own_calls(
        self, outcome: ReadinessOutcome, inbound: Inbound, address: Address, language: Language
    ) -> list[Call] | None:
        """Return the calls that stand in place of a reply; None where the outcome has a reply."""
        key = inbound.reply_key
        match outcome:
            case DrillMoved(first=False):
                page = note(self.pages.strings[language]("readiness_drill_already"))
                return [reply_privately(key, address, page)]
            case DrillMoved():
                calls: list[Call] = [reply(key, address, note(self._moved(outcome, address, language)))]
                if outcome.event.kind is DrillEventKind.PASSED:
                    calls += list(self._cards(outcome.drill, (outcome.event.to,)))
                return calls
            case ReadinessRefused() if address.channel:
                return [reply_privately(key, address, note(self.pages.refusal(outcome, language)))]
            case ActionReminded():
                people = dict.fromkeys(filter(None, (outcome.action.by, outcome.action.person)))
                return [self._reminder(outcome, person) for person in people]
            case _:
                return None

    async def further_calls(
        self, outcome: ReadinessOutcome, inbound: Inbound, address: Address, language: Language
    ) -> list[Call]:
        """Return the calls besides the reply to the person who acted."""
        match outcome:
            case SurveyOpened():
                return list(self._invitations(outcome, language))
            case ResultShared():
                return list(self._shared(outcome, inbound, language))
            case ActionAccepted(_, case) if case is not None:
                return await self.cases.calls(case, inbound, address, language)
            case DrillStarted(drill):
                return list(self._cards(drill, drill.departments))
            case _:
                return []

    def _shared(self, shared: ResultShared, inbound: Inbound, language: Language) -> list[Call]:
        """Post a result with its manager's name and pictures, and without buttons."""
        words, key = self.pages.words(language), f"{inbound.reply_key}:shared"
        by = words.say("shared_by", person=mention(inbound.person))
        pieces = (Paragraph(by, Tone.SMALL), *self.pages.result(shared.points, words))
        page, to = Page(words.headline(shared.points[-1]), pieces), Destination(shared.channel)
        pictures = [
            GiveFile(f"{key}:file{place}", to, file_ref(picture), inbound.person, language)
            for place, picture in enumerate(readiness_pictures(shared.points))
        ]
        return [Say(key, to, page), *pictures]

    def _invitations(self, opened: SurveyOpened, language: Language) -> Iterator[Say]:
        survey = opened.survey
        for name in opened.departments:
            department = self.pages.library.department(name)
            own_language = department.languages[0]
            page = _page(self.pages.invitation(survey, department.id, own_language))
            to = Destination(department=department.id)
            yield Say(f"survey:{survey.number}:{department.id}", to, page)
        for person in opened.people:
            page = _page(self.pages.invitation(survey, "", language))
            yield Say(f"survey:{survey.number}:{person}", Destination(person=person), page)

    def _cards(self, drill: Drill, departments: tuple[str, ...]) -> Iterator[Say]:
        """Yield the incident's card for each department; it is marked as fictional."""
        incidents = self.pages.library.questionnaire.incidents
        incident = next((each for each in incidents if each.id == drill.incident), None)
        for name in departments:
            department = self.pages.library.department(name)
            if incident is None:
                continue
            language = department.languages[0]
            say = self.pages.strings[language]
            answer = OpenReadinessForm(ReadinessForm.REPLY, drill.number, name)
            pass_on = OpenReadinessForm(ReadinessForm.PASS, drill.number, name)
            title = say("readiness_drill_card", title=incident.title.in_(language))
            pieces: tuple[Piece, ...] = (
                Paragraph(title, Tone.HEADING),
                Paragraph(incident.story.in_(language)),
                Paragraph(say("readiness_drill_fiction"), Tone.SMALL),
                Buttons(
                    (
                        Button(say("readiness_button_take"), TakeDrill(drill.number, name), primary=True),
                        Button(say("readiness_button_reply"), answer),
                        Button(say("readiness_button_pass"), pass_on),
                    )
                ),
            )
            key = f"drill:{drill.number}:{department.id}"
            yield Say(key, Destination(department=department.id), Page(title, pieces))

    def _moved(self, moved: DrillMoved, address: Address, language: Language) -> str:
        words, event = self.pages.words(language), moved.event
        to = words.department(event.to) if event.to else ""
        person = mention(address.person)
        return words.say(
            f"readiness_drill_{event.kind}", person=person, department=to, text=as_written(moved.text)
        )

    def _reminder(self, reminded: ActionReminded, person: str) -> Say:
        action = reminded.action
        lists = ReadinessLists(self.pages.words(action.language))
        key = f"step:{action.number}:{reminded.reminder}:{action.due}:{person}"
        pieces = tuple(lists.actions(reminded))
        # The buttons are for the manager; anybody else who sees to the action gets the text alone.
        page = _page(pieces if person == action.by else pieces[:1])
        return Say(key, Destination(person=person), page)


def _page(pieces: tuple[Piece, ...]) -> Page:
    return Page(next(piece.text for piece in pieces if isinstance(piece, Paragraph)), pieces)
