"""The tape: bounded, each trade once, aggressors guessed only where nobody said, history below its gaps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.values import replace
from roxom_tui.state.market.trade_tape import REPEATS_NS, TAPE_LENGTH, Gap, Tape
from roxom_tui.state.reading.joined_prints import Join, JoinedRow, JoinedRows
from roxom_tui.state.reading.trade_flow import LONG
from roxom_tui.state.views.market_views import GapKind, TapeGap, TapeRow
from tests.support.prints import Print, prints
from tests.support.spellings import GOLD, WALL, s, size, trade


def tape_of(*prices: str) -> Tape:
    tape = Tape()
    for price in prices:
        tape.apply(trade(price), 0)
    return tape


def test_the_newest_trade_comes_first() -> None:
    assert [str(row.price) for row in tape_of("1", "2", "3").rows] == ["3", "2", "1"]


def test_after_a_trade_that_was_not_read_sums_begin_anew_also_where_no_total_proves_it() -> None:
    tape = tape_of("1", "2")
    tape.unread()
    assert tape.flow.restarts == 1
    tape.apply(trade("3", "5", at=9), s(9))
    assert (tape.flow.since, sum(tape.flow.window(LONG, s(10)).counts)) == (WALL + s(9), 1)
    assert tape.count == 3, "what was read stays on it"


@pytest.mark.parametrize(("total", "restarts"), [("3", 0), ("9", 1), (None, 1)])
def test_after_a_suspicious_silence_sums_go_on_only_over_a_total_that_grew_by_its_trade(
    total: str | None, restarts: int
) -> None:
    tape = Tape()
    for sent in ("1", "2"):
        tape.apply(with_total(sent), 0)
    tape.doubt()
    tape.apply(with_total(total), s(9))
    assert (tape.flow.restarts, tape.missed is not None, tape.is_doubted) == (restarts, bool(restarts), False)


def with_total(total: str | None) -> Trade:
    return replace(trade("1"), statistics=(("totalVolume", None if total is None else Decimal(total)),))


def test_the_tape_is_bounded_and_the_count_is_not() -> None:
    tape = tape_of(*["1"] * (TAPE_LENGTH + 3))
    assert len(tape.rows) == TAPE_LENGTH
    assert tape.count == TAPE_LENGTH + 3


def test_a_trade_seen_before_is_not_counted_again() -> None:
    tape = Tape()
    assert tape.apply(trade("1", trade_id="x"), 0)
    assert not tape.apply(trade("1", trade_id="x"), 0)
    assert tape.apply(trade("1", trade_id="y"), 0)
    assert tape.count == 2


def test_trades_without_an_id_are_all_kept() -> None:
    assert tape_of("1", "1").count == 2


def test_the_memory_for_ids_is_bounded() -> None:
    tape = Tape()
    for i in range(10 * TAPE_LENGTH):
        tape.apply(trade("1", trade_id=str(i)), 0)
    assert tape.apply(trade("1", trade_id="0"), 0), "long forgotten"
    assert not tape.apply(trade("1", trade_id=str(10 * TAPE_LENGTH - 1)), 0)


def test_a_missing_aggressor_is_estimated_from_the_price_before_and_marked() -> None:
    rows = tape_of("2", "3", "3", "1").rows[::-1]
    assert [row.aggressor for row in rows] == [None, AggressorSide.BUY, AggressorSide.BUY, AggressorSide.SELL]
    assert [row.estimated for row in rows] == [False, True, True, True]


def test_an_aggressor_that_was_sent_is_not_marked() -> None:
    tape = tape_of("2")
    tape.apply(replace(trade("3"), aggressor=AggressorSide.SELL), 0)
    assert (tape.rows[0].aggressor, tape.rows[0].estimated) == (AggressorSide.SELL, False)


def told(tape: Tape) -> list[object]:
    """Prices of the rows and gaps, newest first."""
    return [one if isinstance(one, Gap) else str(one.price) for one in (*tape.rows, *tape.past)]


CONNECTION, OTHER, REFRESH = GapKind.CONNECTION, GapKind.OTHER_SYMBOL, GapKind.REFRESH


def test_what_was_traded_before_a_gap_stays_below_it_and_the_count_goes_on() -> None:
    tape = tape_of("1", "2")
    tape.disconnected(s(5))
    assert (tape.rows, tape.count, tape.since) == ((), 2, None)
    assert told(tape) == [Gap(CONNECTION, s(5)), "2", "1"]
    tape.join(s(7))
    tape.apply(trade("3", at=8), s(8))
    assert told(tape) == ["3", Gap(CONNECTION, s(5), s(7)), "2", "1"]
    assert (tape.count, tape.since) == (3, s(8))


def test_where_nothing_was_traded_there_is_no_gap() -> None:
    tape = Tape()
    tape.disconnected(s(5))
    tape.join(s(7))
    assert told(tape) == []


def test_several_gaps_stand_each_in_its_place() -> None:
    tape = tape_of("1")
    tape.disconnected(s(5))
    tape.join(s(7))
    tape.apply(trade("2", at=8), s(8))
    tape.leave(s(9))
    tape.join(s(10))
    assert told(tape) == [Gap(REFRESH, s(9), s(10)), "2", Gap(CONNECTION, s(5), s(7)), "1"]


def test_gaps_for_one_reason_with_no_trade_between_are_told_as_one_with_a_count() -> None:
    tape = tape_of("1")
    for second in (5, 7, 9):
        tape.disconnected(s(second))
        tape.join(s(second + 1))
    tape.leave(s(11))
    tape.join(s(12))
    assert told(tape) == [Gap(REFRESH, s(11), s(12)), Gap(CONNECTION, s(5), s(10), 3), "1"]


def test_a_gap_that_lasts_is_one_gap_whatever_else_happens_meanwhile() -> None:
    tape = tape_of("1")
    tape.leave(s(3))
    tape.release(s(4))
    tape.disconnected(s(5))
    tape.disconnected(s(6))
    tape.join(s(9))
    assert told(tape) == [Gap(OTHER, s(3), s(9)), "1"]


def test_a_connection_that_was_dead_before_the_symbol_was_let_go_says_since_when() -> None:
    tape = tape_of("1")
    tape.release(s(9))
    tape.disconnected(s(4))
    assert told(tape) == [Gap(OTHER, s(4)), "1"]


def test_what_comes_between_leaving_and_joining_is_history_once_it_is_joined() -> None:
    tape = tape_of("1")
    tape.leave(s(3))
    tape.apply(trade("2", at=3), s(4))
    assert [str(row.price) for row in tape.rows] == ["2", "1"]
    tape.join(s(5))
    assert told(tape) == [Gap(REFRESH, s(3), s(5)), "2", "1"]


def test_after_another_symbol_no_trade_ends_the_gap_before_the_stream_is_joined() -> None:
    tape = tape_of("1")
    tape.leave(s(3))
    tape.release(s(4))
    tape.apply(trade("2", at=9), s(9))
    tape.join(s(10))
    assert told(tape) == [Gap(OTHER, s(3), s(10)), "2", "1"]


def test_after_a_reconnect_the_first_trade_ends_the_gap_where_nothing_was_acknowledged() -> None:
    tape = tape_of("1")
    tape.disconnected(s(5))
    tape.apply(trade("2", at=9), s(9))
    tape.join(s(11))
    assert told(tape) == ["2", Gap(CONNECTION, s(5), s(9)), "1"]


def test_rows_and_gaps_together_are_bounded_and_no_gap_stands_at_the_end() -> None:
    tape = tape_of(*["1"] * (TAPE_LENGTH - 2))
    tape.disconnected(s(5))
    tape.join(s(7))
    for number in range(TAPE_LENGTH + 1):
        tape.apply(trade("2", at=10 + number), s(10 + number))
        assert len(told(tape)) <= TAPE_LENGTH
        assert not (tape.past and isinstance(tape.past[-1], Gap))
    assert told(tape) == ["2"] * TAPE_LENGTH


def test_a_trade_repeated_after_a_gap_is_there_once() -> None:
    tape = Tape()
    tape.apply(trade("1", at=1, trade_id="x"), s(1))
    tape.disconnected(s(5))
    tape.join(s(7))
    assert not tape.apply(trade("1", at=1, trade_id="x"), s(7))
    assert told(tape) == [Gap(CONNECTION, s(5), s(7)), "1"]


def test_trades_without_ids_are_known_again_by_all_they_say_each_as_often_as_it_was_told() -> None:
    tape = Tape()
    before = [trade("1", at=1), trade("1", at=1), replace(trade("2", at=2), aggressor=AggressorSide.SELL)]
    for one in before:
        tape.apply(one, s(2))
    tape.disconnected(s(5))
    tape.join(s(7))
    assert [tape.apply(one, s(7)) for one in before] == [False] * 3
    assert tape.apply(trade("1", at=1), s(7)), "the third of two"
    assert told(tape) == [Gap(CONNECTION, s(5), s(7)), "2", "1", "1", "1"]
    assert tape.count == 4


def test_one_without_an_id_that_is_told_again_ahead_of_the_answer_to_the_subscription_is_known_too() -> None:
    tape = Tape()
    tape.apply(trade("1", at=1), s(1))
    tape.disconnected(s(5))
    assert not tape.apply(trade("1", at=1), s(7))
    tape.join(s(7.1))
    assert told(tape) == [Gap(CONNECTION, s(5), s(7)), "1"]


def test_what_is_told_after_a_gap_and_was_traded_before_it_ended_stands_below_it_in_the_order_of_time() -> None:
    tape = Tape()
    for second in (1, 3):
        tape.apply(trade(str(second), at=second, trade_id=str(second)), s(second))
    tape.disconnected(s(5))
    tape.join(s(9))
    for second in (2, 3, 6):
        tape.apply(trade(str(second), at=second, trade_id=str(second)), s(9.1))
    tape.apply(trade("10", at=9.2, trade_id="10"), s(9.2))
    assert told(tape) == ["10", Gap(CONNECTION, s(5), s(9)), "6", "3", "2", "1"]
    assert (tape.count, tape.since) == (5, s(9.2))


def test_what_is_older_than_a_full_tape_reaches_is_left_out() -> None:
    tape = Tape()
    for number in range(TAPE_LENGTH):
        tape.apply(trade("1", at=100 + number, trade_id=str(number)), s(100 + number))
    tape.disconnected(s(1000))
    tape.join(s(1001))
    assert not tape.apply(trade("2", at=50, trade_id="old"), s(1001))
    assert tape.count == TAPE_LENGTH


def test_a_trade_that_comes_a_little_late_behind_a_gap_is_above_it() -> None:
    tape = tape_of("1")
    tape.disconnected(s(5))
    tape.join(s(7))
    tape.apply(trade("2", at=6.7), s(7.2))
    assert told(tape) == ["2", Gap(CONNECTION, s(5), s(7)), "1"]


def test_a_clock_of_the_exchange_that_was_set_back_makes_trades_history_for_a_moment_only() -> None:
    tape = tape_of("1")
    tape.disconnected(s(5))
    tape.join(s(7))
    tape.apply(trade("2", at=-3600), s(7) + REPEATS_NS + 1)
    assert told(tape) == ["2", Gap(CONNECTION, s(5), s(7)), "1"]


def test_no_aggressor_is_guessed_across_a_gap() -> None:
    tape = tape_of("1")
    tape.disconnected(s(5))
    tape.join(s(7))
    tape.apply(trade("2", at=8), s(8))
    assert tape.rows[0].aggressor is None


steps = st.sampled_from(["told"] * 8 + ["told late", "disconnect", "join", "leave"])


@given(st.lists(st.tuples(steps, prints.filter(bool).map(lambda tape: tape[0])), max_size=60))
def test_every_print_on_the_tape_is_counted_once_in_every_way_to_join_them(course: list[tuple[str, Print]]) -> None:
    tape, now = Tape((size("10"), size("30"))), s(100)
    for what, one in course:
        now += abs(one.after)
        told_at = now - s(3) if what == "told late" else now
        if what.startswith("told"):
            tape.apply(Trade(GOLD, one.price, one.size, one.side, None, WALL + told_at), now)
        elif what == "join":
            tape.join(now)
        else:
            (tape.leave if what == "leave" else tape.disconnected)(now)
    assert tape.count == tape.counts.reaching(Join.OFF, 0).prints
    entries = [one for one in (*tape.rows, *tape.past) if isinstance(one, TapeRow)]
    for way in Join:
        # Gaps of the tape are in another time than those of views, and no row goes on across one.
        rows = [row for row in JoinedRows().of(entries, way) if not isinstance(row, TapeGap)]
        for rank, least in enumerate(("0", "10", "30")):
            shown = [row for row in rows if row.size >= size(least)]
            prints_shown = sum(row.count if isinstance(row, JoinedRow) else 1 for row in shown)
            assert tape.counts.reaching(way, rank) == (prints_shown, sum((row.size for row in shown), size("0")))


def test_a_gap_restarts_the_flow_with_the_first_trade_after_it() -> None:
    tape = tape_of("1")
    assert tape.flow.since == WALL
    tape.disconnected(s(5))
    restarts = tape.flow.restarts
    assert restarts == 1
    tape.join(s(7))
    tape.apply(trade("2", at=8), s(8))
    assert tape.flow.since == WALL + s(8), "before it nobody knows whether any is missing"


def test_what_is_told_after_a_gap_and_was_traded_before_it_ended_is_in_no_sum_since() -> None:
    tape = Tape()
    tape.apply(trade("1", at=1, trade_id="1"), s(1))
    tape.disconnected(s(5))
    tape.join(s(9))
    tape.apply(replace(trade("6", at=6, trade_id="6"), aggressor=AggressorSide.BUY), s(9.1))
    assert (tape.count, tape.flow.cvd) == (2, size("0"))


def test_a_late_print_does_not_part_those_of_one_taker() -> None:
    tape = Tape()
    for number, second in enumerate((1, 3, 3.04)):
        one = replace(trade("1", at=second, trade_id=str(number)), aggressor=AggressorSide.SELL)
        tape.apply(one, s(second))
    tape.disconnected(s(5))
    tape.join(s(9))
    tape.apply(replace(trade("2", at=3.02, trade_id="late"), aggressor=AggressorSide.BUY), s(9.1))
    assert told(tape) == [Gap(CONNECTION, s(5), s(9)), "1", "1", "2", "1"]
