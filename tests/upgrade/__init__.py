"""What version 0.1.0 left behind: read as JSON, from a file that its own code wrote at commit a814468."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redis.asyncio import Redis

LEFT: dict[str, Any] = json.loads(Path(__file__).with_name("relais_0_1_0.json").read_text("utf-8"))
# What ends sooner is not restored to the second: a slow test would find it gone.
_LEAST_TTL = 3600
# A sorted set with scores like these is one by time.
_TIMES_FROM = 1_500_000_000


async def restore(redis: Redis, rows: list[dict[str, Any]]) -> None:
    """Write `rows` as they were, every time as far from now as it was from the day it was written."""
    moved = time.time() - datetime.fromisoformat(LEFT["about"]["recorded_at"]).timestamp()
    for row in rows:
        key, value = row["key"], row["value"]
        match row["type"]:
            case "string":
                await redis.set(key, value)
            case "list":
                await redis.rpush(key, *value)
            case "set":
                await redis.sadd(key, *value)
            case "hash":
                await redis.hset(key, mapping={name: _bytes(part) for name, part in value.items()})
            case "zset":
                scores = {member: s + moved if s > _TIMES_FROM else s for member, s in value}
                await redis.zadd(key, scores)
            case "stream":
                for _, fields in value:
                    await redis.xadd(key, {name: _bytes(part) for name, part in fields.items()})
        if row["ttl"] > 0:
            await redis.expire(key, max(row["ttl"], _LEAST_TTL))


def _bytes(part: Any) -> Any:  # noqa: ANN401  a text, or bytes as base64
    return base64.b64decode(part["b64"]) if isinstance(part, dict) else part


def recorded() -> datetime:
    """Return the time of the bot when the file was written."""
    return datetime.fromisoformat(LEFT["about"]["clock"]).astimezone(UTC)
