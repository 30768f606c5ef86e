"""Things known by id that come, change and end, merged from events and GETs: what orders and positions share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Collection
from typing import Final, Generic

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.state.account.merged_reports import DuplicateFilter, T, merged
from roxom_tui.state.account.told_fields import ToldFields

MAX_OPEN: Final = 5_000
MAX_ENDED: Final = 1_000
"""Ended ones remembered, so that a late report cannot bring one back; and as many that a list did not name."""

MOST_LEFT_OUT: Final = 50_000
"""So many that found no room are remembered by their ids, to be counted."""

BEHIND_NS: Final = 3 * SECOND
"""By so much the machine that answers a GET may be behind the one that tells the stream."""


class OpenItems(ABC, Generic[T]):
    """Open items by id, and for a while ended ones, so that a late report cannot bring one back.

    `is_behind`: the newest list knew less than the stream had told just before it was asked for. Of more than
    `MAX_OPEN` the newest are kept, and the others are left out.
    """

    def __init__(self, kind: type[T]) -> None:
        self.told: ToldFields[T] = ToldFields(kind, MAX_OPEN + MAX_ENDED)
        """When each field of each of them was last told."""
        self._open: dict[str, T] = {}
        self._ended: OrderedDict[str, T] = OrderedDict()
        self._missing: OrderedDict[str, T] = OrderedDict()
        self._received_at: dict[str, int] = {}
        self._moments: DuplicateFilter[T] = DuplicateFilter()
        self._left_out: dict[str, Symbol] = {}
        self.is_behind = False

    @abstractmethod
    def _goes_back(self, held: T, answer: T, *, is_fresh: bool) -> bool:
        """Whether an answer tells of an earlier time than what is held; `is_fresh`: that was told just before."""

    @property
    def open(self) -> tuple[T, ...]:
        """The open items, in the order they were first heard of."""
        return tuple(self._open.values())

    @property
    def left_out(self) -> int:
        """The number of open items for which there is no room."""
        return len(self._left_out)

    def is_left_out(self, key: str) -> bool:
        """Whether there was no room for one that stands."""
        return key in self._left_out

    def known(self, key: str) -> T | None:
        """The last report of one: open, ended, or not in the newest list any more."""
        return self._open.get(key) or self._ended.get(key) or self._missing.get(key)

    def clear(self) -> None:
        """Forget what stands: nothing says how much of it still does."""
        self._open.clear()
        self._missing.clear()
        self._left_out.clear()
        self._received_at.clear()
        self._moments.clear()

    def forget_older(self, at: int) -> None:
        """Forget what was last reported before `at` (monotonic ns)."""
        self._left_out.clear()
        for key in [key for key, received_at in self._received_at.items() if received_at < at]:
            self._drop(key)

    def _store(self, key: str, thing: T, at: int) -> None:
        self._missing.pop(key, None)
        self._left_out.pop(key, None)
        if not thing.is_final:
            self._ended.pop(key, None)
            held = self._open.get(key)
            # One that says the same stays the same object: what was made from it stands.
            self._open[key] = held if held == thing else thing
            self._received_at[key] = at
            if len(self._open) > MAX_OPEN:
                self._make_room()
            return
        self._drop(key)
        _remember(self._ended, key, thing)

    def _make_room(self) -> None:
        """The one first heard of is left out."""
        oldest = next(iter(self._open))
        self._leave_out(oldest, self._open[oldest].symbol)
        self._drop(oldest)

    def _leave_out(self, key: str, symbol: Symbol) -> None:
        if len(self._left_out) < MOST_LEFT_OUT:
            self._left_out[key] = symbol

    def _drop(self, key: str) -> None:
        self._open.pop(key, None)
        self._received_at.pop(key, None)
        self._moments.forget(key)

    def _drop_missing(self, kept: Collection[str], among: Collection[str], asked_at: int) -> None:
        """A list names `kept` only: the others of it are gone, but for those reported since it was asked for, or so
        shortly before that it may not know them."""
        self.is_behind = False
        for key in among:
            if key in kept or self._since(key, asked_at):
                continue
            if self._since(key, asked_at, BEHIND_NS):
                self.is_behind = True
                continue
            _remember(self._missing, key, self._open[key])
            self._drop(key)

    def _take(self, key: str, thing: T, at: int, asked_at: int) -> None:
        """One of a list: what was reported since the request wins over it, and what it goes back behind."""
        held = self._open.get(key)
        self.told.note(key, thing, asked_at)
        if held is None:
            self._store(key, thing, at)
        elif self._since(key, asked_at):
            self._open[key] = merged(thing, held)
        elif self._goes_back(held, thing, is_fresh=self._since(key, asked_at, BEHIND_NS)):
            self._open[key] = merged(thing, held)
            self.is_behind = True
        else:
            self._store(key, merged(self._outlasting(held, thing), thing), at)

    def _outlasting(self, held: T, answer: T) -> T:
        """The part of an older report that counts where a newer list leaves something out."""
        return held

    def _since(self, key: str, asked_at: int, before: int = 0) -> bool:
        """Whether it was last reported since a request, or so long before it at most."""
        return self._received_at[key] + before >= asked_at


def _remember(things: OrderedDict[str, T], key: str, thing: T) -> None:
    things[key] = thing
    if len(things) > MAX_ENDED:
        things.popitem(last=False)
