"""A bare Bolt app that answers every mention and direct message with its text: what Bolt alone can do."""

from __future__ import annotations

import asyncio
import os
import signal

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient


async def main() -> None:
    """Echo until a signal."""
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)

    async def echo(event: dict[str, str], say: AsyncSay) -> None:
        if event["type"] == "app_mention" or event.get("channel_type") == "im":
            await say(text=event["text"], thread_ts=event.get("thread_ts") or event["ts"])

    app.event("app_mention")(echo)
    app.event("message")(echo)
    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await handler.close_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(main())
