"""Freshness: every state, its reason and its end, with the time injected."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import Channel, Stream
from roxom_tui.model.status import PanelState
from roxom_tui.state.freshness import EXPIRY_NS, Clocks
from tests.state.words import DEPTH, LEVEL1, OIL, TICKER, TRADE, s

ORDERS = Stream(Channel.ORDERS)
MARKET = pytest.mark.parametrize("stream", [LEVEL1, DEPTH, TICKER], ids=str)
LONG = s(100)


@pytest.fixture
def clocks() -> Clocks:
    clocks = Clocks()
    clocks.connected()
    return clocks


def moved(clocks: Clocks, *moves: tuple[Stream, float]) -> None:
    for stream, at in moves:
        clocks.clock(stream).touch(s(at))


def state_of(clocks: Clocks, stream: Stream, now: float) -> PanelState:
    return clocks.of(stream, s(now)).state


def test_before_any_connection_everything_is_down() -> None:
    assert Clocks().of(LEVEL1, 0)[:2] == (PanelState.DOWN, "not connected yet")


def test_without_a_connection_everything_is_down_for_its_reason_and_keeps_the_age_of_its_data(clocks: Clocks) -> None:
    moved(clocks, (LEVEL1, 1), (ORDERS, 1))
    clocks.disconnected("closed by the exchange")
    for stream in (LEVEL1, ORDERS):
        assert clocks.of(stream, s(2))[:3] == (PanelState.DOWN, "closed by the exchange", s(1))


def test_after_a_reconnect_nothing_of_the_old_connection_counts(clocks: Clocks) -> None:
    moved(clocks, (LEVEL1, 1), (DEPTH, 1))
    clocks.clock(DEPTH).refusal = "60015 unknown"
    clocks.disconnected("gone")
    clocks.connected()
    assert clocks.of(LEVEL1, s(2))[:3] == (PanelState.WAITING, "not confirmed yet", s(1))
    assert state_of(clocks, DEPTH, 2) is PanelState.WAITING
    assert state_of(clocks, LEVEL1, 1000) is PanelState.WAITING


def test_a_refused_subscription_says_so(clocks: Clocks) -> None:
    clocks.clock(DEPTH).refusal = "60015 no such symbol"
    assert clocks.of(DEPTH, 0)[:2] == (PanelState.REJECTED, "60015 no such symbol")


def test_an_acknowledged_stream_waits_for_its_first_message(clocks: Clocks) -> None:
    clocks.clock(LEVEL1).acknowledged = True
    assert clocks.of(LEVEL1, 0)[:2] == (PanelState.WAITING, "nothing yet")


@MARKET
def test_data_makes_a_stream_live(clocks: Clocks, stream: Stream) -> None:
    moved(clocks, (stream, 1))
    assert state_of(clocks, stream, 1) is PanelState.LIVE


@MARKET
def test_silence_while_the_others_move_is_stale_after_five_seconds(clocks: Clocks, stream: Stream) -> None:
    moved(clocks, (stream, 1), (TRADE, 5.9))
    assert state_of(clocks, stream, 5.999) is PanelState.LIVE
    assert state_of(clocks, stream, 6) is PanelState.STALE
    assert "other channels" in clocks.of(stream, s(6)).reason


@MARKET
def test_a_stale_stream_stays_so_until_it_speaks(clocks: Clocks, stream: Stream) -> None:
    moved(clocks, (stream, 1), (TRADE, 2))
    assert {state_of(clocks, stream, t) for t in (6, 7.5, 10, 60)} == {PanelState.STALE}
    moved(clocks, (stream, 61))
    assert state_of(clocks, stream, 61) is PanelState.LIVE


@MARKET
def test_channels_that_spoke_at_one_moment_do_not_accuse_each_other(clocks: Clocks, stream: Stream) -> None:
    moved(clocks, (stream, 1), (TRADE, 1.01))
    assert state_of(clocks, stream, 10) is PanelState.LIVE
    assert state_of(clocks, stream, 11.01) is PanelState.STALE


@MARKET
def test_nothing_at_all_for_ten_seconds_is_stale(clocks: Clocks, stream: Stream) -> None:
    moved(clocks, (stream, 1))
    assert state_of(clocks, stream, 10.999) is PanelState.LIVE
    assert state_of(clocks, stream, 11) is PanelState.STALE


def test_another_symbol_says_nothing_about_this_one(clocks: Clocks) -> None:
    moved(clocks, (LEVEL1, 1), (Stream(Channel.LEVEL1, OIL), 8))
    assert state_of(clocks, LEVEL1, 9) is PanelState.LIVE


def test_the_tape_is_never_stale_on_its_own(clocks: Clocks) -> None:
    moved(clocks, (TRADE, 1), (LEVEL1, 500))
    assert state_of(clocks, TRADE, 509.9) is PanelState.LIVE
    assert state_of(clocks, TRADE, 510) is PanelState.STALE


def test_a_book_being_rebuilt_is_shown_as_such_unless_something_worse_holds(clocks: Clocks) -> None:
    moved(clocks, (DEPTH, 1), (LEVEL1, 4))
    assert clocks.of(DEPTH, s(2), rebuilding="crossed")[:2] == (PanelState.RESYNC, "crossed")
    assert clocks.of(DEPTH, s(6), rebuilding="crossed").state is PanelState.STALE


def test_account_channels_are_live_once_heard_and_never_stale_for_silence(clocks: Clocks) -> None:
    assert state_of(clocks, ORDERS, 0) is PanelState.WAITING
    clocks.clock(ORDERS).heard = True
    assert state_of(clocks, ORDERS, 10_000) is PanelState.LIVE


def test_an_account_list_being_asked_for_is_stale(clocks: Clocks) -> None:
    clocks.clock(ORDERS).heard = True
    clocks.clock(ORDERS).seeding = "asking for the orders"
    assert clocks.of(ORDERS, 0)[:2] == (PanelState.STALE, "asking for the orders")


@MARKET
@pytest.mark.parametrize("others_at", [0.5, 1.1, 2, 4])
def test_the_end_of_validity_is_the_moment_the_state_changes(clocks: Clocks, stream: Stream, others_at: float) -> None:
    moved(clocks, (stream, 1), (TRADE, others_at))
    end = clocks.of(stream, s(4), bound=LONG).valid_until
    assert clocks.of(stream, end - 1).state is PanelState.LIVE
    assert clocks.of(stream, end).state is PanelState.STALE


def test_no_view_is_valid_for_longer_than_the_bound(clocks: Clocks) -> None:
    moved(clocks, (LEVEL1, 1), (ORDERS, 1))
    assert clocks.of(LEVEL1, s(1)).valid_until == s(1) + EXPIRY_NS
    assert clocks.of(ORDERS, s(1), bound=s(2)).valid_until == s(3)
    assert clocks.of(LEVEL1, s(9.5)).valid_until == s(11), "the state changes before the bound"


def test_a_forgotten_stream_accuses_nobody(clocks: Clocks) -> None:
    moved(clocks, (LEVEL1, 1), (DEPTH, 4))
    clocks.forget(DEPTH)
    assert state_of(clocks, LEVEL1, 7) is PanelState.LIVE
    assert [clock.stream for clock in clocks.all()] == [LEVEL1]
