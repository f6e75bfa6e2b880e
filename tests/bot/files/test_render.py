"""Files are named in the queue in a few words, and drawn when they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.calculators.acts import Use
from actions.calculators.scenarios import PRESET, Calculator
from actions.language import Language
from actions.reply import Reply
from bot.files.file import NoSuchFileError
from bot.files.render import Files, files_for
from bot.pages.compose import Composer
from bot.stores.memory import Memory
from bot.strings import load_strings
from tests.bot.calculations import PERSON, calculated, filled, used
from tests.fakes.services import advisor

if TYPE_CHECKING:
    from actions.knowledge.library import Library


@pytest.mark.parametrize("language", list(Language))
async def test_files_of_calculations_are_drawn_when_they_are_sent(
    library: Library, language: Language
) -> None:
    """A deflection and a comparison have a chart, an export has a sheet; an estimate alone has no file."""
    memory = Memory()
    wired = advisor(memory)
    files = Files(Composer(library, load_strings()), memory, wired.cases, wired.readiness)
    staffed = await calculated(memory, filled(name="=Now"), "a")
    calls = await calculated(memory, filled(Calculator.DEFLECTION), "b")
    compared = await used(memory, Use.COMPARE, staffed.scenario.id, PRESET, "c")
    sheet = await used(memory, Use.EXPORT, staffed.scenario.id, key="d")
    assert files_for(Reply(language, staffed)) == ()
    drawn = []
    for decision in (calls, compared, sheet):
        (file_ref,) = files_for(Reply(language, decision))
        drawn.append(await files.render_file(file_ref, PERSON, language))
    assert [file.content[:4] for file in drawn[:2]] == [b"\x89PNG", b"\x89PNG"]
    assert all(file.alt for file in drawn)
    assert drawn[2].content.decode("utf-8-sig").startswith(("Activité", "Activity"))
    with pytest.raises(NoSuchFileError):
        await files.render_file("scenario:export:gone:", PERSON, language)
