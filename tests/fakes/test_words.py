"""What tests expect of texts is as strict as the texts are."""

from __future__ import annotations

import pytest

from tests.fakes.words import ENGLISH, buttons, is_label, say, says, texts

MESSAGE = {
    "text": "notification",
    "blocks": [
        {"type": "section", "text": {"type": "mrkdwn", "text": "<@U1> a répondu."}},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": {"type": "plain_text", "text": "Régler"}, "value": "line"}
            ],
        },
        {"type": "input", "label": {"text": "Pourquoi ?"}, "element": {"initial_value": "words"}},
    ],
}


def test_everything_that_is_read_is_there() -> None:
    """Notification, blocks, labels and what stands in fields; values that nobody reads are not."""
    assert texts(MESSAGE) == "notification\n<@U1> a répondu.\nRégler\nPourquoi ?\nwords"
    assert buttons(MESSAGE) == [("Régler", "line")]


def test_a_string_is_found_with_its_values() -> None:
    """Another person, another string or another language is not taken for it."""
    assert says(MESSAGE, "case_answered", person="<@U1>")
    assert says(MESSAGE, "case_answered")
    assert not says(MESSAGE, "case_answered", person="<@U2>")
    assert not says(MESSAGE, "case_taken", person="<@U1>")
    assert not ENGLISH.says(MESSAGE, "case_answered", person="<@U1>")


def test_what_is_left_open_ends_with_its_line() -> None:
    """A string whose beginning and end stand in two texts is in neither."""
    first, last = say("case_due", due="\0").split("\0")
    assert says(f"{first}demain{last}", "case_due")
    assert not says(f"{first}demain\n{last}", "case_due")


def test_a_value_is_taken_literally() -> None:
    """What a value holds means nothing to the search."""
    assert not says(say("told_file_lost", name="a.png"), "told_file_lost", name=".*")
    assert says(say("told_file_lost", name="a (1).png"), "told_file_lost", name="a (1).png")


@pytest.mark.parametrize("values", [{"nobody": "x"}, {"verdict": "x", "nobody": "y"}])
def test_a_value_that_a_string_has_no_place_for_is_refused(values: dict[str, str]) -> None:
    """A renamed placeholder would otherwise be compared with nothing."""
    with pytest.raises(ValueError, match="nobody"):
        says("text", "readiness_headline", **values)


def test_what_could_be_anything_is_refused() -> None:
    """A string of placeholders alone needs a value."""
    with pytest.raises(ValueError, match="could be anything"):
        says("text", "roles_cell")
    shown = say("roles_cell", verdict="Oui", actors="agence")
    assert says(shown, "roles_cell", verdict="Oui", actors="agence")


def test_a_label_is_the_whole_text() -> None:
    """A button is known by its string in any language, or by its text where it has none."""
    assert is_label(say("button_case_take"), "button_case_take")
    assert is_label(ENGLISH.say("button_case_take"), "button_case_take")
    assert is_label(say("button_department", department="Juridique"), "button_department")
    assert is_label("Juridique", "Juridique")
    assert not is_label(say("button_case_take") + "!", "button_case_take")
