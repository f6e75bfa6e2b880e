"""Every model and reader of pydantic in the project can be built: no annotation is hidden from it."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

from pydantic import BaseModel, TypeAdapter

import actions
import bot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def _modules() -> Iterator[ModuleType]:
    for package in (actions, bot):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield import_module(found.name)


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def test_pydantic_can_build_every_model_and_reader() -> None:
    """A type imported for checkers alone would fail on the first line a person sends."""
    modules = list(_modules())
    readers = [
        (f"{module.__name__}.{name}", value.pydantic_complete)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, TypeAdapter)
    ]
    models = [
        (f"{model.__module__}.{model.__qualname__}", bool(model.__pydantic_complete__))
        for model in _models(BaseModel)
        if model.__module__.startswith(("actions.", "bot."))
    ]
    assert readers
    assert models
    assert [name for name, complete in readers + models if not complete] == []
