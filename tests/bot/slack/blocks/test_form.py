"""Forms as modals inside Slack's limits, and what comes back of one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.language import Language
from bot.forms.cases.layout import Request, request_form
from bot.forms.form import Back, Day, Form, Notice, OneOf, Part, SomeOf, TextField
from bot.pages.page import Divider, Paragraph, Tone
from bot.slack.blocks.form import back_of, modal, submitted
from bot.slack.blocks.markup import mrkdwn
from tests.bot.forms.every import every_form
from tests.bot.slack.blocks.second_opinion import check_modal
from tests.fakes.forms import filled
from tests.fakes.words import STRINGS

if TYPE_CHECKING:
    from actions.knowledge.library import Library

WORDS = st.text("a &<é\n", min_size=1, max_size=5)
LONG = st.tuples(WORDS, st.integers(1, 900)).map(lambda pair: pair[0] * pair[1])
DAY = date(2026, 12, 24)
PERSON = "T1:U1"


def options(count: int) -> dict[str, str]:
    """Return so many options, with texts longer than Slack shows."""
    return {f"value{number}": f"{number} " * 60 for number in range(count)}


def one_of(count: int, chosen: int, *, radio: bool, optional: bool) -> OneOf:
    """Return a choice; a number beyond the last chooses nothing."""
    return OneOf("", "label", options(count), f"value{chosen}" if chosen < count else "", optional, radio)


PARTS = st.one_of(
    st.builds(Paragraph, LONG, st.sampled_from(Tone)),
    st.builds(TextField, st.just(""), LONG, LONG, st.booleans(), LONG, st.none() | st.integers(1, 3000)),
    st.builds(one_of, st.integers(1, 130), st.integers(0, 150), radio=st.booleans(), optional=st.booleans()),
    st.builds(SomeOf, st.just(""), LONG, st.integers(1, 30).map(options)),
    st.builds(Day, st.just(""), LONG, st.dates()),
    st.builds(Divider),
    st.builds(Back, st.just("back"), st.integers(0, 9)),
)


def form(*parts: Part, **carried: Any) -> Form:  # noqa: ANN401  anything JSON takes
    """Return a form whose fields are called `a`, `b`, and so on."""
    named = [_named(part, chr(ord("a") + place)) for place, part in enumerate(parts)]
    return Form("page_page", "Title", "Send", "Cancel", carried, tuple(named))


def _named(part: Part, name: str) -> Part:
    return replace(part, id=name) if isinstance(part, TextField | OneOf | SomeOf | Day) else part


def back(shown: Form, **typed: str) -> dict[str, str]:
    """Return the values of a form that was sent with what was typed, and else untouched."""
    return dict(submitted(filled(modal(shown), **typed), PERSON).values)


def sections(view: dict[str, Any]) -> str:
    """Return the texts of a modal's sections, one after the other."""
    return "".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")


@pytest.mark.parametrize("language", list(Language))
async def test_every_form_fits_slack(library: Library, language: Language) -> None:
    """Titles, buttons, labels, options and what is carried along are all short enough, in both languages."""
    for shown in (await every_form(library, language)).values():
        check_modal(modal(shown))


@given(st.lists(PARTS, min_size=1, max_size=6))
def test_any_form_fits_slack(parts: list[Part]) -> None:
    """However long a text is, and however many options there are, Slack takes the form."""
    check_modal(modal(form(*parts)))


@pytest.mark.parametrize("text", ["<&>" * 2000, "un mot " * 1000, "<@T1:U1> " * 900])
def test_texts_are_shown_whole(text: str) -> None:
    """A paragraph or a notice longer than a section is several."""
    assert sections(modal(form(Paragraph(text)))) == mrkdwn(text)
    assert sections(modal(Notice("Title", "Close", (text,)))) == mrkdwn(text)


@pytest.mark.parametrize("chosen", [0, 99, 100, 119])
def test_what_is_chosen_at_first_is_among_what_is_shown(chosen: int) -> None:
    """A select shows a hundred options, the one that is marked among them."""
    shown = form(OneOf("", "label", options(120), f"value{chosen}"))
    (block,) = modal(shown)["blocks"]
    assert len(block["element"]["options"]) == 100
    assert block["element"]["initial_option"] in block["element"]["options"]
    assert back(shown) == {"a": f"value{chosen}"}


def test_more_options_than_radio_buttons_are_a_select() -> None:
    """Slack draws ten radio buttons at most; none of the options is lost for that."""
    for count, kind in ((10, "radio_buttons"), (11, "static_select")):
        (block,) = modal(form(OneOf("", "label", options(count), radio=True)))["blocks"]
        assert block["element"]["type"] == kind
        assert len(block["element"]["options"]) == count


def test_what_nobody_touched_comes_back_as_it_was_shown() -> None:
    """A text as far as it fits, a choice, a day; of several options none."""
    shown = form(
        TextField("", "label", "words" * 9, longest=10),
        OneOf("", "label", options(3), "value1"),
        OneOf("", "label", options(3), "value2", radio=True),
        Day("", "label", DAY),
        SomeOf("", "label", options(3)),
    )
    assert back(shown) == {"a": "wordswords", "b": "value1", "c": "value2", "d": "2026-12-24", "e": ""}


def test_a_required_input_that_slack_says_nothing_of_holds_what_it_showed() -> None:
    """Not every client sends what nobody touched; what may stay empty counts as emptied then."""
    shown = form(
        TextField("", "label", "words"),
        OneOf("", "label", options(3), "value1"),
        Day("", "label", DAY),
        TextField("", "label", "words", optional=True),
        OneOf("", "label", options(3), "value1", optional=True),
    )
    read = submitted({**modal(shown), "state": {"values": {}}}, PERSON)
    assert dict(read.values) == {"a": "words", "b": "value1", "c": "2026-12-24", "d": "", "e": ""}
    assert read.required == {"a", "b", "c"}
    assert read.missing == ()


def test_what_was_given_comes_back() -> None:
    """Words as they were typed, blanks included; what was emptied is empty, and told where it is required."""
    shown = form(
        TextField("", "label", "words"),
        OneOf("", "label", options(3), "value1"),
        Day("", "label", DAY),
        TextField("", "label", "words", optional=True),
    )
    assert back(shown, a=" other ", b="value2", c="2027-01-01", d="") == {
        "a": " other ", "b": "value2", "c": "2027-01-01", "d": "",
    }  # fmt: skip
    assert submitted(filled(modal(shown), a=""), PERSON).missing == ("a",)


@pytest.mark.parametrize("count", [3, 10, 11, 25])
def test_options_in_several_inputs_come_back_as_one_field(count: int) -> None:
    """Slack draws ten checkboxes at most: whichever input an option stands in, it is of one field."""
    shown = form(SomeOf("", "label", options(count)), TextField("", "label", "words"))
    chosen = f"value0 value{count - 1}"
    assert back(shown, a=chosen) == {"a": chosen, "b": "words"}
    assert back(shown, a=f"value{count - 1}")["a"] == f"value{count - 1}"
    assert back(shown)["a"] == ""


def test_what_is_carried_comes_back() -> None:
    """A form knows what it is about, in any letters."""
    carried = {"number": 7, "origin": {"channel": "C1"}, "name": "« été »"}
    assert submitted(filled(modal(form(Divider(), **carried))), PERSON).carried == carried


def test_the_way_back_is_told_by_the_form_and_the_page() -> None:
    """Its button bears the number of the page it stands on, under the name of its form."""
    (block,) = modal(form(Back("Before", 3)))["blocks"]
    (button,) = block["elements"]
    assert (button["action_id"], button["value"]) == (back_of("page_page"), "3")
    assert back_of("page_page") == "page_back"


def test_a_notice_longer_than_a_view_says_so() -> None:
    """The original of a long exchange may be longer than what Slack shows at once."""
    view = modal(Notice("Title", "Close", ("word " * 600,) * 200, "There is more."))
    check_modal(view)
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view)) < 250_000
    assert view["blocks"][-1]["elements"][0]["text"] == "There is more."


def test_the_longest_request_has_a_form_that_fits() -> None:
    """A message of 40,000 characters stands whole in its fields."""
    say = STRINGS[Language.EN]
    view = modal(request_form(Request("legal", "word " * 8000), {"legal": "Legal"}, say, Language.EN))
    check_modal(view)
    fields = [
        b["element"]["initial_value"] for b in view["blocks"] if b["element"]["type"] == "plain_text_input"
    ]
    assert " ".join(fields).split() == ["word"] * 8000
