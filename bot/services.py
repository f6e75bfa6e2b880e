"""The services that handle acts with one state of the knowledge; an act gets them once.

An act keeps its `Services`, so that its knowledge does not change halfway when files are edited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.files.render import Files
from bot.forms.calculators import CalculatorForms
from bot.forms.cases.opening import CaseForms
from bot.forms.readiness.opening import ReadinessForms
from bot.outgoing.cases.cards import CaseCards
from bot.outgoing.cases.event_messages import EventMessages
from bot.outgoing.cases.messages import CaseMessages
from bot.outgoing.cases.reminders import CaseReminders
from bot.outgoing.delivery import Delivery
from bot.outgoing.dialogue import DialogueMessages
from bot.outgoing.home import Homes
from bot.outgoing.planner import Planner
from bot.outgoing.readiness import ReadinessMessages
from bot.pages.cases.cards import CasePages
from bot.pages.compose import Composer
from bot.pages.readiness.outcomes import ReadinessPages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actions.dialogue.converse import Advisor
    from actions.knowledge.library import Library
    from actions.language import Language
    from bot.directory import Directory
    from bot.outgoing.surface import Surface
    from bot.stores.case_threads import RedisCaseThreads
    from bot.strings import Strings


@dataclass(frozen=True, slots=True)
class Services:
    """`advisor` decides on replies, `planner` plans calls, `delivery` makes them; the rest opens forms."""

    advisor: Advisor
    planner: Planner
    delivery: Delivery
    homes: Homes
    case_forms: CaseForms
    readiness_forms: ReadinessForms
    calculator_forms: CalculatorForms

    @property
    def library(self) -> Library:
        """The knowledge."""
        return self.advisor.library

    @property
    def strings(self) -> Mapping[Language, Strings]:
        """The texts of the interface."""
        return self.calculator_forms.strings


def make_services(
    advisor: Advisor,
    strings: Mapping[Language, Strings],
    surface: Surface,
    directory: Directory,
    threads: RedisCaseThreads,
) -> Services:
    """Wire the services of `advisor` on `surface`."""
    library, clock = advisor.library, advisor.cases.clock
    composer = Composer(library, strings, hands_over=True)
    case_pages, readiness_pages = CasePages(library, strings), ReadinessPages(library, strings)
    reminders = CaseReminders(case_pages, directory)
    events = EventMessages(case_pages, threads, reminders, clock)
    case_messages = CaseMessages(case_pages, events, clock)
    homes = Homes(case_pages, advisor)
    cards = CaseCards(surface, case_pages, advisor.cases, threads, directory, reminders)
    files = Files(composer, advisor.memories.scenarios, advisor.cases, advisor.readiness)
    return Services(
        advisor,
        Planner(
            DialogueMessages(composer),
            case_messages,
            ReadinessMessages(readiness_pages, case_messages),
        ),
        Delivery(surface, cards, homes, files, events),
        homes,
        CaseForms(advisor, case_pages, directory),
        ReadinessForms(advisor, readiness_pages, directory),
        CalculatorForms(advisor, strings),
    )
