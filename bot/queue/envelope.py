"""The envelope in which the queue stores an act, as JSON.

Every act has its `kind`, so that one adapter reads and writes them all. Acts that version 0.1.0 wrote are
read by `bot.queue.legacy`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, TypeAdapter

from actions.acts import Act  # noqa: TC001  pydantic reads the annotations when the program runs
from actions.model import Inbound  # noqa: TC001  as above
from bot.outgoing.address import Address
from bot.queue.legacy import is_legacy, read_envelope


@dataclass(frozen=True, slots=True)
class Envelope:
    """One act of a person, and where it came from."""

    inbound: Inbound
    act: Annotated[Act, Field(discriminator="kind")]
    address: Address = field(default_factory=Address)

    def to_json(self) -> str:
        """Write the envelope for the queue."""
        return _ENVELOPE.dump_json(self).decode()

    @classmethod
    def from_json(cls, line: str) -> Envelope:
        """Read an envelope.

        Raises:
            ValueError: the line is not an envelope.
        """
        document = json.loads(line)
        if is_legacy(document):
            return cls(*read_envelope(document))
        return _ENVELOPE.validate_json(line)


_ENVELOPE: TypeAdapter[Envelope] = TypeAdapter(Envelope)
