"""An event keeps the name of the surface its act came from."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, get_args

from actions.cases.acts import (
    Add,
    Cancel,
    CaseAct,
    DeleteMessage,
    EditMessage,
    NotOurs,
    RateCase,
    Reassign,
    Reopen,
    Resolve,
    SuggestLesson,
)
from actions.cases.events import RELAIS, EventPayload, Lesson
from actions.cases.outcome import CaseRefused
from tests.fakes.case_world import ANNE, ANSWER, BRUNO, QUESTION, REQUESTER, TAKE
from tests.fakes.histories import on

if TYPE_CHECKING:
    from tests.fakes.case_world import CaseWorld

# One act for every kind of event that people cause.
ACTS: list[tuple[str, CaseAct]] = [
    (REQUESTER, QUESTION),
    (REQUESTER, Add(1, "A flim?", "r1")),
    (REQUESTER, EditMessage("r1", "A film?")),
    (REQUESTER, DeleteMessage("r1")),
    (ANNE, TAKE),
    (ANNE, ANSWER),
    (ANNE, Reassign(1, "legal", person=BRUNO)),
    (BRUNO, NotOurs(1, "legal", "it", "A camera.")),
    (ANNE, Resolve(1, "it", "Settled.")),
    (REQUESTER, RateCase(1, helpful=True)),
    (ANNE, SuggestLesson(1, "it", Lesson.TOPIC)),
    (REQUESTER, Reopen(1)),
    (REQUESTER, Cancel(1)),
]
BY_TIMERS = {"nudged", "released"}


async def act_on(world: CaseWorld, surface: str, *acts: tuple[str, CaseAct]) -> None:
    """Let people act from a surface; no act may be refused."""
    for person, act in acts:
        outcome = await world.cases.do(world.inbound(person, surface=surface), act)
        assert not isinstance(outcome, CaseRefused)


async def test_every_kind_of_event_keeps_the_surface_of_its_act(world: CaseWorld) -> None:
    """Acts from Teams give events from Teams, whatever they are; only timers cause the other kinds."""
    await act_on(world, "teams", *ACTS)
    union, _ = get_args(EventPayload)
    kinds = {str(field.default) for each in get_args(union) for field in fields(each) if field.name == "kind"}
    assert {event.payload.kind for event in world.store.kept[1]} == kinds - BY_TIMERS
    assert {event.surface for event in world.store.kept[1]} == {"teams"}


async def test_two_sides_may_act_from_two_surfaces(world: CaseWorld) -> None:
    """Each event bears the surface of who acted, not that of the case."""
    await act_on(world, "teams", (REQUESTER, QUESTION))
    await act_on(world, "slack", (ANNE, TAKE))
    await act_on(world, "teams", (REQUESTER, Add(1, "Please.")))
    assert [event.surface for event in world.store.kept[1]] == ["teams", "slack", "teams"]


async def test_timers_have_a_surface_of_their_own(world: CaseWorld) -> None:
    """A reminder, a release and a move that nobody made come from the timer, whoever acted before."""
    await act_on(world, "teams", (REQUESTER, QUESTION), (ANNE, TAKE))
    await world.wake(on(24, 11))
    world.people.left.add(ANNE)
    await world.wake()
    world.remove("legal")
    await world.wake()
    *_, reminded, released, moved = world.store.kept[1]
    assert [each.payload.kind for each in (reminded, released, moved)] == ["nudged", "released", "moved"]
    assert {(each.by, each.surface) for each in (reminded, released, moved)} == {(RELAIS, "timer")}


async def test_an_act_of_no_surface_gives_events_of_none(world: CaseWorld) -> None:
    """No surface is assumed where none is named."""
    await act_on(world, "", (REQUESTER, QUESTION), (ANNE, TAKE))
    assert [event.surface for event in world.store.kept[1]] == ["", ""]
