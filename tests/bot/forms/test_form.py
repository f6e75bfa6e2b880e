"""A form as it came back."""

from __future__ import annotations

from bot.forms.form import Submitted


def test_a_required_field_that_is_blank_is_missing() -> None:
    """Blanks are no answer; what may stay empty may be blank too."""
    values = {"text": " \n ", "department": "legal", "people": ""}
    assert Submitted({}, values, frozenset({"text", "department"})).missing == ("text",)


def test_missing_fields_are_told_in_the_order_of_the_form() -> None:
    """The first one named is the first one a person sees."""
    values = {"text": "", "department": "", "who": ""}
    assert Submitted({}, values, frozenset({"who", "department"})).missing == ("department", "who")
