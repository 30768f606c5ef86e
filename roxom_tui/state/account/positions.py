"""Positions by id, from events and GETs; the open ones are listed (protocol 4.7, client 4.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.events import PositionsSeed, PositionUpdate
from roxom_tui.model.market import PositionSide, Symbol
from roxom_tui.model.values import replace
from roxom_tui.state.account.merged_reports import is_older, merged
from roxom_tui.state.account.open_items import OpenItems
from roxom_tui.state.decimal_math import ZERO, add, subtract

_PRECISION_NS: Final = MILLISECOND
"""The GET tells times in milliseconds, the stream in nanoseconds (protocol 7.3)."""


class Positions(OpenItems[PositionUpdate]):
    """Open positions. Absence from an event closes nothing; absence from a GET's list does."""

    def __init__(self) -> None:
        super().__init__(PositionUpdate)

    def apply(self, update: PositionUpdate, at: int) -> str:
        """Merge a report received at `at` (monotonic ns). Says why it changed nothing, or nothing if it did."""
        update, key = self._oriented(update), update.position_id
        closed = self._ended.get(key)
        if closed is not None and not is_older(closed.updated_at, update.updated_at):
            return "the position is closed"
        held = self._open.get(key)
        if held is not None and is_older(update.updated_at, held.updated_at):
            return "older than what is held"
        new = update if held is None else merged(_still_true(held, update), update)
        if self._moments.knows(key, update.updated_at, update) or new == held:
            return "already known"
        self._store(key, new, at)
        self.told.note(key, update, at)
        return ""

    def seed(self, seed: PositionsSeed, at: int, asked_at: int) -> None:
        """Take the list of a symbol: others in it are gone, but for those reported since the request was sent."""
        listed = {position.position_id: self._oriented(position) for position in seed.positions}
        of_symbol = [key for key, held in self._open.items() if held.symbol == seed.symbol]
        self._drop_missing(listed, of_symbol, asked_at)
        self._left_out = {key: symbol for key, symbol in self._left_out.items() if symbol != seed.symbol}
        for key in seed.left_out - self._open.keys():
            self._leave_out(key, seed.symbol)
        for key, position in listed.items():
            closed = self._ended.get(key)
            if closed is None or is_older(closed.updated_at, position.updated_at):
                self._take(key, position, at, asked_at)

    @property
    def symbols(self) -> frozenset[Symbol]:
        """The contracts in which something is held."""
        return frozenset(position.symbol for position in self._open.values())

    def net(self, symbol: Symbol) -> Decimal | None:
        """Contracts held in a symbol, short ones negative; None where a part of it is not known."""
        if symbol in self._left_out.values():
            return None
        total = ZERO
        for position in self._open.values():
            if position.symbol == symbol:
                if position.size is None or position.side is None:
                    return None
                is_long = position.side is PositionSide.LONG
                total = add(total, position.size) if is_long else subtract(total, position.size)
        return total

    def _oriented(self, update: PositionUpdate) -> PositionUpdate:
        """With the side that its size's sign tells, where nothing but signs told the side of this position so far.

        A side that was told by word stands until something says another: what other positions say is not about it.
        """
        held = self.known(update.position_id)
        if held is None or held.side is None or "side" in update.unread:
            return update
        if update.side is None and held.is_signed:
            return replace(update, side=PositionSide.LONG if update.size else None, is_signed=True)
        if update.is_signed and not held.is_signed and update.side is held.side:
            return replace(update, is_signed=False)
        return update

    def _goes_back(self, held: PositionUpdate, answer: PositionUpdate, *, is_fresh: bool) -> bool:
        # What says the same is no step back, whatever time it bears: it may be that of another change.
        differs = (answer.side, answer.size) != (held.side, held.size)
        return differs and is_older(answer.updated_at, held.updated_at, by=_PRECISION_NS)

    def _outlasting(self, held: PositionUpdate, answer: PositionUpdate) -> PositionUpdate:
        """All of it, but not amounts that followed from another size, entry or margin."""
        if (held.size, held.entry_price, held.margin) == (answer.size, answer.entry_price, answer.margin):
            return _still_true(held, answer)
        return replace(_still_true(held, answer), maintenance_margin=None, unrealized_pnl=None, realized_pnl=None)


def _still_true(held: PositionUpdate, update: PositionUpdate) -> PositionUpdate:
    """The older report without what an update makes untrue: a profit belongs to its mark and position."""
    moved = any(
        new is not None and new != old
        for new, old in (
            (update.size, held.size),
            (update.side, held.side),
            (update.entry_price, held.entry_price),
            (update.mark_price, held.mark_price),
        )
    )
    if moved and update.unrealized_pnl is None:
        held = replace(held, unrealized_pnl=None)
    if update.unrealized_pnl is not None and update.mark_price is None:
        held = replace(held, mark_price=None)
    return held
