"""A workspace in which everything the knowledge needs is in place, and what a test changes in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.workspace.doctor import MANIFEST

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from tests.fakes.slack import FakeSlack


def owned(library: Library, **legal: str) -> Library:
    """Return the knowledge with @lea as every owner, and what a test sets for legal."""
    departments = {
        name: department.model_copy(
            update={"owner": "@lea", "backup": "", **(legal if name == "legal" else {})}
        )
        for name, department in library.departments.items()
    }
    return replace(library, departments=departments)


def furnish(slack: FakeSlack, library: Library) -> None:
    """Let every department's channel be there with Relais in it, some people, and all the scopes."""
    slack.channels = [
        {"id": f"C{number}", "name": department.channel, "is_member": True, "is_private": True}
        for number, department in enumerate(library.departments.values())
    ]
    slack.people = [
        {"id": "U1", "name": "lea"},
        {"id": "U2", "name": "tom", "deleted": True},
        {"id": "U3", "name": "robot", "is_bot": True},
    ]
    slack.members = {channel["id"]: ["U1", "U3"] for channel in slack.channels}
    slack.groups = {"S1": ["U1"], "S2": ["U2"]}
    slack.scopes = ",".join(json.loads(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"])


def staff(slack: FakeSlack, library: Library) -> None:
    """Let everybody whom the knowledge names, and the manager, be in the workspace."""
    named = {name for d in library.departments.values() for name in (d.owner, d.backup) if name}
    for name in sorted({*named, "@manager"}):
        if name.startswith("S"):
            slack.groups[name] = ["U1"]
        elif name.startswith("@"):
            slack.people.append({"id": f"U{name[1:].upper().replace('_', '')}", "name": name[1:]})
        else:
            slack.people.append({"id": name, "name": name.lower()})


def change(slack: FakeSlack, changes: dict[str, object]) -> None:
    """Change legal's channel."""
    next(channel for channel in slack.channels if channel["name"] == "dept-legal").update(changes)
