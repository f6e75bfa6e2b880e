"""Lays calculator results out: the result, its working, and buttons to go on with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.calculators import deflection, staffing
from actions.calculators.acts import Use, UseScenario
from actions.calculators.quantities import amount
from actions.calculators.scenarios import (
    PRESET,
    Calculated,
    Calculator,
    Compared,
    Exported,
    Forgotten,
    Scenario,
    Staffed,
)
from actions.calculators.staffing import ACTORS, fte_number, total_sentence
from actions.calculators.working import spell
from bot.pages.page import Button, Buttons, Items, Paragraph, Piece, Tone, as_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from actions.calculators.deflection import Deflection
    from actions.calculators.staffing import Cost, Estimate, FteSum, WorkLine
    from actions.language import Language
    from bot.pages.dialogue.topics import TopicPages
    from bot.strings import Strings

# Assumptions whose id begins so are left out of the list: the split by actor shows them.
_OUTSIDE_SHARES = "outside_"


@dataclass(frozen=True, slots=True)
class CalculatorPages:
    """Lays scenarios out in the reader's language."""

    topics: TopicPages

    @property
    def strings(self) -> Mapping[Language, Strings]:
        """The texts of the interface."""
        return self.topics.strings

    def name(self, scenario: Scenario, language: Language) -> str:
        """Return a scenario's name, a general one where it has none."""
        if scenario.id == PRESET:
            return staffing.facts().presets[PRESET].title.in_(language)
        return scenario.name or self.strings[language](f"unnamed_{scenario.calculator}")

    def pieces(
        self, decision: Calculated | Compared | Exported | Forgotten, language: Language
    ) -> Iterator[Piece]:
        """Lay out the outcome of an act on a calculator."""
        say = self.strings[language]
        match decision:
            case Calculated():
                yield from self.calculated(decision, language)
            case Compared():
                yield from self.compared(decision, language)
            case Exported(scenario, _):
                yield Paragraph(say("exported", name=as_written(self.name(scenario, language))))
            case Forgotten():
                yield Paragraph(say("forgotten"))

    def calculated(self, decision: Calculated, language: Language) -> Iterator[Piece]:
        """Lay out one scenario."""
        yield Paragraph(as_written(self.name(decision.scenario, language)), Tone.HEADING)
        if isinstance(decision.result, Staffed):
            yield from self._staffed(decision.result, language)
        else:
            yield from self._deflected(decision.result, language)
        if not decision.shared:
            yield Buttons(tuple(self._next_buttons(decision, language)))

    def compared(self, decision: Compared, language: Language) -> Iterator[Piece]:
        """Lay out what changes from one scenario to the other, without the chart."""
        say = self.strings[language]
        names = [self.name(scenario, language) for scenario in (decision.before, decision.after)]
        estimates = [result.estimate for result in decision.results]
        yield Paragraph(
            say("compared", before=as_written(names[0]), after=as_written(names[1])), Tone.HEADING
        )
        yield Items(
            tuple(
                say("compared_total", name=as_written(name), total=total_sentence(estimate, language))
                for name, estimate in zip(names, estimates, strict=True)
            )
        )
        comparison = staffing.compare(*estimates)
        lines = [
            say(
                "compared_line",
                label=line.label.in_(language),
                before=_fte(line.before, say, language),
                after=_fte(line.after, say, language),
            )
            for line in comparison.lines
            if line.before != line.after
        ]
        yield Items(tuple(lines or (say("compared_same"),)))
        back = UseScenario(Use.SHOW, decision.before.id)
        yield Buttons((Button(say("button_back_to", name=names[0]), back),))

    def _staffed(self, result: Staffed, language: Language) -> Iterator[Piece]:
        say, estimate = self.strings[language], result.estimate
        total = say("total_fte", total=total_sentence(estimate, language))
        if estimate.weekly_hours is not None:
            total = say("total_hours", total=total, hours=amount(estimate.hours, "hour", language))
        yield Paragraph(total)
        if estimate.dated is not None:
            yield Paragraph(estimate.dated.in_(language), Tone.SMALL)
        yield Paragraph(say("working"), Tone.HEADING)
        yield Items(tuple(self._line(line, language) for line in estimate.lines))
        yield Paragraph(say("split"), Tone.HEADING)
        yield Items(tuple(self._split(estimate, language)))
        if result.cost is not None:
            yield Paragraph(say("cost"), Tone.HEADING)
            yield Paragraph(_cost(result.cost, say, language))
            yield Paragraph(self._pay(result, language), Tone.SMALL)
        notes = staffing.facts().notes
        cautions = (*estimate.cautions, *(result.cost.cautions if result.cost else ()))
        yield Paragraph("\n".join(notes[name].in_(language) for name in dict.fromkeys(cautions)), Tone.SMALL)
        if estimate.dated is None:
            assumed = (
                say(
                    "assumed",
                    label=q.label.in_(language),
                    value=amount(result.assumptions[q.id], q.unit, language),
                )
                for q in staffing.facts().assumptions
                if not q.id.startswith(_OUTSIDE_SHARES)
            )
            yield Paragraph(say("assumptions", list=say("list_separator").join(assumed)), Tone.SMALL)

    def _pay(self, result: Staffed, language: Language) -> str:
        """Say where the salaries come from."""
        say, row = self.strings[language], result.salary
        if row is None:
            return staffing.facts().pay_inputs[0].source.in_(language)
        source = say("salary_row", label=row.label.in_(language), source=row.source.in_(language))
        return f"{source} [{say('link')}]({row.url})" if row.url else source

    def _line(self, line: WorkLine, language: Language) -> str:
        say = self.strings[language]
        department = self.topics.department(line.department, language)
        if line.working is None:
            fte = line.unknown_as.in_(language) if line.unknown_as else _fte(line.fte, say, language)
            return say("line_told", label=line.label.in_(language), department=department, fte=fte)
        return say(
            "line_worked",
            label=line.label.in_(language),
            department=department,
            working=spell(line.working, language),
            fte=_fte(line.fte, say, language),
        )

    def _split(self, estimate: Estimate, language: Language) -> Iterator[str]:
        say, words = self.strings[language], staffing.facts().words
        for actor, tally in estimate.by_actor().items():
            if actor in ACTORS and (tally.fte or tally.unknown):
                yield say("split_line", name=words[actor].in_(language), fte=_tally(tally, say, language))
        for name, tally in estimate.by_department().items():
            department = self.topics.department(name, language)
            yield say("split_line", name=department, fte=_tally(tally, say, language))

    def _deflected(self, result: Deflection, language: Language) -> Iterator[Piece]:
        say, words = self.strings[language], deflection.facts()
        yield Paragraph(f"*{deflection.break_even_sentence(result, language)}.*")
        yield Paragraph(say("working"), Tone.HEADING)
        rows = (
            (words.yearly_cost, result.cost),
            (words.yearly_avoided, result.avoided),
            (words.net, result.net),
        )
        yield Items(
            tuple(
                say("deflection_line", label=label.in_(language), working=spell(working, language))
                for label, working in rows
            )
        )
        yield Paragraph("\n".join(words.caveats[name].in_(language) for name in result.caveats), Tone.SMALL)
        sources = (
            say(
                "assumed_with",
                label=q.label.in_(language),
                value=amount(result.inputs[q.id], q.unit, language),
                source=q.source.in_(language),
            )
            for q in words.inputs
        )
        yield Paragraph("\n".join(sources), Tone.SMALL)

    def _next_buttons(self, decision: Calculated, language: Language) -> Iterator[Button]:
        say, scenario = self.strings[language], decision.scenario
        staffed = scenario.calculator is Calculator.STAFFING
        if scenario.id == PRESET:
            yield Button(
                say("button_own_figures"), UseScenario(Use.EDIT, "", decision.invoked_in), primary=True
            )
        else:
            change = UseScenario(Use.EDIT, scenario.id, decision.invoked_in)
            yield Button(say("button_change"), change, primary=True)
            if staffed:
                assume = UseScenario(Use.ASSUME, scenario.id, decision.invoked_in)
                yield Button(say("button_assumptions"), assume)
        for other in decision.others:
            name = self.name(other, language)
            yield Button(say("button_compare", name=name), UseScenario(Use.COMPARE, scenario.id, other.id))
        if staffed:
            yield Button(say("button_csv"), UseScenario(Use.EXPORT, scenario.id))
        if decision.invoked_in:
            share = UseScenario(Use.SHARE, scenario.id, decision.invoked_in)
            yield Button(say("button_share"), share)


def _fte(value: Fraction | None, say: Strings, language: Language) -> str:
    return say("not_given") if value is None else fte_number(value, language)


def _tally(tally: FteSum, say: Strings, language: Language) -> str:
    known = fte_number(tally.fte, language)
    if not tally.unknown:
        return known
    return say("known_and_more", fte=known) if tally.fte else say("not_given")


def _cost(cost: Cost, say: Strings, language: Language) -> str:
    return say(
        "cost_range",
        low=amount(cost.low.value, "euro", language, 0),
        high=amount(cost.high.value, "euro", language, 0),
        low_working=spell(cost.low, language),
        high_working=spell(cost.high, language),
    )
