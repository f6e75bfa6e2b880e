"""Finds the people that a submitted form names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.readiness.acts import ReadinessForm
from bot.directory import DirectoryAwayError
from bot.forms.readiness.inputs import NOBODY

if TYPE_CHECKING:
    from bot.directory import Directory
    from bot.forms.patience import Deadline
    from bot.forms.readiness.layout import SubmittedForm

_REFERENCES = re.compile(r"<@([UW][A-Z0-9]+)[^>]*>|(@[\w.-]+|[UWS][A-Z0-9]{6,})")


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """The fields with people as ids; the names that are nobody's, and those that Slack was slow to tell."""

    fields: dict[str, str]
    unknown: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


async def with_people_ids(
    form: SubmittedForm, person: str, directory: Directory, deadline: Deadline
) -> NamedPeople:
    """Return the form's fields with people as ids."""
    fields = dict(form.fields)
    if form.context.form is ReadinessForm.ACCEPT and fields.get("person") == NOBODY:
        fields["person"] = ""
    if form.context.form is not ReadinessForm.INVITE:
        return NamedPeople(fields)
    people: list[str] = []
    unknown: list[str] = []
    unread: list[str] = []
    typed = fields.get("people", "").strip()
    for named, reference in _REFERENCES.findall(typed):
        try:
            # Slack waits three seconds for the answer to a form, which may be an error under a field.
            async with deadline.timeout():
                found = await directory.people(named or reference, near=person)
        except (DirectoryAwayError, TimeoutError):
            unread.append(named or reference)
            continue
        people += found
        unknown += [] if found else [named or reference]
    unknown += [typed] if typed and not (people or unknown or unread) else []
    return NamedPeople({**fields, "people": " ".join(people)}, tuple(unknown), tuple(unread))
