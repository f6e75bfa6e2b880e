"""The assessment that is shipped rests on the knowledge: its claims, its departments, its topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actions.knowledge.files import Fault, parse, read
from actions.knowledge.library import HERE, KnowledgeError, Library, check, load
from actions.knowledge.questionnaire import Item, Questionnaire

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    """The file as shipped."""
    faults: list[Fault] = []
    document = read(HERE / "readiness.yml", "readiness.yml")
    parsed: Questionnaire | None = parse(document, Questionnaire, faults)
    assert parsed, [str(fault) for fault in faults]
    return parsed


def test_what_is_asked_leads_somewhere(questionnaire: Questionnaire, library: Library) -> None:
    """Every claim has a source, every department is ours, and every topic counts once at most."""
    claims = {claim for source in library.sources for claim in source.claims}
    departments = {asked.department for asked in questionnaire.questions}
    departments |= {department for incident in questionnaire.incidents for department in incident.departments}
    topics = [topic for dimension in questionnaire.dimensions for topic in dimension.topics]
    assert all(asked.claims and set(asked.claims) <= claims for asked in questionnaire.questions)
    assert departments <= set(library.departments)
    assert set(topics) <= set(library.topics)
    assert len(topics) == len(set(topics))


def test_the_five_cases_and_the_four_conditions_are_asked(questionnaire: Questionnaire) -> None:
    """A04 to A08 head one contra-indication each, in order; K3.18 is four needed items; one is the drill."""
    items = [asked for asked in questionnaire.questions if isinstance(asked, Item)]
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
    for asked in questionnaire.questions:
        assert len({level.fr for level in asked.levels}) == asked.best, asked.id
        assert len({level.en for level in asked.levels}) == asked.best, asked.id


SHIPPED = (HERE / "readiness.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("  go: 70 ", "  go: 40 ", "have to rise"),
        ("  group: 3 ", "  group: 2 ", "greater than or equal to 3"),
        ("    at_best: conditions\n", "    at_best: maybe\n", "at_best"),
        ("    department: hr\n", "    department: nobody\n", "department nobody does not exist"),
        ("      - id: leadership_sponsor\n", "      - id: few_customers\n", "the id of an earlier question"),
        ("    weight: 10\n", "    weight: 11\n", "sum to 101; they have to sum to 100"),
        ("claims: [A05, A09, A10]", "claims: [A05, A99]", "claim A99 is in no source"),
        ("        drill: true\n", "        dril: true\n", "no such field"),
    ],
    ids=["order", "group", "verdict", "department", "twice", "weights", "claim", "field"],
)
def test_a_broken_file_says_which_line(tmp_path: Path, right: str, wrong: str, sentence: str) -> None:
    """A customer's own file is read in place of ours; each fault bears its file and line."""
    assert right in SHIPPED
    own = tmp_path / "own.yml"
    own.write_text(SHIPPED.replace(right, wrong, 1), "utf-8")
    (fault,) = check(readiness=own)
    assert sentence in fault.sentence
    assert fault.file == str(own)
    around = own.read_text("utf-8").splitlines()[fault.line - 1]
    assert around.strip() in {wrong.strip(), *{f"{name}:" for name in ("thresholds", "dimensions")}} or (
        wrong.strip().split(" #")[0] in around
    )
    with pytest.raises(KnowledgeError, match=r"own\.yml"):
        load(readiness=own)


def test_a_questionnaire_of_your_own_is_read(tmp_path: Path) -> None:
    """With nothing wrong it is the one that is asked."""
    own = tmp_path / "own.yml"
    own.write_text(SHIPPED.replace("  go: 70 ", "  go: 80 ", 1), "utf-8")
    assert load(readiness=own).questionnaire.thresholds.go == 80
