"""Frozen values as classes that cost little when the program starts.

`dataclass` writes and compiles six methods for each frozen class, which for fifty of them was a fifth of the time to
the first paint. Of a `value` it writes only the one that makes it, without the detour by which a frozen dataclass sets
its fields; all values share how they are compared and shown. That nobody changes one is the type checker's to see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Final, TypeVar, dataclass_transform

ValueT = TypeVar("ValueT")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(kind: type[ValueT]) -> type[ValueT]:
    """A dataclass with slots, equal by its fields and frozen for the type checker; `replace` and `fields` know it."""
    made = dataclass(slots=True, eq=False, repr=False)(kind)
    for name, method in (("__eq__", _equal), ("__hash__", _hash), ("__repr__", _shown)):
        setattr(made, name, method)
    _PARTS[made] = _parts(made)
    return made


_PARTS: Final[dict[type[Any], Callable[[Any], object]]] = {}
"""What a value is compared by: its field, or a tuple of them."""


def parts_of(one: object) -> object:
    """What a value is compared by, its field or a tuple of them; None for what is no value."""
    parts = _PARTS.get(type(one))
    return None if parts is None else parts(one)


def _parts(kind: type[Any]) -> Callable[[Any], object]:
    names = [one.name for one in fields(kind) if one.compare]
    return attrgetter(*names) if names else type


def _equal(this: Any, other: object) -> object:
    kind = type(this)
    if type(other) is not kind:
        return NotImplemented
    parts = _PARTS[kind]
    return parts(this) == parts(other)


def _hash(this: Any) -> int:
    return hash((type(this), _PARTS[type(this)](this)))


def _shown(this: Any) -> str:
    told = ", ".join(f"{one.name}={getattr(this, one.name)!r}" for one in fields(this) if one.repr)
    return f"{type(this).__qualname__}({told})"
