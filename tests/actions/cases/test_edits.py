"""Messages that crossed to the other side are edited or deleted by who wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.cases.acts import Add, DeleteMessage, EditMessage, SendEdit
from actions.cases.outcome import CaseChanged, CaseEdited, Silent
from tests.fakes.case_world import ANNE, ANSWER, REQUESTER

if TYPE_CHECKING:
    from tests.fakes.case_world import CaseWorld


async def test_the_requester_s_edit_crosses_by_itself(world: CaseWorld) -> None:
    """An edit that changes no word, leaves none, or is of a message that did not cross is silent."""
    await world.open_then((REQUESTER, Add(1, "A flim?", "r1")))
    assert isinstance(await world.do(REQUESTER, EditMessage("r1", "A film?")), CaseChanged)
    assert world.case().relayed[0].text == "A film?"
    assert await world.do(REQUESTER, EditMessage("r1", "A film?")) == Silent()
    assert await world.do(REQUESTER, EditMessage("r1", " ")) == Silent()
    assert await world.do(REQUESTER, EditMessage("never crossed", "A film?")) == Silent()


async def test_the_department_s_edit_crosses_when_it_is_sent_on(world: CaseWorld) -> None:
    """It is sent on once; an edit that takes the words back leaves nothing to send."""
    await world.open_then((ANNE, ANSWER))
    assert isinstance(await world.do(ANNE, EditMessage("m1", "No.")), CaseEdited)
    assert world.case().relayed[0].text == ANSWER.text
    assert await world.do(ANNE, EditMessage("m1", ANSWER.text)) == Silent()
    assert await world.do(ANNE, SendEdit("m1")) == Silent()
    await world.do(ANNE, EditMessage("m1", "Never."))
    assert isinstance(await world.do(ANNE, SendEdit("m1")), CaseChanged)
    assert world.case().relayed[0].text == "Never."
    assert await world.do(ANNE, SendEdit("m1")) == Silent()


async def test_a_deletion_delivered_again_is_told_again(world: CaseWorld) -> None:
    """A delivery cut short before the other side was cleared clears it the second time."""
    await world.open_then((ANNE, ANSWER))
    first = await world.do(ANNE, DeleteMessage("m1"), key="again")
    assert isinstance(first, CaseChanged)
    assert await world.do(ANNE, DeleteMessage("m1"), key="again") == first
    assert await world.do(ANNE, DeleteMessage("m1")) == Silent()


async def test_a_deleted_message_does_not_come_back(world: CaseWorld) -> None:
    """Neither an edit on its way at that moment nor one kept from before restores it."""
    await world.open_then((REQUESTER, Add(1, "Her number is", "r1")), (ANNE, ANSWER))
    world.store.rivals.append(lambda: world.do(REQUESTER, DeleteMessage("r1")))
    assert await world.do(REQUESTER, EditMessage("r1", "Her number was")) == Silent()
    await world.do(ANNE, EditMessage("m1", "No."))
    await world.do(ANNE, DeleteMessage("m1"))
    assert await world.do(ANNE, SendEdit("m1")) == Silent()
    assert [each.text for each in world.case().relayed] == [None, None]
