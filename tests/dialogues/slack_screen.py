"""What people can read in Slack, from the calls that Slack has taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.outgoing.calls import Sign
from tests.dialogues.shown import How, Shown, of_blocks, of_view
from tests.fakes.world import CHANNELS, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fakes.slack import FakeSlack

# Each person's private conversation with Relais.
PRIVATE_CHANNELS = {f"D{user[1:]}": name for user, name in PEOPLE.items()}
_SIGNS = {"incoming_envelope": Sign.RECEIVED, "outbox_tray": Sign.SENT}
# The number of the first message of ours.
_FIRST = 100


@dataclass
class SlackScreen:
    """Keeps what can be read, whom it was shown to, and under which keys it was posted."""

    slack: FakeSlack
    shown: list[Shown] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    seen: int = 0

    def look(self, actor: str) -> None:
        """Read what has come since the last look; forms open before `actor`, whose messages are marked."""
        for method, given in self.slack.calls[self.seen :]:
            match method:
                case "chat.postMessage":
                    self._posted(given)
                case "chat.update":
                    before = next(each for each in self.shown if each.message == given["ts"])
                    self._show(How.REDRAWN, given, before.message, before.thread)
                case "chat.postEphemeral":
                    thread, message = given.get("thread_ts", ""), f"e{len(self.shown)}"
                    self._show(How.WHISPERED, given, message, thread, PEOPLE[given["user"]])
                case "views.open":
                    self.shown.append(of_view(How.OPENED, actor, given["view"]))
                case "reactions.add":
                    sign = _SIGNS[given["name"]]
                    self.shown.append(Shown(How.MARKED, actor, message=given["timestamp"], texts=(sign,)))
                case "files.completeUploadExternal":
                    self.files.append(str(given["files"]))
        self.seen = len(self.slack.calls)

    def _posted(self, given: Mapping[str, Any]) -> None:
        message = f"{_FIRST + len(self.keys)}.0"
        self.keys.append(given["metadata"]["event_payload"]["key"])
        self._show(How.POSTED, given, message, given.get("thread_ts", ""))

    def _show(self, how: How, given: Mapping[str, Any], message: str, thread: str, person: str = "") -> None:
        texts, buttons = of_blocks(given["blocks"])
        person = person or PRIVATE_CHANNELS.get(given["channel"], "")
        channel = CHANNELS.get(given["channel"], "")
        self.shown.append(Shown(how, person, channel, thread, message, texts, buttons))
