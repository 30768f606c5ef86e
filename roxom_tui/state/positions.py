"""Positions by id, from events and GETs; the open ones are listed (protocol 4.7, reliability 4)."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Final

from roxom_tui.model.events import PositionsSeed, PositionUpdate
from roxom_tui.model.market import Symbol
from roxom_tui.state.merge import Request, is_older, merged

MAX_OPEN: Final = 1_000
MAX_CLOSED: Final = 1_000
"""Closed positions remembered, so that a late report cannot bring one back."""


class Positions:
    """Open positions. Absence from an event closes nothing; absence from a GET's list does."""

    def __init__(self) -> None:
        self._open: dict[str, PositionUpdate] = {}
        self._closed: OrderedDict[str, PositionUpdate] = OrderedDict()
        self._received_at: dict[str, int] = {}

    def apply(self, update: PositionUpdate, at: int) -> str:
        """Merge a report received at `at` (monotonic ns). Says why it changed nothing, or nothing if it did."""
        key = update.position_id
        closed = self._closed.get(key)
        if closed is not None and not is_older(closed.updated_at, update.updated_at):
            return "the position is closed"
        held = self._open.get(key)
        if held is None:
            if len(self._open) >= MAX_OPEN and not update.is_closed:
                return "more positions than can be kept"
            self._store(update, at)
            return ""
        if is_older(update.updated_at, held.updated_at):
            return "older than what is held"
        new = merged(held, update)
        if new == held:
            return "already known"
        self._store(new, at)
        return ""

    def seed(self, seed: PositionsSeed, at: int, request: Request) -> None:
        """Take the list of a symbol: others in it are gone, but for those reported since the request was sent."""
        listed = {position.position_id: position for position in seed.positions}
        for key, held in list(self._open.items()):
            is_known = key in listed or request.precedes(held.updated_at, self._received_at[key])
            if held.symbol == seed.symbol and not is_known:
                del self._open[key], self._received_at[key]
        for key, position in listed.items():
            known = self._open.get(key)
            if known is not None and request.precedes(known.updated_at, self._received_at[key]):
                self._open[key] = merged(position, known)
            elif known is not None:
                self._store(merged(_still_true(known, position), position), at)
            elif key not in self._closed or is_older(self._closed[key].updated_at, position.updated_at):
                self._store(position, at)

    def clear(self) -> None:
        """Forget the open positions: nothing says which of them still stand."""
        self._open.clear()
        self._received_at.clear()

    def forget_older(self, at: int) -> None:
        """Forget the open positions last reported before `at` (monotonic ns)."""
        for key, received_at in list(self._received_at.items()):
            if received_at < at:
                del self._open[key], self._received_at[key]

    @property
    def open(self) -> tuple[PositionUpdate, ...]:
        """What is held, in the order first heard of."""
        return tuple(self._open.values())

    @property
    def symbols(self) -> frozenset[Symbol]:
        """The contracts in which something is held."""
        return frozenset(position.symbol for position in self._open.values())

    def _store(self, position: PositionUpdate, at: int) -> None:
        key = position.position_id
        if not position.is_closed:
            self._closed.pop(key, None)
            self._open[key] = position
            self._received_at[key] = at
            return
        self._open.pop(key, None)
        self._received_at.pop(key, None)
        self._closed[key] = position
        if len(self._closed) > MAX_CLOSED:
            self._closed.popitem(last=False)


def _still_true(known: PositionUpdate, answer: PositionUpdate) -> PositionUpdate:
    """What a list that is newer leaves out stays, but not amounts that followed from another size, entry or margin."""
    if (known.size, known.entry_price, known.margin) == (answer.size, answer.entry_price, answer.margin):
        return known
    return replace(known, maintenance_margin=None, unrealized_pnl=None, realized_pnl=None)
