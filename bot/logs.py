"""Structured logs on standard error; they hold ids, never texts."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.settings import LogFormat

# Below these levels the libraries log what people write, or every poll.
_QUIET = {
    "aiohttp": logging.WARNING,
    "asyncio": logging.WARNING,
    "docket": logging.WARNING,
    "fontTools": logging.WARNING,
    "slack_bolt": logging.ERROR,
    "slack_sdk": logging.WARNING,
}


# docket's request to run a task later.
_WAIT = "ForcedRetry"


def is_no_wait(record: logging.LogRecord) -> bool:
    """Tell whether a record is more than docket's report, as an error, of a task that asked to wait."""
    error = record.exc_info[0] if record.exc_info else None
    return error is None or error.__name__ != _WAIT


def configure_logs(level: str, style: LogFormat) -> None:
    """Send our log lines, and those of the libraries, to standard error in one form."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(is_no_wait)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(max(quiet, logging.getLevelNamesMapping()[level.upper()]))
