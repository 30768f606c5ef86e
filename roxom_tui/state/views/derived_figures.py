"""Derived figures, exact where the arithmetic is, None where an input is unknown (protocol 6.3, 6.5, 7.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import HOUR, MILLISECOND
from roxom_tui.model.events import PositionUpdate, Quote
from roxom_tui.model.market import OrderSide, PositionSide
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.state.decimal_math import ZERO, add, multiply, ratio, subtract
from roxom_tui.state.views.connection_views import ConnectionView

FUNDING_INTERVAL_NS: Final = 8 * HOUR
FUNDING_CAP: Final = Decimal("0.03")
BASIS_POINTS: Final = Decimal(10_000)
_ROUNDING: Final = Decimal("0.00000001")
"""Entries, marks and profits are told to a satoshi."""

_SOON_AFTER: Final = Decimal("0.005")
"""By so much of itself a mark may have moved until we looked at it."""

_CLOCKS_AGREE_MS: Final = 1_000.0
"""Clocks that differ by less than this are taken for one: the difference itself is not known better."""


class Spread(Struct, frozen=True):
    """Between best bid and best ask; all None when a side is empty."""

    width: Decimal | None = None
    basis_points: Decimal | None = None
    mid: Decimal | None = None


def spread_of(quote: Quote | None) -> Spread:
    """Spread, the same in basis points of the mid, and the mid; no one-sided guess."""
    if quote is None or quote.bid is None or quote.ask is None:
        return Spread()
    bid, ask = quote.bid[0], quote.ask[0]
    width, mid = subtract(ask, bid), add(ask, bid) / 2
    share = ratio(width, mid)
    return Spread(width, None if share is None else share * BASIS_POINTS, mid)


def basis_bp(mark: Price | None, index: Price | None) -> Decimal | None:
    """Mark over index, in basis points."""
    if mark is None or index is None or not index:
        return None
    return (mark - index) / index * BASIS_POINTS


def exchange_wall(view: ConnectionView, now: int, wall: int) -> int:
    """The exchange's time of day (wall ns) at `now` (monotonic): it pays by its own clock, and ours can be wrong.

    Ours, `wall`, can also be set while we look. So it counts only until the clocks were compared; from then on it is
    what it was at that time, and what has passed since.
    """
    return wall_by_comparison(view.compared_at, view.skew_ms, view.skew_bound_ms, now) or wall


def wall_by_comparison(
    compared_at: tuple[int, int] | None, skew_ms: float | None, bound_ms: float | None, now: int
) -> int | None:
    """The same of what is known of both clocks: when they were compared (monotonic and wall ns), and by how much the
    exchange's was ahead, give or take `bound_ms`. None before they were."""
    if compared_at is None or skew_ms is None:
        return None
    then, wall_then = compared_at
    ours = wall_then + now - then
    return ours if clocks_agree(skew_ms, bound_ms) else ours + round(skew_ms * MILLISECOND)


def clocks_agree(skew_ms: float, bound_ms: float | None) -> bool:
    """Whether our clock serves as well as the exchange's for times of day in seconds."""
    return abs(skew_ms) <= _CLOCKS_AGREE_MS + (bound_ms or 0.0)


def next_funding_at(wall: int) -> int:
    """The next of 00:00, 08:00 and 16:00 UTC, strictly later (wall ns)."""
    return (wall // FUNDING_INTERVAL_NS + 1) * FUNDING_INTERVAL_NS


def is_funding_suspect(rate: Decimal | None) -> bool:
    """Whether the rate is beyond the cap, so that its unit is in doubt."""
    return rate is not None and abs(rate) > FUNDING_CAP


def unrealized_pnl(position: PositionUpdate, entry: Price | None, mark: Price | None) -> Btc | None:
    """(mark - entry) x size x direction; prices are per contract, so contract size does not enter."""
    if entry is None or mark is None or position.size is None or position.side is None:
        return None
    gain = subtract(mark, entry) if position.side is PositionSide.LONG else subtract(entry, mark)
    return Btc(multiply(gain, position.size))


def contradicts(
    reported: Btc | None, expected: Btc | None, size: Size | None, mark: Price | None, *, is_later: bool
) -> bool:
    """Whether the exchange's own profit is another than ours at its mark of that time, by more than rounding does.

    `is_later`: its mark was not told, and ours is of a moment after.
    """
    if reported is None or expected is None or size is None or mark is None:
        return False
    allowed = add(_ROUNDING, multiply(size, 2 * _ROUNDING))
    if is_later:
        allowed = add(allowed, multiply(multiply(size, mark), _SOON_AFTER))
    return abs(subtract(reported, expected)) > allowed


def liquidation_distance(
    liquidation: Price | None, mark: Price | None, side: PositionSide | None = None
) -> Decimal | None:
    """The distance from mark to liquidation, as a fraction of the mark; None where it lies on the wrong side."""
    if liquidation is None or mark is None or not mark:
        return None
    gap = mark - liquidation if side is not PositionSide.SHORT else liquidation - mark
    return abs(gap) / mark if side is None or gap >= 0 else None


def margin_ratio(position: PositionUpdate, pnl: Btc | None) -> Decimal | None:
    """Maintenance margin over what is left of the position's own funds; None when nothing is left."""
    if position.maintenance_margin is None or position.margin is None or pnl is None:
        return None
    equity = add(position.margin, pnl)
    return position.maintenance_margin / equity if equity > ZERO else None


def share_of_margin(pnl: Btc | None, margin: Btc | None) -> Decimal | None:
    """A profit as a fraction of what the position binds."""
    return None if pnl is None or margin is None or margin <= ZERO else ratio(pnl, margin)


def from_entry_bp(entry: Price | None, mark: Price | None) -> Decimal | None:
    """The mark over the entry, in basis points of the entry."""
    if entry is None or mark is None or not entry:
        return None
    share = ratio(subtract(mark, entry), entry)
    return None if share is None else share * BASIS_POINTS


def funding_to_come(
    side: PositionSide | None, size: Size | None, mark: Price | None, rate: Decimal | None
) -> Btc | None:
    """Rate x notional at the mark to 28 digits, below zero where it is paid: at a positive rate longs pay
    (protocol 6.3)."""
    if side is None or size is None or mark is None or rate is None:
        return None
    amount = multiply(mark, size) * rate
    return Btc(-amount if side is PositionSide.LONG else amount)


def limit_distance(side: OrderSide | None, limit: Price | None, quote: Quote | None) -> Decimal | None:
    """The fraction the opposite best price must move to meet a limit order; negative is already through."""
    if side is None or limit is None or quote is None:
        return None
    opposite = quote.ask if side is OrderSide.BUY else quote.bid
    if opposite is None or not opposite[0]:
        return None
    gap = opposite[0] - limit if side is OrderSide.BUY else limit - opposite[0]
    return gap / opposite[0]


def trigger_distance(trigger: Price | None, last: Price | None) -> Decimal | None:
    """The fraction between the last price and a trigger; unsigned, as stops and targets lie on either side."""
    if trigger is None or last is None or not last:
        return None
    return abs(trigger - last) / last
