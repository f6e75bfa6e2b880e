"""How large the workspace is, how slow, and how often it fails."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]

# One call in so many, by kind. `error_*`, `reset_*`: before the call is carried out, or after.
FAULTS = (
    "error_before",
    "error_after",
    "internal_error",
    "limited",
    "slow",
    "reset_before",
    "reset_after",
    "hang",
)


@dataclass(frozen=True)
class SlackSettings:
    """The settings of a run; seconds where not said otherwise."""

    seed: int = 1
    users: int = 200
    channels: int = 60
    # Channels of departments, and the handles of people who are in them.
    departments: dict[str, list[str]] = field(default_factory=dict)
    latency: float = 0.0
    faults: dict[str, float] = field(default_factory=dict)
    slow: float = 4.0
    hang: float = 35.0
    retry_after: int = 2
    # The pauses before an event that was not acknowledged is delivered again.
    redeliver_after: tuple[float, ...] = (0.0, 60.0, 300.0)
    acknowledge_within: float = 3.0
    trigger_lives: float = 3.0
    # Calls a minute and method, beyond which Slack answers 429.
    tiers: dict[str, int] = field(default_factory=dict)
    # How many messages a channel takes at once before it takes one a second; 0: any number.
    burst: int = 0
    # To every connection instead of one: as if each event were delivered twice.
    broadcast: bool = False
    # Where to deliver signed requests in place of Socket Mode.
    events_url: str = ""
    signing_secret: str = ""

    def line(self) -> str:
        """Return the settings as one line for a command."""
        return json.dumps(asdict(self))


def read_settings(line: str) -> SlackSettings:
    """Read what `line` wrote."""
    document = json.loads(line or "{}")
    if "redeliver_after" in document:
        document["redeliver_after"] = tuple(document["redeliver_after"])
    return SlackSettings(**document)


def spread(rate: float) -> dict[str, float]:
    """Return faults of every kind that sum up to `rate`; one that hangs is a tenth as frequent as others."""
    weights = {kind: 0.1 if kind == "hang" else 1.0 for kind in FAULTS}
    total = sum(weights.values())
    return {kind: rate * weight / total for kind, weight in weights.items()}
