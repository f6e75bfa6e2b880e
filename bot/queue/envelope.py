"""What travels through the queue: an act with the address to answer at, and a message ready to go.

The wire is JSON, so that a worker of the next version can read what this one left.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from actions.cases.acts import CaseAct
from actions.choices import decode, encode
from actions.model import Act, AskEscalations, AskRoles, Calculate, Inbound, Language, ListTopics, Said
from actions.readiness.acts import ReadinessAct
from bot.queue.legacy_readiness import from_0_1_0

Address = dict[str, Any]
_READINESS_ACT: TypeAdapter[ReadinessAct] = TypeAdapter(Annotated[ReadinessAct, Field(discriminator="kind")])
_CASE_ACT: TypeAdapter[CaseAct] = TypeAdapter(Annotated[CaseAct, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class Envelope:
    """One act and where its reply goes; `address` is the surface's own business."""

    inbound: Inbound
    address: Address

    @property
    def reply_key(self) -> str:
        """The key of the reply: the same at every attempt, another at the next press."""
        return f"{self.inbound.key}:reply:{self.inbound.press}"

    @property
    def place(self) -> dict[str, str]:
        """Where the conversation is: the part of the address that is enough to write there again."""
        return {part: str(self.address[part]) for part in ("channel", "thread") if part in self.address}

    def to_json(self) -> str:
        """Write the envelope for the queue."""
        told = asdict(replace(self.inbound, act=ListTopics()))
        return json.dumps({"inbound": {**told, "act": _written(self.inbound.act)}, "address": self.address})

    @classmethod
    def from_json(cls, line: str) -> Envelope:
        """Read an envelope; a choice that no longer exists shows the topics."""
        fields = json.loads(line)
        told = fields["inbound"]
        inbound = Inbound(
            **{
                **told,
                "act": _read(told["act"]),
                "language": Language(told["language"]) if told["language"] else None,
                "files": tuple(told["files"]),
            }
        )
        return cls(inbound, fields["address"])


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call the surface makes: `method` with `arguments`; `key` is the same at every attempt.

    `then` is what the surface notes of it once it has succeeded.
    """

    key: str
    method: str
    arguments: dict[str, Any] = field(default_factory=dict)
    then: dict[str, Any] = field(default_factory=dict)

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
        case AskEscalations():
            return {"escalations": True}
        case Calculate():
            return {"calculate": asdict(act)}
        case _ if isinstance(act, ReadinessAct):
            return {"readiness": _READINESS_ACT.dump_python(act, mode="json")}
        case _ if isinstance(act, CaseAct):
            return {"case": _CASE_ACT.dump_python(act, mode="json")}
        case _:
            return {"chose": encode(act)}


def _read(fields: dict[str, Any]) -> Act:
    if "said" in fields:
        return Said(fields["said"])
    if "calculate" in fields:
        filled = fields["calculate"]
        return Calculate(**{**filled, "raw": tuple((name, text) for name, text in filled["raw"])})
    if "escalations" in fields:
        return AskEscalations()
    if "readiness" in fields:
        return from_0_1_0(fields["readiness"]) or _READINESS_ACT.validate_python(fields["readiness"])
    if "case" in fields:
        return _CASE_ACT.validate_python(fields["case"])
    if "roles" in fields:
        return AskRoles(fields["roles"])
    return decode(fields["chose"]) or ListTopics()
