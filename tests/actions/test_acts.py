"""Acts bear a kind, which names them in the queue."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

from actions.acts import Act

# What a worker of an earlier version left in the queue is read by these names.
KINDS = {
    *("said", "ask_topic", "list_topics", "talk_to_human", "rate", "explain"),
    *("show_roles", "ask_roles", "ask_case_report", "show_case_report"),
    *("use_scenario", "calculate"),
    *("open", "take", "tell", "reassign", "not_ours", "resolve", "reopen", "add", "cancel", "judge", "teach"),
    *("amend", "withdraw", "send_edit", "list", "fill"),
    *("readiness_guide", "readiness_show", "readiness_plan", "readiness_list_actions"),
    *("readiness_action_done", "readiness_drop_action", "readiness_close_survey", "readiness_compare_units"),
    *("readiness_export", "readiness_take_drill", "readiness_end_drill", "readiness_open_form"),
    *("readiness_finish", "readiness_accept_action", "readiness_invite", "readiness_share"),
    *("readiness_start_drill", "readiness_pass_drill", "readiness_answer_drill"),
}


def test_every_act_has_a_kind_of_its_own_that_never_changes() -> None:
    """A kind that two acts shared or that changed could not be read from the queue."""
    kinds = [str(field.default) for each in get_args(Act) for field in fields(each) if field.name == "kind"]
    assert len(kinds) == len(get_args(Act))
    assert sorted(kinds) == sorted(KINDS)
