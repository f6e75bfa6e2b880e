"""A file of a reply, before a surface uploads it."""

from __future__ import annotations

from dataclasses import dataclass


class NoSuchFileError(Exception):
    """The data of the file has expired, or never existed."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload; `alt` is the text alternative of a picture."""

    content: bytes
    name: str
    title: str
    alt: str
