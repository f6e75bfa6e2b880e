"""Draws any value of our dataclasses: every field, also those that have a default, whatever its type."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_FEW = 3
_TEXT = st.text(max_size=12)


@cache
def any_of(kind: Any) -> SearchStrategy[Any]:  # noqa: ANN401  any type
    """Return what draws values of a type; the `kind` of a class stays what it is."""
    if get_origin(kind) in {Union, UnionType}:
        return st.one_of([any_of(each) for each in get_args(kind)])
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        if parts[-1] is Ellipsis:
            return st.lists(any_of(parts[0]), max_size=_FEW).map(tuple)
        return st.tuples(*map(any_of, parts))
    if isinstance(kind, type) and is_dataclass(kind):
        return st.deferred(lambda: _built(kind))
    if kind is str:
        return _TEXT
    return st.none() if kind is NoneType else st.from_type(kind)


def _built(kind: Any) -> SearchStrategy[Any]:  # noqa: ANN401  any type
    """Return what builds a dataclass; called late, since one may hold others of its own union."""
    # Without `include_extras`, hints come without what pydantic adds to them.
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.name != "kind"]
    return st.builds(kind, **{name: any_of(hints[name]) for name in names})
