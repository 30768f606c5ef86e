"""A picture as data for other programs: every figure with its unit, its state and its age.

    {"value": "0.04312700", "unit": "BTC", "state": "LIVE", "age_ms": 140}

What is not known is null, never zero; decimals are exact texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.account_views import OrderRow, PositionRow
from roxom_tui.state.views.market_views import BookRow
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.reasons import ending, whole

MARKET: Final = ("book", "ticker", "trades")
ACCOUNT: Final = ("positions", "balances", "orders")
PARTS: Final = (*MARKET, *ACCOUNT)

_MUST_BE_YOUNG: Final = frozenset(("book", "quote", "ticker"))
"""Trades, and what the account does, come when something happens: their age says nothing against them."""


class Judged(Struct, frozen=True):
    """A part of a picture, its state at the moment of looking, and how old its data is (ms; None: never came)."""

    name: str
    freshness: Freshness
    age_ms: int | None

    def is_sound(self, max_age_ms: int) -> bool:
        """Whether it may be relied upon now."""
        if not self.freshness.state.is_live:
            return False
        return self.name not in _MUST_BE_YOUNG or (self.age_ms is not None and self.age_ms <= max_age_ms)


def judged(picture: ScreenSnapshot, only: Collection[str], now: int) -> tuple[Judged, ...]:
    """The parts asked for, and with the book the quote, as they are at `now` (monotonic ns)."""
    parts = (
        ("book", picture.book.freshness, "book"),
        ("quote", picture.book.quote_freshness, "book"),
        ("ticker", picture.ticker.freshness, "ticker"),
        ("trades", picture.tape.freshness, "trades"),
        ("positions", picture.positions.freshness, "positions"),
        ("balances", picture.balances.freshness, "balances"),
        ("orders", picture.orders.freshness, "orders"),
    )
    return tuple(Judged(name, fresh, _age(fresh, now)) for name, fresh, part in parts if part in only)


def _age(fresh: Freshness, now: int) -> int | None:
    known = max((at for at in (fresh.data_at, fresh.proven_at) if at is not None), default=None)
    return None if known is None else max(0, now - known) // MILLISECOND


def as_data(picture: ScreenSnapshot, only: Collection[str], depth: int, now: int) -> dict[str, Any]:
    """The picture, or some of its parts, as plain data."""
    parts = {part.name: part for part in judged(picture, only, now)}
    view = picture.connection
    told: dict[str, Any] = {
        "replay": view.replay is not None,
        "environment": view.environment.value,
        "symbol": picture.book.symbol,
        "connection": {"phase": view.phase.value, "state": view.state.value},
    }
    ends_from = now if view.replay is None else None
    for name, part in parts.items():
        told[name] = {**_state(part, ends_from), **_FIGURES[name](picture, _Writer(part), depth)}
    return told


def _state(part: Judged, now: int | None) -> dict[str, Any]:
    """State, age and why. Without a `now` it was then, and nothing ends it any more."""
    reason = part.freshness.reason
    said = None
    if reason is not None and not part.freshness.state.is_live:
        said = whole(reason) if now is None else f"{whole(reason)}; {ending(reason, now)}"
    return {"state": part.freshness.state.value, "age_ms": part.age_ms, "reason": said}


class _Writer:
    """Tells figures of one part."""

    def __init__(self, part: Judged) -> None:
        self._part = part

    def __call__(self, value: Decimal | int | None, unit: str, state: PanelState | None = None) -> dict[str, Any]:
        text = None if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
        mine = self._part.freshness.state
        worst = mine if state is None or mine.rank < state.rank else state
        return {"value": text, "unit": unit, "state": worst.value, "age_ms": self._part.age_ms}


def _book(picture: ScreenSnapshot, write: _Writer, depth: int) -> dict[str, Any]:
    def side(rows: Iterable[BookRow]) -> list[dict[str, Any]]:
        return [
            {
                "price": write(row.price, "BTC"),
                "size": write(row.size, "contracts"),
                # What nothing vouches for is told as such.
                "vouched": row.within_snapshot,
            }
            for row in tuple(rows)[:depth]
        ]

    return {"bids": side(picture.book.bids), "asks": side(picture.book.asks)}


def _quote(picture: ScreenSnapshot, write: _Writer, depth: int) -> dict[str, Any]:
    book = picture.book
    return {
        "bid": write(book.bid, "BTC"),
        "bid_size": write(book.bid_size, "contracts"),
        "ask": write(book.ask, "BTC"),
        "ask_size": write(book.ask_size, "contracts"),
        "spread": write(book.spread, "BTC"),
        "mid": write(book.mid, "BTC"),
    }


def _ticker(picture: ScreenSnapshot, write: _Writer, depth: int) -> dict[str, Any]:
    ticker = picture.ticker
    return {
        "last": write(ticker.last, "BTC"),
        "mark": write(ticker.mark, "BTC"),
        "index": write(ticker.index, "BTC"),
        "basis": write(ticker.basis_bp, "bp"),
        "funding_rate": write(ticker.funding_rate, "fraction"),
        "open_interest": write(ticker.open_interest, "contracts"),
    }


def _trades(picture: ScreenSnapshot, write: _Writer, depth: int) -> dict[str, Any]:
    rows = [
        {
            "at": row.exchange_at,
            "price": write(row.price, "BTC"),
            "size": write(row.size, "contracts"),
            "side": None if row.aggressor is None else row.aggressor.value,
            "side_estimated": row.estimated,
        }
        for row in picture.tape.rows[:depth]
    ]
    return {"rows": rows}


def _positions(picture: ScreenSnapshot, write: _Writer, depth: int) -> dict[str, Any]:
    def row(one: PositionRow) -> dict[str, Any]:
        return {
            "symbol": one.symbol,
            "side": None if one.side is None else one.side.value,
            "size": write(one.size, "contracts"),
            "entry": write(one.entry, "BTC"),
            "mark": write(one.mark, "BTC", one.state),
            "pnl": write(one.pnl, "BTC", one.state),
            "liquidation": write(one.liquidation, "BTC"),
        }

    return {"whole": not picture.positions.since_connect, "rows": [row(one) for one in picture.positions.rows]}


def _balances(picture: ScreenSnapshot, write: _Writer, depth: int) -> dict[str, Any]:
    def row(asset: str, **amounts: Decimal | None) -> dict[str, Any]:
        return {"asset": asset, **{name: write(amount, asset) for name, amount in amounts.items()}}

    rows = [row(one.asset, total=one.total, **({} if one.outdated else _split(one))) for one in picture.balances.rows]
    return {"rows": rows}


def _split(row: Any) -> Mapping[str, Decimal | None]:
    """How the total is made up; history after something happened."""
    return {"available": row.available, "in_orders": row.in_orders, "in_margin": row.in_margin}


def _orders(picture: ScreenSnapshot, write: _Writer, depth: int) -> dict[str, Any]:
    def row(one: OrderRow) -> dict[str, Any]:
        return {
            "id": one.order_id,
            "symbol": one.symbol,
            "side": None if one.side is None else one.side.value,
            "type": one.order_type,
            "status": str(getattr(one.status, "value", one.status)),
            "price": write(one.price, "BTC"),
            "trigger": write(one.trigger, "BTC"),
            "size": write(one.size, "contracts"),
            "remaining": write(one.remaining, "contracts"),
        }

    return {"whole": not picture.orders.since_connect, "rows": [row(one) for one in picture.orders.rows]}


_FIGURES: Final[Mapping[str, Callable[[ScreenSnapshot, _Writer, int], dict[str, Any]]]] = {
    "book": _book,
    "quote": _quote,
    "ticker": _ticker,
    "trades": _trades,
    "positions": _positions,
    "balances": _balances,
    "orders": _orders,
}
