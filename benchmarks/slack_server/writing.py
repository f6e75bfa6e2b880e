"""The Web API methods that write: messages, forms, files, reactions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.slack_server.account import words
from benchmarks.slack_server.listing import Listing, RefusedError
from benchmarks.slack_server.workspace import APP, BOT, BOT_ID

if TYPE_CHECKING:
    from benchmarks.slack_server.account import Account
    from benchmarks.slack_server.settings import Json
    from benchmarks.slack_server.workspace import Workspace

BLOCKS, BLOCKS_OF_A_VIEW, CHARACTERS, CHARACTERS_OF_BLOCKS = 50, 100, 40_000, 13_200


class Writing(Listing):
    """Carries out what changes the workspace, and notes it in the account."""

    def __init__(self, space: Workspace, account: Account, base: str) -> None:
        super().__init__(space)
        self._account = account
        self.base = base

    def _writable(self, asked: Json) -> str:
        """Return the channel where the bot may write.

        Raises:
            RefusedError: it is not there, archived, or the bot is not in it.
        """
        identifier = str(asked.get("channel") or "")
        if identifier in self._space.users:
            return self._space.direct(identifier)
        channel = self._space.channels[self.channel(asked)]
        if channel.get("is_archived"):
            raise RefusedError("is_archived")
        if BOT not in self._space.members[identifier]:
            raise RefusedError("not_in_channel")
        return identifier

    def _content(self, asked: Json) -> Json:
        """Return what a message holds.

        Raises:
            RefusedError: it is empty or too large.
        """
        blocks, text = asked.get("blocks") or [], str(asked.get("text") or "")
        if not blocks and not text:
            raise RefusedError("no_text")
        if len(text) > CHARACTERS:
            raise RefusedError("msg_too_long")
        if len(blocks) > BLOCKS:
            raise RefusedError("invalid_blocks")
        if len(json.dumps(blocks, ensure_ascii=False)) > CHARACTERS_OF_BLOCKS:
            raise RefusedError("msg_blocks_too_long")
        return {"text": text, "blocks": blocks}

    def chat_post_message(self, asked: Json) -> Json:
        """Post a message."""
        channel, content = self._writable(asked), self._content(asked)
        message = {"ts": self._space.stamp(), "user": BOT, "bot_id": BOT_ID, "app_id": APP, **content}
        for name in ("thread_ts", "metadata"):
            if asked.get(name):
                message[name] = asked[name]
        self._space.keep(channel, message)
        self._note("posted", channel, message)
        return {"channel": channel, "ts": message["ts"], "message": {**message, "type": "message"}}

    def chat_update(self, asked: Json) -> Json:
        """Replace a message of the bot's."""
        channel, stamp = self._writable(asked), str(asked.get("ts"))
        kept = self._space.messages[channel].get(stamp)
        if kept is None:
            raise RefusedError("message_not_found")
        if kept.get("bot_id") != BOT_ID:
            raise RefusedError("cant_update_message")
        content = self._content(asked)
        kept |= {"text": content["text"], "blocks": json.dumps(content["blocks"])}
        self._note("updated", channel, {**kept, "blocks": content["blocks"]})
        return {"channel": channel, "ts": stamp, "text": kept["text"]}

    def chat_delete(self, asked: Json) -> Json:
        """Delete a message of the bot's."""
        channel, stamp = self.channel(asked), str(asked.get("ts"))
        if self._space.messages[channel].pop(stamp, None) is None:
            raise RefusedError("message_not_found")
        self._account.note("deleted", channel=channel, ts=stamp)
        return {"channel": channel, "ts": stamp}

    def chat_post_ephemeral(self, asked: Json) -> Json:
        """Show a message to one person."""
        channel, user = self._writable(asked), str(asked.get("user"))
        if user not in self._space.members[channel]:
            raise RefusedError("user_not_in_channel")
        content = self._content(asked)
        whisper = {**content, "ts": self._space.stamp(), "thread_ts": asked.get("thread_ts")}
        self._note("whispered", channel, whisper, user=user)
        return {"message_ts": whisper["ts"]}

    def _note(self, what: str, channel: str, message: Json, **more: str) -> None:
        self._account.note(
            what, channel=channel, ts=message["ts"], thread=message.get("thread_ts") or "",
            text=message["text"], words=words(message["blocks"]), **more,
        )  # fmt: skip

    def reactions_add(self, asked: Json) -> Json:
        """Add a reaction."""
        channel, stamp = self.channel(asked), str(asked.get("timestamp"))
        kept = self._space.messages[channel].get(stamp)
        if kept is None:
            raise RefusedError("message_not_found")
        if asked.get("name") in kept.setdefault("marks", []):
            raise RefusedError("already_reacted")
        kept["marks"].append(asked.get("name"))
        self._account.note("marked", channel=channel, ts=stamp, name=str(asked.get("name")))
        return {}

    def reactions_remove(self, asked: Json) -> Json:
        """Take a reaction away."""
        kept = self._space.messages[self.channel(asked)].get(str(asked.get("timestamp")))
        if kept is None or asked.get("name") not in kept.get("marks", []):
            raise RefusedError("no_reaction")
        kept["marks"].remove(asked.get("name"))
        return {}

    def views_open(self, asked: Json) -> Json:
        """Open a form for whom the trigger belongs to."""
        user = self._space.spend(str(asked.get("trigger_id")))
        if user is None:
            raise RefusedError("expired_trigger_id")
        view = self._view(asked["view"])
        identifier = self._space.number("V")
        opened = {**view, "id": identifier, "hash": self._space.number("h"), "root_view_id": identifier,
                  "previous_view_id": None, "app_id": APP, "bot_id": BOT_ID, "user": user}  # fmt: skip
        self._space.views[identifier] = opened
        self._account.note("opened", user=user, view=identifier, callback=str(view.get("callback_id")))
        return {"view": opened}

    def views_update(self, asked: Json) -> Json:
        """Replace an open form."""
        opened = self._space.views.get(str(asked.get("view_id")))
        if opened is None:
            raise RefusedError("not_found")
        if asked.get("hash") and asked["hash"] != opened["hash"]:
            raise RefusedError("hash_conflict")
        opened |= {**self._view(asked["view"]), "hash": self._space.number("h")}
        return {"view": opened}

    def views_publish(self, asked: Json) -> Json:
        """Show a person's Home."""
        self._space.homes[str(asked.get("user_id"))] = self._view(asked["view"])
        return {"view": {**asked["view"], "id": self._space.number("V"), "hash": self._space.number("h")}}

    def _view(self, view: Json) -> Json:
        if len(view.get("blocks") or []) > BLOCKS_OF_A_VIEW:
            raise RefusedError("invalid_arguments")
        return view

    def files_get_upload_url_external(self, asked: Json) -> Json:
        """Announce a file."""
        identifier = self._space.number("F")
        self._space.files[identifier] = {"id": identifier, "name": str(asked.get("filename")), "shares": {}}
        return {"file_id": identifier, "upload_url": f"{self.base}/upload/{identifier}"}

    def files_complete_upload_external(self, asked: Json) -> Json:
        """Share a file that was uploaded."""
        done = []
        for each in asked.get("files") or []:
            file = self._space.files.get(str(each.get("id")))
            if file is None or "size" not in file:
                raise RefusedError("file_not_found")
            if asked.get("channel_id"):
                self._share(file, asked)
            done.append({"id": file["id"], "title": each.get("title") or file["name"]})
        return {"files": done}

    def _share(self, file: Json, asked: Json) -> None:
        channel = self._writable({"channel": asked["channel_id"]})
        message = {"ts": self._space.stamp(), "user": BOT, "bot_id": BOT_ID, "files": [{"id": file["id"]}],
                   "text": str(asked.get("initial_comment") or "")}  # fmt: skip
        if asked.get("thread_ts"):
            message["thread_ts"] = str(asked["thread_ts"])
        self._space.keep(channel, message)
        file["shares"] = {"public": {channel: [{"ts": message["ts"], "thread_ts": message.get("thread_ts")}]}}
        self._account.note("uploaded", channel=channel, ts=message["ts"], name=file["name"], file=file["id"],
                           thread=message.get("thread_ts") or "", size=file["size"])  # fmt: skip

    def files_info(self, asked: Json) -> Json:
        """One file, with where it was shared."""
        file = self._space.files.get(str(asked.get("file")))
        if file is None:
            raise RefusedError("file_not_found")
        return {"file": file}
