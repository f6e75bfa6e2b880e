"""A form as Slack draws it: what it asks, what it proposes, and how it comes back when it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

View = dict[str, Any]


def inputs(view: Mapping[str, Any]) -> list[dict[str, Any]]:
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


def filled(view: View, when: str = "1", **typed: str) -> View:
    """Return a modal as Slack sends it back: with what was typed, elsewhere with what each input showed.

    Several values of one field stand apart by spaces; only what a field offers can be chosen.
    """
    values, left = {}, {name: set(text.split()) for name, text in typed.items()}
    for block in inputs(view):
        name, element = block["block_id"], block["element"]
        if element["type"] == "checkboxes":
            # A field with many options is several inputs, called after it.
            wanted = left.get(name.rstrip("0123456789"), set())
            chosen = [option for option in element["options"] if option["value"] in wanted]
            wanted -= {option["value"] for option in chosen}
            state: View = {"selected_options": chosen}
        else:
            state = _chosen(element, typed[name]) if name in typed else _shown(element)
            left.pop(name, None)
        values[name] = {element["action_id"]: {"type": element["type"], **state}}
    unknown = {name: words for name, words in left.items() if words or name not in values}
    assert not unknown, f"the form does not take {unknown}"
    return {**view, "id": "V1", "hash": when, "state": {"values": values}}


def _chosen(element: Mapping[str, Any], text: str) -> View:
    match element["type"]:
        case "datepicker":
            return {"selected_date": text}
        case "radio_buttons" | "static_select":
            (option,) = [option for option in element["options"] if option["value"] == text]
            return {"selected_option": option}
        case _:
            return {"value": text}


def _shown(element: Mapping[str, Any]) -> View:
    match element["type"]:
        case "datepicker":
            return {"selected_date": element.get("initial_date")}
        case "radio_buttons" | "static_select":
            return {"selected_option": element.get("initial_option")}
        case _:
            return {"value": element.get("initial_value")}
