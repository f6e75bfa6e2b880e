"""Everything Slack needs for cases and assessments, from a few parts: what draws, delivers, listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.case_page import CasePages
from bot.readiness_page import ReadinessPages
from bot.slack.case_calls import CaseCalls
from bot.slack.case_cards import CaseCards
from bot.slack.case_changes import CaseChanges
from bot.slack.case_delivery import CaseDelivery
from bot.slack.case_desk import CaseDesk
from bot.slack.home import Homes
from bot.slack.kept import UNANSWERED
from bot.slack.listeners import Door
from bot.slack.managers import SlackBoard
from bot.slack.nudges import Nudges
from bot.slack.people import user_of, who
from bot.slack.readiness_calls import ReadinessCalls
from bot.slack.readiness_desk import ReadinessDesk
from bot.slack.transfer import Transfer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.ports import Clock
    from actions.converse import Advisor
    from actions.knowledge.library import Library
    from actions.model import Language
    from bot.slack.directory import Directory
    from bot.slack.listeners.forms import FormDesk
    from bot.slack.managers import Managers
    from bot.stores.cases import RedisCases
    from bot.stores.people import RedisConversations
    from bot.stores.places import RedisPlaces
    from bot.strings import Strings
    from bot.worker import Inbox


@dataclass(frozen=True, slots=True)
class SlackStaff:
    """`Staff` as Slack knows it; while Slack does not say, everybody is there."""

    directory: Directory

    async def is_active(self, person: str) -> bool:
        """Tell whether the person has not been deactivated."""
        try:
            return await self.directory.is_active(user_of(person))
        except UNANSWERED:
            return True


class CaseSide:
    """The parts, for one workspace."""

    def __init__(
        self,
        client: AsyncWebClient,
        strings: Mapping[Language, Strings],
        directory: Directory,
        managers: Managers,
        stores: tuple[RedisCases, RedisPlaces],
    ) -> None:
        self._client = client
        self._strings = strings
        self._directory = directory
        self._managers = managers
        self.cases, self.places = stores

    def _pages(self, library: Library) -> CasePages:
        return CasePages(library, self._strings, who)

    def _homes(self, library: Callable[[], Library], advisor: Callable[[], Advisor]) -> Homes:
        return Homes(self._client, lambda: self._pages(library()), advisor, self._directory, self._managers)

    @property
    def board(self) -> SlackBoard:
        """Who manages."""
        return SlackBoard(self._managers)

    def _readiness(self, library: Library) -> ReadinessPages:
        return ReadinessPages(library, self._strings, who)

    def parts(
        self, library: Library, advisor: Callable[[], Advisor], clock: Clock
    ) -> tuple[CaseCalls, CaseDelivery, ReadinessCalls]:
        """Return what draws and what delivers, for one knowledge."""
        pages, nudges = self._pages(library), Nudges(self._pages(library), self._directory)
        cards = CaseCards(
            self._client,
            pages,
            self.cases,
            self.places,
            self._directory,
            nudges,
            Transfer(self._client),
            clock,
        )
        delivery = CaseDelivery(cards, self._homes(lambda: library, advisor))
        changes = CaseChanges(pages, self.places, nudges, clock)
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
        return Door(inbox, conversations, self.places, forms, desk, homes, self._managers, assessments)
