"""The envelope in which the queue stores an act, as JSON.

Every act has its `kind`, so that one adapter reads and writes them all. Acts that version 0.1.0 wrote are
read by `bot.queue.legacy`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter

from actions.acts import Act  # noqa: TC001  pydantic reads the annotations when the program runs
from actions.model import Inbound  # noqa: TC001  as above
from bot.outgoing.address import Address
from bot.queue.legacy import is_legacy, read_envelope
from bot.queue.versions import VERSION, reading

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Envelope:
    """One act of a person, and where it came from."""

    inbound: Inbound
    act: Annotated[Act, Field(discriminator="kind")]
    address: Address = field(default_factory=Address)

    def to_json(self, queued_at: float = 0.0) -> str:
        """Write the envelope for the queue, with its version, team, lane, and when it was queued."""
        head = {
            "version": VERSION,
            "team": self.inbound.person.partition(":")[0],
            "lane": self.inbound.conversation,
            "queued_at": queued_at,
        }
        return json.dumps({**head, **_ENVELOPE.dump_python(self, mode="json")}, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Envelope:
        """Read an envelope; fields that are not known are ignored.

        Raises:
            FutureVersionError: a later version wrote it.
            UnreadableError: it is no envelope.
        """
        with reading(line) as document:
            return cls.from_document(document)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Envelope:
        """Read the document of an envelope, within `reading`."""
        if is_legacy(document):
            return cls(*read_envelope(document))
        return _ENVELOPE.validate_python(document)


def queued_at(document: Mapping[str, Any]) -> float:
    """Return when an envelope was queued, in seconds since 1970; 0 where an old version did not say."""
    return float(document.get("queued_at") or 0)


_ENVELOPE: TypeAdapter[Envelope] = TypeAdapter(Envelope)
