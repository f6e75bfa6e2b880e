"""Encodes a choice as one short line of text, which any surface can put in a button and send back."""

from __future__ import annotations

import re
from typing import assert_never

from actions.acts import (
    AskTopic,
    Choice,
    Explain,
    ListTopics,
    Rate,
    ShowCaseReport,
    ShowRoles,
    TalkToHuman,
    View,
)
from actions.calculators.acts import Use, UseScenario
from actions.cases import choices as cases
from actions.cases.acts import CaseChoice
from actions.model import Entity
from actions.readiness import choices as readiness
from actions.readiness.acts import ReadinessChoice

# The entities that change an answer (see `actions.dialogue.guidance`); amounts and dates do not.
_CARRIED = {"activity", "actor", "department", "sector", "company", "platform"}
# A button's value is short: on Slack its action_id, which holds it too, takes 255 characters.
_MOST_CARRIED = 6
_PAGE = re.compile(r"[0-9]{1,3}")


def encode(choice: Choice) -> str:  # noqa: C901  one branch a choice
    """Return the line for `choice`, for example ``topic:cost_budget``."""
    match choice:
        case AskTopic(topic):
            return f"topic:{topic}"
        case ListTopics(page):
            return f"topics:{page}" if page else "topics"
        case TalkToHuman(department, urgent):
            return f"human:{department}:urgent" if urgent else f"human:{department}"
        case Rate(topic, helpful):
            return f"rate:{topic}:{'yes' if helpful else 'no'}"
        case Explain(topic, view, named):
            words = [f"{entity.name}={entity.value}" for entity in named if entity.name in _CARRIED]
            return ":".join(["explain", topic, view.value, *words[:_MOST_CARRIED]])
        case ShowRoles(activity, actor):
            return f"roles:{activity}:{actor}"
        case UseScenario(use, scenario, other):
            return f"scenario:{use}:{scenario}:{other}"
        case ShowCaseReport(sheet):
            return f"escalations:{'sheet' if sheet else 'picture'}"
        case _ if isinstance(choice, ReadinessChoice):
            return readiness.encode(choice)
        case _ if isinstance(choice, CaseChoice):
            return cases.encode(choice)
        case _:
            assert_never(choice)


def decode(line: str) -> Choice | None:  # noqa: C901, PLR0911  one return a choice
    """Return the choice behind `line`, or None for a line of an earlier version or of someone else."""
    match line.split(":"):
        case ["topic", topic]:
            return AskTopic(topic)
        case ["topics", *page]:
            return ListTopics(int(page[0]) if page and _PAGE.fullmatch(page[0]) else 0)
        case ["human", department]:
            return TalkToHuman(department)
        case ["human", department, "urgent"]:
            return TalkToHuman(department, urgent=True)
        case ["rate", topic, ("yes" | "no") as verdict]:
            return Rate(topic, helpful=verdict == "yes")
        case ["explain", topic, ("short" | "why" | "sources") as view, *words]:
            return Explain(topic, View(view), tuple(_entity(word) for word in words))
        case ["roles", activity, actor]:
            return ShowRoles(activity, actor)
        case ["scenario", use, scenario, other] if use in set(Use):
            return UseScenario(Use(use), scenario, other)
        case ["escalations", ("sheet" | "picture") as form]:
            return ShowCaseReport(sheet=form == "sheet")
        case ["readiness", *_]:
            return readiness.decode(line)
        case ["case", *_]:
            return cases.decode(line)
        case _:
            return None


def _entity(word: str) -> Entity:
    name, _, value = word.partition("=")
    return Entity(name, value, value)
