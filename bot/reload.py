"""Services made of the knowledge, made again when its files change: for writing while the bot runs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, TypeVar

import structlog

from actions.knowledge.library import HERE, KnowledgeError, Library, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = structlog.get_logger()

T = TypeVar("T")
# Between two looks at the files.
_SECONDS = 1.0

Stamps = dict[str, tuple[int, int]]


class ReloadingServices(Generic[T]):
    """Calling it returns the latest `T`; a knowledge with faults changes nothing, and they are logged.

    Whoever holds a `T` keeps one knowledge to the end of a reply, whatever happens to the files meanwhile.
    """

    def __init__(
        self,
        make: Callable[[Library], T],
        folder: Path = HERE,
        now: Callable[[], float] = time.monotonic,
        *,
        departments: Path | None = None,
        readiness: Path | None = None,
    ) -> None:
        """Read the knowledge once, `departments` and `readiness` in place of those under `folder`.

        Raises:
            KnowledgeError: it has faults from the start.
        """
        self._make, self._folder, self._now = make, folder, now
        self._departments, self._readiness = departments, readiness
        self._stamps = _stamps(folder, departments, readiness)
        self._looked = now()
        self._made = make(load(folder, departments=departments, readiness=readiness))

    def __call__(self) -> T:
        """Return what is made of the knowledge as it is now, or was at most a second ago."""
        if self._now() - self._looked >= _SECONDS:
            self._looked = self._now()
            # Taken before reading: what changes while it is read is noticed the next time.
            stamps = _stamps(self._folder, self._departments, self._readiness)
            if stamps != self._stamps:
                self._stamps = stamps
                self._read_again()
        return self._made

    def _read_again(self) -> None:
        try:
            library = load(self._folder, departments=self._departments, readiness=self._readiness)
        except KnowledgeError as error:
            for fault in error.faults:
                log.warning("knowledge_fault", at=str(fault))
            log.warning("knowledge_kept", faults=len(error.faults))
            return
        self._made = self._make(library)
        log.info("knowledge_reloaded", topics=len(library.topics))


def _stamps(folder: Path, *own: Path | None) -> Stamps:
    """Return when each file was written last, and its size; one that cannot be looked at is left out."""
    found: Stamps = {}
    for path in (*folder.rglob("*.yml"), *filter(None, own)):
        try:
            state = path.stat()
        except OSError:
            continue
        found[str(path)] = state.st_mtime_ns, state.st_size
    return found
