"""Makes the calls of `bot.outgoing.cases`, wherever each side of the case is by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from actions.cases.lessons import draft
from bot.outgoing.cases.cards import is_lost, retry_soon
from bot.pages.page import note
from bot.queue.worker import DeliveryRefusedError
from bot.slack.blocks.render import render
from bot.slack.relay import METADATA_TYPE
from bot.stores.case_threads import DEPARTMENT, REQUESTER, CaseThread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from actions.cases.case import Case
    from bot.outgoing.cases.cards import CaseCards
    from bot.outgoing.home import Homes
    from bot.queue.envelope import Outgoing


@dataclass(frozen=True, slots=True)
class CaseDelivery:
    """Makes calls; `cards` knows where they go, `homes` draws App Home."""

    cards: CaseCards
    homes: Homes

    async def make(self, outgoing: Outgoing, *, again: bool) -> bool:
        """Make the call, if it is one of ours; `again` tells that an earlier attempt may have succeeded.

        Raises:
            SlackApiError: Slack refuses it, in its own words.
            DeliveryDelayedError: it can be made later.
        """
        calls: dict[str, Callable[[dict[str, Any], str], Awaitable[None]]] = {
            "case_card": self.cards.show,
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

    async def _post(self, call: dict[str, Any], key: str) -> None:
        """Post into a side's thread; one that is gone is found anew, a requester who left is told of."""
        number, side = call["number"], call["side"]
        case, place = await self.cards.case(number), await self.cards.threads.get(number, side)
        if case is None:
            return
        if place is None or (side == DEPARTMENT and place.department != case.department):
            raise retry_soon()
        try:
            await self._say(place, call, key)
        except SlackApiError as error:
            if not is_lost(error):
                raise
            await self._repost_and_say(case, side, call, key)

    async def _repost_and_say(self, case: Case, side: str, call: dict[str, Any], key: str) -> None:
        try:
            await self.cards.repost(case, side, f"case:{case.number}:{case.version}:{side}")
            place = await self.cards.threads.get(case.number, side)
            if place is not None:
                await self._say(place, call, key)
        except SlackApiError as error:
            if side == DEPARTMENT:
                raise
            there = await self.cards.threads.get(case.number, DEPARTMENT)
            say = self.cards.pages.strings[self.cards.pages.language_of(case)]
            if there is not None:
                told = render(note(say("told_unreachable")))
                await self._say(there, {"text": told.text, "blocks": told.blocks}, f"{key}:unreachable")
            raise DeliveryRefusedError("requester unreachable") from error

    async def _say(self, place: CaseThread, call: dict[str, Any], key: str) -> None:
        found = (
            await self.cards.transfer.posted(place.channel, place.thread, key) if call.get("again") else None
        )
        if found is None:
            posted = await self.cards.client.chat_postMessage(
                channel=place.channel, thread_ts=place.thread, text=call["text"], blocks=call["blocks"],
                reply_broadcast=bool(call.get("broadcast")), unfurl_links=False, unfurl_media=False,
                metadata={"event_type": METADATA_TYPE, "event_payload": {"key": key}},
            )  # fmt: skip
            found = str(posted["ts"])
        if call.get("ref"):
            await self.cards.threads.note_copy(call["ref"], place.channel, found)
        lost = await self.cards.transfer.send(call.get("files") or [], place.channel, place.thread)
        for name in lost:
            case = await self.cards.case(call["number"])
            language = case.opened.language if case and call["side"] == REQUESTER else None
            say = self.cards.pages.strings[language or self.cards.pages.language_of(case)] if case else None
            if say is not None:
                told = render(note(say("told_file_lost", name=name)))
                await self.cards.client.chat_postMessage(
                    channel=place.channel, thread_ts=place.thread, text=told.text, blocks=told.blocks
                )

    async def _copy(self, call: dict[str, Any], key: str) -> None:
        del key
        copy = await self.cards.threads.copy(call["ref"])
        if copy is None:
            raise retry_soon()
        channel, message = copy
        await self.cards.client.chat_update(
            channel=channel, ts=message, text=call["text"], blocks=call["blocks"]
        )

    async def _old_card(self, call: dict[str, Any], key: str) -> None:
        """Say on the card of a department that no longer has the case where it is now."""
        del key
        before = self.cards.pages.library.department(call["before"])
        message = render(self.cards.pages.moved_card(call["number"], before, call["to"]))
        await self.cards.update(CaseThread(call["channel"], call["message"], call["message"]), message)

    async def _direct(self, call: dict[str, Any], key: str) -> None:
        channel = await self.cards.private(call["user"])
        text, blocks = call["text"], call.get("blocks")
        if blocks is None:
            link = await self._link(call["number"], call["open"])
            message = render(note(text.replace("{link}", link)))
            text, blocks = message.text, message.blocks
        await self.cards.client.chat_postMessage(
            channel=channel, text=text, blocks=blocks, unfurl_links=False,
            metadata={"event_type": METADATA_TYPE, "event_payload": {"key": key}},
        )  # fmt: skip

    async def _link(self, number: int, label: str) -> str:
        place = await self.cards.threads.get(number, DEPARTMENT)
        if place is None:
            return ""
        found = await self.cards.client.chat_getPermalink(channel=place.channel, message_ts=place.message)
        return f"[{label}]({found['permalink']})"

    async def _home(self, call: dict[str, Any], key: str) -> None:
        del key
        await self.homes.publish(call["person"])

    async def _draft(self, call: dict[str, Any], key: str) -> None:
        """Put the file that a case teaches in its department's thread, for people to review."""
        del key
        case, place = (
            await self.cards.case(call["number"]),
            await self.cards.threads.get(call["number"], DEPARTMENT),
        )
        if case is None or place is None:
            return
        name, text = draft(case, self.cards.pages.library)
        say = self.cards.pages.strings[self.cards.pages.language_of(case)]
        await self.cards.client.files_upload_v2(
            channel=place.channel, thread_ts=place.thread, content=text, filename=name, title=name,
            initial_comment=say("told_taught"),
        )  # fmt: skip
