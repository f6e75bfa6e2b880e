"""Lays out lists around an assessment: actions, the comparison of a survey, units, rehearsals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from actions.numbers import format_number
from actions.readiness.acts import DropAction, EndDrill, MarkActionDone, OpenReadinessForm, ReadinessForm
from actions.readiness.gap import APART
from actions.readiness.outcome import (
    ActionAccepted,
    ActionReminded,
    ActionSettled,
    ActionsListed,
    DrillEnded,
    DrillStarted,
    Planned,
    SurveyClosed,
    UnitsCompared,
)
from actions.readiness.records import ActionState, ReminderStage
from bot.pages.dates import long_date
from bot.pages.page import Button, Buttons, Divider, Items, Paragraph, Piece, Tone, as_written, mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actions.readiness.gap import Gap, QuestionGap
    from actions.readiness.observed import Observed
    from actions.readiness.records import ActionItem, Drill
    from bot.pages.readiness.wording import ReadinessWords

_MOST_PROPOSED, _MOST_LISTED, _MOST_CELLS = 6, 12, 5


@dataclass(frozen=True, slots=True)
class ReadinessLists:
    """Lays the lists out, in one language."""

    words: ReadinessWords

    def actions(
        self, outcome: Planned | ActionsListed | ActionAccepted | ActionSettled | ActionReminded
    ) -> Iterator[Piece]:
        """Lay out actions."""
        say = self.words.say
        match outcome:
            case Planned():
                yield from self._plan(outcome)
            case ActionsListed(actions, due):
                yield Paragraph(say("readiness_steps" if actions else "readiness_steps_none"), Tone.HEADING)
                for action in actions[:_MOST_LISTED]:
                    yield from self._action(action, due=action.number in due)
            case ActionAccepted(action):
                yield Paragraph(say("readiness_accepted", number=action.number, line=self.line(action)))
            case ActionSettled(action):
                yield Paragraph(say(f"readiness_settled_{action.state}", number=action.number))
            case ActionReminded(action, reminder):
                yield Paragraph(say(f"readiness_reminder_{reminder}", line=self.line(action)))
                yield Buttons(tuple(self._buttons(action, due=reminder is not ReminderStage.SOON)))
            case _:
                assert_never(outcome)

    def line(self, action: ActionItem) -> str:
        """Return an action on one line: its item, who sees to it, by when."""
        item = self.words.library.questionnaire.by_id.get(action.item)
        who = self.words.department(action.department)
        if action.person:
            who = self.words.say("readiness_step_who", department=who, person=mention(action.person))
        return self.words.say(
            "readiness_step",
            name=item.short.in_(self.words.language) if item else action.item,
            who=who,
            due=long_date(action.due, self.words.language),
        )

    def _action(self, action: ActionItem, *, due: bool) -> Iterator[Piece]:
        say = self.words.say
        state = say(f"readiness_state_{'due' if due else action.state}")
        case = say("readiness_step_case", number=action.case) if action.case else ""
        line = say(
            "readiness_step_line", number=action.number, line=self.line(action), state=state, case=case
        )
        yield Paragraph(line.strip())
        if action.state is ActionState.OPEN:
            yield Buttons(tuple(self._buttons(action, due=due)))

    def _buttons(self, action: ActionItem, *, due: bool) -> Iterator[Button]:
        say, number = self.words.say, action.number
        again = OpenReadinessForm(ReadinessForm.AGAIN, number)
        yield Button(say("readiness_button_again"), again, primary=due)
        yield Button(say("readiness_button_done"), MarkActionDone(number))
        yield Button(say("readiness_button_drop"), DropAction(number))

    def _plan(self, plan: Planned) -> Iterator[Piece]:
        words, say = self.words, self.words.say
        yield Paragraph(say("readiness_plan" if plan.proposals else "readiness_plan_none"), Tone.HEADING)
        for each in plan.proposals[:_MOST_PROPOSED]:
            described = each.item.levels[each.level - 1].in_(words.language)
            yield Paragraph(
                say(
                    "readiness_proposal",
                    name=each.item.short.in_(words.language),
                    level=each.level,
                    described=described,
                    advice=each.advice.in_(words.language),
                    department=words.department(each.item.department),
                )
            )
            accept = OpenReadinessForm(ReadinessForm.ACCEPT, plan.assessment.number, each.item.id)
            yield Buttons((Button(say("readiness_button_accept"), accept),))
        if len(plan.proposals) > _MOST_PROPOSED:
            yield Paragraph(
                say("readiness_plan_more", count=len(plan.proposals) - _MOST_PROPOSED), Tone.SMALL
            )
        ongoing = [action for action in plan.actions if action.state is ActionState.OPEN]
        if ongoing:
            yield Paragraph(say("readiness_going"))
            yield Items(tuple(self.line(action) for action in ongoing[:_MOST_LISTED]))

    def compared(self, outcome: SurveyClosed | UnitsCompared) -> Iterator[Piece]:
        """Lay out where answers differ from the manager's, or units side by side."""
        if isinstance(outcome, SurveyClosed):
            yield from self._gap(outcome.gap)
        else:
            yield from self._units(outcome)

    def _gap(self, gap: Gap) -> Iterator[Piece]:
        say = self.words.say
        yield Paragraph(say("readiness_gap", count=gap.count), Tone.HEADING)
        if not gap.shown:
            yield Paragraph(say("readiness_gap_none", least=gap.least))
            return
        by_distance = sorted(
            (cell for cell in gap.cells if cell.apart is not None), key=_distance, reverse=True
        )
        apart = [cell for cell in by_distance if _distance(cell) >= APART]
        agreed = [cell for cell in reversed(by_distance) if _distance(cell) < APART]
        for key, cells in (("apart", apart), ("agreed", agreed)):
            if cells:
                yield Paragraph(say(f"readiness_gap_{key}"))
                yield Items(tuple(self._cell(cell) for cell in cells[:_MOST_CELLS]))
        hidden = sum(cell.others is None for cell in gap.cells)
        if hidden:
            yield Paragraph(say("readiness_gap_hidden", count=hidden, least=gap.least), Tone.SMALL)
        yield Paragraph(say("readiness_gap_note", least=gap.least), Tone.SMALL)

    def _cell(self, cell: QuestionGap) -> str:
        words, language = self.words, self.words.language
        others = cell.others
        groups = [
            words.say(
                "readiness_gap_group",
                department=words.department(name),
                mean=format_number(group.mean, language, 1),
            )
            for name, group in cell.departments
        ]
        return words.say(
            "readiness_gap_line",
            name=cell.question.short.in_(language),
            lead=cell.lead,
            others=format_number(others.mean, language, 1) if others else "?",
            best=cell.question.best,
            groups=words.say("readiness_gap_groups", groups=words.names(groups)) if groups else "",
        ).strip()

    def _units(self, outcome: UnitsCompared) -> Iterator[Piece]:
        words, say = self.words, self.words.say
        yield Paragraph(say("readiness_units"), Tone.HEADING)
        yield Items(
            tuple(
                say(
                    "readiness_units_line",
                    unit=as_written(words.unit(point.assessment.unit)),
                    headline=words.headline(point),
                    day=words.day(point.assessment),
                )
                for point in outcome.units
            )
        )
        yield Divider()
        unit = as_written(words.unit(outcome.units[0].assessment.unit))
        yield Paragraph(say("readiness_observed", unit=unit))
        yield Items(tuple(self._observed(each) for each in outcome.observed))
        yield Paragraph(say("readiness_observed_note"), Tone.SMALL)

    def _observed(self, each: Observed) -> str:
        say = self.words.say
        few = say("readiness_few", least=self.words.library.questionnaire.thresholds.group)
        line = say(
            "readiness_observed_line",
            name=each.dimension.name.in_(self.words.language),
            level=self.words.level(each.level),
            questions=few if each.questions is None else each.questions,
            escalations=few if each.escalations is None else each.escalations,
        )
        return f"{line} {say('readiness_contrast')}" if each.contrast else line

    def drill(self, outcome: DrillStarted | DrillEnded) -> Iterator[Piece]:
        """Lay out a rehearsal for who started it."""
        words, say = self.words, self.words.say
        title = self.incident(outcome.drill)
        if isinstance(outcome, DrillStarted):
            names = words.names(words.department(name) for name in outcome.drill.departments)
            yield Paragraph(say("readiness_drill_started", title=title, departments=names))
            yield Buttons((Button(say("readiness_button_end"), EndDrill(outcome.drill.number)),))
            return
        measured = outcome.measured
        yield Paragraph(say("readiness_drill_ended", title=title), Tone.HEADING)
        yield Items(
            tuple(
                say(
                    "readiness_drill_line",
                    department=words.department(line.department),
                    taken=words.duration(line.taken),
                    answered=words.duration(line.answered),
                    passed=len(line.passed),
                )
                for line in measured.lines
            )
        )
        key = "readiness_drill_fed" if outcome.points else "readiness_drill_alone"
        yield Paragraph(
            say(
                key,
                taken=words.duration(measured.taken),
                answered=words.duration(measured.answered),
                hand_offs=measured.hand_offs,
                level=measured.level,
            )
        )
        for move in outcome.points[-1].moves if outcome.points else ():
            yield Paragraph(words.move(move), Tone.SMALL)

    def incident(self, drill: Drill) -> str:
        """Return an incident's title."""
        found = (e for e in self.words.library.questionnaire.incidents if e.id == drill.incident)
        return next((each.title.in_(self.words.language) for each in found), drill.incident)


def _distance(cell: QuestionGap) -> float:
    return abs(float(cell.apart or 0))
