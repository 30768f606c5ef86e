"""What is traded in a time, against its mean too, and prints that are large."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.alerts.engine import Sample, Soundness
from roxom_tui.alerts.tape_readers import PrintRun
from roxom_tui.alerts.watch import AlertWatch
from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.state.market.trade_tape import Tape
from roxom_tui.state.store import Store
from roxom_tui.state.views.alert_views import AlertWhat
from tests.alerts.stores import live_store, reader
from tests.support.spellings import GOLD, TICKER, TRADE, WALL, quote, s, snapshot, ticker, trade


def traded(minutes: int, last: str = "1") -> Store:
    """A contract a second for so many minutes, and in the last minute so much each second."""
    store = live_store()
    for second in range(minutes * 60):
        size = last if second >= (minutes - 1) * 60 else "1"
        store.apply(print_of(size, second), s(second))
    at = minutes * 60
    for event in (quote(at=at), ticker("100", "100", at=at), snapshot(bids=("100 1",), asks=("101 1",), at=at)):
        store.apply(event, s(at))
    return store


def print_of(size: str, at: float) -> Trade:
    return replace(trade("100", size, at=at, trade_id=str(at)), aggressor=AggressorSide.BUY)


def read(text: str, store: Store, at: float) -> Sample:
    return reader(text, store).read(s(at))


def test_what_was_traded_in_a_time_needs_that_time() -> None:
    store = traded(2)
    assert read("GOLD-BTC volume(5m) > 1", store, 120).soundness is Soundness.FILLING
    assert read("GOLD-BTC volume(1m) > 1", store, 120).value == pytest.approx(Decimal(60), abs=1)


def test_against_its_mean_it_needs_sixteen_minutes() -> None:
    early = read("GOLD-BTC volume(1m) > 3x", traded(15), 15 * 60)
    assert early.soundness is Soundness.FILLING
    assert early.why is not None
    assert early.why.of == s(16 * 60)
    late = read("GOLD-BTC volume(1m) > 3x", traded(17, last="8"), 17 * 60)
    assert late.soundness is Soundness.SOUND
    assert late.value is not None
    assert 5 < late.value < 6


def test_a_gap_begins_it_anew() -> None:
    store = traded(3)
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(180))
    assert read("GOLD-BTC volume(1m) > 1", store, 180).soundness is Soundness.UNSOUND


def test_while_trades_may_be_missing_after_a_silence_it_is_not_judged() -> None:
    store = traded(3)
    store.markets.market(GOLD).doubt_trades()
    assert read("GOLD-BTC volume(1m) > 1", store, 180).soundness is Soundness.FILLING


def test_a_large_print_is_told_with_its_size_and_once() -> None:
    store = live_store()
    watch = AlertWatch(store, ("GOLD-BTC print(buy) >= 10", "GOLD-BTC print(sell) > 10"), WALL)
    for at, size in ((1.0, "6"), (1.01, "4"), (1.02, "3"), (9.0, "2")):
        store.apply(print_of(size, at), s(at))
        watch.note(TRADE, print_of(size, at), s(at))
    (news,) = watch.delivery.take_happenings()
    assert (news.what, news.value) == (AlertWhat.FIRED, Decimal(10))
    watch.note(TICKER, None, s(10))
    assert watch.delivery.take_happenings() == ()


def sizes(*prints: tuple[float, str, AggressorSide]) -> list[Decimal | None]:
    """What is told after each print of at least 10, bought."""
    tape, run = Tape(), PrintRun(AggressorSide.BUY, lambda size: size >= 10)
    found = []
    for number, (at, size, side) in enumerate(prints):
        tape.apply(replace(trade("100", size, at=at, trade_id=str(number)), aggressor=side), s(at))
        found.append(run.take(tape))
        assert run.take(tape) is None
    return found


BUY, SELL = AggressorSide


def test_prints_of_one_taker_count_together_and_are_told_once() -> None:
    told = sizes((1, "4", BUY), (1.01, "4", BUY), (1.02, "4", BUY), (1.03, "4", BUY), (5, "11", BUY))
    assert told == [None, None, 12, None, 11]


def test_the_other_side_or_a_later_moment_is_another_taker() -> None:
    assert sizes((1, "6", BUY), (1.01, "1", SELL), (1.02, "6", BUY)) == [None] * 3
    assert sizes((1, "6", BUY), (1.2, "6", BUY)) == [None] * 2
    assert sizes((1, "20", SELL)) == [None]
