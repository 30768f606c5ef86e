"""Freshness: every state, its reason and its end, with the time injected."""

from __future__ import annotations

import pytest
from msgspec.structs import astuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.state.freshness import UNASKED_KEPT, StreamClocks
from tests.state.clocks import end_of, moved, state_of
from tests.support.spellings import DEPTH, LEVEL1, OIL, TICKER, TRADE, s

ORDERS = Stream(Channel.ORDERS)
MARKET = pytest.mark.parametrize("stream", [LEVEL1, DEPTH, TICKER], ids=str)


def test_before_any_connection_everything_is_down() -> None:
    assert astuple(StreamClocks().of(LEVEL1, 0))[:2] == (PanelState.DOWN, Reason(Cause.NOT_CONNECTED))


def test_without_a_connection_everything_is_down_for_its_reason_and_keeps_the_age_of_its_data(
    clocks: StreamClocks,
) -> None:
    moved(clocks, (LEVEL1, 1), (ORDERS, 1))
    clocks.disconnected(Reason(Cause.CONNECTION_LOST))
    for stream in (LEVEL1, ORDERS):
        assert astuple(clocks.of(stream, s(2)))[:3] == (PanelState.DOWN, Reason(Cause.CONNECTION_LOST), s(1))


def test_after_a_reconnect_nothing_of_the_old_connection_counts(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (DEPTH, 1))
    clocks.clock(DEPTH).refusal = Reason(Cause.REFUSED, "unknown", "60015")
    clocks.disconnected(Reason(Cause.CONNECTION_LOST))
    clocks.connected()
    assert astuple(clocks.of(LEVEL1, s(2)))[:3] == (PanelState.WAITING, Reason(Cause.PENDING), s(1))
    assert state_of(clocks, DEPTH, 2) is PanelState.WAITING
    assert state_of(clocks, LEVEL1, 1000) is PanelState.WAITING


def test_a_refused_subscription_says_so(clocks: StreamClocks) -> None:
    clocks.clock(DEPTH).refusal = Reason(Cause.REFUSED, "no such symbol", "60015")
    assert astuple(clocks.of(DEPTH, 0))[:2] == (PanelState.REJECTED, Reason(Cause.REFUSED, "no such symbol", "60015"))


def test_an_acknowledged_stream_waits_for_its_first_message(clocks: StreamClocks) -> None:
    clocks.clock(LEVEL1).acknowledged = True
    assert astuple(clocks.of(LEVEL1, 0))[:2] == (PanelState.WAITING, Reason(Cause.NOTHING_YET))


@MARKET
def test_data_makes_a_stream_live(clocks: StreamClocks, stream: Stream) -> None:
    moved(clocks, (stream, 1))
    assert state_of(clocks, stream, 1) is PanelState.LIVE


@MARKET
def test_silence_while_the_others_move_is_stale_after_five_seconds(clocks: StreamClocks, stream: Stream) -> None:
    moved(clocks, (stream, 1), (TRADE, 5.9))
    assert state_of(clocks, stream, 5.999) is PanelState.LIVE
    assert state_of(clocks, stream, 6) is PanelState.STALE
    assert clocks.of(stream, s(6)).reason == Reason(Cause.SILENT_ALONE, seconds=5)


@MARKET
def test_a_stale_stream_stays_so_until_it_speaks(clocks: StreamClocks, stream: Stream) -> None:
    moved(clocks, (stream, 1), (TRADE, 2))
    assert {state_of(clocks, stream, t) for t in (6, 7.5, 10, 60)} == {PanelState.STALE}
    moved(clocks, (stream, 61))
    assert state_of(clocks, stream, 61) is PanelState.LIVE


@MARKET
def test_channels_that_spoke_at_one_moment_do_not_accuse_each_other(clocks: StreamClocks, stream: Stream) -> None:
    moved(clocks, (stream, 1), (TRADE, 1.01))
    assert state_of(clocks, stream, 10) is PanelState.LIVE
    assert state_of(clocks, stream, 11.01) is PanelState.STALE


@MARKET
def test_nothing_at_all_for_ten_seconds_is_stale(clocks: StreamClocks, stream: Stream) -> None:
    moved(clocks, (stream, 1))
    assert state_of(clocks, stream, 10.999) is PanelState.LIVE
    assert state_of(clocks, stream, 11) is PanelState.STALE


def test_another_symbol_says_nothing_about_this_one(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (Stream(Channel.LEVEL1, OIL), 8))
    assert state_of(clocks, LEVEL1, 9) is PanelState.LIVE


def test_the_tape_is_never_stale_on_its_own(clocks: StreamClocks) -> None:
    moved(clocks, (TRADE, 1), (LEVEL1, 500))
    assert state_of(clocks, TRADE, 509.9) is PanelState.LIVE
    assert state_of(clocks, TRADE, 510) is PanelState.STALE


def test_a_tape_of_which_no_sibling_ever_spoke_is_stale_after_ten_seconds(clocks: StreamClocks) -> None:
    moved(clocks, (TRADE, 1))
    assert state_of(clocks, TRADE, 10.9) is PanelState.LIVE
    assert astuple(clocks.of(TRADE, s(11)))[:2] == (PanelState.STALE, Reason(Cause.SILENT, seconds=10))


def test_a_sibling_that_never_spoke_does_not_keep_a_tape_alive(clocks: StreamClocks) -> None:
    moved(clocks, (TRADE, 1), (LEVEL1, 1))
    clocks.clock(DEPTH).acknowledged = True
    assert state_of(clocks, TRADE, 10.9) is PanelState.LIVE
    assert state_of(clocks, TRADE, 11) is PanelState.STALE


def test_a_book_being_rebuilt_is_shown_as_such_unless_something_worse_holds(clocks: StreamClocks) -> None:
    moved(clocks, (DEPTH, 1), (LEVEL1, 4))
    crossed = Reason(Cause.CROSSED_LONG)
    assert astuple(clocks.of(DEPTH, s(2), rebuilding=crossed))[:2] == (PanelState.RESYNC, crossed)
    assert clocks.of(DEPTH, s(6), rebuilding=crossed).state is PanelState.STALE


@MARKET
@pytest.mark.parametrize("others_at", [0.5, 1.1, 2, 4])
def test_the_end_of_validity_is_the_moment_the_state_changes(
    clocks: StreamClocks, stream: Stream, others_at: float
) -> None:
    moved(clocks, (stream, 1), (TRADE, others_at))
    end = end_of(clocks, stream, s(4))
    assert clocks.of(stream, end - 1).state is PanelState.LIVE
    assert clocks.of(stream, end).state is PanelState.STALE


def test_no_view_is_believed_for_longer_than_three_seconds(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (ORDERS, 1))
    assert [clocks.of(stream, s(1)).valid_until for stream in (LEVEL1, ORDERS)] == [s(4), s(4)]
    assert clocks.of(LEVEL1, s(9.5)).valid_until == s(11), "the state changes before"


def test_a_released_stream_accuses_nobody(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (DEPTH, 4))
    clocks.release(DEPTH)
    assert state_of(clocks, LEVEL1, 7) is PanelState.LIVE
    assert [clock.stream for clock in clocks.all()] == [LEVEL1]


def asked_and_proven(clocks: StreamClocks, stream: Stream, asked: float, proven: float) -> None:
    clocks.clock(stream).ask(s(asked))
    clocks.clock(stream).prove(s(proven))


def test_what_is_silent_is_to_be_asked_before_the_silence_is_suspicious(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (DEPTH, 2), (TRADE, 1), (ORDERS, 1))
    assert clocks.silent(s(3.9)) == ()
    assert clocks.silent(s(4)) == (LEVEL1,)
    clocks.clock(LEVEL1).ask(s(4.5))
    assert clocks.silent(s(100)) == (DEPTH,), "tapes and accounts are silent by nature, and nobody is asked twice"


def test_what_is_known_to_be_quiet_can_be_asked_with_others_at_half_of_its_time(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (DEPTH, 1), (TICKER, 3))
    asked_and_proven(clocks, LEVEL1, 4.5, 4.6)
    asked_and_proven(clocks, DEPTH, 6, 6.1)
    assert clocks.resting(s(6)) == ()
    assert clocks.resting(s(6.1)) == (LEVEL1,), "the ticker moved"
    assert clocks.resting(s(7.6)) == (LEVEL1, DEPTH)
    clocks.clock(LEVEL1).ask(s(7.6))
    assert clocks.resting(s(7.6)) == (DEPTH,), "nobody is asked twice"


def test_what_never_spoke_or_was_refused_is_not_asked(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1))
    clocks.clock(DEPTH).acknowledged = True
    clocks.clock(LEVEL1).refusal = Reason(Cause.REFUSED, code="60015")
    assert clocks.silent(s(100)) == ()


@MARKET
def test_a_proof_makes_a_stream_quiet_and_says_when_it_was(clocks: StreamClocks, stream: Stream) -> None:
    moved(clocks, (stream, 1))
    asked_and_proven(clocks, stream, 4.5, 4.6)
    fresh = clocks.of(stream, s(8.7))
    assert astuple(fresh)[:3] == (PanelState.QUIET, None, s(4.6))
    assert fresh.proven_at == s(4.6)


@MARKET
def test_quiet_expires_by_itself(clocks: StreamClocks, stream: Stream) -> None:
    moved(clocks, (stream, 1))
    asked_and_proven(clocks, stream, 4.5, 4.6)
    assert state_of(clocks, stream, 14.5) is PanelState.QUIET
    assert state_of(clocks, stream, 14.6) is PanelState.STALE, "without a question: by the common limit"
    clocks.clock(stream).ask(s(8.1))
    assert state_of(clocks, stream, 9.349) is PanelState.QUIET
    assert state_of(clocks, stream, 9.35) is PanelState.STALE, "with a question that waits: at once"


@MARKET
def test_a_question_without_an_answer_is_suspicious_before_five_seconds_of_silence(
    clocks: StreamClocks, stream: Stream
) -> None:
    moved(clocks, (stream, 1))
    clocks.clock(stream).ask(s(4.5))
    assert state_of(clocks, stream, 5.749) is PanelState.LIVE
    assert astuple(clocks.of(stream, s(5.75)))[:2] == (PanelState.STALE, Reason(Cause.SILENT_ASKED))
    clocks.clock(stream).trouble = Reason(Cause.SILENT_UNANSWERED)
    assert clocks.of(stream, s(6)).reason == Reason(Cause.SILENT_UNANSWERED)


def test_the_proof_of_one_stream_accuses_no_other(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (DEPTH, 1))
    asked_and_proven(clocks, LEVEL1, 4.5, 4.6)
    assert state_of(clocks, DEPTH, 10.9) is PanelState.LIVE


def test_news_after_a_proof_is_live(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1))
    asked_and_proven(clocks, LEVEL1, 4.5, 4.6)
    moved(clocks, (LEVEL1, 5))
    assert state_of(clocks, LEVEL1, 5) is PanelState.LIVE


def test_a_proof_does_not_outlive_its_connection(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1))
    asked_and_proven(clocks, LEVEL1, 4.5, 4.6)
    clocks.disconnected(Reason(Cause.CONNECTION_LOST))
    clocks.connected()
    assert state_of(clocks, LEVEL1, 5) is PanelState.WAITING


def test_after_a_suspicious_silence_a_change_alone_proves_nothing(clocks: StreamClocks) -> None:
    moved(clocks, (DEPTH, 1))
    clocks.clock(DEPTH).ask(s(4.5))
    clocks.clock(DEPTH).amend(s(5.5))
    assert state_of(clocks, DEPTH, 6.5) is PanelState.LIVE, "the silence was not suspicious yet"
    clocks.clock(DEPTH).amend(s(11))
    assert state_of(clocks, DEPTH, 11) is PanelState.STALE
    clocks.clock(DEPTH).touch(s(12))
    assert state_of(clocks, DEPTH, 12) is PanelState.LIVE


def test_the_tape_is_quiet_when_everything_else_of_its_symbol_is(clocks: StreamClocks) -> None:
    moved(clocks, (TRADE, 1), (LEVEL1, 1), (DEPTH, 2))
    clocks.clock(TICKER).acknowledged = True
    asked_and_proven(clocks, LEVEL1, 4.5, 4.6)
    assert state_of(clocks, TRADE, 5) is PanelState.LIVE
    asked_and_proven(clocks, DEPTH, 5.5, 5.6)
    fresh = clocks.of(TRADE, s(7))
    assert (fresh.state, fresh.reason, fresh.proven_at) == (PanelState.QUIET, None, s(4.6))
    moved(clocks, (TRADE, 8))
    assert state_of(clocks, TRADE, 8) is PanelState.LIVE


def test_the_tape_is_not_quiet_while_another_stream_of_its_symbol_is_live(clocks: StreamClocks) -> None:
    moved(clocks, (TRADE, 1), (LEVEL1, 1), (DEPTH, 2))
    for stream in (LEVEL1, DEPTH):
        asked_and_proven(clocks, stream, 4.5, 4.6)
    assert state_of(clocks, TRADE, 5) is PanelState.QUIET
    moved(clocks, (DEPTH, 6))
    assert state_of(clocks, TRADE, 7) is PanelState.LIVE


def test_the_tape_is_stale_when_everything_else_of_its_symbol_is(clocks: StreamClocks) -> None:
    moved(clocks, (TRADE, 1), (LEVEL1, 2), (DEPTH, 3))
    for stream in (LEVEL1, DEPTH):
        clocks.clock(stream).ask(s(6))
    assert state_of(clocks, TRADE, 7.7) is PanelState.LIVE
    assert state_of(clocks, TRADE, 7.75) is PanelState.STALE


def test_while_this_computer_stood_still_nothing_is_believed(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1))
    moved(clocks, (ORDERS, 0))
    clocks.suspended = Reason(Cause.STANDSTILL, "slept", seconds=9)
    for stream in (LEVEL1, ORDERS):
        assert astuple(clocks.of(stream, s(1)))[:2] == (PanelState.STALE, Reason(Cause.STANDSTILL, "slept", seconds=9))
    clocks.disconnected(Reason(Cause.CONNECTION_LOST))
    clocks.connected()
    moved(clocks, (LEVEL1, 2))
    assert state_of(clocks, LEVEL1, 2) is PanelState.LIVE


def test_what_comes_late_is_stale_the_account_too(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1))
    moved(clocks, (ORDERS, 0))
    clocks.behind = Reason(Cause.LATE, seconds=12)
    assert astuple(clocks.of(LEVEL1, s(1)))[:2] == (PanelState.STALE, Reason(Cause.LATE, seconds=12))
    assert state_of(clocks, ORDERS, 1) is PanelState.STALE
    assert state_of(clocks, DEPTH, 1) is PanelState.WAITING


def test_nothing_is_back_or_late_before_something_comes(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (DEPTH, 3))
    clocks.clock(LEVEL1).ask(s(4))
    clocks.behind = Reason(Cause.AFTER_SILENCE)
    assert clocks.is_silent(s(7.8))
    assert astuple(clocks.of(DEPTH, s(7.8)))[:2] == (PanelState.STALE, Reason(Cause.NO_DATA))
    moved(clocks, (LEVEL1, 7.9))
    assert astuple(clocks.of(DEPTH, s(7.9)))[:2] == (PanelState.STALE, Reason(Cause.AFTER_SILENCE))


def test_before_anything_came_by_a_connection_the_account_waits_for_its_own_answer(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (ORDERS, 1))
    clocks.disconnected(Reason(Cause.CONNECTION_LOST))
    clocks.connected()
    clocks.join(LEVEL1)
    assert astuple(clocks.of(ORDERS, s(2)))[:2] == (PanelState.STALE, Reason(Cause.PENDING))
    clocks.clock(ORDERS).acknowledge()
    assert astuple(clocks.of(ORDERS, s(2)))[:2] == (PanelState.STALE, Reason(Cause.NOTHING_YET))
    moved(clocks, (LEVEL1, 3))
    assert astuple(clocks.of(ORDERS, s(14)))[:2] == (PanelState.STALE, Reason(Cause.NO_DATA))


def test_what_comes_and_cannot_be_read_is_not_called_silent_while_it_comes(clocks: StreamClocks) -> None:
    why = Reason(Cause.UNREADABLE, "wrong type: data")
    moved(clocks, (LEVEL1, 1))
    clocks.clock(LEVEL1).ask(s(3))
    clocks.clock(LEVEL1).note_unread(why, s(8))
    assert astuple(clocks.of(LEVEL1, s(9)))[:2] == (PanelState.STALE, why)
    assert astuple(clocks.of(LEVEL1, s(9.6)))[:2] == (PanelState.STALE, Reason(Cause.SILENT_ASKED))


def test_a_hidden_book_shows_its_reason_before_anything_but_the_connection(clocks: StreamClocks) -> None:
    moved(clocks, (DEPTH, 1), (LEVEL1, 50))
    clocks.clock(DEPTH).hidden = Reason(Cause.BROKE_TOO_OFTEN)
    assert astuple(clocks.of(DEPTH, s(50)))[:2] == (PanelState.RESYNC, Reason(Cause.BROKE_TOO_OFTEN))
    clocks.disconnected(Reason(Cause.CONNECTION_LOST))
    assert clocks.of(DEPTH, s(50)).state is PanelState.DOWN


def test_an_account_channel_that_was_acknowledged_and_never_spoke_is_quiet(clocks: StreamClocks) -> None:
    assert astuple(clocks.of(ORDERS, 0))[:2] == (PanelState.WAITING, Reason(Cause.PENDING))
    clocks.clock(ORDERS).heard = True
    fresh = clocks.of(ORDERS, s(10_000))
    assert (fresh.state, fresh.reason, fresh.data_at, fresh.proven_at) == (PanelState.QUIET, None, None, None)


def test_what_never_held_anything_waits_where_another_would_be_stale(clocks: StreamClocks) -> None:
    reason = Reason(Cause.LIST_ASKED)
    clocks.clock(ORDERS).heard = True
    clocks.clock(ORDERS).seeding = reason
    assert astuple(clocks.of(ORDERS, s(1)))[:3] == (PanelState.WAITING, reason, None)
    moved(clocks, (ORDERS, 2))
    assert astuple(clocks.of(ORDERS, s(3)))[:3] == (PanelState.STALE, reason, s(2))


def test_a_state_began_when_it_was_first_seen_and_another_begins_anew(clocks: StreamClocks) -> None:
    seen = [(PanelState.WAITING, 1), (PanelState.WAITING, 4), (PanelState.LIVE, 5), (PanelState.LIVE, 9)]
    assert [clocks.since(LEVEL1, state, s(at)) for state, at in seen] == [s(1), s(1), s(5), s(5)]
    assert clocks.since(DEPTH, PanelState.LIVE, s(7)) == s(7), "each stream has its own"
    assert clocks.since(LEVEL1, PanelState.WAITING, s(10)) == s(10), "the first time it waited does not count"
    clocks.release(LEVEL1)
    assert clocks.since(LEVEL1, PanelState.WAITING, s(20)) == s(20)


def test_a_silence_that_was_asked_about_says_when_more_is_done(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (TRADE, 1))
    clocks.clock(LEVEL1).ask(s(4), next_at=s(9))
    asked = Reason(Cause.SILENT_ASKED, next_at=s(9))
    assert astuple(clocks.of(LEVEL1, s(7)))[:2] == astuple(clocks.of(TRADE, s(7)))[:2] == (PanelState.STALE, asked)


def test_where_nothing_comes_by_any_stream_that_is_the_cause_of_all_with_the_next_step_of_each(
    clocks: StreamClocks,
) -> None:
    moved(clocks, (LEVEL1, 1), (TRADE, 1))
    moved(clocks, (ORDERS, 0))
    clocks.line.last_at = s(1)
    clocks.clock(LEVEL1).ask(s(4), next_at=s(9))
    assert clocks.of(LEVEL1, s(7)).reason == Reason(Cause.NO_DATA, next_at=s(9))
    assert clocks.of(TRADE, s(7)).reason == Reason(Cause.NO_DATA)
    assert clocks.of(ORDERS, s(7)).reason == Reason(Cause.NO_DATA)
    clocks.line.last_at = s(6.5)
    assert clocks.of(LEVEL1, s(7)).reason == Reason(Cause.SILENT_ASKED, next_at=s(9)), "something comes"


def test_account_channels_are_live_once_they_spoke_and_never_stale_for_silence(clocks: StreamClocks) -> None:
    moved(clocks, (ORDERS, 0))
    assert state_of(clocks, ORDERS, 10_000) is PanelState.LIVE


def test_account_channels_follow_the_connection_when_it_is_silent_altogether(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (Stream(Channel.LEVEL1, OIL), 3))
    moved(clocks, (ORDERS, 0))
    assert state_of(clocks, ORDERS, 12.9) is PanelState.LIVE
    assert astuple(clocks.of(ORDERS, s(13)))[:2] == (PanelState.STALE, Reason(Cause.NO_DATA))
    moved(clocks, (LEVEL1, 14))
    assert state_of(clocks, ORDERS, 14) is PanelState.LIVE


def test_the_account_is_believed_only_until_the_connection_would_be_silent(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1), (Stream(Channel.LEVEL1, OIL), 3))
    moved(clocks, (ORDERS, 0))
    assert end_of(clocks, ORDERS, s(4)) == s(13)
    clocks.clock(LEVEL1).ask(s(5))
    end = end_of(clocks, ORDERS, s(5))
    assert end == s(7.75), "a question waits since"
    assert clocks.of(ORDERS, end - 1).state is PanelState.LIVE
    assert clocks.of(ORDERS, end).state is PanelState.STALE


@pytest.mark.parametrize("stream", [ORDERS, TRADE], ids=str)
def test_one_question_without_an_answer_is_enough_where_a_book_is_rebuilt_and_not_asked_about(
    clocks: StreamClocks, stream: Stream
) -> None:
    moved(clocks, (TRADE, 1), (DEPTH, 2), (LEVEL1, 1.9))
    moved(clocks, (ORDERS, 0))
    clocks.clock(LEVEL1).ask(s(5))
    assert state_of(clocks, stream, 6.7) is PanelState.LIVE
    assert state_of(clocks, stream, 6.75) is PanelState.STALE
    moved(clocks, (DEPTH, 6.8))
    assert state_of(clocks, stream, 11.5) is PanelState.LIVE, "the book at least still speaks"


def test_a_tape_takes_the_words_of_the_question_that_waits(clocks: StreamClocks) -> None:
    moved(clocks, (TRADE, 1), (LEVEL1, 1))
    clocks.clock(LEVEL1).ask(s(4))
    assert astuple(clocks.of(TRADE, s(7)))[:2] == (PanelState.STALE, Reason(Cause.SILENT_ASKED))
    clocks.clock(LEVEL1).trouble = Reason(Cause.SILENT_RESUBSCRIBED, seconds=5)
    assert clocks.of(TRADE, s(7)).reason == Reason(Cause.SILENT_RESUBSCRIBED, seconds=5)


def test_a_refused_stream_does_not_make_the_account_silent(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1))
    moved(clocks, (ORDERS, 0))
    clocks.clock(LEVEL1).refusal = Reason(Cause.REFUSED, "no such symbol", "60015")
    assert state_of(clocks, ORDERS, 100) is PanelState.LIVE
    moved(clocks, (DEPTH, 101))
    assert state_of(clocks, ORDERS, 111) is PanelState.STALE


def test_an_account_list_being_asked_for_is_stale(clocks: StreamClocks) -> None:
    moved(clocks, (ORDERS, 0))
    clocks.clock(ORDERS).seeding = Reason(Cause.LIST_ASKED)
    assert astuple(clocks.of(ORDERS, 0))[:2] == (PanelState.STALE, Reason(Cause.LIST_ASKED))


def test_of_streams_without_a_clock_a_bounded_number_is_remembered(clocks: StreamClocks) -> None:
    moved(clocks, (LEVEL1, 1))
    clocks.since(LEVEL1, PanelState.LIVE, s(1))
    strangers = [Stream(Channel.LEVEL1, Symbol(f"X{number}-BTC")) for number in range(5 * UNASKED_KEPT)]
    for stream in strangers:
        clocks.since(stream, PanelState.WAITING, s(2))
        assert len(clocks._began) <= UNASKED_KEPT + 1
    assert clocks.since(strangers[-1], PanelState.WAITING, s(9)) == s(2)
    assert clocks.since(LEVEL1, PanelState.LIVE, s(9)) == s(1), "of one that has a clock it is never forgotten"
