"""The decision that a person may not do an act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Denial(StrEnum):
    """Why an act is not allowed; `bot/strings/` has a sentence for each under ``refused_…``."""

    OUTSIDER = "outsider"  # guests and people of other organisations get no advice here
    ADVICE_ONLY = "advice_only"  # they get advice, and nothing else
    NOT_YOURS = "not_yours"  # only the requester may
    NOT_DEPARTMENT = "not_department"  # only the department that has the case may
    MOVED = "moved"  # another department has the case now
    NOT_COLLEAGUE = "not_colleague"  # the person named is not of the department
    MANAGERS = "managers"
    NOT_INVITED = "not_invited"  # a survey is answered by who was asked
    NOT_IN_CHANNEL = "not_in_channel"
    CANNOT_CHECK = "cannot_check"  # the surface does not answer


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The act is not done, because of `why`; `department` and `people` are who may."""

    why: Denial
    department: str = ""
    people: tuple[str, ...] = ()
