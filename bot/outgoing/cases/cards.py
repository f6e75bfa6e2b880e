"""The cards of a case: where each side's is, and how it looks now.

A card is a projection: whoever draws it draws the present state, and draws again where the case changed
meanwhile, so that the last card written is always true. A channel that is gone is not the end of a case: its
card is posted again where somebody can be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from actions.cases.case import replay
from bot.queue.worker import DeliveryDelayedError
from bot.slack.blocks.render import Message, render
from bot.slack.relay import METADATA_TYPE
from bot.slack.workspace.people import team_of, user_of
from bot.stores.case_threads import DEPARTMENT, REQUESTER, CaseThread

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.case import Case
    from actions.cases.ports import Clock
    from bot.outgoing.cases.reminders import CaseReminders
    from bot.pages.cases.cards import CasePages
    from bot.slack.relay import Transfer
    from bot.slack.workspace.directory import Directory
    from bot.stores.case_threads import RedisCaseThreads
    from bot.stores.cases import RedisCases

# Slack's words for a place that is not there any more, or closed to us.
LOST = frozenset(
    {
        "cant_update_message", "channel_not_found", "is_archived", "message_not_found", "not_in_channel",
        "thread_not_found",
    }
)  # fmt: skip
# Until the card is posted, what goes into its thread waits.
_SOON = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class CaseCards:
    """Posts and updates cards with `client`; what they show is read from the stores when they are drawn."""

    client: AsyncWebClient
    pages: CasePages
    cases: RedisCases
    threads: RedisCaseThreads
    directory: Directory
    reminders: CaseReminders
    transfer: Transfer
    clock: Clock

    async def case(self, number: int) -> Case | None:
        """Return a case as it stands."""
        events = await self.cases.events(number)
        return replay(events) if events else None

    async def show(self, call: dict[str, Any], key: str) -> None:
        """Draw a side's card as the case is now, and again where it changed meanwhile."""
        case = await self.case(call["number"])
        drawn = -1
        while case is not None and case.version != drawn:
            drawn = case.version
            await self._draw(case, call, key)
            case = await self.case(call["number"])

    async def _draw(self, case: Case, call: dict[str, Any], key: str) -> None:
        side = call["side"]
        place = await self.threads.get(case.number, side)
        current = place is not None and (side == REQUESTER or place.department == case.department)
        if place is not None and current and place.message:
            try:
                await self.update(place, await self._drawn(case, side))
            except SlackApiError as error:
                if not is_lost(error):
                    raise
                await self.repost(case, side, key)
        elif call["post"] or (place is not None and not current):
            await self._first(case, side, call, key)
        else:
            raise retry_soon()

    async def _drawn(self, case: Case, side: str) -> Message:
        now = self.clock.now()
        if side == DEPARTMENT:
            return render(self.pages.department_card(case, now))
        place = await self.threads.get(case.number, DEPARTMENT)
        wanted = self.pages.library.department(case.department)
        elsewhere = place is not None and place.channel != await self.directory.channel(wanted.channel)
        shown = f"<#{place.channel}>" if place is not None and elsewhere and place.channel[0] != "D" else ""
        return render(self.pages.requester_card(case, now, shown))

    async def update(self, place: CaseThread, message: Message) -> None:
        """Write a card over."""
        await self.client.chat_update(
            channel=place.channel, ts=place.message, text=message.text, blocks=message.blocks
        )

    async def _first(self, case: Case, side: str, call: dict[str, Any], key: str) -> None:
        """Post a side's card where it belongs, and note where that is."""
        where = call.get("where") or {}
        if side == DEPARTMENT:
            channel, thread = await self._channel_of(case), ""
        else:
            channel, thread = where.get("channel", ""), where.get("thread", "")
            channel = channel or await self.private(user_of(case.requester))
        try:
            await self._place(case, side, channel, thread, key, again=call["again"])
        except SlackApiError as error:
            if not is_lost(error) or not channel:
                raise
            await self.repost(case, side, key)

    async def repost(self, case: Case, side: str, key: str) -> None:
        """Post a card again: its channel is gone, so where else somebody can be reached."""
        self.directory.forget()
        await self.threads.drop(case.number, side)
        if side == DEPARTMENT:
            channel = await self._channel_of(case)
        else:
            channel = await self.private(user_of(case.requester))
        await self._place(case, side, channel, "", f"{key}:again", again=True)

    async def _place(  # noqa: PLR0913  what a card's place is
        self, case: Case, side: str, channel: str, thread: str, key: str, *, again: bool
    ) -> None:
        message = await self._drawn(case, side)
        found = await self.transfer.posted(channel, thread, key) if again else None
        if found is None:
            posted = await self.client.chat_postMessage(
                channel=channel, thread_ts=thread or None, text=message.text, blocks=message.blocks,
                unfurl_links=False, unfurl_media=False,
                metadata={"event_type": METADATA_TYPE, "event_payload": {"key": key}},
            )  # fmt: skip
            found = str(posted["ts"])
        place = CaseThread(channel, thread or found, found, case.department)
        await self.threads.put(case.number, side, place, team_of(case.requester))

    async def _channel_of(self, case: Case) -> str:
        """Return the channel of the department, else of the default one, else an owner's direct messages."""
        library = self.pages.library
        for name in dict.fromkeys((case.department, library.default_department)):
            channel = await self.directory.channel(library.department(name).channel)
            if channel is not None:
                return channel
        for reference in self.reminders.owners(library.department(case.department)):
            for user in await self.directory.people(reference):
                return await self.private(user)
        # Nobody at all: it waits until somebody lets Relais in (`python -m bot doctor` says where).
        raise DeliveryDelayedError

    async def private(self, user: str) -> str:
        """Return the private conversation with `user`."""
        opened = await self.client.conversations_open(users=user)
        return str(opened["channel"]["id"])


def is_lost(error: SlackApiError) -> bool:
    """Tell whether the place is not there any more, or closed to us."""
    return error.response.get("error") in LOST


def retry_soon() -> DeliveryDelayedError:
    """Return what says that a call is to be made again in a moment."""
    return DeliveryDelayedError(_SOON)
