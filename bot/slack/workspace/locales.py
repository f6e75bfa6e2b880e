"""The language of a person's Slack, read once a month (users.info, scope users:read)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from actions.language import Language

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.stores.people import RedisPeople

log = structlog.get_logger()


class SlackLocales:
    """`Locales` on Slack; where Slack does not answer there is no locale, and it is read again next time."""

    def __init__(self, client: AsyncWebClient, people: RedisPeople) -> None:
        self._client = client
        self._people = people

    async def locale(self, person: str) -> Language | None:
        """Return the language of the person's Slack, None where Relais does not speak it."""
        known = await self._people.locale(person)
        if known is None:
            known = await self._read(person)
        return Language(known) if known in set(Language) else None

    async def _read(self, person: str) -> str:
        user = person.partition(":")[2]
        try:
            answer = await self._client.users_info(user=user, include_locale=True)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.info("locale_unknown", error=type(error).__name__)
            return ""
        tag = str(answer["user"].get("locale") or "other").partition("-")[0]
        language = tag if tag in set(Language) else "other"
        await self._people.set_locale(person, language)
        return language
