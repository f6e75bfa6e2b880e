"""A form as a person has it before them: what it asks, what it proposes, and how it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

View = dict[str, Any]


def inputs(view: View) -> list[dict[str, Any]]:
    """Return the fields of a form."""
    return [block for block in view["blocks"] if block["type"] == "input"]


def proposed(view: View) -> dict[str, str]:
    """Return what stands in each field before anybody has touched it; empty where nothing does."""
    found = {}
    for block in inputs(view):
        element = block["element"]
        option = element.get("initial_option") or {}
        shown = option.get("value") or element.get("initial_value") or element.get("initial_date")
        found[block["block_id"]] = str(shown or "")
    return found


def levels(view: View, level: int, special: Mapping[str, str]) -> dict[str, str]:
    """Answer every question of a page with `level`, or the most there is, but for what is `special`."""
    given = {
        block["block_id"]: str(min(level, len(block["element"]["options"]) - 1))
        for block in inputs(view)
        if block["element"]["type"] == "radio_buttons"
    }
    asked = {block["block_id"] for block in inputs(view)}
    given |= {name: "" for name in asked if name == "unit"}
    return given | {name: text for name, text in special.items() if name in asked}
