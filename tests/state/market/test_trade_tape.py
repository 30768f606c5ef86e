"""The tape: bounded, each trade once, aggressors guessed only where nobody said."""

from __future__ import annotations

from roxom_tui.model.market import AggressorSide
from roxom_tui.state.market.trade_tape import TAPE_LENGTH, Tape
from tests.support.spellings import s, trade


def tape_of(*prices: str) -> Tape:
    tape = Tape()
    for price in prices:
        tape.apply(trade(price), 0)
    return tape


def test_the_newest_trade_comes_first() -> None:
    assert [str(row.price) for row in tape_of("1", "2", "3").rows] == ["3", "2", "1"]


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
    tape.apply(trade("3")._replace(aggressor=AggressorSide.SELL), 0)
    assert (tape.rows[0].aggressor, tape.rows[0].estimated) == (AggressorSide.SELL, False)


def test_clearing_starts_the_count_anew() -> None:
    tape = tape_of("1", "2")
    tape.clear()
    assert (tape.rows, tape.count, tape.since) == ((), 0, None)
    tape.apply(trade("3"), s(7))
    assert (tape.count, tape.since) == (1, s(7))
