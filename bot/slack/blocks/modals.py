"""Modals as Slack takes them, opened while their trigger lives; and what one cannot wait for."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import MarkdownTextObject, PlainTextObject, SectionBlock
from slack_sdk.models.views import View

from actions.model import Inbound, Said
from bot.slack.blocks.render import mrkdwn
from bot.stores.errors import StoreAwayError, reaching_redis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_sdk.models.blocks import Block
    from slack_sdk.web.async_client import AsyncWebClient

    from actions.dialogue.converse import Advisor
    from actions.model import Language

log = structlog.get_logger()

# A trigger lives three seconds: what is not known by then is left out.
PATIENCE = 1.5
_SECTION, _BLOCKS = 2900, 100


def markdown(text: str) -> MarkdownTextObject:
    """Return our light markup as Slack's."""
    return MarkdownTextObject(text=mrkdwn(text))


def section(text: str) -> SectionBlock:
    """Return a paragraph."""
    return SectionBlock(text=markdown(text))


def modal(
    callback: str, words: tuple[str, str, str], carried: Mapping[str, Any], blocks: Sequence[Block]
) -> dict[str, Any]:
    """Return a form; `words` are its title, what sends and what closes it; `carried` comes back with it."""
    title, submit, close = words
    view = View(
        type="modal",
        callback_id=callback,
        title=PlainTextObject(text=title),
        submit=PlainTextObject(text=submit),
        close=PlainTextObject(text=close),
        private_metadata=json.dumps(carried, ensure_ascii=False),
        blocks=blocks,
    )
    return view.to_dict()


def telling(title: str, close: str, parts: Sequence[str]) -> dict[str, Any]:
    """Return a modal that only shows `parts`."""
    texts = [part[start : start + _SECTION] for part in parts for start in range(0, len(part), _SECTION)]
    view = View(
        type="modal",
        title=PlainTextObject(text=title),
        close=PlainTextObject(text=close),
        blocks=[section(text) for text in texts][:_BLOCKS],
    )
    return view.to_dict()


async def open_modal(client: AsyncWebClient, trigger: str, view: dict[str, Any]) -> None:
    """Open a modal; one that Slack does not take is logged."""
    try:
        await client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as error:
        log.warning("form_not_opened", error=str(error.response.get("error")))


async def language_of(advisor: Advisor, person: str, conversation: str = "") -> Language:
    """Return the language to speak to a person; the default one where that cannot be known now."""
    inbound = Inbound("", person, conversation or f"{person}:commands", Said(""))
    try:
        async with asyncio.timeout(PATIENCE):
            with reaching_redis():
                return await advisor.language(inbound)
    except (StoreAwayError, TimeoutError):
        return advisor.default_language
