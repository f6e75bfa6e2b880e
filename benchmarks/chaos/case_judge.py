"""Judges cases: each text once on each side, and nothing without an owner, a timer or its reminder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.chaos.cases import Story
    from benchmarks.chaos.record import Record
    from benchmarks.judge import Account, Entry

_REMINDER = re.compile(r"(?:request no\. |demande n° )(\d+)\b", re.IGNORECASE)


@dataclass
class CaseVerdict:
    """What went wrong with cases."""

    opened: int = 0
    steps: int = 0
    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    # Words for a department that Relais took for a question to itself, and answered.
    misread: list[str] = field(default_factory=list)
    unheld: list[int] = field(default_factory=list)
    untimed: list[int] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    reminders: int = 0


def judge_cases(account: Account, stories: Sequence[Story], record: Record | None) -> CaseVerdict:
    """Judge every case of a run; without a record only what the account shows."""
    verdict = CaseVerdict()
    posted = [entry for entry in account.entries if entry["what"] == "posted"]
    for story in stories:
        _judge_texts(verdict, account, story, posted)
    if record is not None:
        _judge_record(verdict, stories, record, posted)
    return verdict


def _judge_texts(verdict: CaseVerdict, account: Account, story: Story, posted: Sequence[Entry]) -> None:
    mine = "D" + story.requester[1:]
    expected: dict[str, tuple[str, ...]] = (
        {"opened": (story.department, mine)} if story.done.get("opened") else {}
    )
    if story.added in account.acknowledged:
        expected["added"] = (story.department,)
    expected |= {name: (story.department, mine) for name in ("answered", "settled") if story.done.get(name)}
    verdict.opened += "opened" in expected
    places: dict[str, str] = {}
    for what, channels in expected.items():
        verdict.steps += 1
        for channel in channels:
            found = [e for e in posted if e["channel"] == channel and story.word(what) in account_words(e)]
            if not found:
                _missing(verdict, account, story, what, channel)
            elif len(found) > 1:
                verdict.double.append(f"{story.word(what)} in {channel}: " + " ".join(e["ts"] for e in found))
            if found and channel == mine:
                places[what] = found[0]["ts"]
    order = [places[what] for what in ("opened", "answered", "settled") if what in places]
    if order != sorted(order):
        verdict.disordered.append(story.token)


def _missing(verdict: CaseVerdict, account: Account, story: Story, what: str, channel: str) -> None:
    """Note what is not where it belongs: taken for a question, refused, or lost."""
    direct, ts = story.added.split(":") if what == "added" else ("", "")
    if any(reply.ts > ts for reply in account.replies(direct, story.direct)) and what == "added":
        verdict.misread.append(story.word(what))
    elif _was_told(account, story.helper):
        verdict.refused.append(f"{story.word(what)} in {channel}")
    else:
        verdict.lost.append(f"{story.word(what)} in {channel}")


def account_words(entry: Entry) -> str:
    """Return what a message said when it was posted."""
    return f"{entry['text']}\n{entry['words']}"


def _was_told(account: Account, helper: str) -> bool:
    """Tell whether a member of a department was told privately that an act was refused."""
    return any(
        entry["what"] in {"whispered", "responded"} and entry["user"] == helper for entry in account.entries
    )


def _judge_record(
    verdict: CaseVerdict, stories: Sequence[Story], record: Record, posted: Sequence[Entry]
) -> None:
    tokens = {story.word("opened"): story for story in stories}
    for number, events in record.events.items():
        opened = events[0]
        kinds = [event["kind"] for event in events]
        story = next((tokens[word] for word in tokens if word in str(opened.get("question"))), None)
        if story is not None and story.done.get("taken") and "taken" not in kinds and "resolved" not in kinds:
            verdict.unheld.append(number)
        if not opened.get("department"):
            verdict.unheld.append(number)
        is_open = not {"resolved", "cancelled"} & set(kinds)
        if is_open and number not in record.timed:
            verdict.untimed.append(number)
        recorded = [event for event in events if event["kind"] == "nudged"]
        verdict.reminders += len(recorded)
        sent = _reminders(number, posted)
        if len(recorded) > sent:
            verdict.unsent.append(f"case {number}: {len(recorded)} recorded, {sent} sent")


def _reminders(number: int, posted: Sequence[Entry]) -> int:
    """Count the reminders of a case: lines that name it and are neither a card nor passed-on words."""
    return sum(
        1
        for entry in posted
        if not entry["text"].startswith(("*", "<@"))
        and (found := _REMINDER.search(entry["text"]))
        and int(found[1]) == number
    )
