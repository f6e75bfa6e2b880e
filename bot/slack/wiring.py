"""Everything Slack needs for cases and assessments, from a few parts: what draws, delivers, listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.outgoing.cases.cards import CaseCards
from bot.outgoing.cases.delivery import CaseDelivery
from bot.outgoing.cases.event_messages import CaseChanges
from bot.outgoing.cases.messages import CaseCalls
from bot.outgoing.cases.reminders import CaseReminders
from bot.outgoing.home import Homes
from bot.outgoing.readiness import ReadinessCalls
from bot.pages.cases.cards import CasePages
from bot.pages.readiness.outcomes import ReadinessPages
from bot.slack.cases.modals import CaseDesk
from bot.slack.listeners import Door
from bot.slack.readiness.modals import ReadinessDesk
from bot.slack.relay import Transfer
from bot.slack.workspace.cache import SLACK_ERRORS
from bot.slack.workspace.managers import SlackManagerDirectory
from bot.slack.workspace.people import mention, user_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.ports import Clock
    from actions.dialogue.converse import Advisor
    from actions.knowledge.library import Library
    from actions.model import Language
    from bot.queue.worker import Inbox
    from bot.slack.calculators.listeners import FormDesk
    from bot.slack.workspace.directory import Directory
    from bot.slack.workspace.managers import Managers
    from bot.stores.case_threads import RedisCaseThreads
    from bot.stores.cases import RedisCases
    from bot.stores.people import RedisConversations
    from bot.strings import Strings


@dataclass(frozen=True, slots=True)
class SlackPeople:
    """`PeopleDirectory` as Slack knows it; while Slack does not say, everybody is there."""

    directory: Directory

    async def is_active(self, person: str) -> bool:
        """Tell whether the person has not been deactivated."""
        try:
            return await self.directory.is_active(user_of(person))
        except SLACK_ERRORS:
            return True


class CaseSide:
    """The parts, for one workspace."""

    def __init__(
        self,
        client: AsyncWebClient,
        strings: Mapping[Language, Strings],
        directory: Directory,
        managers: Managers,
        stores: tuple[RedisCases, RedisCaseThreads],
    ) -> None:
        self._client = client
        self._strings = strings
        self._directory = directory
        self._managers = managers
        self.cases, self.threads = stores

    def _pages(self, library: Library) -> CasePages:
        return CasePages(library, self._strings, mention)

    def _homes(self, library: Callable[[], Library], advisor: Callable[[], Advisor]) -> Homes:
        return Homes(self._client, lambda: self._pages(library()), advisor, self._directory, self._managers)

    @property
    def board(self) -> SlackManagerDirectory:
        """Who manages."""
        return SlackManagerDirectory(self._managers)

    def _readiness(self, library: Library) -> ReadinessPages:
        return ReadinessPages(library, self._strings, mention)

    def parts(
        self, library: Library, advisor: Callable[[], Advisor], clock: Clock
    ) -> tuple[CaseCalls, CaseDelivery, ReadinessCalls]:
        """Return what draws and what delivers, for one knowledge."""
        pages, reminders = self._pages(library), CaseReminders(self._pages(library), self._directory)
        cards = CaseCards(
            self._client,
            pages,
            self.cases,
            self.threads,
            self._directory,
            reminders,
            Transfer(self._client),
            clock,
        )
        delivery = CaseDelivery(cards, self._homes(lambda: library, advisor))
        changes = CaseChanges(pages, self.threads, reminders, clock)
        calls = CaseCalls(pages, changes, clock)
        return calls, delivery, ReadinessCalls(self._readiness(library), self._directory, calls)

    def door(
        self,
        inbox: Inbox,
        conversations: RedisConversations,
        forms: FormDesk,
        advisor: Callable[[], Advisor],
    ) -> Door:
        """Return what listens; the knowledge is asked for at each act."""
        desk = CaseDesk(advisor, lambda: self._pages(advisor().library), self._directory)
        homes = self._homes(lambda: advisor().library, advisor)
        assessments = ReadinessDesk(advisor, lambda: self._readiness(advisor().library), self._directory)
        return Door(inbox, conversations, self.threads, forms, desk, homes, self._managers, assessments)
