"""Whoever writes mentions, links or formatting into whatever takes words: none of it acts in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.cases.case import Side
from actions.cases.digest import Digest
from bot.slack.blocks.text import escape
from tests.bot.slack.readiness.steps import COMMAND, accept, assess, invite, look
from tests.fakes.words import buttons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.slack import FakeSlack
    from tests.fakes.world import World

HOSTILE = "Voir <@U0VICTIM> <#C0SECRET> <!channel> [intranet](https://evil.example/x) *boldly*"
LIVE = ("<@U0VICTIM", "<#C0SECRET", "<!channel", "<https://evil.example", "*boldly*")


def drawn(shown: object) -> Iterator[str]:
    """Yield every text that Slack reads as markup; a field, a label or a title it shows as it is."""
    if isinstance(shown, dict):
        if shown.get("type") == "mrkdwn":
            yield shown["text"]
        elif shown.get("type") != "plain_text":
            for name, part in shown.items():
                if name in {"text", "initial_comment"} and isinstance(part, str):
                    yield part
                else:
                    yield from drawn(part)
    elif isinstance(shown, list):
        for part in shown:
            yield from drawn(part)


def check(slack: FakeSlack, least: int) -> None:
    """See that nothing hostile acts in any call, and that the words were there at all."""
    seen = [text for _, arguments in slack.calls for text in drawn(arguments)]
    assert [text for text in seen if any(live in text for live in LIVE)] == []
    assert sum("intranet" in text for text in seen) >= least


async def test_in_every_act_on_a_case(world: World) -> None:
    """The request, what is added, answers, reasons, outcomes, remarks, corrections, lists and homes."""
    case = await world.opened(HOSTILE)
    number, legal, employee = case.number, world.legal, world.employee
    mine, theirs = await world.place(number, Side.REQUESTER), await world.place(number, Side.DEPARTMENT)
    ts = await employee.writes(escape(HOSTILE), "C1", mine.thread)
    edited: dict[str, Any] = {
        "ts": ts,
        "thread_ts": mine.thread,
        "user": "U1",
        "text": escape(f"{HOSTILE} !"),
    }
    await employee.edits("C1", edited)
    await employee.presses("button_case_add", "C1")
    await employee.sends(text=HOSTILE)
    await legal.presses("button_case_tell", "CLEGAL")
    await legal.sends(text=HOSTILE)
    answer = await legal.replies_from(theirs, escape(HOSTILE))
    await legal.edits("CLEGAL", {**answer, "text": escape(f"{HOSTILE} ?")})
    await legal.presses("button_case_send_edit", "CLEGAL")
    await legal.presses("button_case_exchange", "CLEGAL")
    await legal.presses("button_case_not_ours", "CLEGAL")
    await legal.sends(department="communication", text=HOSTILE)
    await world.communication.presses("button_case_resolve", "CCOM")
    await world.communication.sends(text=HOSTILE)
    await employee.presses("button_case_helpful", "C1")
    await employee.presses("button_case_remark", "C1")
    await employee.sends(text=HOSTILE)
    await world.communication.presses("button_case_teach", "CCOM")
    await world.communication.sends(lesson="topic", text=HOSTILE)
    await employee.writes(escape(f"non, {HOSTILE}"), "C1", mine.thread)
    await employee.presses("button_case_reopen", "C1")
    await employee.opens_home()
    await world.communication.opens_home()
    await employee.orders("/escalate", escape(HOSTILE))
    check(world.slack, 20)


async def test_in_what_was_asked_before(world: World) -> None:
    """The department reads the conversation so far on its card, and behind « Voir l’original »."""
    thread = await world.employee.writes(f"<@URELAIS> {escape(HOSTILE)}", "C1")
    await world.employee.presses_line("human:legal", "C1", "901.0", thread)
    await world.employee.sends(text="autre chose")
    await world.legal.presses("button_case_exchange", "CLEGAL")
    check(world.slack, 2)


async def test_in_every_act_on_an_assessment(world: World) -> None:
    """Names of units, actions, answers of a rehearsal, what is typed after the command."""
    manager, legal = world.manager, world.legal
    unit = HOSTILE[:40]
    await assess(manager, 2, unit=unit, crisis_rehearsed="1")
    await manager.orders(COMMAND, f"peut-être {HOSTILE}")
    await accept(manager, "means_budget", words=HOSTILE, who="department")
    await invite(manager, "legal")
    await manager.orders(COMMAND, "share")
    await manager.sends(channel="C1")
    await manager.orders(COMMAND, "compare")
    await manager.orders(COMMAND, "export")
    await manager.orders(COMMAND, "drill")
    await manager.sends(incident="employee_post")
    await legal.presses("readiness_button_reply", "CLEGAL")
    await legal.sends(text=HOSTILE)
    await manager.opens_home()
    await look(world)
    check(world.slack, 2)
    seen = [text for _, arguments in world.slack.calls for text in drawn(arguments)]
    assert sum("U0VICTIM" in text for text in seen) >= 8


async def test_in_a_calculation(world: World) -> None:
    """The name of a scenario, also where it is shared, compared and exported."""
    for _ in range(2):
        await world.employee.orders("/staffing")
        await world.employee.sends(name=HOSTILE[:70])
    await world.employee.presses("button_share", world.employee.channel)
    await world.employee.presses("button_csv", world.employee.channel)
    shown = world.slack.seen(world.employee.channel)
    compare = next(value for _, value in buttons(shown) if value.startswith("scenario:compare:"))
    await world.employee.presses_line(compare, world.employee.channel)
    check(world.slack, 0)
    seen = [text for _, arguments in world.slack.calls for text in drawn(arguments)]
    assert sum("U0VICTIM" in text for text in seen) >= 8


async def test_in_the_morning_digest(world: World) -> None:
    """A line of the department's digest begins with the request."""
    case = await world.opened(HOSTILE)
    due = Digest("legal", str(world.clock.now().date()), (case,), 0, 0)
    for call in await world.services.planner.digest(due):
        await world.services.delivery.make(call)
    check(world.slack, 1)
    assert "U0VICTIM" in str(world.slack.seen("CLEGAL")[-1])


async def test_in_the_name_of_a_file(world: World) -> None:
    """A file that cannot be passed on is named."""
    case = await world.opened()
    place = await world.place(case.number, Side.REQUESTER)
    file = {"id": "F1", "name": f"{HOSTILE}.mov", "url_private": "https://files.slack.com/1", "size": 10**9}
    await world.employee.writes("voici", "C1", place.thread, files=[file], subtype="file_share")
    check(world.slack, 1)
