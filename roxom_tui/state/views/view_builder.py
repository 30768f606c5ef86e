"""Reuse of views: when one may stay the same object although time has passed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, Generic, TypeVar

from roxom_tui.model.status import Freshness
from roxom_tui.model.values import replace
from roxom_tui.state.freshness import EXPIRY_NS
from roxom_tui.state.store import Store

ViewT = TypeVar("ViewT")

_RENEW_BEFORE_NS: Final = EXPIRY_NS // 2


class Settled:
    """The freshness of each of some things, by its name: the one before while it says the same."""

    def __init__(self) -> None:
        self._held: dict[object, Freshness] = {}

    def __call__(self, name: object, new: Freshness, now: int) -> Freshness:
        """The freshness before while it says the same and is neither near its end nor too hopeful, else the new one."""
        old = self._held.get(name)
        if old is None or not _is_alike(old, new, now):
            old = self._held[name] = new
        return old

    def keep(self, names: Collection[object]) -> None:
        """Forget all others."""
        self._held = {name: fresh for name, fresh in self._held.items() if name in names}


class ViewBuilder(Generic[ViewT]):
    """Builds views of one kind. One that would say the same is the same object as before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: ViewT | None = None
        self._key: object = None
        self._settled = Settled()

    def _renewed(self, key: object, build: Callable[[], ViewT]) -> ViewT:
        """The view before if it was built of the same, else another."""
        if self._view is None or key != self._key:
            self._view, self._key = build(), key
        return self._view


def _is_alike(old: Freshness, new: Freshness, now: int) -> bool:
    if old.state is not new.state or old.reason != new.reason or old.data_at != new.data_at:
        return False
    if old.silent_since != new.silent_since or old.since != new.since:
        return False
    return old.valid_until == new.valid_until or now + _RENEW_BEFORE_NS < old.valid_until < new.valid_until


def worst_of(one: Freshness, other: Freshness) -> Freshness:
    """The freshness of what is derived from two streams: that of the worse, until the first of them expires.

    Where neither is better, it is as old as the older: that is the age of what is derived.
    """
    bad = min((one, other), key=lambda fresh: (fresh.state.rank, fresh.silent_since is None))
    data_at = _older(one, other) if one.state is other.state else bad.data_at
    valid_until = min(one.valid_until, other.valid_until)
    return replace(bad, data_at=data_at, valid_until=valid_until, since=_since(bad, one, other))


def _older(one: Freshness, other: Freshness) -> int | None:
    return min((fresh.data_at for fresh in (one, other) if fresh.data_at is not None), default=None)


def _since(bad: Freshness, one: Freshness, other: Freshness) -> int | None:
    """All is well since both are; it is not well since the first of them is not."""
    begins = [fresh.since for fresh in (one, other) if fresh.since is not None]
    if bad.state.is_live:
        return max(begins, default=None)
    return min(begins, default=None) if one.state is other.state else bad.since


def no_worse(one: Freshness, other: Freshness) -> bool:
    """Whether a figure of `one` may stand among those of `other` without being believed too much."""
    return one.state.rank >= other.state.rank or one.state.is_live
