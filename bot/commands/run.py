"""`run`: joins a workspace, the local one unless Slack's tokens are set."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING

from rich.console import Console

from actions.knowledge.library import load
from bot.bootstrap import open_bot
from bot.commands.deadline import Deadline
from bot.commands.listening import Listening, called_by_http, open_pages
from bot.commands.supervision import Wishes, run_parts
from bot.health import Health
from bot.local.process import StartError, require_free
from bot.local.stack import announced, kept_alive, only_one, open_backends
from bot.local.workspace import start_workspace
from bot.settings import Settings, SlackAccess, SlackMode
from bot.slack.app import http_handler
from bot.slack.manifest import EVENTS_PATH
from bot.slack.socket import SocketLostError, open_socket
from bot.slack.workspace.doctor import warn_of_departments

if TYPE_CHECKING:
    from actions.knowledge.library import Library
    from bot.bootstrap import Bot
    from bot.local.workspace import Workspace
    from bot.web import WebServer

console = Console(highlight=False)

QUESTIONS = (
    "@relais faut-il externaliser la gestion de nos réseaux sociaux ?",
    "@relais who should answer customers on social media?",
    "@relais combien de personnes il nous faut ?",
)


async def run(settings: Settings) -> int:
    """Start Redis, Rasa and the workspace where not configured, and answer until a signal to stop.

    Returns 0 after a signal, 1 where a part ended that Relais cannot go on without. A stop that takes
    too long ends the process.

    Raises:
        KnowledgeError: the knowledge has faults; nothing was started.
        StartError: a part could not be started; nothing is left running.
    """
    wishes, up, deadline = Wishes(), asyncio.Event(), Deadline()
    main = asyncio.create_task(_run(settings, wishes, up, deadline))

    def interrupt() -> None:
        # A running bot finishes its tasks; a start is cancelled, and one that is over by then stops at once.
        wishes.interrupt()
        deadline.begin()
        if not up.is_set():
            main.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, interrupt)
    code = 0
    with suppress(asyncio.CancelledError):
        code = await main
    console.print("Stopped." if code == 0 else "Stopped, since a part of Relais ended: see the log.")
    return code


async def _run(settings: Settings, wishes: Wishes, up: asyncio.Event, deadline: Deadline) -> int:
    # Loaded first, so that faults of the knowledge show before the slow parts start.
    library = load(departments=settings.relais_departments, readiness=settings.relais_readiness)
    folder = settings.relais_data_dir.resolve()
    async with AsyncExitStack() as stack:
        stack.enter_context(only_one(folder))
        require_free(settings.relais_http_port, "the bot's own health page", "RELAIS_HTTP_PORT")
        if settings.surface is SlackMode.LOCAL:
            require_free(settings.relais_workspace_port, "the local workspace", "RELAIS_WORKSPACE_PORT")
        # Before the parts, which may be waited for: whoever looks after this process sees that it starts.
        web = await open_pages(settings.relais_http_host, settings.relais_http_port)
        stack.push_async_callback(web.close)
        backends = await stack.enter_async_context(
            open_backends(settings, console.print, rasa_may_be_away=True)
        )
        workspace = await _workspace(settings, library, stack)
        bot = await stack.enter_async_context(
            open_bot(
                backends,
                _access(settings, workspace),
                settings.relais_language,
                settings.relais_concurrency,
                reload=settings.relais_reload_knowledge,
                departments=settings.relais_departments,
                readiness=settings.relais_readiness,
            )
        )
        stack.enter_context(announced(folder, backends, workspace))
        # Asked before Relais listens: an event that arrives before is not acknowledged.
        await bot.identity.ask()
        ears = await _listen(settings, workspace, bot, web, stack)
        examination = asyncio.create_task(warn_of_departments(library, bot.directory))
        stack.callback(examination.cancel)
        _welcome(settings, workspace)
        up.set()
        return await run_parts(ears.parts(), bot.workers, ears.close, wishes, deadline.begin)


async def _workspace(settings: Settings, library: Library, stack: AsyncExitStack) -> Workspace | None:
    """Start the local workspace where no real one is configured."""
    if settings.surface is not SlackMode.LOCAL:
        return None
    folder = settings.relais_data_dir.resolve()
    workspace = await start_workspace(
        library.departments.values(),
        settings.relais_workspace_port,
        folder,
        folder / "logs" / "workspace.log",
    )
    stack.push_async_callback(workspace.child.stop)
    await stack.enter_async_context(kept_alive(workspace.child))
    console.print("The local workspace is ready.")
    return workspace


def _access(settings: Settings, workspace: Workspace | None) -> SlackAccess:
    if workspace is not None:
        return SlackAccess(
            workspace.bot_token,
            workspace.api_url,
            managers=settings.managers,
            advises_outsiders=settings.advises_outsiders,
        )
    secret = settings.slack_signing_secret
    token = settings.slack_bot_token
    return SlackAccess(
        token.get_secret_value() if token else "",
        settings.slack_api_url,
        secret.get_secret_value() if secret else None,
        settings.managers,
        settings.advises_outsiders,
    )


async def _listen(
    settings: Settings, workspace: Workspace | None, bot: Bot, web: WebServer, stack: AsyncExitStack
) -> Listening:
    """Open the Socket Mode connection, unless Slack calls by HTTP; from then on the pages tell its health.

    Raises:
        StartError: Slack refuses the app token, or cannot be reached.
    """
    socket = None
    if settings.surface is not SlackMode.HTTP:
        configured = settings.slack_app_token
        app_token = workspace.app_token if workspace else configured.get_secret_value() if configured else ""
        socket = open_socket(bot.app, app_token, settings.relais_connections)
        stack.push_async_callback(socket.close)
        try:
            await socket.open()
        except SocketLostError as error:
            raise StartError(str(error)) from error
    checks = {
        "redis": bot.redis_answers,
        "rasa": bot.rasa_answers,
        "slack": socket.is_connected if socket else called_by_http,
    }
    health = Health(checks, bot.workers)
    await health.refresh()
    posts = {} if socket else {EVENTS_PATH: http_handler(bot.app)}
    web.serve({"/livez": health.live, "/readyz": health.ready, "/health": health.whole}, posts)
    return Listening(health, web, socket)


def _welcome(settings: Settings, workspace: Workspace | None) -> None:
    """Print where Relais is and what to try."""
    console.print()
    if workspace is not None:
        console.print(f"[bold]Relais is at {workspace.url}[/bold]  — open #ask-social and try:")
        for question in QUESTIONS:
            console.print(f"   {question}", markup=False)
    else:
        console.print(
            "[bold]Relais has joined your workspace.[/bold]  Mention it in a channel, or write to it."
        )
    console.print(
        f"Health: http://{settings.relais_http_host}:{settings.relais_http_port}/health · Ctrl-C stops.\n"
    )
