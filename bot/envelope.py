"""What travels through the queue: an act with the address to answer at, and a message ready to go.

The wire is JSON, so that a worker of the next version can read what this one left.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.choices import decode, encode
from actions.model import Act, AskRoles, Calculate, Inbound, Language, ListTopics, Said

Address = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """One act and where its reply goes; `address` is the surface's own business.

    `press` identifies one press of a button, which after a moment may be meant again; empty for the rest.
    """

    inbound: Inbound
    address: Address
    press: str = ""

    @property
    def reply_key(self) -> str:
        """The key of the reply: the same at every attempt, another at the next press."""
        return f"{self.inbound.key}:reply:{self.press}"

    @property
    def place(self) -> dict[str, str]:
        """Where the conversation is: the part of the address that is enough to write there again."""
        return {part: str(self.address[part]) for part in ("channel", "thread") if part in self.address}

    def to_json(self) -> str:
        """Write the envelope for the queue."""
        inbound, act = self.inbound, self.inbound.act
        return json.dumps(
            {
                "key": inbound.key,
                "person": inbound.person,
                "conversation": inbound.conversation,
                "language": inbound.language,
                "act": _written(act),
                "address": self.address,
                "press": self.press,
            }
        )

    @classmethod
    def from_json(cls, line: str) -> Envelope:
        """Read an envelope; a choice that no longer exists shows the topics."""
        fields = json.loads(line)
        act = fields["act"]
        inbound = Inbound(
            key=fields["key"],
            person=fields["person"],
            conversation=fields["conversation"],
            act=_read(act),
            language=Language(fields["language"]) if fields["language"] else None,
        )
        return cls(inbound, fields["address"], fields["press"])


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call the surface makes: `method` with `arguments`; `key` is the same at every attempt."""

    key: str
    method: str
    arguments: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """Write the call for the queue."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Outgoing:
        """Read a call."""
        return cls(**json.loads(line))


def _written(act: Act) -> dict[str, Any]:
    match act:
        case Said(text):
            return {"said": text}
        case AskRoles(text):
            return {"roles": text}
        case Calculate():
            return {"calculate": asdict(act)}
        case _:
            return {"chose": encode(act)}


def _read(fields: dict[str, Any]) -> Act:
    if "said" in fields:
        return Said(fields["said"])
    if "calculate" in fields:
        filled = fields["calculate"]
        return Calculate(**{**filled, "raw": tuple((name, text) for name, text in filled["raw"])})
    if "roles" in fields:
        return AskRoles(fields["roles"])
    return decode(fields["chose"]) or ListTopics()
