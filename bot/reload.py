"""Makes the services again when knowledge files change, for authors who edit while the bot runs."""

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
# How often the files are checked.
_SECONDS = 1.0

Stamps = dict[str, tuple[int, int]]


class ReloadingServices(Generic[T]):
    """Calling it returns the latest `T`; where the files have faults, it logs them and keeps the old one.

    An act calls it once and keeps the `T`, so that its knowledge does not change halfway.
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
            KnowledgeError: the files have faults.
        """
        self._make, self._folder, self._now = make, folder, now
        self._departments, self._readiness = departments, readiness
        self._stamps = _stamps(folder, departments, readiness)
        self._looked = now()
        self._made = make(load(folder, departments=departments, readiness=readiness))

    def __call__(self) -> T:
        """Return the `T` of the files as they were at most a second ago."""
        if self._now() - self._looked >= _SECONDS:
            self._looked = self._now()
            # Taken before reading, so that a change during the read is noticed the next time.
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
    """Return the modification time and size of each file; unreadable ones are left out."""
    found: Stamps = {}
    for path in (*folder.rglob("*.yml"), *filter(None, own)):
        try:
            state = path.stat()
        except OSError:
            continue
        found[str(path)] = state.st_mtime_ns, state.st_size
    return found
