"""Learning from use: the journal, its groups, the review, and nothing without a person's yes."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
import yaml

from actions.language import Language
from benchmarks.learn import ReviewError, add_examples, read_review
from bot.commands.questions import group, write_review
from bot.stores.journal import Note, RedisJournal

if TYPE_CHECKING:
    from pathlib import Path

    from redis.asyncio import Redis

INTENTS = {"moderation", "cost_budget"}


def note(question: str, language: str = "en") -> Note:
    """Return a note."""
    return Note(question, language, "refused", "out_of_scope", 0)


async def test_the_journal_keeps_questions_and_no_names(redis: Redis) -> None:
    """The latest first; an empty question is not kept."""
    journal = RedisJournal(redis)
    await journal.note("is it so?", Language.EN, "refused", "out_of_scope")
    await journal.note("  ", Language.EN, "refused", "out_of_scope")
    (kept,) = await journal.notes()
    assert (kept.question, kept.language, kept.reason) == ("is it so?", "en", "refused")


async def test_an_entry_that_has_ended_is_gone(redis: Redis) -> None:
    """Each entry ends by itself; the index does not bring it back."""
    journal = RedisJournal(redis)
    await journal.note("is it so?", Language.EN, "refused", "out_of_scope")
    await redis.delete(*[key async for key in redis.scan_iter("*:entry:*")])
    assert await journal.notes() == []


@pytest.mark.e2e
def test_questions_that_mean_the_same_are_one_group() -> None:
    """In both languages, whatever the words; the largest group first."""
    alike = [note("how do I reset my password?"), note("comment réinitialiser mon mot de passe ?", "fr")]
    groups = group([note("what is for lunch in the canteen today?"), *alike])
    assert [len(held) for held in groups] == [2, 1]
    assert group([]) == []


@pytest.mark.parametrize("question", ["=1+1", "+33 6", "-2", "@SUM(A1)", "  =1+1", "'quoted'", "plain"])
def test_no_question_is_a_formula_and_each_is_learnt_as_it_was_asked(tmp_path: Path, question: str) -> None:
    """The review is opened in a spreadsheet, where a cell that begins so would be worked out."""
    review = tmp_path / "review.tsv"
    write_review([[note(question)]], review)
    lines = review.read_text("utf-8").splitlines()
    assert lines[1].lstrip()[0] not in "=+-@"
    review.write_text("\n".join([lines[0], f"{lines[1]}moderation"]), "utf-8")
    assert read_review(review, INTENTS) == [(question.strip(), "en", "moderation")]


def test_only_what_a_person_labelled_is_learnt(tmp_path: Path) -> None:
    """The review comes back with an intent beside some lines; those become examples, once."""
    review, data = tmp_path / "review.tsv", tmp_path / "data"
    (data / "fr").mkdir(parents=True)
    (data / "en").mkdir()
    write_review([[note("can we hide it?"), note("and the price?")], [note("on masque ?", "fr")]], review)
    with review.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    rows[1][-1], rows[3][-1] = "moderation", "moderation"
    with review.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(rows)
    labelled = read_review(review, INTENTS)
    assert labelled == [("can we hide it?", "en", "moderation"), ("on masque ?", "fr", "moderation")]
    assert add_examples(labelled, data) == 2
    assert add_examples(labelled, data) == 0
    learnt = yaml.safe_load((data / "fr" / "learnt.yml").read_text("utf-8"))
    assert learnt["nlu"] == [{"intent": "moderation", "examples": "- on masque ?\n"}]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x\ten\trefused\t\tno_such_intent\n", "line 2: there is no intent"),
        ("x\tde\tr\t\tmoderation\n", "fr or en"),
    ],
)
def test_a_wrong_label_is_named_and_nothing_is_learnt(tmp_path: Path, line: str, said: str) -> None:
    """Which line, and what is wrong with it."""
    review = tmp_path / "review.tsv"
    review.write_text("text\tlang\treason\tguess\tintent\n" + line, "utf-8")
    with pytest.raises(ReviewError, match=said):
        read_review(review, INTENTS)
