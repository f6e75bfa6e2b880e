"""What the judge finds, and what it does not take for a fault."""

from __future__ import annotations

from typing import Any

from benchmarks.judge import CALM, QUESTION, TALK, Account, judge, references, spoken_unasked

ANSWERS = {
    "0": "The first answer has a line of its own.",
    "1": "The second answer has another line of its own.",
}


class Written:
    """An account that a test writes."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        for number, (name, words) in enumerate(ANSWERS.items()):
            self.said(f"calm{number}", name, kind=CALM)
            self.posted(f"calm{number}", words)

    def said(self, thread: str, name: str, *, ts: str = "", kind: str = QUESTION, heard: bool = True) -> None:
        """Let somebody ask."""
        ts = ts or thread
        key = f"C1:{ts}"
        self._note("said", key=key, channel="C1", ts=ts, thread=thread, id=name, kind=kind)
        if heard:
            self._note("acknowledged", key=key)

    def posted(self, thread: str, words: str) -> str:
        """Let the bot answer."""
        ts = f"9.{len(self.entries):06d}"
        self._note("posted", channel="C1", ts=ts, thread=thread, text="", words=words)
        return ts

    def updated(self, ts: str, words: str) -> None:
        """Let the bot replace a message."""
        self._note("updated", channel="C1", ts=ts, text="", words=words)

    def _note(self, what: str, **facts: Any) -> None:  # noqa: ANN401  whatever JSON holds
        self.entries.append({"what": what, "at": float(len(self.entries)), **facts})

    def verdict(self) -> tuple[int, int, int]:
        """Return how many were lost, double and out of order."""
        account = Account(self.entries)
        found = judge(account, references(account))
        return len(found.lost), len(found.double), len(found.disordered)


def test_one_answer_to_each_question_is_no_fault() -> None:
    """Alone, and two in one thread in their order."""
    written = Written()
    written.said("1", "0")
    written.posted("1", ANSWERS["0"])
    written.said("2", "0")
    written.said("2", "1", ts="2.1")
    written.posted("2", ANSWERS["0"])
    written.posted("2", ANSWERS["1"])
    assert written.verdict() == (0, 0, 0)


def test_a_question_without_a_reply_is_lost() -> None:
    """Where Slack's delivery was acknowledged; where it never was, nobody promised anything."""
    written = Written()
    written.said("1", "0")
    written.said("2", "0", heard=False)
    assert written.verdict() == (1, 0, 0)


def test_the_same_answer_twice_is_double() -> None:
    """Also where another question of the thread has none, which then is lost."""
    written = Written()
    written.said("1", "0")
    written.said("1", "1", ts="1.1")
    written.posted("1", ANSWERS["0"])
    written.posted("1", ANSWERS["0"])
    assert written.verdict() == (1, 1, 0)


def test_an_unknown_line_too_many_is_double() -> None:
    """An apology after the answer, for example."""
    written = Written()
    written.said("1", "0")
    written.posted("1", ANSWERS["0"])
    written.posted("1", "Something went wrong, and nobody knows what it was.")
    assert written.verdict() == (0, 1, 0)


def test_an_honest_line_instead_of_an_answer_is_a_reply() -> None:
    """The understanding is away, for example."""
    written = Written()
    written.said("1", "0")
    written.posted("1", "I cannot understand questions at the moment; here are my topics.")
    assert written.verdict() == (0, 0, 0)


def test_answers_in_another_order_are_out_of_order() -> None:
    """By what the answers say, not by who posted them."""
    written = Written()
    written.said("1", "0")
    written.said("1", "1", ts="1.1")
    written.posted("1", ANSWERS["1"])
    written.posted("1", ANSWERS["0"])
    assert written.verdict() == (0, 0, 1)


def test_a_line_that_is_replaced_counts_as_what_it_became() -> None:
    """One moment, then the answer in its place."""
    written = Written()
    written.said("1", "0")
    written.updated(written.posted("1", "One moment, this takes longer than usual."), ANSWERS["0"])
    assert written.verdict() == (0, 0, 0)


def test_speaking_where_two_people_talk_is_found() -> None:
    """A reply in their thread is one too many."""
    written = Written()
    written.said("1", "", kind=TALK)
    ts = written.posted("1", "Nobody asked me, but here I am in your talk.")
    assert spoken_unasked(Account(written.entries)) == [ts]
