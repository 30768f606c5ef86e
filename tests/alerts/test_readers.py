"""A figure is read as the screen draws it, and is as good as what it is made of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.alerts.engine import Soundness
from roxom_tui.alerts.readers import streams_of
from roxom_tui.alerts.rule import FIGURES, Figure, Takes
from roxom_tui.model.channels import ORDERS, POSITIONS
from roxom_tui.model.money import Btc, Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import CannotJudge
from tests.alerts.stores import live_store, read, reader, rule, with_lists
from tests.support.spellings import DEPTH, LEVEL1, TICKER, TRADE, delta, position, quote, s, ticker


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("GOLD-BTC last > 1", "100.5"),
        ("GOLD-BTC mark > 1", "100.6"),
        ("GOLD-BTC bid > 1", "100"),
        ("GOLD-BTC ask > 1", "101"),
        ("GOLD-BTC mid > 1", "100.5"),
        ("GOLD-BTC funding > 1 %", "0.01"),
        ("GOLD-BTC size@99 > 1", "2"),
        ("GOLD-BTC size@100.5 > 1", "0"),
        ("GOLD-BTC state(book) is live", "1"),
        ("GOLD-BTC state(book) is not live", "0"),
        ("GOLD-BTC state(trades) is waiting", "1"),
        ("GOLD-BTC age(quote) > 1s", "0"),
    ],
)
def test_a_figure_is_what_the_screen_draws(text: str, value: str) -> None:
    sample = read(text, live_store())
    assert (sample.soundness, sample.value) == (Soundness.SOUND, Decimal(value))


@pytest.mark.parametrize("text", ["GOLD-BTC index > 1", "GOLD-BTC oi > 1", "GOLD-BTC size@50 > 1", "OIL-BTC last > 1"])
def test_what_is_not_told_cannot_be_judged(text: str) -> None:
    sample = read(text, live_store())
    assert sample.soundness is Soundness.UNSOUND
    assert sample.why is not None


@pytest.mark.parametrize(
    "text", ["GOLD-BTC last > 1", "GOLD-BTC bid > 1", "GOLD-BTC size@99 > 1", "GOLD-BTC pnl > 1 btc"]
)
def test_without_a_connection_nothing_can_be_judged_and_the_reason_is_told(text: str) -> None:
    store = with_lists(live_store(), position())
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(1))
    sample = read(text, store, s(1))
    assert sample.soundness is Soundness.UNSOUND
    assert sample.why is not None
    assert sample.why.reason is not None
    assert sample.why.reason.cause is Cause.CONNECTION_LOST


def test_a_crossed_quote_cannot_be_judged() -> None:
    store = live_store()
    store.apply(quote("102 1", "101 1", at=1), s(1))
    assert read("GOLD-BTC mid > 1", store, s(2)).soundness is Soundness.UNSOUND


def test_a_symbol_that_is_not_followed_cannot_be_judged() -> None:
    made = reader("US500-BTC last > 1", live_store())
    assert made.streams == ()
    assert made.read(0).soundness is Soundness.UNSOUND


def test_the_state_of_a_stream_can_always_be_judged() -> None:
    store = live_store()
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(1))
    sample = read("GOLD-BTC state(book) is not live", store, s(1))
    assert (sample.soundness, sample.value) == (Soundness.SOUND, Decimal(1))


def test_a_move_needs_its_window_and_begins_anew_after_a_gap() -> None:
    store = live_store("100")
    move = reader("GOLD-BTC move(2s) > 1 %", store).read
    sample = move(0)
    assert sample.soundness is Soundness.FILLING
    assert sample.why is not None
    assert (sample.why.filled, sample.why.of) == (0, s(2))
    store.apply(ticker("101", at=2.1), s(2.1))
    assert move(s(2.1)).value == 1
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(3))
    assert move(s(3)).soundness is Soundness.UNSOUND


def test_profit_distance_and_margin_are_those_of_the_positions() -> None:
    held = replace(
        position(quantity="2", entry="100"),
        liquidation_price=Price("90.54"),
        margin=Btc(Decimal(20)),
        maintenance_margin=Btc(Decimal(10)),
    )
    store = with_lists(live_store(), held)
    assert read("GOLD-BTC pnl > 0 btc", store).value == Decimal("1.2")
    assert read("GOLD-BTC liq_distance < 1 %", store).value == Decimal("10")
    margin = read("GOLD-BTC margin_ratio < 1 %", store).value
    assert margin is not None
    assert round(margin, 2) == Decimal("47.17")


def test_imbalance_is_that_of_ten_levels_and_none_where_it_is_an_estimate() -> None:
    assert read("GOLD-BTC imbalance > 0", live_store()).value == Decimal(-2) / 14
    store = live_store()
    store.apply(delta(bids=("90 5",), at=1), s(1))
    assert read("GOLD-BTC imbalance > 0", store, s(1)).soundness is Soundness.UNSOUND


def test_the_flow_of_orders_needs_its_ten_seconds() -> None:
    store = live_store()
    sample = read("GOLD-BTC ofi > 0", store, s(1))
    assert (sample.soundness, sample.why) == (Soundness.FILLING, CannotJudge(filled=s(1), of=s(10)))
    for at in (3, 6, 9):
        store.apply(quote(f"100 {at}", "101 1", at=at), s(at))
    sample = read("GOLD-BTC ofi > 0", store, s(10))
    assert sample.soundness is Soundness.SOUND
    assert sample.value is not None
    assert sample.value > 0


def test_without_a_position_there_is_nothing_to_judge_and_without_the_list_it_cannot_be() -> None:
    assert read("GOLD-BTC pnl > 0 btc", with_lists(live_store())).soundness is Soundness.ABSENT
    assert read("GOLD-BTC pnl > 0 btc", live_store()).soundness is Soundness.UNSOUND


def test_a_profit_is_as_good_as_the_ticker() -> None:
    store = with_lists(live_store(), position(entry="100"))
    store.void(TICKER, Reason(Cause.SILENT))
    assert read("GOLD-BTC pnl > 0 btc", store, s(11)).soundness is Soundness.UNSOUND


@pytest.mark.parametrize(
    ("text", "streams"),
    [
        ("GOLD-BTC last > 1", (TICKER,)),
        ("GOLD-BTC bid > 1", (LEVEL1,)),
        ("GOLD-BTC size@1 > 1", (DEPTH,)),
        ("GOLD-BTC pnl > 1 btc", (TICKER, POSITIONS)),
        ("order is filled", (ORDERS,)),
        ("GOLD-BTC state(trades) is live", (TRADE,)),
        ("state(account) is live", (POSITIONS,)),
    ],
)
def test_a_rule_brings_the_streams_it_reads(text: str, streams: tuple[object, ...]) -> None:
    assert streams_of(rule(text)) == streams


def test_last_is_also_told_by_trades_where_they_are_followed() -> None:
    assert reader("GOLD-BTC last > 1", live_store()).heard == (TRADE,)


def test_every_figure_of_the_table_is_read() -> None:
    argument = {
        Takes.NOTHING: "",
        Takes.TIME: "(5m)",
        Takes.PRICE: "@1",
        Takes.CHANNEL: "(book)",
        Takes.SIDE: "(buy)",
    }
    right = {Figure.ORDER: "is any", Figure.STATE: "is live", Figure.AGE: "> 5s", Figure.PNL: "> 5 sats"}
    for figure, traits in FIGURES.items():
        percent = right.get(figure, "> 5 %" if traits.measure.value == "a percentage" else "> 5")
        made = reader(f"GOLD-BTC {figure.value}{argument[traits.takes]} {percent}", live_store())
        assert made.streams
        made.read(0)
