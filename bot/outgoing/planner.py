"""Plans the calls of a reply, by handing it to its feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.cases.outcome import CaseOutcome
from actions.permissions.denial import NotAllowed
from actions.readiness.outcome import ReadinessOutcome
from bot.outgoing.replies import reply_privately

if TYPE_CHECKING:
    from actions.cases.digest import Digest
    from actions.model import Inbound
    from actions.reply import Reply
    from bot.outgoing.address import Address
    from bot.outgoing.calls import Call
    from bot.outgoing.cases.messages import CaseMessages
    from bot.outgoing.dialogue import DialogueMessages
    from bot.outgoing.readiness import ReadinessMessages


@dataclass(frozen=True, slots=True)
class Planner:
    """Returns the calls of replies and digests."""

    dialogue: DialogueMessages
    cases: CaseMessages
    readiness: ReadinessMessages

    async def calls(self, reply: Reply, inbound: Inbound, address: Address) -> list[Call]:
        """Return the calls of `reply` to the act of `inbound`, which came from `address`."""
        decision, language = reply.decision, reply.language
        if isinstance(decision, NotAllowed):
            return [reply_privately(inbound.reply_key, address, self.dialogue.composer.page(reply))]
        if isinstance(decision, CaseOutcome):
            return await self.cases.calls(decision, inbound, address, language)
        if isinstance(decision, ReadinessOutcome):
            own = await self.readiness.own_calls(decision, inbound, address, language)
            if own is not None:
                return own
            further = await self.readiness.further_calls(decision, inbound, address, language)
            return [*await self.dialogue.calls(reply, inbound, address), *further]
        return await self.dialogue.calls(reply, inbound, address)

    async def digest(self, digest: Digest) -> list[Call]:
        """Return the calls of a department's morning digest."""
        return self.cases.digest(digest)
