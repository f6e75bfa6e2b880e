"""The Web API methods that read: people, channels, messages, in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.slack_server.workspace import BOT, BOT_ID, DOMAIN, TEAM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from benchmarks.slack_server.settings import Json
    from benchmarks.slack_server.workspace import Workspace


class RefusedError(Exception):
    """Slack refuses a call, by the name of an error."""


def page(name: str, values: Sequence[Any], asked: Json, most: int = 1000) -> Json:
    """Return the page that a cursor names."""
    start = int(asked.get("cursor") or 0)
    end = start + max(1, min(most, int(asked.get("limit") or 100)))
    following = str(end) if end < len(values) else ""
    return {
        name: list(values[start:end]),
        "has_more": bool(following),
        "response_metadata": {"next_cursor": following},
    }


def is_true(value: object) -> bool:
    """Tell how Slack reads a flag."""
    return str(value).lower() in {"1", "true"}


class Listing:
    """Answers what reads the workspace."""

    def __init__(self, space: Workspace) -> None:
        self._space = space

    def channel(self, asked: Json, name: str = "channel") -> str:
        """Return the channel that is asked for.

        Raises:
            RefusedError: there is none.
        """
        identifier = str(asked.get(name) or "")
        if identifier not in self._space.channels:
            raise RefusedError("channel_not_found")
        return identifier

    def auth_test(self, _: Json) -> Json:
        """Who the bot is."""
        return {"url": f"https://{DOMAIN}.slack.com/", "team": DOMAIN, "user": "relais", "team_id": TEAM,
                "user_id": BOT, "bot_id": BOT_ID, "is_enterprise_install": False}  # fmt: skip

    def users_info(self, asked: Json) -> Json:
        """One person."""
        user = self._space.users.get(str(asked.get("user")))
        if user is None:
            raise RefusedError("user_not_found")
        shown = dict(user)
        if not is_true(asked.get("include_locale")):
            shown.pop("locale", None)
        return {"user": shown}

    def users_list(self, asked: Json) -> Json:
        """Everybody."""
        return page("members", list(self._space.users.values()), asked)

    def users_conversations(self, asked: Json) -> Json:
        """The channels of a person, or of the bot."""
        user = str(asked.get("user") or BOT)
        found = [
            channel
            for identifier, channel in self._space.channels.items()
            if user in self._space.members[identifier] and not channel.get("is_im")
        ]
        return page("channels", found, asked)

    def conversations_list(self, asked: Json) -> Json:
        """Every channel."""
        found = [channel for channel in self._space.channels.values() if not channel.get("is_im")]
        if is_true(asked.get("exclude_archived")):
            found = [channel for channel in found if not channel["is_archived"]]
        return page("channels", found, asked)

    def conversations_info(self, asked: Json) -> Json:
        """One channel."""
        return {"channel": self._space.channels[self.channel(asked)]}

    def conversations_members(self, asked: Json) -> Json:
        """Who is in a channel."""
        return page("members", self._space.members[self.channel(asked)], asked)

    def conversations_open(self, asked: Json) -> Json:
        """The direct messages of a person with the bot."""
        user = str(asked.get("users") or "").split(",")[0]
        if user not in self._space.users:
            raise RefusedError("user_not_found")
        return {"channel": {"id": self._space.direct(user)}}

    def conversations_replies(self, asked: Json) -> Json:
        """A thread from its oldest message on; its root is always there."""
        channel, root = self.channel(asked), str(asked.get("ts") or "")
        if root not in self._space.messages[channel]:
            raise RefusedError("thread_not_found")
        stamps = [stamp for stamp in self._space.threads[channel, root] if _within(stamp, asked)]
        return self._messages(channel, [root, *stamps], asked)

    def conversations_history(self, asked: Json) -> Json:
        """The messages of a channel outside threads, the newest first."""
        channel = self.channel(asked)
        heads = [
            stamp
            for stamp, message in self._space.messages[channel].items()
            if not message.get("thread_ts") and _within(stamp, asked)
        ]
        return self._messages(channel, heads[::-1], asked)

    def _messages(self, channel: str, stamps: list[str], asked: Json) -> Json:
        kept = self._space.messages[channel]
        found = page("messages", [stamp for stamp in stamps if stamp in kept], asked)
        metadata = is_true(asked.get("include_all_metadata"))
        found["messages"] = [self._space.shown(kept[stamp], metadata=metadata) for stamp in found["messages"]]
        return found

    def chat_get_permalink(self, asked: Json) -> Json:
        """The address of a message."""
        channel, stamp = self.channel(asked), str(asked.get("message_ts"))
        if stamp not in self._space.messages[channel]:
            raise RefusedError("message_not_found")
        address = f"https://{DOMAIN}.slack.com/archives/{channel}/p{stamp.replace('.', '')}"
        return {"permalink": address, "channel": channel}

    def usergroups_users_list(self, _: Json) -> Json:
        """No user groups are there."""
        raise RefusedError("no_such_subteam")


def _within(stamp: str, asked: Json) -> bool:
    """Tell whether a message is between `oldest` and `latest`."""
    oldest, latest = str(asked.get("oldest") or "0"), str(asked.get("latest") or "9999999999")
    inclusive = is_true(asked.get("inclusive"))
    at = _sortable(stamp)
    low, high = _sortable(oldest), _sortable(latest)
    return low <= at <= high if inclusive else low < at < high


def _sortable(stamp: str) -> tuple[int, int]:
    seconds, _, rest = stamp.partition(".")
    return int(seconds or 0), int((rest + "000000")[:6])
