"""Hears what changes in the workspace, so that what is kept of it stays true between two looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt.async_app import AsyncApp, AsyncBoltContext

    from bot.slack.workspace.directory import Directory


def register(app: AsyncApp, directory: Directory) -> None:
    """Register the events; one that is lost costs no more than the next look."""

    async def membership(event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        if event["user"] == context.bot_user_id:
            await directory.forget(event["channel"])
            return
        joined = event["type"] == "member_joined_channel"
        await directory.hear_membership(event["channel"], event["user"], joined=joined)

    async def channels_changed() -> None:
        await directory.forget()

    async def user_changed(event: Mapping[str, Any]) -> None:
        await directory.hear_user(event["user"])

    app.event("member_joined_channel")(membership)
    app.event("member_left_channel")(membership)
    app.event("channel_archive")(channels_changed)
    app.event("channel_left")(channels_changed)
    app.event("channel_rename")(channels_changed)
    app.event("channel_unarchive")(channels_changed)
    # The same of private channels.
    app.event("group_archive")(channels_changed)
    app.event("group_left")(channels_changed)
    app.event("group_rename")(channels_changed)
    app.event("group_unarchive")(channels_changed)
    app.event("user_change")(user_changed)
