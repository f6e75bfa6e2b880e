"""Lays out the fields of the assessment's single forms: inviting, sharing, accepting, rehearsing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from actions.knowledge.questionnaire import WEAK, Item
from actions.readiness.acts import OpenReadinessForm, ReadinessForm
from actions.readiness.drill_score import concerned
from actions.readiness.proposals import usual_day
from bot.directory import DirectoryAwayError
from bot.forms.form import Day, OneOf, SomeOf, TextField
from bot.pages.page import Paragraph, Tone

if TYPE_CHECKING:
    from actions.language import Language
    from actions.readiness.service import ReadinessService
    from bot.directory import Directory
    from bot.forms.form import Part
    from bot.forms.patience import Deadline
    from bot.strings import Strings

log = structlog.get_logger()

# Who acts on an item: the department, by a case, or the manager's own team.
DEPARTMENT, OURSELVES = "department", "ourselves"
# The option for nobody in particular among people.
NOBODY = "none"
# A select takes a hundred options.
_MOST = 90
# The part of a form's time that asking who can be proposed may take.
_FOR_PEOPLE = 0.8


@dataclass(frozen=True, slots=True)
class SingleFormFields:
    """Returns the fields of forms, in one language."""

    readiness: ReadinessService
    directory: Directory
    say: Strings
    language: Language
    deadline: Deadline

    async def of(self, opened: OpenReadinessForm, person: str) -> list[Part] | None:
        """Return the parts of a form; None where its subject has expired."""
        match opened.form:
            case ReadinessForm.INVITE:
                return self._invite(opened.subject)
            case ReadinessForm.SHARE:
                return await self._share(person)
            case ReadinessForm.ACCEPT:
                return await self._accept(opened.number, opened.subject, person)
            case ReadinessForm.DRILL:
                return self._drill()
            case ReadinessForm.PASS:
                return await self._pass_on(opened.number, opened.subject)
            case _:
                label = self.say("readiness_reply_label")
                return [TextField("text", label, hint=self.say("readiness_reply_hint"), multiline=True)]

    def _invite(self, people: str) -> list[Part]:
        say = self.say
        return [
            Paragraph(say("readiness_invite_intro", least=self.readiness.questionnaire.thresholds.group)),
            SomeOf("departments", say("readiness_invite_departments"), self._departments()),
            TextField(
                "people",
                say("readiness_invite_people"),
                people,
                optional=True,
                hint=say("readiness_invite_hint"),
            ),
        ]

    async def _share(self, person: str) -> list[Part]:
        channels = await self.directory.joined(person)
        if not channels:
            return [Paragraph(self.say("readiness_share_nowhere"))]
        named = dict(sorted(((i, f"#{n}") for i, n in channels.items()), key=lambda each: each[1])[:_MOST])
        return [
            Paragraph(self.say("readiness_share_intro")),
            OneOf("channel", self.say("readiness_share_where"), named),
        ]

    async def _accept(self, number: int, name: str, person: str) -> list[Part] | None:
        assessment = await self.readiness.store.assessments.get(number)
        item = self.readiness.questionnaire.by_id.get(name)
        if assessment is None or not isinstance(item, Item):
            return None
        say, library = self.say, self.readiness.library
        department = library.department(item.department)
        level = assessment.levels.get(item.id) or 1
        day = usual_day(self.readiness.clock.now(), department.opening)
        who = {DEPARTMENT: say("readiness_who_department"), OURSELVES: say("readiness_who_ourselves")}
        advice = item.advice[min(level, WEAK) - 1].in_(self.language)
        people = {NOBODY: say("readiness_person_none"), **await self._people(department.channel, person)}
        return [
            Paragraph(f"*{item.question.in_(self.language)}*"),
            TextField("words", say("readiness_words"), advice, multiline=True),
            OneOf("department", say("readiness_department"), self._departments(), department.id),
            OneOf("person", say("readiness_person"), people, NOBODY),
            Day("due", say("readiness_due"), day),
            OneOf("who", say("readiness_who"), who, DEPARTMENT, radio=True),
        ]

    async def _people(self, name: str, person: str) -> dict[str, str]:
        """Return who can see to an action: `person`, and the members of the department's channel.

        Nobody, where Slack does not say in time: the form opens without.
        """
        members: dict[str, str] = {}
        try:
            async with self.deadline.timeout(_FOR_PEOPLE):
                members |= await self.directory.members(name, near=person)
                members.setdefault(person, await self.directory.name(person))
        except (DirectoryAwayError, TimeoutError):
            log.info("people_not_proposed")
        named = sorted((each for each in members.items() if each[1]), key=lambda each: each[1].casefold())
        return dict(named[:_MOST])

    def _drill(self) -> list[Part]:
        incidents = self.readiness.questionnaire.incidents
        stories = [
            f"*{each.title.in_(self.language)}*: {each.story.in_(self.language)}\n"
            + self.say("readiness_drill_to", departments=self._named(each.departments))
            for each in incidents
        ]
        options = {each.id: each.title.in_(self.language) for each in incidents}
        return [
            Paragraph(self.say("readiness_drill_intro")),
            *(Paragraph(each) for each in stories),
            OneOf("incident", self.say("readiness_drill_which"), options, incidents[0].id, radio=True),
        ]

    def _named(self, departments: tuple[str, ...]) -> str:
        names = dict.fromkeys(
            self.readiness.library.department(each).name.in_(self.language) for each in departments
        )
        return self.say("list_comma").join(names)

    async def _pass_on(self, number: int, department: str) -> list[Part] | None:
        drill = await self.readiness.store.drills.get(number)
        if drill is None:
            return None
        others = {key: name for key, name in self._departments().items() if key != department}
        first = next((name for name in others if name not in concerned(drill)), "")
        return [
            Paragraph(self.say("readiness_pass_intro"), Tone.SMALL),
            OneOf("department", self.say("readiness_pass_to"), others, first),
        ]

    def _departments(self) -> dict[str, str]:
        return self.readiness.library.department_names(self.language)
