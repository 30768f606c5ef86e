"""The list of symbols: which there are, how good a row is, and its course."""

from __future__ import annotations

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import CalendarsSeed, DailyHours
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Subscribed
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import LINK, build
from tests.support.spellings import (
    GOLD,
    OIL,
    SPX,
    WALL,
    WISH,
    position,
    quote,
    s,
    size,
    ticker,
)


def test_since_when_a_change_counts_does_not_wander_with_what_is_known_of_the_clocks(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(ticker("100"), s(1))
    first, second, other = (
        builder.build(s(now), WALL + s(now) + off, WISH, LINK).symbols.rows[0].change_since
        for now, off in ((1, 0), (3, 40_000), (5, s(2)))
    )
    assert first is not None
    assert other is not None
    assert second == first
    assert other == first + s(2), "a clock that was wrong is another matter"


def test_contracts_that_come_and_go_with_positions_leave_nothing_behind(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    symbols = builder._symbols
    for number in range(300):
        symbol = Symbol(f"X{number}-BTC")
        streams = [Stream(channel, symbol) for channel in (Channel.TICKER, Channel.LEVEL1, Channel.TRADE)]
        store.apply(position(str(number), symbol=symbol), s(1))
        store.subscription(streams[0], Subscribed(tuple(streams)), s(1))
        store.subscription(streams[2], Subscribed(tuple(streams)), s(1))
        assert symbol in {row.symbol for row in build(builder).symbols.rows}
        store.apply(replace(position(str(number), symbol=symbol), status="closed", size=size("0")), s(1))
        for stream in streams:
            store.release(stream, s(1))
        build(builder)
    assert set(symbols._streams) == set(symbols._settled._held) == {GOLD, OIL}
    assert set(symbols._statistics._built) == set(symbols._statistics._settled._held) == {GOLD}
    assert set(store.clocks._families) == {None, GOLD}


def test_a_position_elsewhere_adds_its_contract_to_the_list(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position(symbol=SPX), s(1))
    rows = build(builder).symbols.rows
    assert [(row.symbol, row.description) for row in rows[:1]] == [(GOLD, "Gold · 1 PAXG")]
    assert [row.symbol for row in rows] == [GOLD, OIL, SPX]


def test_a_line_of_the_list_is_as_good_as_the_worse_of_quote_and_ticker(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(ticker(mark="100", at=5), s(5))
    assert build(builder, 6).symbols.rows[0].freshness.state is PanelState.STALE
    store.apply(quote(at=6), s(6))
    assert build(builder, 6).symbols.rows[0].freshness.state is PanelState.LIVE
    store.apply(quote(at=10), s(10))
    assert build(builder, 10).symbols.rows[0].freshness.state is PanelState.STALE


def test_the_trail_leaves_out_what_came_late(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    store.clocks.behind = Reason(Cause.LATE, seconds=12)
    build(builder, 1)
    store.apply(ticker("200", at=4), s(4))
    assert build(builder, 5.1).symbols.rows[0].price_history == (None, Price("200"))


def test_the_trail_goes_on_without_events(builder: SnapshotBuilder) -> None:
    assert build(builder).symbols.rows[0].price_history == (Price("100.5"),)
    assert build(builder, 4.9).symbols.rows[0].price_history == (Price("100.5"),)
    assert build(builder, 5.1).symbols.rows[0].price_history == (Price("100.5"),) * 2


def test_by_the_calendar_a_row_says_that_its_underlying_is_closed_and_without_one_it_says_nothing(
    store: Store, builder: SnapshotBuilder
) -> None:
    def closed(now: float) -> list[bool]:
        return [row.is_underlying_closed for row in build(builder, now).symbols.rows]

    assert not any(closed(1))
    hours = DailyHours("America/New_York", 570, 960, False, False, frozenset())
    store.calendars[GOLD] = CalendarsSeed(GOLD, (hours,))
    assert closed(2) == [True, False], "midnight UTC is the evening in New York"
    assert closed(14.5 * 3600) == [False, False]
    assert closed(21 * 3600) == [True, False]
