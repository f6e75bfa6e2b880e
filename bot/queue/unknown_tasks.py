"""Tasks that this version does not know: a later one queued them, during an upgrade or before a downgrade."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from docket import CurrentExecution
from docket.execution import Execution  # noqa: TC002  docket reads the annotations

log = structlog.get_logger()

_PAUSE = timedelta(seconds=30)


async def leave_to_others(
    *arguments: Any,  # noqa: ANN401  a task may take anything
    execution: Execution = CurrentExecution(),  # noqa: B008  docket's way to hand it over
    **named: Any,  # noqa: ANN401  as above
) -> None:
    """Queue the task again for half a minute later, when a worker that knows it may take it."""
    del arguments, named
    log.warning("task_not_known", task=execution.function_name)
    execution.when = datetime.now(UTC) + _PAUSE
    await execution.schedule(replace=True)
