"""Buttons that ask for a reply: the choice stands in a button's value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.acts import Act, AskTopic, Explain, ListTopics, Rate, View
from actions.cases.acts import Take
from actions.choices import encode
from actions.readiness.acts import ShowPlan
from tests.fakes.slack import TEAM

if TYPE_CHECKING:
    from actions.acts import Choice
    from tests.bot.slack.dialogue.conftest import Entrance


@pytest.mark.parametrize(
    ("value", "act"),
    [
        ("topic:moderation", AskTopic("moderation")),
        ("explain:moderation:why", Explain("moderation", View.WHY)),
        ("rate:moderation:no", Rate("moderation", helpful=False)),
        ("something:old", ListTopics()),
    ],
)
async def test_a_button_comes_in(entrance: Entrance, value: str, act: Act) -> None:
    """The choice stands in its value; a value of an earlier version shows the topics."""
    assert (await entrance.press(value)).status == 200
    assert entrance.box.acts == [act]
    assert entrance.box.envelopes[0].inbound.conversation == f"{TEAM}:C1:1.0"


@pytest.mark.parametrize(
    ("choice", "acts"),
    [
        (AskTopic("moderation"), 1),
        (Rate("moderation", helpful=True), 2),
        (Explain("moderation", View.WHY), 2),
        (ShowPlan(1), 2),
        (Take(1, "legal"), 2),
    ],
)
async def test_who_presses_matters_only_where_it_should(
    entrance: Entrance, choice: Choice, acts: int
) -> None:
    """Two people who press one question get one answer; opinions, cases and assessments are personal."""
    await entrance.press(encode(choice), user="U1", when="9.0")
    await entrance.press(encode(choice), user="U2", when="9.1")
    assert len({envelope.inbound.key for envelope in entrance.box.envelopes}) == acts
