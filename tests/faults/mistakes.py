"""A true picture of an ordinary market, and every single mistake that could be made in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import AggressorSide, Environment, OrderSide, PositionSide
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import NO_SIZE
from roxom_tui.state.reading.size_tiers import Counted
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.tape_figures import FlowWindow
from tests.faults.bench import Bench, Setting

Tamper = Callable[[ScreenSnapshot], ScreenSnapshot]


CENT = Decimal("0.01")
SAT = Decimal("0.00000001")


class Scene(NamedTuple):
    bench: Bench
    board: ScreenSnapshot


@cache
def scene() -> Scene:
    """A quarter of a minute of ordinary life, with a position, orders, trades and a change of the balance on screen."""
    bench = Bench(Setting(seed=3))

    async def story(bench: Bench) -> None:
        await asyncio.sleep(15)
        bench.mailbox.ask()
        for _ in range(3):
            await asyncio.sleep(0)
        bench.paint()

    bench.play(story)
    assert bench.board is not None
    return Scene(bench, bench.board)


def in_view(part: str, **changes: Callable[[Any], Any]) -> Tamper:
    """Another value in one part of the board."""

    def tamper(board: ScreenSnapshot) -> ScreenSnapshot:
        view = getattr(board, part)
        return _with(board, part, _changed(view, changes))

    return tamper


def in_statistics(**changes: Callable[[Any], Any]) -> Tamper:
    """Another value among what came with the newest trade, in the strip."""
    return in_view("ticker", statistics=lambda told: _changed(told, changes))


def in_figures(**changes: Callable[[Any], Any]) -> Tamper:
    """Another value among what the trades add up to."""
    return in_view("tape", figures=lambda told: _changed(told, changes))


def in_flow(**changes: Callable[[Any], Any]) -> Tamper:
    """Another value in the head of the trades."""
    return in_figures(flow=lambda flow: _changed(flow, changes))


def _more_bought(window: FlowWindow, by: Decimal) -> FlowWindow:
    bought, *others = window.flow.volumes
    return replace(window, flow=replace(window.flow, volumes=(Size(bought + by), *others)))


def in_row(part: str, rows: str = "rows", index: int = 0, **changes: Callable[[Any], Any]) -> Tamper:
    """Another value in one row."""

    def tamper(board: ScreenSnapshot) -> ScreenSnapshot:
        view = getattr(board, part)
        kept = list(getattr(view, rows))
        kept[index] = _changed(kept[index], changes)
        return _with(board, part, replace(view, **{rows: tuple(kept)}))

    return tamper


def in_reading(side: str, index: int, **changes: Callable[[Any], Any]) -> Tamper:
    """Another figure in a derived column of one row of the book."""
    return in_row("book", side, index, reading=lambda told: _changed(told, changes))


def in_pressure(**changes: Callable[[Any], Any]) -> Tamper:
    """Another value in the pressure lines of the book."""
    return in_view("book", pressure=lambda told: _changed(told, changes))


def without_row(part: str, rows: str = "rows", index: int = 0) -> Tamper:
    """One row less."""

    def tamper(board: ScreenSnapshot) -> ScreenSnapshot:
        view = getattr(board, part)
        kept = list(getattr(view, rows))
        del kept[index]
        return _with(board, part, replace(view, **{rows: tuple(kept)}))

    return tamper


def twice(part: str, index: int = 0) -> Tamper:
    """A row shown twice."""

    def tamper(board: ScreenSnapshot) -> ScreenSnapshot:
        view = getattr(board, part)
        return _with(board, part, replace(view, rows=(replace(view.rows[index]), *view.rows)))

    return tamper


def _with(board: ScreenSnapshot, part: str, view: Any) -> ScreenSnapshot:
    changes: dict[str, Any] = {part: view}
    return replace(board, **changes)


def _changed(value: Any, changes: dict[str, Callable[[Any], Any]]) -> Any:
    return replace(value, **{name: change(getattr(value, name)) for name, change in changes.items()})


def more(by: Decimal) -> Callable[[Any], Any]:
    return lambda value: type(value)(value + by)


def to(value: Any) -> Callable[[Any], Any]:
    return lambda _: value


def stop_of(board: ScreenSnapshot) -> int:
    """Which of the orders is the stop."""
    return next(index for index, row in enumerate(board.orders.rows) if row.trigger is not None)


WRONG: dict[str, Tamper] = {
    "a bid's size": in_row("book", "bids", 4, size=more(CENT)),
    "an ask's size": in_row("book", "asks", 0, size=more(CENT)),
    "a running total": in_row("book", "asks", 6, total=more(CENT)),
    "a bid's price": in_row("book", "bids", 2, price=more(SAT)),
    "a level left out": without_row("book", "bids", 3),
    "our size in the book": in_row("book", "bids", 1, mine=to(Decimal("123.45"))),
    "the best bid": in_view("book", bid=more(-100 * SAT * 100)),
    "the best ask's size": in_view("book", ask_size=more(100 * CENT * 100)),
    "the spread": in_view("book", spread=more(SAT)),
    "the mid": in_view("book", mid=more(SAT)),
    "the spread in basis points": in_view("book", spread_bp=more(CENT)),
    "a running cost": in_reading("bids", 3, cost=more(SAT * 1000)),
    "what was sold at a price": in_reading("bids", 0, sold=more(CENT)),
    "what was bought at a price": in_reading("asks", 0, bought=more(CENT)),
    "what changed at a price": in_reading("bids", 2, change=more(CENT)),
    "the imbalance": in_pressure(share=more(CENT * 3)),
    "the order flow": in_pressure(flow=more(Decimal(40))),
    "the weighted mid": in_pressure(offset=more(Decimal(9))),
    "the spread in ticks": in_pressure(spread_ticks=more(Decimal(60))),
    "the overview's mark": in_row("overview", mark=more(SAT * 5000)),
    "the overview's spread": in_row("overview", spread_bp=more(CENT)),
    "the overview's imbalance": in_row("overview", leaning=lambda told: replace(told, share=told.share + CENT * 3)),
    "the strip's spread": in_view("ticker", spread_bp=more(Decimal(1))),
    "an arrow": in_view("ticker", last_direction=lambda direction: -direction),
    "a session's change": in_row("symbols", change=more(CENT)),
    "a sample of the course": in_row(
        "symbols", price_history=lambda price_history: (*price_history[:-2], Price("0.04"), price_history[-1])
    ),
    "the badge": in_view("connection", environment=to(Environment.PRODUCTION)),
    "the profile": in_view("connection", profile=to("another")),
    "the last price": in_view("ticker", last=more(SAT)),
    "the mark": in_view("ticker", mark=more(SAT * 5000)),
    "the index": in_view("ticker", index=more(SAT * 5000)),
    "the basis": in_view("ticker", basis_bp=more(CENT)),
    "the funding rate": in_view("ticker", funding_rate=more(SAT * 500)),
    "the next funding": in_view("ticker", next_funding_at=lambda at: at + SECOND),
    "the open interest": in_view("ticker", open_interest=more(Decimal(9999))),
    "its value": in_view("ticker", open_interest_value=more(Decimal(9))),
    "a day's change": in_statistics(change_24h=more(CENT)),
    "a day's high": in_statistics(high_24h=more(SAT)),
    "a day's low": in_statistics(low_24h=more(SAT)),
    "a day's volume": in_statistics(volume_24h=more(CENT)),
    "a day's turnover": in_statistics(turnover_24h=more(SAT)),
    "a volume": in_statistics(volume=more(CENT)),
    "a total volume": in_statistics(total_volume=more(CENT)),
    "the age of what came with a trade": in_statistics(
        trade=lambda trade: replace(trade, exchange_at=trade.exchange_at - 9 * SECOND)
    ),
    "a day's change in the list": in_row("symbols", statistics=lambda told: replace(told, change_24h=CENT)),
    "a day's volume in the list": in_row("symbols", statistics=lambda told: replace(told, volume_24h=CENT)),
    "a trade's price": in_row("tape", price=more(SAT)),
    "a trade's size": in_row("tape", index=2, size=more(CENT)),
    "a trade's time": in_row("tape", exchange_at=lambda at: at + 1),
    "a trade's aggressor": in_row(
        "tape", aggressor=lambda side: AggressorSide.SELL if side is AggressorSide.BUY else AggressorSide.BUY
    ),
    "a trade told twice": twice("tape"),
    "what was bought": in_flow(long=lambda window: _more_bought(window, Decimal(5000))),
    "a delta": in_flow(short=lambda window: _more_bought(window, Decimal(5000))),
    "CVD": in_flow(cvd=more(CENT * 7)),
    "since when CVD counts": in_flow(since=lambda at: at - 3 * MINUTE, cvd=more(Decimal(12345))),
    "the rate of trades": in_flow(rate=lambda rate: replace(rate, prints=9999)),
    "how many prints there were": in_figures(counted=lambda counted: ((Counted(1, NO_SIZE),), *counted[1:])),
    "a price in the list": in_row("symbols", index=1, last=more(SAT)),
    "a bid in the list": in_row("symbols", index=1, bid=more(-SAT * 1000)),
    "an ask in the list": in_row("symbols", index=0, ask=more(SAT * 10000)),
    "a position's side": in_row(
        "positions", side=lambda side: PositionSide.SHORT if side is PositionSide.LONG else PositionSide.LONG
    ),
    "a position's size": in_row("positions", size=more(CENT)),
    "a position's entry": in_row("positions", entry=more(SAT)),
    "a position's mark": in_row("positions", mark=more(SAT * 5000)),
    "a profit": in_row("positions", pnl=more(SAT * 5000)),
    "a liquidation price": in_row("positions", liquidation=more(SAT)),
    "a distance to liquidation": in_row("positions", liquidation_distance=more(CENT)),
    "a margin ratio": in_row("positions", margin_ratio=more(CENT)),
    "a profit in per cent": in_row("positions", pnl_share=more(CENT)),
    "what funding will be": in_row("positions", funding=more(SAT * 5000)),
    "the way from the entry": in_row("positions", from_entry_bp=more(Decimal(3))),
    "a leverage": in_row("positions", leverage=more(Decimal(1))),
    "a position left out": without_row("positions"),
    "a position that is not there": in_row("positions", position_id=to("invented")),
    "the balance": in_row("balances", total=more(SAT)),
    "what is available": in_row("balances", available=more(SAT), outdated=to(False)),
    "what orders bind": in_row("balances", in_orders=more(SAT), outdated=to(False)),
    "what positions bind": in_row("balances", in_margin=more(SAT), outdated=to(False)),
    "the last change": in_view("balances", last_change=lambda change: replace(change, amount=change.amount + SAT)),
    "an order's status": in_row("orders", status=to(OrderStatus.PENDING_SUBMIT)),
    "an order's side": in_row(
        "orders", side=lambda side: OrderSide.SELL if side is OrderSide.BUY else OrderSide.BUY, distance=to(None)
    ),
    "an order's size": in_row("orders", size=more(CENT)),
    "an order's fill": in_row("orders", executed=more(CENT)),
    "an order's remainder": in_row("orders", remaining=more(CENT)),
    "an order's distance": in_row("orders", distance=more(CENT)),
    "an order's symbol": in_row("orders", symbol=to("US100-BTC"), distance=to(None)),
    "a stop's trigger": lambda board: in_row("orders", index=stop_of(board), trigger=more(SAT))(board),
    "an order left out": without_row("orders"),
    "an order that is not there": in_row("orders", order_id=to("invented")),
}
