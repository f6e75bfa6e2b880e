"""Reads the acts that version 0.1.0 left in the queue.

There an act was a field of `inbound`, under one of the keys `said`, `roles`, `escalations`, `calculate`,
`case`, `readiness`, or `chose` with the line of a button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from actions.acts import Act, AskCaseReport, AskRoles, ListTopics, Said
from actions.calculators.acts import Calculate
from actions.cases.acts import CaseAct
from actions.choices import decode
from actions.language import Language
from actions.model import Inbound
from bot.outgoing.address import Address, FileLink
from bot.queue.legacy_readiness import from_0_1_0

if TYPE_CHECKING:
    from collections.abc import Mapping

_CASE_ACT: TypeAdapter[CaseAct] = TypeAdapter(Annotated[CaseAct, Field(discriminator="kind")])
# The only surface of version 0.1.0.
_SURFACE = "slack"


def is_legacy(document: Mapping[str, Any]) -> bool:
    """Tell whether an envelope is of version 0.1.0, which has the act inside `inbound`."""
    return "act" in document["inbound"]


def read_envelope(document: Mapping[str, Any]) -> tuple[Inbound, Act, Address]:
    """Read an envelope; an act that no longer exists shows the topics."""
    fields = dict(document["inbound"])
    act = _act(fields.pop("act"))
    language = fields["language"]
    inbound = Inbound(
        **{
            **fields,
            "language": Language(language) if language else None,
            "files": tuple(fields["files"]),
            "surface": _SURFACE,
        }
    )
    return inbound, act, _address(document["address"], inbound.person)


def _act(fields: Mapping[str, Any]) -> Act:
    try:
        match dict(fields):
            case {"said": text}:
                return Said(text)
            case {"roles": text}:
                return AskRoles(text)
            case {"escalations": _}:
                return AskCaseReport()
            case {"calculate": form}:
                raw = tuple((name, text) for name, text in form["raw"])
                return Calculate(form["calculator"], form["name"], raw, form["ordered_in"])
            case {"case": act}:
                return _CASE_ACT.validate_python(act)
            case {"readiness": act}:
                return from_0_1_0(act) or ListTopics()
            case {"chose": line}:
                return decode(line) or ListTopics()
            case _:
                return ListTopics()
    except ValidationError:
        return ListTopics()


def _address(fields: Mapping[str, Any], person: str) -> Address:
    channel = str(fields.get("channel") or "")
    return Address(
        person=person,
        channel=channel,
        thread=str(fields.get("thread") or ""),
        message=str(fields.get("message") or ""),
        private=bool(channel and fields.get("private")),
        invoked_in=str(fields.get("ordered_in") or ""),
        files=tuple(FileLink(each["name"], each["url"], each["size"]) for each in fields.get("files") or ()),
    )
