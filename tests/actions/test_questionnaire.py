"""The assessment that is shipped rests on the knowledge: its claims, its departments, its topics."""

from __future__ import annotations

import pytest

from actions.knowledge.files import Fault, parse, read
from actions.knowledge.library import HERE, Library
from actions.knowledge.questionnaire import Item, Questionnaire


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    """The file as shipped."""
    faults: list[Fault] = []
    parsed = parse(read(HERE / "readiness.yml", "readiness.yml"), Questionnaire, faults)
    assert parsed, [str(fault) for fault in faults]
    return parsed


def test_what_is_asked_leads_somewhere(questionnaire: Questionnaire, library: Library) -> None:
    """Every claim has a source, every department is ours, and every topic counts once at most."""
    claims = {claim for source in library.sources for claim in source.claims}
    departments = {asked.department for asked in questionnaire.asked}
    departments |= {department for incident in questionnaire.incidents for department in incident.departments}
    topics = [topic for dimension in questionnaire.dimensions for topic in dimension.topics]
    assert all(asked.claims and set(asked.claims) <= claims for asked in questionnaire.asked)
    assert departments <= set(library.departments)
    assert set(topics) <= set(library.topics)
    assert len(topics) == len(set(topics))


def test_the_five_cases_and_the_four_conditions_are_asked(questionnaire: Questionnaire) -> None:
    """A04 to A08 head one contra-indication each, in order; K3.18 is four needed items; one is the drill."""
    items = [asked for asked in questionnaire.asked if isinstance(asked, Item)]
    needed = [item for item in items if item.needed]
    assert [asked.claims[0] for asked in questionnaire.contra_indications] == [
        "A04",
        "A05",
        "A06",
        "A07",
        "A08",
    ]
    assert len(needed) == 4
    assert all({"K3.18", "K3.18b"} & set(item.claims) for item in needed)
    assert sum(item.drill for item in items) == 1


def test_no_two_answers_read_the_same(questionnaire: Questionnaire) -> None:
    """Levels are told apart by their words alone."""
    for asked in questionnaire.asked:
        assert len({level.fr for level in asked.levels}) == asked.best, asked.id
        assert len({level.en for level in asked.levels}) == asked.best, asked.id
