"""Charts are PNGs of a phone's width whose words stay inside and apart."""

from __future__ import annotations

import struct
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from actions.calculators import deflection
from actions.calculators.deflection import Inputs, deflect
from actions.calculators.staffing import (
    ACTORS,
    Estimate,
    default_situation,
    defaults,
    estimate,
    facts,
    preset,
)
from actions.dialogue.buttons import roles
from actions.language import Language
from bot.files.charts import (
    deflection_labels,
    deflection_sensitivity,
    staffing_comparison,
    staffing_labels,
)
from bot.files.charts.deflection import draw_deflection_sensitivity
from bot.files.charts.roles import roles_picture
from bot.files.charts.staffing import draw_staffing_comparison
from bot.strings import load_strings
from tests.actions.calculators.situations import fractions

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from actions.knowledge.library import Library

LANGUAGES = pytest.mark.parametrize("language", Language)


def scenario(outside: Fraction = Fraction(0)) -> Estimate:
    """The default situation, with this share of the replies outside."""
    may = {"replying": frozenset(ACTORS)}
    return estimate(default_situation(), defaults().having(outside_replying=outside), may)


def assert_legible(figure: Figure) -> None:
    """Every word lies inside the figure, and none on another."""
    figure.draw_without_rendering()
    boxes = {
        text: text.get_window_extent()
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip()
    }
    for text, box in boxes.items():
        assert figure.bbox.x0 <= box.x0, text
        assert box.x1 <= figure.bbox.x1, text
        assert figure.bbox.y0 <= box.y0, text
        assert box.y1 <= figure.bbox.y1, text
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        assert not first.overlaps(second), (one, other)


def size_of(png: bytes) -> tuple[int, int]:
    """The width and height in a PNG's header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@LANGUAGES
def test_charts_are_pngs_of_a_phone_s_width(language: Language) -> None:
    """1080 pixels wide, upright or nearly so, and small enough to upload at once."""
    result = deflect(deflection.defaults())
    comparison = staffing_comparison(scenario(), preset(), ("A", "B"), staffing_labels(language))
    tornado = deflection_sensitivity(result, deflection_labels(result, language))
    for picture in (comparison, tornado):
        width, height = size_of(picture)
        assert width == 1080
        assert 800 <= height <= 1600
        assert len(picture) < 400_000


@LANGUAGES
def test_the_table_of_roles_is_for_a_phone_held_upright(library: Library, language: Language) -> None:
    """It is 1080 pixels wide, and taller than that."""
    width, height = size_of(roles_picture(roles("", "", library), load_strings()[language], language))
    assert width == 1080
    assert height > width


def test_the_same_figures_make_the_same_picture() -> None:
    """Nothing of the clock or of another chart gets in."""
    labels = staffing_labels(Language.EN)
    first, second = (staffing_comparison(scenario(), preset(), ("A", "B"), labels) for _ in range(2))
    assert first == second


@LANGUAGES
@pytest.mark.parametrize(
    "names",
    [
        ("Tout en interne", "Avec une agence"),
        ("$x^2$ costs $5", "🙂 équipe"),
        ("mot " * 60, "W" * 200),
    ],
)
@pytest.mark.parametrize("outside", ["0", "1/50", "1/2", "1"])
def test_two_scenarios_are_legible(language: Language, names: tuple[str, str], outside: str) -> None:
    """Whatever they are called, and however narrow a part is."""
    one, other = scenario(Fraction(outside)), preset()
    assert_legible(draw_staffing_comparison(one, other, names, staffing_labels(language)))
    assert_legible(draw_staffing_comparison(one, one, names, staffing_labels(language)))


def test_what_is_not_given_is_drawn_as_such() -> None:
    """Two unknown shares are two question marks, not two bars of nothing; thirds stay thirds."""
    figure = draw_staffing_comparison(
        preset(), scenario(), (facts().presets["seed_example"].title.en, "B"), staffing_labels(Language.EN)
    )
    texts = [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)]
    assert texts.count("?") == 2
    assert "2/3" in texts
    assert "2/3\u00a0FTE + one person of unknown share + a provider" in texts


@LANGUAGES
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"weekly_calls": 0},
        {"animation_fte": 0, "other_cost": 0},
        {"weekly_calls": 10_000_000, "cost_per_call": 10_000, "other_cost": 100_000_000},
        {"weekly_calls": 80, "other_cost": 150_000},
    ],
    ids=["default", "never", "free", "huge", "lopsided"],
)
def test_the_sensitivity_is_legible(language: Language, changes: dict[str, int]) -> None:
    """In the ordinary case and at the ends of what may be typed."""
    values = {name: Fraction(value) for name, value in changes.items()}
    result = deflect(deflection.defaults().having(**values))
    assert_legible(draw_deflection_sensitivity(result, deflection_labels(result, language)))


@settings(max_examples=15, deadline=None)
@given(
    st.fixed_dictionaries(
        {quantity.id: fractions(quantity.low, quantity.high, 100) for quantity in deflection.facts().inputs}
    ).map(Inputs),
    st.sampled_from(Language),
)
def test_any_sensitivity_is_legible(inputs: Inputs, language: Language) -> None:
    """Whatever the figures, the title says when the net is nought."""
    result = deflect(inputs)
    figure = draw_deflection_sensitivity(result, deflection_labels(result, language))
    assert_legible(figure)
    said = deflection.break_even_sentence(result, language)
    assert figure.texts[0].get_text().replace("\n", " ") == said
