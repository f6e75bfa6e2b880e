"""A file that goes with a reply, before any surface sends it."""

from __future__ import annotations

from dataclasses import dataclass


class NoSuchFileError(Exception):
    """What the file was to show has ended, or never was."""


@dataclass(frozen=True, slots=True)
class File:
    """A file ready to be uploaded; `alt` says what a picture shows."""

    content: bytes
    name: str
    title: str
    alt: str
