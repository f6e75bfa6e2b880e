"""What must follow an act: what a dialogue says of it, and that there is exactly one visible reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.blocks.markup import mrkdwn
from tests.dialogues.acts import Wait
from tests.dialogues.shown import IDS, How, says

if TYPE_CHECKING:
    from bot.strings import Strings
    from tests.dialogues.shown import Shown
    from tests.dialogues.steps import Sight, Step


@dataclass(frozen=True, slots=True)
class After:
    """What has followed an act: what was shown, how many files were sent, what was decided.

    `place` is where whoever acted is.
    """

    shown: list[Shown]
    files: int
    decisions: list[object]
    place: str


def check(step: Step, after: After, say: Strings) -> None:
    """See that what a step expects has followed, and no second reply."""
    if isinstance(step.act, Wait):
        _told_once(step, after)
    else:
        _replied_once(step, after, say)
    _decided(step, after)
    if step.expected.files is not None:
        assert after.files == step.expected.files, f"{step}: files"
    for sight in (*step.expected.sees, *step.expected.beside):
        assert any(_is_seen(sight, shown, say) for shown in after.shown), f"{step}: {sight} in {after.shown}"
    for sight in step.expected.unseen:
        assert not any(_is_seen(sight, shown, say) for shown in after.shown), f"{step}: {sight}"


def _told_once(step: Step, after: After) -> None:
    """See that the time that passed let nothing be said but what is listed."""
    posted = [shown for shown in after.shown if shown.how is not How.REDRAWN]
    assert len(posted) == len(step.expected.sees), f"{step}: {posted}"


def _replied_once(step: Step, after: After, say: Strings) -> None:
    """See that whoever acted sees one new thing, or else one that shows something new.

    It is where they act, or for them alone. What a dialogue names as `beside` is none.
    """
    seen = [shown for shown in after.shown if shown.is_at(step.by, after.place)]
    seen = [each for each in seen if not any(_is_seen(sight, each, say) for sight in step.expected.beside)]
    new = [shown for shown in seen if shown.how not in {How.REDRAWN, How.TURNED}]
    changed = {shown.message: shown for shown in seen if shown.how in {How.REDRAWN, How.TURNED}}
    replies = new or list(changed.values())
    assert len(replies) == 1, f"{step}: {len(replies)} replies: {replies}"
    _reads(step, replies[0], say)


def _reads(step: Step, reply: Shown, say: Strings) -> None:
    """See that the reply is what is expected: its texts, or the form that it is."""
    expected = step.expected
    for key in expected.says:
        assert says(say, key, reply.texts), f"{step}: {key} not in {reply.texts}"
    assert reply.wrong == expected.wrong, f"{step}: {reply}"
    if expected.opens:
        form, _, title = expected.opens.partition("/")
        assert (reply.form, reply.title) == (form, say(title)), f"{step}: {reply}"
    assert bool(expected.opens) == (reply.how is How.OPENED), f"{step}: {reply}"
    for name, text in expected.proposes:
        shown = dict(reply.proposes).get(name)
        assert shown == str(text).format_map(IDS), f"{step}: {name} holds {shown}"


def _decided(step: Step, after: After) -> None:
    """See that what was decided is what is expected; a surface with forms decides nothing to open one."""
    expected = step.expected
    if not expected.decision:
        return
    if not after.decisions and expected.opens:
        return
    assert len(after.decisions) == 1, f"{step}: {after.decisions}"
    decision = after.decisions[0]
    if isinstance(decision, str):
        assert decision == expected.decision, f"{step}"
        return
    assert type(decision).__name__ == expected.decision, f"{step}: {decision}"
    if expected.topic:
        assert _topic(decision) == expected.topic, f"{step}: {decision}"
    if expected.department:
        assert _department(decision) == expected.department, f"{step}: {decision}"


def _topic(decision: object) -> str:
    return str(getattr(getattr(decision, "topic", None), "topic", ""))


def _department(decision: object) -> str:
    """Return the department that a decision hands over to, or that has the case now."""
    return str(getattr(getattr(decision, "case", decision), "department", ""))


def _is_seen(sight: Sight, shown: Shown, say: Strings) -> bool:
    if sight.person:
        there = shown.person == sight.person
    elif sight.thread:
        there = shown.channel == sight.thread and bool(shown.thread) and not shown.person
    else:
        there = shown.channel == sight.channel and not shown.thread and not shown.person
    read = all(says(say, key, shown.texts) for key in sight.says)
    return there and read and any(mrkdwn(sight.words) in text for text in shown.texts)
