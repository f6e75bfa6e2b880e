"""Makes the calls of `bot.slack.case_calls`: finds where a side is, and shows how the case stands now.

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
from actions.cases.lessons import draft
from bot.page import note
from bot.slack.people import team_of, user_of
from bot.slack.render import Message, render
from bot.slack.transfer import METADATA_TYPE
from bot.stores.places import DEPARTMENT, REQUESTER, Place
from bot.worker import DeliveryDelayedError, DeliveryRefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from actions.cases.case import Case
    from actions.cases.ports import Clock
    from bot.case_page import CasePages
    from bot.envelope import Outgoing
    from bot.slack.directory import Directory
    from bot.slack.home import Homes
    from bot.slack.nudges import Nudges
    from bot.slack.transfer import Transfer
    from bot.stores.cases import RedisCases
    from bot.stores.places import RedisPlaces

# Slack's words for a place that is not there any more, or closed to us.
LOST = frozenset(
    {
        "cant_update_message", "channel_not_found", "is_archived", "message_not_found", "not_in_channel",
        "thread_not_found",
    }
)  # fmt: skip
# Until the card is posted, what goes into its thread waits.
_SOON = DeliveryDelayedError(timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class CaseDelivery:
    """Makes calls with `client`; what they are about is read from the stores when they are made."""

    client: AsyncWebClient
    pages: CasePages
    cases: RedisCases
    places: RedisPlaces
    directory: Directory
    nudges: Nudges
    homes: Homes
    transfer: Transfer
    clock: Clock

    async def make(self, outgoing: Outgoing, *, again: bool) -> bool:
        """Make the call, if it is one of ours; `again` tells that an earlier attempt may have succeeded.

        Raises:
            SlackApiError: Slack refuses it, in its own words.
            DeliveryDelayedError: it can be made later.
        """
        calls: dict[str, Callable[[dict[str, Any], str], Awaitable[None]]] = {
            "case_card": self._card,
            "case_post": self._post,
            "case_copy": self._copy,
            "case_old_card": self._old_card,
            "case_dm": self._direct,
            "case_home": self._home,
            "case_draft": self._draft,
        }
        call = calls.get(outgoing.method)
        if call is None:
            return False
        await call({**outgoing.arguments, "again": again}, outgoing.key)
        return True

    async def _case(self, number: int) -> Case | None:
        events = await self.cases.events(number)
        return replay(events) if events else None

    async def _card(self, call: dict[str, Any], key: str) -> None:
        case = await self._case(call["number"])
        drawn = -1
        while case is not None and case.version != drawn:
            drawn = case.version
            await self._draw(case, call, key)
            case = await self._case(call["number"])

    async def _draw(self, case: Case, call: dict[str, Any], key: str) -> None:
        side = call["side"]
        place = await self.places.get(case.number, side)
        current = place is not None and (side == REQUESTER or place.department == case.department)
        if place is not None and current and place.message:
            try:
                await self._update(place, await self._drawn(case, side))
            except SlackApiError as error:
                if not _is_lost(error):
                    raise
                await self._repost(case, side, key)
        elif call["post"] or (place is not None and not current):
            await self._first(case, side, call, key)
        else:
            raise _SOON

    async def _drawn(self, case: Case, side: str) -> Message:
        now = self.clock.now()
        if side == DEPARTMENT:
            return render(self.pages.department_card(case, now))
        place = await self.places.get(case.number, DEPARTMENT)
        wanted = self.pages.library.department(case.department)
        elsewhere = place is not None and place.channel != await self.directory.channel(wanted.channel)
        shown = f"<#{place.channel}>" if place is not None and elsewhere and place.channel[0] != "D" else ""
        return render(self.pages.requester_card(case, now, shown))

    async def _update(self, place: Place, message: Message) -> None:
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
            channel = channel or await self._private(user_of(case.requester))
        try:
            await self._place(case, side, channel, thread, key, again=call["again"])
        except SlackApiError as error:
            if not _is_lost(error) or not channel:
                raise
            await self._repost(case, side, key)

    async def _repost(self, case: Case, side: str, key: str) -> None:
        """Post a card again: its channel is gone, so where else somebody can be reached."""
        self.directory.forget()
        await self.places.drop(case.number, side)
        if side == DEPARTMENT:
            channel = await self._channel_of(case)
        else:
            channel = await self._private(user_of(case.requester))
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
        place = Place(channel, thread or found, found, case.department)
        await self.places.put(case.number, side, place, team_of(case.requester))

    async def _channel_of(self, case: Case) -> str:
        """Return the channel of the department, else of the default one, else an owner's direct messages."""
        library = self.pages.library
        for name in dict.fromkeys((case.department, library.unrouted)):
            channel = await self.directory.channel(library.department(name).channel)
            if channel is not None:
                return channel
        for reference in self.nudges.owners(library.department(case.department)):
            for user in await self.directory.people(reference):
                return await self._private(user)
        # Nobody at all: it waits until somebody lets Relais in (`python -m bot doctor` says where).
        raise DeliveryDelayedError

    async def _private(self, user: str) -> str:
        opened = await self.client.conversations_open(users=user)
        return str(opened["channel"]["id"])

    async def _post(self, call: dict[str, Any], key: str) -> None:
        """Post into a side's thread; one that is gone is found anew, a requester who left is told of."""
        number, side = call["number"], call["side"]
        case, place = await self._case(number), await self.places.get(number, side)
        if case is None:
            return
        if place is None or (side == DEPARTMENT and place.department != case.department):
            raise _SOON
        try:
            await self._say(place, call, key)
        except SlackApiError as error:
            if not _is_lost(error):
                raise
            await self._repost_and_say(case, side, call, key)

    async def _repost_and_say(self, case: Case, side: str, call: dict[str, Any], key: str) -> None:
        try:
            await self._repost(case, side, f"case:{case.number}:{case.version}:{side}")
            place = await self.places.get(case.number, side)
            if place is not None:
                await self._say(place, call, key)
        except SlackApiError as error:
            if side == DEPARTMENT:
                raise
            there = await self.places.get(case.number, DEPARTMENT)
            say = self.pages.strings[self.pages.language_of(case)]
            if there is not None:
                told = render(note(say("told_unreachable")))
                await self._say(there, {"text": told.text, "blocks": told.blocks}, f"{key}:unreachable")
            raise DeliveryRefusedError("requester unreachable") from error

    async def _say(self, place: Place, call: dict[str, Any], key: str) -> None:
        found = await self.transfer.posted(place.channel, place.thread, key) if call.get("again") else None
        if found is None:
            posted = await self.client.chat_postMessage(
                channel=place.channel, thread_ts=place.thread, text=call["text"], blocks=call["blocks"],
                reply_broadcast=bool(call.get("broadcast")), unfurl_links=False, unfurl_media=False,
                metadata={"event_type": METADATA_TYPE, "event_payload": {"key": key}},
            )  # fmt: skip
            found = str(posted["ts"])
        if call.get("ref"):
            await self.places.note_copy(call["ref"], place.channel, found)
        lost = await self.transfer.send(call.get("files") or [], place.channel, place.thread)
        for name in lost:
            case = await self._case(call["number"])
            language = case.opened.language if case and call["side"] == REQUESTER else None
            say = self.pages.strings[language or self.pages.language_of(case)] if case else None
            if say is not None:
                told = render(note(say("told_file_lost", name=name)))
                await self.client.chat_postMessage(
                    channel=place.channel, thread_ts=place.thread, text=told.text, blocks=told.blocks
                )

    async def _copy(self, call: dict[str, Any], key: str) -> None:
        del key
        copy = await self.places.copy(call["ref"])
        if copy is None:
            raise _SOON
        channel, message = copy
        await self.client.chat_update(channel=channel, ts=message, text=call["text"], blocks=call["blocks"])

    async def _old_card(self, call: dict[str, Any], key: str) -> None:
        """Say on the card of a department that no longer has the case where it is now."""
        del key
        before = self.pages.library.department(call["before"])
        message = render(self.pages.moved_card(call["number"], before, call["to"]))
        await self._update(Place(call["channel"], call["message"], call["message"]), message)

    async def _direct(self, call: dict[str, Any], key: str) -> None:
        channel = await self._private(call["user"])
        text, blocks = call["text"], call.get("blocks")
        if blocks is None:
            link = await self._link(call["number"], call["open"])
            message = render(note(text.replace("{link}", link)))
            text, blocks = message.text, message.blocks
        await self.client.chat_postMessage(
            channel=channel, text=text, blocks=blocks, unfurl_links=False,
            metadata={"event_type": METADATA_TYPE, "event_payload": {"key": key}},
        )  # fmt: skip

    async def _link(self, number: int, label: str) -> str:
        place = await self.places.get(number, DEPARTMENT)
        if place is None:
            return ""
        found = await self.client.chat_getPermalink(channel=place.channel, message_ts=place.message)
        return f"[{label}]({found['permalink']})"

    async def _home(self, call: dict[str, Any], key: str) -> None:
        del key
        await self.homes.publish(call["person"])

    async def _draft(self, call: dict[str, Any], key: str) -> None:
        """Put the file that a case teaches in its department's thread, for people to review."""
        del key
        case, place = await self._case(call["number"]), await self.places.get(call["number"], DEPARTMENT)
        if case is None or place is None:
            return
        name, text = draft(case, self.pages.library)
        say = self.pages.strings[self.pages.language_of(case)]
        await self.client.files_upload_v2(
            channel=place.channel, thread_ts=place.thread, content=text, filename=name, title=name,
            initial_comment=say("told_taught"),
        )  # fmt: skip


def _is_lost(error: SlackApiError) -> bool:
    return error.response.get("error") in LOST
