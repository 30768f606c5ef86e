"""How far the account may be believed, and a tape: as far as what speaks beside them."""

from __future__ import annotations

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.status import PanelState
from roxom_tui.state.freshness import StreamClocks
from tests.state.clocks import moved, state_of
from tests.support.spellings import DEPTH, LEVEL1, OIL, TRADE, s

ORDERS = Stream(Channel.ORDERS)
LONG = s(100)


def test_account_channels_are_live_once_heard_and_never_stale_for_silence(clocks: StreamClocks) -> None:
    assert state_of(clocks, ORDERS, 0) is PanelState.WAITING
    clocks.clock(ORDERS).heard = True
    assert state_of(clocks, ORDERS, 10_000) is PanelState.LIVE


def test_account_channels_follow_the_connection_when_it_is_silent_altogether(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (Stream(Channel.LEVEL1, OIL), 3))
    clocks.clock(ORDERS).heard = True
    assert state_of(clocks, ORDERS, 12.9) is PanelState.LIVE
    assert clocks.of(ORDERS, s(13))[:2] == (PanelState.STALE, "no data on any stream")
    moved(clocks, (LEVEL1, 14))
    assert state_of(clocks, ORDERS, 14) is PanelState.LIVE


def test_the_account_is_believed_only_until_the_connection_would_be_silent(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (Stream(Channel.LEVEL1, OIL), 3))
    clocks.clock(ORDERS).heard = True
    assert clocks.of(ORDERS, s(4), bound=LONG).valid_until == s(13)
    clocks.clock(LEVEL1).ask(s(5))
    end = clocks.of(ORDERS, s(5), bound=LONG).valid_until
    assert end == s(7.75), "a question waits since"
    assert clocks.of(ORDERS, end - 1).state is PanelState.LIVE
    assert clocks.of(ORDERS, end).state is PanelState.STALE


@pytest.mark.parametrize("stream", [ORDERS, TRADE], ids=str)
def test_one_question_without_an_answer_is_enough_where_a_book_is_rebuilt_and_not_asked_about(
    clocks: StreamClocks, stream: Stream
) -> None:
    moved(clocks, (TRADE, 1), (DEPTH, 2), (LEVEL1, 1.9))
    clocks.clock(ORDERS).heard = True
    clocks.clock(LEVEL1).ask(s(5))
    assert state_of(clocks, stream, 6.7) is PanelState.LIVE
    assert state_of(clocks, stream, 6.75) is PanelState.STALE
    moved(clocks, (DEPTH, 6.8))
    assert state_of(clocks, stream, 11.5) is PanelState.LIVE, "the book at least still speaks"


def test_a_tape_takes_the_words_of_the_question_that_waits(clocks: StreamClocks) -> None:
    moved(clocks, (TRADE, 1), (LEVEL1, 1))
    clocks.clock(LEVEL1).ask(s(4))
    assert clocks.of(TRADE, s(7))[:2] == (PanelState.STALE, "silent, and asked again")
    clocks.clock(LEVEL1).trouble = "silent, no answer for 5 s: subscribed afresh"
    assert clocks.of(TRADE, s(7)).reason == "silent, no answer for 5 s: subscribed afresh"


def test_a_refused_stream_does_not_make_the_account_silent(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1))
    clocks.clock(ORDERS).heard = True
    clocks.clock(LEVEL1).refusal = "60015 no such symbol"
    assert state_of(clocks, ORDERS, 100) is PanelState.LIVE
    moved(clocks, (DEPTH, 101))
    assert state_of(clocks, ORDERS, 111) is PanelState.STALE


def test_an_account_list_being_asked_for_is_stale(clocks: StreamClocks) -> None:
    clocks.clock(ORDERS).heard = True
    clocks.clock(ORDERS).seeding = "asking for the orders"
    assert clocks.of(ORDERS, 0)[:2] == (PanelState.STALE, "asking for the orders")
