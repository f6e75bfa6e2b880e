"""No act goes around the permissions, and of what is refused nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from actions.cases.outcome import Silent
from actions.permissions.denial import Denial, NotAllowed
from actions.permissions.organisation import Relation
from actions.permissions.rules import Rule
from actions.reply import Refuse
from tests.actions.dialogue.talk import begin
from tests.actions.permissions.test_rules import EACH
from tests.fakes.organisation import KnownOrganisation

if TYPE_CHECKING:
    from actions.acts import Act
    from actions.knowledge.library import Library

OUTSIDE = KnownOrganisation(relations={"p": Relation.OUTSIDER})


@pytest.mark.parametrize(("act", "rule"), EACH, ids=[f"{act.kind}-{n}" for n, (act, _) in enumerate(EACH)])
async def test_every_act_of_the_union_is_asked_about(library: Library, act: Act, rule: Rule) -> None:
    """Somebody from outside does none of them; an edit of theirs is silence."""
    talk = begin(library, {})
    talk.advisor = replace(talk.advisor, organisation=OUTSIDE)
    decision = (await talk(act)).reply.decision
    assert decision == (Silent() if rule is Rule.AUTHOR else NotAllowed(Denial.OUTSIDER))
    memory = talk.memory
    kept = (memory.turns, memory.notes, memory.introduced, memory.opinions, memory.scenarios)
    assert not any(kept)


async def test_an_outsider_who_is_advised_is_introduced_like_anybody(library: Library) -> None:
    """Their question is answered or refused by the knowledge alone."""
    talk = begin(library, {})
    talk.advisor = replace(talk.advisor, organisation=OUTSIDE, advises_outsiders=True)
    reply = (await talk("blah")).reply
    assert isinstance(reply.decision, Refuse)
    assert reply.introduce
