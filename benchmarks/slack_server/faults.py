"""Which call fails and how: by a dice of its own seed, and by limits a minute."""

from __future__ import annotations

import random
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.slack_server.settings import SlackSettings

MINUTE = 60.0


class Faults:
    """The dice, and the limits of methods and channels."""

    def __init__(self, settings: SlackSettings) -> None:
        self._settings = settings
        self._dice = random.Random(settings.seed)  # noqa: S311  a run that can be repeated
        self.rates = dict(settings.faults)
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._tokens: dict[str, tuple[float, float]] = {}

    def draw(self) -> str:
        """Return the fault of a call, empty for none."""
        number = self._dice.random()
        for kind, rate in self.rates.items():
            if number < rate:
                return kind
            number -= rate
        return ""

    def wait(self, method: str, channel: str) -> int:
        """Return the seconds until `method` may be called again, 0 where it may be called now."""
        if method == "chat.postMessage" and channel and self._settings.burst:
            return self._channel(channel)
        limit = self._settings.tiers.get(method)
        if limit is None:
            return 0
        now, made = time.monotonic(), self._calls[method]
        while made and now - made[0] > MINUTE:
            made.popleft()
        if len(made) >= limit:
            return max(1, int(MINUTE - (now - made[0])) + 1)
        made.append(now)
        return 0

    def _channel(self, channel: str) -> int:
        """Take a token of a channel's: some at once, then one a second."""
        now = time.monotonic()
        tokens, then = self._tokens.get(channel, (float(self._settings.burst), now))
        tokens = min(float(self._settings.burst), tokens + now - then)
        if tokens < 1:
            self._tokens[channel] = (tokens, now)
            return 1
        self._tokens[channel] = (tokens - 1, now)
        return 0
