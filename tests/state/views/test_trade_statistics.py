"""What comes with trades: as old as its trade, never of another symbol or before a gap, and nothing summed up here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import Event, Trade
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase, Subscribed
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.market_views import SymbolRow, TradeStatistics
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from roxom_tui.state.views.trade_statistics import FIELDS, statistics_of
from tests.state.pictures import build
from tests.support.sample_screens import LIVE
from tests.support.spellings import GOLD, OIL, quote, s, ticker, trade

TRADES = Stream(Channel.TRADE, GOLD)
WHOLE: dict[str, Any] = {
    "open24h": "80",
    "high24h": "120",
    "low24h": "75",
    "volume24h": "1000",
    "turnover24h": "99000",
    "volume": "7",
    "totalVolume": "5000.5",
}


def told(price: str = "100", at: int = 5, **sent: Any) -> Trade:
    statistics = tuple((name, None if value is None else Decimal(value)) for name, value in sent.items())
    return replace(trade(price, "1", at=at), statistics=statistics)


def in_strip(picture: ScreenSnapshot) -> TradeStatistics:
    assert picture.ticker.statistics is not None
    return picture.ticker.statistics


def card(picture: ScreenSnapshot, symbol: str) -> SymbolRow:
    return next(row for row in picture.symbols.rows if row.symbol == symbol)


def test_every_figure_stands_under_the_name_it_was_sent_by(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(told(**WHOLE), s(2))
    shown = in_strip(build(builder, 2))
    assert shown.told == frozenset(FIELDS.values())
    assert shown.change_24h == Decimal("0.25")
    assert [shown.high_24h, shown.low_24h, shown.turnover_24h] == [120, 75, 99000]
    assert [shown.volume_24h, shown.volume, shown.total_volume] == [1000, 7, Decimal("5000.5")]
    assert card(build(builder, 2), GOLD).statistics == shown


def test_what_the_exchange_does_not_send_is_not_made_up(store: Store, builder: SnapshotBuilder) -> None:
    for number in range(50):
        store.apply(told(price=str(100 + number), at=5 + number, volume="7"), s(2))
    shown = in_strip(build(builder, 2))
    assert shown.told == {"volume"}
    assert (shown.change_24h, shown.high_24h, shown.low_24h, shown.volume_24h, shown.turnover_24h) == (None,) * 5


def test_the_newest_trade_alone_counts_and_what_it_does_not_tell_is_unknown(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(told(at=9, volume24h="1000", high24h="120"), s(2))
    assert in_strip(build(builder, 2)).volume_24h == 1000
    store.apply(told(price="101", at=8, volume24h="999"), s(2.1))
    assert in_strip(build(builder, 2.1)).volume_24h == 1000
    store.apply(told(price="102", at=10, high24h="121"), s(2.2))
    shown = in_strip(build(builder, 2.2))
    assert shown.volume_24h is None
    assert shown.high_24h == 121
    assert shown.told == {"volume_24h", "high_24h"}


def test_symbols_whose_trades_are_not_followed_have_none(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(told(**WHOLE), s(2))
    assert card(build(builder, 2), OIL).statistics is None
    store.release(TRADES, s(3))
    picture = build(builder, 3)
    assert picture.ticker.statistics is None
    assert card(picture, GOLD).statistics is None


def test_they_are_as_live_as_their_trades_and_after_a_reconnect_wait_for_the_next(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(told(**WHOLE), s(2))
    assert in_strip(build(builder, 2)).freshness.state is PanelState.LIVE
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(3))
    assert in_strip(build(builder, 3)).freshness.state is PanelState.DOWN
    store.connection_changed(Phase.CONNECTED, None, s(4))
    assert in_strip(build(builder, 4)).freshness.state is PanelState.WAITING
    store.apply(told(at=1, volume24h="2"), s(5))
    before = in_strip(build(builder, 5))
    assert before.freshness.state is PanelState.LIVE
    assert before.volume_24h == 1000
    assert before.outdated, "what is told again is of before"
    store.apply(told(at=8, volume24h="3"), s(5))
    shown = in_strip(build(builder, 5.1))
    assert shown.freshness.state is PanelState.LIVE
    assert shown.volume_24h == 3
    assert not shown.outdated


def test_after_a_suspicious_silence_they_are_outdated_until_the_next_trade(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.subscription(TRADES, Subscribed((TRADES,)), 0)
    store.apply(told(**WHOLE), s(5))
    store.apply(quote(at=5), s(5))
    store.overdue(s(9))
    assert not in_strip(build(builder, 9)).outdated
    store.overdue(s(16))
    store.apply(quote(at=17), s(17))
    shown = in_strip(build(builder, 17))
    assert shown.freshness.state is PanelState.LIVE
    assert shown.outdated
    assert shown.volume == 7
    store.apply(told(at=18, **WHOLE), s(18))
    assert not in_strip(build(builder, 18)).outdated


def test_a_picture_that_would_say_the_same_is_the_same(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(told(**WHOLE), s(2))
    assert in_strip(build(builder, 2)) is in_strip(build(builder, 2.1))
    assert build(builder, 2.1).ticker is build(builder, 2.2).ticker


@pytest.mark.parametrize(
    ("turnover", "doubtful"), [("99000", False), ("0", True), ("75000", False), ("9900000000000", True), ("990", True)]
)
def test_a_turnover_that_cannot_be_one_in_btc_is_doubted(turnover: str, doubtful: bool) -> None:
    shown = statistics_of(told(**{**WHOLE, "turnover24h": turnover}), LIVE, frozenset())
    assert shown.is_turnover_doubtful is doubtful


def test_without_volume_or_prices_a_turnover_is_not_doubted_and_nothing_traded_turns_over_nothing() -> None:
    for missing in ("volume24h", "low24h", "high24h"):
        shown = statistics_of(told(**{**WHOLE, "turnover24h": "1", missing: None}), LIVE, frozenset())
        assert not shown.is_turnover_doubtful
    nothing = statistics_of(told(**{**WHOLE, "turnover24h": "0", "volume24h": "0"}), LIVE, frozenset())
    assert not nothing.is_turnover_doubtful


def test_absurd_figures_end_nothing() -> None:
    most, least = "9" * 18 + "." + "9" * 18, "0." + "0" * 17 + "1"
    huge = statistics_of(told(price="1", **everywhere(most)), LIVE, frozenset())
    assert huge.volume_24h == Decimal(most)
    tiny = statistics_of(replace_price(told(**everywhere(least)), most), LIVE, frozenset())
    assert tiny.change_24h is not None
    assert tiny.change_24h > 10**30


def everywhere(value: str) -> dict[str, Any]:
    """All statistics alike."""
    return dict.fromkeys(WHOLE, value)


def replace_price(one: Trade, price: str) -> Trade:
    return replace(one, price=type(one.price)(price))


def test_the_last_price_is_the_newest_of_both_streams_and_says_which_told_it(
    store: Store, builder: SnapshotBuilder
) -> None:
    course: list[tuple[Event, str, Channel]] = [
        (told(price="103", at=7), "103", Channel.TRADE),
        (ticker(last="104", at=8), "104", Channel.TICKER),
        (told(price="105", at=7), "104", Channel.TICKER),
        (told(price="106", at=9), "106", Channel.TRADE),
    ]
    for number, (event, price, by) in enumerate(course):
        store.apply(event, s(2 + number / 10))
        shown = build(builder, 2 + number / 10).ticker
        assert (str(shown.last), shown.last_by) == (price, by)


def test_the_change_is_counted_from_one_time_whatever_happens_to_the_connection(
    store: Store, builder: SnapshotBuilder
) -> None:
    before = card(build(builder, 2), GOLD)
    assert before.change_since is not None
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(3))
    store.connection_changed(Phase.CONNECTED, None, s(4))
    store.apply(told(price="110", at=9), s(5))
    after = card(build(builder, 5), GOLD)
    assert after.change_since == before.change_since
    assert after.change != before.change
