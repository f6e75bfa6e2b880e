"""Lost, double and out of order, by the account of the workspace alone.

A thread is judged by counting: as many replies as questions that were acknowledged. Which reply answers which
question is known from a calm time, when each question was asked alone: an answer is recognized by its lines.
A reply that is not recognized (an honest line about what is away) counts for a question without one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Entry = dict[str, Any]
QUESTION, CALM, TALK = "question", "calm", "talk"
# The part of an answer's lines that must be in a message for it to be that answer.
_ALIKE = 0.5


@dataclass
class Verdict:
    """What went wrong, by the ids of messages."""

    asked: int = 0
    accepted: int = 0
    answered: int = 0
    unaccepted: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    unjudged: int = 0
    unasked: list[str] = field(default_factory=list)
    # When each question was asked and answered.
    times: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def seconds(self) -> list[float]:
        """How long each answer took."""
        return [answered - asked for asked, answered in self.times.values()]


@dataclass(frozen=True)
class Reply:
    """A message of the bot's in a thread, as it reads at the end."""

    ts: str
    at: float
    lines: frozenset[str]


class Account:
    """An account, indexed."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.said = [entry for entry in entries if entry["what"] == "said"]
        self.acknowledged: dict[str, float] = {}
        self.threads: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._latest: dict[tuple[str, str], str] = {}
        self._deleted: set[tuple[str, str]] = set()
        for entry in entries:
            self._index(entry)

    def _index(self, entry: Entry) -> None:
        match entry["what"]:
            case "acknowledged":
                self.acknowledged.setdefault(entry["key"], entry["at"])
            case "posted":
                self.threads[entry["channel"], entry["thread"]].append(entry)
            case "updated":
                self._latest[entry["channel"], entry["ts"]] = entry["words"] or entry["text"]
            case "deleted":
                self._deleted.add((entry["channel"], entry["ts"]))

    def replies(self, channel: str, thread: str) -> list[Reply]:
        """Return the bot's messages in a thread that were not deleted, in order."""
        return [
            Reply(entry["ts"], entry["at"], lines(self.words(entry)))
            for entry in self.threads[channel, thread]
            if (channel, entry["ts"]) not in self._deleted
        ]

    def words(self, entry: Entry) -> str:
        """Return what a message says at the end."""
        return self._latest.get((entry["channel"], entry["ts"])) or entry["words"] or entry["text"]


def lines(words: str) -> frozenset[str]:
    """Return the lines of a message that tell it from others."""
    return frozenset(line for line in words.splitlines() if len(line) > 30)  # noqa: PLR2004  buttons are shorter


def references(account: Account) -> dict[str, frozenset[str]]:
    """Return the lines of each question's answer, from the calm time."""
    found: dict[str, frozenset[str]] = {}
    for said in account.said:
        replies = account.replies(said["channel"], said["thread"])
        if said["kind"] == CALM and replies:
            found[said["id"]] = replies[0].lines
    common = Counter(line for each in found.values() for line in each)
    return {name: frozenset(line for line in each if common[line] == 1) for name, each in found.items()}


def judge(account: Account, known: Mapping[str, frozenset[str]]) -> Verdict:
    """Judge every thread in which something was asked."""
    verdict = Verdict()
    threads: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for said in account.said:
        if said["kind"] == QUESTION:
            threads[said["channel"], said["thread"]].append(said)
    for (channel, thread), asked in threads.items():
        _judge_thread(verdict, account, asked, account.replies(channel, thread), known)
    return verdict


def _judge_thread(
    verdict: Verdict,
    account: Account,
    asked: Sequence[Entry],
    replies: Sequence[Reply],
    known: Mapping[str, frozenset[str]],
) -> None:
    accepted = [said for said in asked if said["key"] in account.acknowledged]
    verdict.asked += len(asked)
    verdict.accepted += len(accepted)
    verdict.unaccepted += [said["key"] for said in asked if said["key"] not in account.acknowledged]
    answers, strangers = _recognized(accepted, replies, known)
    firsts = {key: found[0].ts for key, found in answers.items() if found}
    for said in accepted:
        # An honest line counts for the first question that has nothing else.
        if not answers[said["key"]] and strangers:
            verdict.unjudged += len(accepted) > 1
            answers[said["key"]].append(strangers.pop(0))
    if not accepted:
        strangers = strangers[len(asked) :]  # carried out, although nobody acknowledged it
    verdict.double += [f"{replies[0].ts} {reply.ts}" for reply in strangers]
    for said in accepted:
        mine = answers[said["key"]]
        if not mine:
            verdict.lost.append(said["key"])
            continue
        verdict.answered += 1
        verdict.times[said["key"]] = (said["at"], mine[0].at)
        verdict.double += [f"{mine[0].ts} {other.ts}" for other in mine[1:]]
    if _is_disordered(account, accepted, firsts):
        verdict.disordered.append(str(asked[0]["thread"]))


def _recognized(
    accepted: Sequence[Entry], replies: Sequence[Reply], known: Mapping[str, frozenset[str]]
) -> tuple[dict[str, list[Reply]], list[Reply]]:
    """Return the replies by the question that they are known to answer, and the others."""
    answers: dict[str, list[Reply]] = {said["key"]: [] for said in accepted}
    strangers: list[Reply] = []
    for reply in replies:
        matches = [said for said in accepted if is_answer(reply, known.get(said["id"], frozenset()))]
        if matches:
            # Where the same was asked twice, each takes one.
            min((answers[said["key"]] for said in matches), key=len).append(reply)
        else:
            strangers.append(reply)
    return answers, strangers


def _is_disordered(account: Account, accepted: Sequence[Entry], firsts: Mapping[str, str]) -> bool:
    """Tell whether two answers stand in another order than their questions."""
    return any(
        firsts[one["key"]] > firsts[other["key"]]
        for place, one in enumerate(accepted)
        for other in accepted[place + 1 :]
        if one["key"] in firsts and other["key"] in firsts and _arrived(account, one, other)
    )


def _arrived(account: Account, one: Entry, other: Entry) -> bool:
    """Tell whether `one` also reached Relais first: Slack delivers again in an order of its own."""
    return account.acknowledged[one["key"]] < account.acknowledged[other["key"]]


def is_answer(reply: Reply, reference: frozenset[str]) -> bool:
    """Tell whether a reply is the answer known by `reference`."""
    return bool(reference) and len(reply.lines & reference) >= _ALIKE * len(reference)


def spoken_unasked(account: Account) -> list[str]:
    """Return the bot's replies after people began to talk to one another: there should be none."""
    threads: dict[tuple[str, str], str] = {}
    for said in account.said:
        if said["kind"] == TALK:
            threads.setdefault((said["channel"], said["thread"]), said["ts"])
    return [
        reply.ts
        for (channel, thread), since in threads.items()
        for reply in account.replies(channel, thread)
        if reply.ts > since
    ]


def percentile(values: Iterable[float], part: float) -> float:
    """Return the value below which `part` of the values are; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0
