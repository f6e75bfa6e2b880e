"""What a calculation says: totals, what changed, sources, and never what nobody gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.calculators.acts import Use, UseScenario
from actions.calculators.scenarios import PRESET, Calculated, Compared, Exported, Forgotten
from actions.language import Language
from actions.reply import Answer, Reply
from bot.pages.compose import Composer
from bot.pages.page import without_forms
from bot.stores.memory import Memory
from bot.strings import load_strings
from bot.terminal import plain_text
from tests.bot.calculations import calculated, decide, filled, used

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from actions.reply import Decision

SAY = load_strings()[Language.EN]


def read(library: Library, decision: Decision) -> str:
    """Return what is read in English."""
    return plain_text(Composer(library, load_strings()).page(Reply(Language.EN, decision)))


async def test_the_sources_own_case_is_reproduced_exactly(library: Library) -> None:
    """It is two thirds of an FTE, a person of unknown share and a provider; dated, and no cost made up."""
    text = read(library, await used(Memory(), Use.SHOW, PRESET))
    total = "2/3\u00a0FTE + one person of unknown share + a provider"
    assert SAY("total_fte", total=total).strip("*") in text
    assert "2009–10" in text
    assert "€" not in text


async def test_one_assumption_moves_the_total_by_what_the_working_says() -> None:
    """Ten minutes a reply instead of six make 49 other messages × 4 min more."""
    memory = Memory()
    before = await calculated(memory, filled(), "a")
    after = await calculated(memory, filled(reply_minutes="10 min"), "b")
    first, second = before.result, after.result
    assert second.estimate.hours - first.estimate.hours == pytest.approx(49 * 4 / 60)  # type: ignore[union-attr]


async def test_scenarios_are_kept_named_and_compared(library: Library) -> None:
    """The latest are offered beside the sources' own case; what changes is told line by line."""
    memory = Memory()
    await decide(memory, filled(name="  Now  "), "a")
    later = await calculated(memory, filled(name="Launch", messages_per_week="400"), "b")
    assert [other.name for other in later.others] == ["Now", ""]
    compared = await used(memory, Use.COMPARE, later.others[0].id, later.scenario.id)
    assert isinstance(compared, Compared)
    text = read(library, compared)
    assert SAY("compared", before="Now", after="Launch") in text
    labels = {line.id: line.label.en for line in later.result.estimate.lines}  # type: ignore[union-attr]
    assert labels["replying_new"] in text
    assert labels["content_creation"] not in text
    assert isinstance(await used(memory, Use.EXPORT, later.scenario.id, key="e"), Exported)


async def test_the_cost_takes_a_row_of_the_salary_table_and_names_its_source(library: Library) -> None:
    """The commenter's own opinion, 35 to 45 K€, is one of the rows."""
    text = read(library, await decide(Memory(), filled(salary="steph_opinion")))
    assert "€35,000" in text
    assert "steph" in text


async def test_what_has_ended_or_is_someone_elses_is_said() -> None:
    """A scenario that is gone, or another person's, is told as forgotten rather than guessed."""
    memory = Memory()
    shown = await calculated(memory, filled(), "a")
    assert isinstance(await used(memory, Use.EXPORT, "gone"), Forgotten)
    show = UseScenario(Use.SHOW, shown.scenario.id)
    assert isinstance(await decide(memory, show, person="T1:U2"), Forgotten)
    assert isinstance(await decide(memory, show, "s"), Calculated)


def test_a_surface_without_forms_has_no_button_to_one(library: Library) -> None:
    """An answer that can be worked out offers the form, which a terminal leaves out."""
    composer = Composer(library, load_strings())
    page = composer.page(Reply(Language.FR, Answer(library.topics["call_deflection"])))
    (button,) = [b for b in page.choices if isinstance(b.choice, UseScenario)]
    assert button not in without_forms(page).choices
