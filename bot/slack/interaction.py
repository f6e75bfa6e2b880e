"""Opens a form in answer to a press, a command or a shortcut; where Slack refuses, says so.

A trigger lives three seconds, a response URL thirty minutes: https://docs.slack.dev/interactivity
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.forms.patience import Deadline, language_of
from bot.slack.blocks.form import modal
from bot.slack.payloads import person_of
from bot.slack.workspace.cache import SLACK_ERRORS, reason

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.forms.form import Form, Notice
    from bot.services import Services
    from bot.slack.payloads import Body

log = structlog.get_logger()

_OK = 200
# In seconds; an answer through a response URL is a courtesy, not worth a long wait.
_TIMEOUT = 10


@dataclass(frozen=True, slots=True)
class Interaction:
    """What somebody pressed or typed, and until when a form can be opened for it."""

    body: Body
    context: AsyncBoltContext
    client: AsyncWebClient
    services: Services
    deadline: Deadline = field(default_factory=Deadline.of_press)

    @property
    def person(self) -> str:
        """The person who acted."""
        return person_of(self.context)

    async def show(self, form: Form | Notice) -> None:
        """Open a form; where Slack refuses, tell the person to try again."""
        try:
            await self.client.views_open(trigger_id=self.body["trigger_id"], view=modal(form))
        except SLACK_ERRORS as error:
            log.warning("form_not_opened", error=reason(error))
            await self.say("form_not_opened")

    async def say(self, key: str) -> None:
        """Tell the person a sentence of the interface."""
        # The deadline of the form is over; the sentence has one of its own.
        language = await language_of(self.services.advisor, self.person)
        await self.tell(self.services.strings[language](key))

    async def tell(self, text: str) -> None:
        """Tell the person something that nobody else sees, where they are, else in direct messages."""
        if await self._responded(text):
            return
        try:
            # A user id as the channel is their direct messages.
            await self.client.chat_postMessage(channel=str(self.context.user_id), text=text)
        except SLACK_ERRORS as error:
            log.warning("not_told", error=reason(error))

    async def _responded(self, text: str) -> bool:
        """Answer through the response URL, which payloads of App Home, modals and global shortcuts lack."""
        url = str(self.body.get("response_url") or "")
        if not url:
            return False
        try:
            webhook = AsyncWebhookClient(url, timeout=_TIMEOUT)
            answer = await webhook.send(text=text, response_type="ephemeral", replace_original=False)
        except SLACK_ERRORS as error:
            log.warning("response_url_failed", error=reason(error))
            return False
        return answer.status_code == _OK
