"""The knowledge holds together: both languages, known claims, references that lead somewhere."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from actions.knowledge.library import HERE, KnowledgeError, Library, check, load
from actions.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(__file__).resolve().parents[4] / "shared" / "domain" / "seed-map.md"
# Metadata of the pages rather than claims.
METADATA = {"A28", "B29", "B30"}


def test_every_question_intent_has_a_topic(library: Library) -> None:
    """The taxonomy's 36 questions, no more and no fewer."""
    domain = yaml.safe_load((HERE.parents[1] / "nlu" / "domain.yml").read_text("utf-8"))
    service = set(domain["intents"]) - set(library.topics)
    assert len(library.topics) == 36
    assert set(library.topics) <= set(domain["intents"])
    assert service == {
        "greet", "help", "thanks", "goodbye", "affirm", "deny", "request_escalation", "escalation_status",
        "start_readiness", "feedback_negative", "feedback_positive", "change_language", "bot_challenge",
        "out_of_scope", "cancel",
    }  # fmt: skip


def test_every_claim_is_used_by_some_topic(library: Library) -> None:
    """No claim of the sources is forgotten."""
    used = {claim for topic in library.topics.values() for claim in topic.claims}
    known = {claim for source in library.sources for claim in source.claims}
    assert known - used <= METADATA


@pytest.mark.skipif(not SHARED.exists(), reason="the map of the sources is not part of the project")
def test_the_claims_are_those_of_the_map(library: Library) -> None:
    """The ids in sources.yml are the ids of the map of the two articles."""
    mapped = set(re.findall(r"^\| ([ABK][0-9.]+[a-z]?) \|", SHARED.read_text("utf-8"), re.MULTILINE))
    assert {claim for source in library.sources for claim in source.claims} == mapped


def _texts(node: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  YAML of any depth
    if isinstance(node, dict):
        if {"fr", "en"} <= set(node):
            yield node["fr"], node["en"]
        for child in node.values():
            yield from _texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)


@pytest.mark.parametrize("path", sorted((HERE / "topics").glob("*.yml")), ids=lambda path: path.stem)
def test_french_is_typed_as_french_is(path: Path) -> None:
    """No-break spaces before : ; ? ! and inside « », typographic apostrophes."""
    for french, _ in _texts(yaml.safe_load(path.read_text("utf-8"))):
        assert "'" not in french, french
        assert not re.search(r"[^\u00a0\u202f][;?!»]|«[^\u00a0\u202f]| :", french), french


def test_an_answer_has_one_verdict_in_bold(library: Library) -> None:
    """The verdict can be read at a glance, in both languages."""
    for topic in library.topics.values():
        for language in Language:
            assert topic.answer.in_(language).count("*") == 2, topic.topic


def test_sources_of_a_topic_are_cited_in_one_order(library: Library) -> None:
    """The answer on agencies rests on Pechard, and says so."""
    cited = [
        source.id for source in library.sources_of_claims(frozenset(library.topics["agency_role"].claims))
    ]
    assert "pechard" in cited


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the knowledge, to be broken."""
    shutil.copytree(HERE, tmp_path / "knowledge")
    return tmp_path / "knowledge"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("topics/cost_budget.yml", "version: 1", "version: none", "topics/cost_budget.yml:2: version: "),
        ("topics/cost_budget.yml", "owner: ", "owner: space_", "space_"),
        ("topics/outsource_decision.yml", "scope, agency_role", "scope, nothing_such", "nothing_such"),
        ("topics/cost_budget.yml", "claims: [", "claims: [A99, ", "A99"),
        ("topics/cost_budget.yml", "topic: cost_budget", "topic: [", "not YAML"),
        ("menu.yml", "      - moderation\n", "", "moderation is in no family"),
        ("menu.yml", "featured: [", "featured: [nothing_such, ", "nothing_such"),
        ("departments.yml", "unrouted: communication", "unrouted: x", "department x"),
    ],
)
def test_a_broken_file_is_named(broken: Path, file: str, old: str, new: str, said: str) -> None:
    """Whoever edits the knowledge is told which file and which part."""
    _edit(broken / file, old, new)
    with pytest.raises(KnowledgeError, match=re.escape(said)):
        load(broken)


def test_a_missing_language_is_refused(broken: Path) -> None:
    """Both languages or none."""
    _edit(broken / "departments.yml", "{fr: Juridique, en: Legal}", "{fr: Juridique}")
    with pytest.raises(KnowledgeError, match=r"departments\.yml:57: departments\.8\.name\.en: missing"):
        load(broken)


def test_a_long_answer_is_refused(broken: Path) -> None:
    """An answer fits on a phone."""
    path = broken / "topics" / "cost_budget.yml"
    fields = yaml.safe_load(path.read_text("utf-8"))
    fields["answer"]["fr"] = "mot " * 80
    path.write_text(yaml.safe_dump(fields, allow_unicode=True), "utf-8")
    with pytest.raises(KnowledgeError, match=r"answer\.fr: 80 words, at most 60 fit on a phone"):
        load(broken)


# A key twice, a day that is none, too many words, names that lead nowhere, a misspelt field.
FAULTY = """\
topic: cost_budget
version: 1
version: 2
owner: nobody
reviewed: 2026-02-30
next_review: 2027-02-22
claims: [A17, A99]
title:
  fr: Le coût
question: {fr: Combien, en: How much}
answer:
  fr: >-
    LONG
  en: >-
    *It depends.* TODO
reasons:
  - {claims: [A17], fr: Parce que., en: Because.}
  - {claims: [K4.2], fr: Et puis., en: And then.}
next_steps:
  - {department: space_force, fr: Comptez., en: Count.}
related: [moderation, nothing_such]
anwser: none
"""


def test_every_fault_is_told_at_once_with_its_line(broken: Path) -> None:
    """Whoever edits opens the file at the line; one fault hides no other."""
    path = broken / "topics" / "cost_budget.yml"
    path.write_text(FAULTY.replace("LONG", "mot " * 71), "utf-8")
    no_such_day = "should be a valid date or datetime, day value is outside expected range"
    with pytest.raises(KnowledgeError) as raised:
        load(broken)
    assert str(raised.value).splitlines() == [
        "topics/cost_budget.yml:3: version: given twice, first on line 2; keep one",
        "topics/cost_budget.yml:4: owner: department nobody does not exist",
        f"topics/cost_budget.yml:5: reviewed: {no_such_day}",
        "topics/cost_budget.yml:7: claims.2: claim A99 is in no source",
        "topics/cost_budget.yml:8: title.en: missing",
        "topics/cost_budget.yml:12: answer.fr: 71 words, at most 60 fit on a phone",
        "topics/cost_budget.yml:14: answer.en: still to be written: it says TODO",
        "topics/cost_budget.yml:18: reasons.2.claims.1: claim K4.2 is not among the topic's own 'claims'",
        "topics/cost_budget.yml:20: next_steps.1.department: department space_force does not exist",
        "topics/cost_budget.yml:21: related.2: related topic nothing_such does not exist",
        "topics/cost_budget.yml:22: anwser: no such field; is it misspelt?",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version: 1", "version: [", "but got ':', in what begins on line 2"),
        ("topic: cost_budget", "topic: cost", "topics/cost_budget.yml:1: topic: cost is not the file's name"),
        ("next_review: 2027", "next_review: 2025", "topics/cost_budget.yml:5: next_review: must come after"),
        ("version: 1", "version: 1\ncorrection: {fr: Un., en: One.}", ":3: correction: version 1 corrects"),
        ("version: 1", "version: 1\nsilent: *x", "topics/cost_budget.yml:3: not YAML: "),
        ("owner: ", "owner: @", ":3: not YAML: found character '@' that cannot start any token"),
        ("claims: [", "claims: [A17]\nclaims: [A99, ", ":7: claims.1: claim A99 is in no source"),
    ],
)
def test_a_fault_of_any_kind_has_its_line(broken: Path, old: str, new: str, said: str) -> None:
    """Broken YAML, a name that is not the file's, dates and versions that contradict each other."""
    _edit(broken / "topics" / "cost_budget.yml", old, new)
    with pytest.raises(KnowledgeError, match=re.escape(said)):
        load(broken)


def test_a_file_that_is_empty_or_gone_blames_no_other(broken: Path) -> None:
    """Without sources no claim can be checked: one fault is told, not five hundred."""
    (broken / "sources.yml").write_text("# nothing\n", "utf-8")
    (broken / "departments.yml").unlink()
    with pytest.raises(KnowledgeError) as raised:
        load(broken)
    first, second = str(raised.value).splitlines()
    assert first.startswith("departments.yml:1: cannot be read: ")
    assert second == "sources.yml:1: empty"


def test_a_late_review_is_a_warning(broken: Path) -> None:
    """The words still stand; whoever checks is told on which line they are late."""
    path = broken / "topics" / "cost_budget.yml"
    _edit(path, "reviewed: 2026-11-22", "reviewed: 2025-10-01")
    _edit(path, "next_review: 2027-02-22", "next_review: 2026-01-01")
    (late,) = check(broken, date(2026, 1, 11))
    assert late.warning
    assert str(late) == "topics/cost_budget.yml:5: next_review: warning: the review is 10 days late"
    assert check(broken, date(2026, 1, 1)) == []
    assert load(broken).topics["cost_budget"].next_review == date(2026, 1, 1)
