"""The calculators' forms: what they show is what they read back."""

from __future__ import annotations

import pytest

from actions.calculators.quantities import explain
from actions.calculators.scenarios import Calculator, Scenario, faults
from actions.language import Language
from bot.forms.calculators import Opening, calculator_form, read_calculator_form
from bot.forms.form import Form, OneOf, Submitted, TextField
from bot.strings import load_strings

STRINGS = load_strings()
OPENINGS = [
    Opening(Calculator.STAFFING),
    Opening(Calculator.STAFFING, assumptions=True),
    Opening(Calculator.DEFLECTION),
]


def form(opening: Opening, language: Language = Language.EN) -> Form:
    """Return a form."""
    return calculator_form(opening, STRINGS[language], language)


def sent(shown: Form, **typed: str) -> Submitted:
    """Return a form as it came back: with what was typed, elsewhere with what it showed."""
    values = {
        part.id: part.initial if isinstance(part, TextField) else part.chosen
        for part in shown.parts
        if isinstance(part, TextField | OneOf)
    }
    return Submitted(shown.carried, {**values, **typed})


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("opening", OPENINGS, ids=lambda opening: opening.name)
def test_a_form_reads_back_what_it_shows(opening: Opening, language: Language) -> None:
    """Submitted as it was opened, nothing is wrong with it."""
    assert read_calculator_form(sent(form(opening, language))).errors == {}


def test_bad_input_gets_a_sentence_beside_its_field() -> None:
    """A field that cannot be read is told in the person's language, and what was typed is not lost."""
    shown = form(Opening(Calculator.STAFFING), Language.FR)
    typed = {"hours_covered": "deux cents", "share_repeated": "130 %"}
    wrong, found = read_calculator_form(sent(shown, **typed)), faults(Calculator.STAFFING, typed)
    assert found is not None
    assert set(found.fields) == typed.keys()
    assert wrong.errors == {name: explain(fault, Language.FR) for name, fault in found.fields.items()}
    assert dict(wrong.act.raw)["hours_covered"] == "deux cents"


def test_what_one_form_holds_survives_the_other() -> None:
    """Changing an assumption keeps the figures, the name, and the channel it was ordered in."""
    kept = Scenario("s", Calculator.STAFFING, "Launch", (("messages_per_week", "400"),))
    opening = Opening(Calculator.STAFFING, assumptions=True, filled=kept, invoked_in="C1")
    act = read_calculator_form(sent(form(opening), reply_minutes="9")).act
    assert (act.name, act.invoked_in) == ("Launch", "C1")
    assert dict(act.raw)["messages_per_week"] == "400"
    assert dict(act.raw)["reply_minutes"] == "9"


def test_what_is_wrong_out_of_sight_stands_beside_the_first_field() -> None:
    """A figure of the other form that can no longer be read is not swallowed."""
    kept = Scenario("s", Calculator.STAFFING, "", (("messages_per_week", "many"),))
    shown = form(Opening(Calculator.STAFFING, assumptions=True, filled=kept))
    first = next(part.id for part in shown.parts if isinstance(part, TextField | OneOf))
    assert list(read_calculator_form(sent(shown)).errors) == [first]


def test_a_name_is_redacted() -> None:
    """A scenario's name is words of a person, and is kept like any other: without telephone numbers."""
    act = read_calculator_form(sent(form(Opening(Calculator.STAFFING)), name="Appelez 06 12 34 56 78")).act
    assert "06 12" not in act.name
