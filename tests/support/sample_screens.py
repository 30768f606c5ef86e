"""A board made by hand, with every kind of value on it, for drawing without a feed."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.events import OrderStatus, Trade
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import AggressorSide, DepthMode, Environment, OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.model.verification import DepthFormat, FormatKnown
from roxom_tui.state.decimal_math import NO_SIZE
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.reading.size_tiers import Counted
from roxom_tui.state.reading.trade_flow import Flow
from roxom_tui.state.views.account_views import (
    AccountSummary,
    BalanceChange,
    BalanceRow,
    BalancesView,
    OrderRow,
    OrdersView,
    PositionRow,
    PositionsView,
    StatedAmount,
)
from roxom_tui.state.views.connection_views import ConnectionView, LogLine, StreamRow
from roxom_tui.state.views.market_views import (
    BookRow,
    BookView,
    SymbolRow,
    SymbolsView,
    TapeRow,
    TapeView,
    TickerView,
    TradeStatistics,
)
from roxom_tui.state.views.overview_builder import holdings_of
from roxom_tui.state.views.overview_view import Leaning, OverviewRow, OverviewView, SessionFigures
from roxom_tui.state.views.pressure_view import PressureView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.tape_figures import FlowWindow, TapeFigures, TapeFlow, TradeRate
from roxom_tui.state.views.trade_statistics import FIELDS, statistics_of
from tests.support.sample_charts import candles_view

NOW = 1_000 * SECOND
WALL = 1_767_277_327 * SECOND + 810_000_000
"""2026-01-01 14:22:07.81 UTC."""

GOLD, US500, US100, OIL = Symbol("GOLD-BTC"), Symbol("US500-BTC"), Symbol("US100-BTC"), Symbol("OIL-BTC")
LIVE = Freshness(PanelState.LIVE, None, NOW - SECOND // 10, NOW + 3 * SECOND)


def book_rows(best: int, step: int, count: int, own: int | None = None) -> tuple[BookRow, ...]:
    """Rows from a best price in millionths of a BTC, one step apart, sizes that vary."""
    rows: list[BookRow] = []
    total = Decimal(0)
    for n in range(count):
        size = Decimal((n * 37 + 40) % 290 + 25) / 100 * (1 + n // 6)
        total += size
        price = Price(Decimal(best + step * n).scaleb(-6).quantize(Decimal("0.00000001")))
        mine = Size(Decimal("0.50")) if own == n else None
        rows.append(BookRow(price, Size(size), Size(total), mine))
    return tuple(rows)


def book_view(levels: int = 40) -> BookView:
    """Gold, four ticks wide."""
    return BookView(
        symbol=GOLD,
        freshness=LIVE,
        bids=book_rows(43123, -1, levels, own=2),
        asks=book_rows(43127, 1, levels, own=4),
        bid=Price("0.04312300"),
        bid_size=Size(Decimal("0.65")),
        ask=Price("0.04312700"),
        ask_size=Size(Decimal("0.65")),
        spread=Decimal("0.00000400"),
        spread_bp=Decimal("0.9275"),
        mid=Decimal("0.04312500"),
        quote_freshness=LIVE,
        group=None,
        step=Decimal("0.000001"),
        levels_held=2 * levels,
        tick=Decimal("0.000001"),
        pressure=pressure_view(),
    )


def pressure_view() -> PressureView:
    """Bids weigh more, and were added to; all ten seconds were watched."""
    return PressureView(
        spread_ticks=Decimal("4.0"),
        spread_bp=Decimal("0.9"),
        offset=Decimal("0.4"),
        is_in_ticks=True,
        share=Decimal("0.31"),
        bids=(3, 5, 8),
        asks=(5, 1, 2),
        flow=Decimal("1.8"),
    )


def flow(bought: str, sold: str, guessed: str = "0", prints: int = 12) -> Flow:
    """What was traded; of the bought part some may be guessed."""
    volumes = (Size(Decimal(bought)), Size(Decimal(sold)), Size(Decimal(guessed)), NO_SIZE, NO_SIZE)
    return Flow(volumes, (prints, prints, int(Decimal(guessed) > 0), 0, 0))


def tape_figures() -> TapeFigures:
    """Three tiers, and a quarter of an hour of trades less some minutes."""
    tiers = tuple(Size(Decimal(text)) for text in ("3.20", "3.80", "3.97"))
    counted = tuple(
        Counted(prints, Size(Decimal(text)))
        for prints, text in ((1204, "2410.50"), (143, "480.20"), (22, "86"), (3, "12"))
    )
    return TapeFigures(
        tiers,
        (counted,) * len(Join),
        TapeFlow(
            short=FlowWindow(MINUTE, MINUTE, flow("31.20", "28.10")),
            long=FlowWindow(5 * MINUTE, 5 * MINUTE, flow("139.45", "152.35", "12.10", 80)),
            rate=TradeRate(34, Decimal("1.8"), 11 * MINUTE),
            cvd=Size(Decimal("12.40")),
            since=WALL - 160 * MINUTE,
            after_gap=False,
        ),
    )


def tape_view(count: int = 60) -> TapeView:
    """Trades a few hundred milliseconds apart, both sides, one estimated."""
    rows = []
    at = WALL - SECOND
    for n in range(count):
        buy = (n * 7) % 5 < 3
        rows.append(
            TapeRow(
                at,
                Price(f"0.0431{20 + (n * 13) % 11:02d}00"),
                Size(Decimal((n * 53) % 400 + 1) / 100),
                AggressorSide.BUY if buy else AggressorSide.SELL,
                estimated=n == 3,
            )
        )
        at -= (n * 97 % 13 + 1) * SECOND // 9
    return TapeView(GOLD, LIVE, tuple(rows), count, WALL - 60 * SECOND, figures=tape_figures())


def statistics() -> TradeStatistics:
    """What came with the newest trade in gold, a moment ago."""
    sent = {
        "open24h": "0.04287100",
        "high24h": "0.04340000",
        "low24h": "0.04270500",
        "volume24h": "75111.08",
        "turnover24h": "3237.11900215",
        "volume": "1204.50",
        "totalVolume": "3004442.81",
    }
    figures = tuple((name, Decimal(value)) for name, value in sent.items())
    trade = Trade(GOLD, Price("0.04312700"), Size(Decimal("0.40")), AggressorSide.BUY, "t-1", WALL - SECOND, figures)
    return statistics_of(trade, LIVE, frozenset(FIELDS.values()))


def symbol_row(symbol: Symbol, about: str, last: str, change: str, direction: int, phase: int) -> SymbolRow:
    """One contract with a course that is whole."""
    base = Decimal(last)
    price_history = tuple(
        Price(base * (1 + Decimal((n * n * 7 + phase * n * 3) % 41 - 20) / 20000)) for n in range(192)
    )
    return SymbolRow(
        symbol,
        about,
        LIVE,
        Price(last),
        direction,
        Price(last),
        Price(last),
        Decimal(change),
        price_history,
        change_since=WALL - 9720 * SECOND,
        statistics=statistics() if symbol == GOLD else None,
    )


def symbols_view() -> SymbolsView:
    """The four contracts, gold selected."""
    rows = (
        symbol_row(US500, "S&P 500 · SPY", "0.00684210", "0.00123", 1, 1),
        symbol_row(US100, "Nasdaq 100 · 40 QQQ", "0.24418000", "-0.00041", -1, 5),
        symbol_row(GOLD, "Gold · 1 PAXG", "0.04312700", "0.0007", 1, 9),
        symbol_row(OIL, "Oil · 10 WTI", "0.00598320", "0", 0, 14),
    )
    return SymbolsView(rows, GOLD)


def ticker_view() -> TickerView:
    """Gold's figures."""
    return TickerView(
        symbol=GOLD,
        freshness=LIVE,
        last=Price("0.04312700"),
        last_direction=1,
        mark=Price("0.04312200"),
        index=Price("0.04311900"),
        basis_bp=Decimal("0.695"),
        spread=Decimal("0.000004"),
        spread_bp=Decimal("0.9275"),
        funding_rate=Decimal("0.00012"),
        funding_suspect=False,
        next_funding_at=WALL + 5873 * SECOND,
        open_interest=Size(Decimal("812.50")),
        open_interest_value=Btc(Decimal("35.03662500")),
        last_by=Channel.TRADE,
        statistics=statistics(),
    )


def position_row(symbol: Symbol, side: PositionSide, size: str, entry: str, mark: str, pnl: str) -> PositionRow:
    """A position at ten times leverage."""
    return PositionRow(
        position_id=f"position-{symbol}",
        symbol=symbol,
        side=side,
        size=Size(Decimal(size)),
        entry=Price(entry),
        mark=Price(mark),
        pnl=Btc(Decimal(pnl)),
        pnl_local=True,
        leverage=Decimal("10.0"),
        liquidation=Price((Decimal(entry) * Decimal("0.95")).quantize(Decimal("0.00000001"))),
        liquidation_distance=Decimal("0.0527"),
        margin_ratio=Decimal("0.49"),
        status="normal",
        adl_rank=2,
        state=PanelState.LIVE,
        funding=Btc(Decimal("-0.00000776")),
        pnl_share=Decimal("0.0284").copy_sign(Decimal(pnl)),
        from_entry_bp=Decimal("28.37"),
    )


def order_row(
    number: int, symbol: Symbol, side: OrderSide, price: str, executed: str, status: OrderStatus | str
) -> OrderRow:
    """An order of two contracts."""
    return OrderRow(
        order_id=f"order-{number}",
        symbol=symbol,
        side=side,
        order_type="limit",
        status=status,
        price=Price(price),
        trigger=None,
        size=Size(Decimal("2.00")),
        executed=Size(Decimal(executed)),
        remaining=Size(Decimal("2.00") - Decimal(executed)),
        distance=Decimal("0.0004") * number,
        at=WALL - number * 200 * SECOND,
        state=PanelState.LIVE,
    )


def connection_view(environment: Environment = Environment.DEMO) -> ConnectionView:
    """A healthy connection."""
    streams = tuple(
        StreamRow(Stream(channel, symbol), LIVE, acknowledged=True, messages=120 * (n + 1))
        for n, (channel, symbol) in enumerate(
            [(Channel.DEPTH, GOLD), (Channel.TRADE, GOLD)]
            + [(channel, s) for s in (US500, US100, GOLD, OIL) for channel in (Channel.LEVEL1, Channel.TICKER)]
            + [(Channel.ORDERS, None), (Channel.BALANCE, None), (Channel.POSITIONS, None)]
        )
    )
    return ConnectionView(
        environment=environment,
        profile=environment.value,
        host="127.0.0.1:43211",
        key_tail="…9f3a",
        phase=Phase.CONNECTED,
        state=PanelState.LIVE,
        reason=None,
        retry_at=None,
        connected_at=NOW - 600 * SECOND,
        connection_number=1,
        round_trip_ms=1.8,
        wire_p50_ms=0.4,
        wire_p99_ms=2.1,
        rate=118,
        messages=70_123,
        bytes_received=17_530_750,
        reconnects=0,
        resyncs=0,
        rejected=0,
        streams=streams,
        rejects=(),
        log=(LogLine(WALL - 600 * SECOND, LogEntry(LogKind.CONNECTED, "127.0.0.1:43211")),),
        proxy="none (loopback)",
        depth_format=DepthFormat(DepthMode.ABSOLUTE, FormatKnown.DETECTED),
        skew_ms=0.4,
    )


def overview_view(symbols: SymbolsView, positions: PositionsView) -> OverviewView:
    """All symbols of a list, what is held of them, and more of gold, whose book and trades are followed."""
    holdings = holdings_of(positions.rows)
    rows = tuple(
        OverviewRow(
            listed=row,
            ticker=LIVE,
            quotes=LIVE,
            mark=row.last,
            basis_bp=Decimal("0.695"),
            funding_rate=Decimal("0.00012"),
            funding_suspect=False,
            open_interest=Size(Decimal("812.50") * number),
            spread_bp=Decimal("0.9275"),
            leaning=Leaning(LIVE, Decimal("0.31"), is_estimate=False) if row.symbol == GOLD else None,
            session=SessionFigures(LIVE, Size(Decimal("1204.50")), at_least=False, a_minute=Decimal("34.2"))
            if row.symbol == GOLD
            else None,
            holding=holdings.get(row.symbol),
        )
        for number, row in enumerate(symbols.rows, 1)
    )
    return OverviewView(rows, symbols.selected, WALL + 5873 * SECOND, positions.freshness)


def with_overview(picture: ScreenSnapshot) -> ScreenSnapshot:
    """The same with all symbols side by side."""
    return replace(picture, overview=overview_view(picture.symbols, picture.positions))


def board(environment: Environment = Environment.DEMO) -> ScreenSnapshot:
    """Everything live."""
    change = BalanceChange("BTC", Btc(Decimal("-0.00012000")), Btc(Decimal("0.79988000")), "ordersettle", WALL)
    return ScreenSnapshot(
        revision=1,
        built_at=NOW,
        valid_until=NOW + 3 * SECOND,
        connection=connection_view(environment),
        symbols=symbols_view(),
        ticker=ticker_view(),
        book=book_view(),
        tape=tape_view(),
        chart=candles_view(GOLD, LIVE, WALL),
        positions=PositionsView(
            LIVE,
            (
                position_row(GOLD, PositionSide.LONG, "1.50", "0.04300000", "0.04312200", "0.00018300"),
                position_row(US500, PositionSide.SHORT, "12.00", "0.00683100", "0.00684210", "-0.00013320"),
            ),
            since_connect=False,
            checked_at=NOW - 23 * SECOND,
            summary=AccountSummary(
                StatedAmount(Btc(Decimal("0.00004980")), PanelState.LIVE),
                StatedAmount(Btc(Decimal("0.79992980")), PanelState.LIVE),
                StatedAmount(Btc(Decimal("0.04868000")), PanelState.LIVE),
            ),
        ),
        balances=BalancesView(
            LIVE,
            (
                BalanceRow(
                    "BTC",
                    Btc(Decimal("0.74120000")),
                    Btc(Decimal("0.01000000")),
                    Btc(Decimal("0.04868000")),
                    Btc(Decimal("0.79988000")),
                    last_reported=False,
                ),
            ),
            since_connect=False,
            checked_at=NOW - 23 * SECOND,
            last_change=change,
        ),
        orders=OrdersView(
            LIVE,
            (
                order_row(1, GOLD, OrderSide.BUY, "0.04312100", "0.50", OrderStatus.PARTIALLY_FILLED),
                order_row(2, GOLD, OrderSide.SELL, "0.04313100", "0.00", OrderStatus.SUBMITTED),
                order_row(3, US500, OrderSide.BUY, "0.00683000", "0.00", OrderStatus.WAITING_TRIGGER),
                order_row(4, OIL, OrderSide.SELL, "0.00601000", "0.00", "a word we do not know"),
            ),
            since_connect=False,
            checked_at=NOW - 23 * SECOND,
        ),
    )


def down(picture: ScreenSnapshot, why: str) -> ScreenSnapshot:
    """The same board after the connection was lost, as somebody said."""
    reason = Reason(Cause.CONNECTION_LOST, why, next_at=NOW + 2 * SECOND)
    lost = Freshness(PanelState.DOWN, reason, NOW - 4 * SECOND, NOW + 3 * SECOND, since=NOW - 2 * SECOND)
    connection = replace(
        picture.connection,
        phase=Phase.WAITING,
        state=PanelState.DOWN,
        reason=reason,
        retry_at=NOW + 2 * SECOND,
        connected_at=None,
        since=NOW - 2 * SECOND,
        last_end=reason,
    )
    traded = replace(statistics(), freshness=lost)
    rows = tuple(
        replace(row, freshness=lost, statistics=None if row.statistics is None else traded)
        for row in picture.symbols.rows
    )
    return replace(
        picture,
        connection=connection,
        symbols=replace(picture.symbols, rows=rows),
        ticker=replace(picture.ticker, freshness=lost, statistics=traded),
        book=replace(picture.book, freshness=lost, quote_freshness=lost),
        tape=replace(picture.tape, freshness=lost),
        chart=replace(picture.chart, freshness=lost),
        positions=replace(picture.positions, freshness=lost),
        balances=replace(picture.balances, freshness=lost),
        orders=replace(picture.orders, freshness=lost),
    )


def partly_refused(picture: ScreenSnapshot) -> ScreenSnapshot:
    """The same board where the exchange knows nothing of the last symbol."""
    refused = Freshness(
        PanelState.REJECTED,
        Reason(Cause.REFUSED, "invalid symbol", "60015"),
        None,
        NOW + 3 * SECOND,
        since=NOW - MINUTE,
    )
    *others, last = picture.symbols.rows
    last = replace(last, freshness=refused, last=None, bid=None, ask=None, change=None, direction=0, price_history=())
    return replace(picture, symbols=replace(picture.symbols, rows=(*others, last)))
