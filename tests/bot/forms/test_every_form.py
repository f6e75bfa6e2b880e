"""Every form keeps to what forms are, whatever surface draws it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from actions.language import Language
from bot.forms.form import Day, Form, OneOf, SomeOf, TextField
from tests.bot.forms.every import every_form

if TYPE_CHECKING:
    from actions.knowledge.library import Library

LANGUAGES = pytest.mark.parametrize("language", list(Language))


async def forms(library: Library, language: Language) -> dict[str, Form]:
    """Return every form that asks something."""
    found = await every_form(library, language)
    return {name: form for name, form in found.items() if isinstance(form, Form)}


@LANGUAGES
async def test_what_a_form_carries_comes_back_as_it_was(library: Library, language: Language) -> None:
    """It travels with the form as JSON; what JSON would change could not be read again."""
    for name, form in (await forms(library, language)).items():
        assert json.loads(json.dumps(dict(form.carried))) == dict(form.carried), name


@LANGUAGES
async def test_fields_are_told_apart(library: Library, language: Language) -> None:
    """Each has an id of its own; one that may become several inputs, numbered, ends in no digit."""
    for name, form in (await forms(library, language)).items():
        fields = [part for part in form.parts if isinstance(part, TextField | OneOf | SomeOf | Day)]
        ids = [field.id for field in fields]
        assert len(ids) == len(set(ids)), name
        assert fields, name
        for field in fields:
            if isinstance(field, SomeOf):
                assert not field.id[-1].isdigit(), name
                assert not any(" " in value for value in field.options), name


@LANGUAGES
async def test_what_is_chosen_at_first_is_offered(library: Library, language: Language) -> None:
    """A choice that is marked stands among the options, and every choice has some."""
    for name, form in (await forms(library, language)).items():
        for part in form.parts:
            if isinstance(part, OneOf):
                assert part.options, name
                assert not part.chosen or part.chosen in part.options, (name, part.id)


@LANGUAGES
async def test_a_text_fits_its_own_limit(library: Library, language: Language) -> None:
    """What a field holds at first could have been typed into it."""
    for name, form in (await forms(library, language)).items():
        for part in form.parts:
            if isinstance(part, TextField) and part.longest is not None:
                assert len(part.initial) <= part.longest, (name, part.id)
