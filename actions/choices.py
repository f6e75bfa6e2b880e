"""A choice as one short line of text, so that any surface can carry it in a button and bring it back."""

from __future__ import annotations

from typing import assert_never

from actions.model import AskTopic, Choice, Explain, ListTopics, Rate, TalkToHuman


def encode(choice: Choice) -> str:
    """Return the line for `choice`, for example ``topic:cost_budget``."""
    match choice:
        case AskTopic(topic):
            return f"topic:{topic}"
        case ListTopics():
            return "topics"
        case TalkToHuman(department):
            return f"human:{department}"
        case Rate(topic, helpful):
            return f"rate:{topic}:{'yes' if helpful else 'no'}"
        case Explain(topic, more):
            return f"explain:{topic}:{'more' if more else 'less'}"
        case _:
            assert_never(choice)


def decode(line: str) -> Choice | None:
    """Return the choice behind `line`, or None for a line of an earlier version or of someone else."""
    match line.split(":"):
        case ["topic", topic]:
            return AskTopic(topic)
        case ["topics"]:
            return ListTopics()
        case ["human", department]:
            return TalkToHuman(department)
        case ["rate", topic, ("yes" | "no") as verdict]:
            return Rate(topic, helpful=verdict == "yes")
        case ["explain", topic, ("more" | "less") as extent]:
            return Explain(topic, more=extent == "more")
        case _:
            return None
