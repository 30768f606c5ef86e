"""Trades without ids are known by all they say, and by a running total that did not grow where one is proven."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.events import Trade
from roxom_tui.model.values import replace
from roxom_tui.state.market.told_trades import ToldTrades
from roxom_tui.state.market.trade_tape import Tape
from roxom_tui.state.reading.volume_chain import PROVEN, VolumeChain
from tests.support.spellings import s, trade


def with_total(total: int, at: float = 1) -> Trade:
    """One of a contract, without an id."""
    return replace(trade("1", "1", at=at), statistics=(("totalVolume", Decimal(total)),))


def told_so_far(links: int) -> ToldTrades:
    """Each was followed by one whose total grew by exactly its size."""
    chain = VolumeChain()
    told = ToldTrades(chain, 100)
    for total in range(links + 1):
        assert not told.is_repeated(with_total(total))
        chain.note(with_total(total))
    return told


@pytest.mark.parametrize("links", [PROVEN, PROVEN - 1])
def test_where_a_running_total_is_proven_one_that_comes_with_a_total_of_before_was_told_however_often(
    links: int,
) -> None:
    told = told_so_far(links)
    assert [told.is_repeated(with_total(3)) for _ in range(2)] == [links == PROVEN] * 2
    assert not told.is_repeated(with_total(links + 1)), "the next is another, though it says the same"


def test_without_a_total_of_two_that_are_equal_in_all_two_may_be_repeated() -> None:
    told = told_so_far(PROVEN)
    assert [told.is_repeated(trade("1", at=1)) for _ in range(2)] == [False] * 2


def test_a_trade_that_is_told_twice_behind_a_gap_stands_once_on_the_tape() -> None:
    tape = Tape()
    before = [with_total(total, at=total / 10) for total in range(PROVEN + 1)]
    for one in before:
        tape.apply(one, s(2))
    tape.disconnected(s(5))
    tape.join(s(7))
    assert not any(tape.apply(one, s(7)) for one in (*before, *before))
    assert tape.count == len(before)


def test_behind_a_gap_a_print_that_is_new_by_a_proven_total_is_none_that_was_told() -> None:
    tape = Tape()
    before = [with_total(total, at=1) for total in range(PROVEN + 1)]
    for one in before:
        tape.apply(one, s(2))
    tape.disconnected(s(5))
    tape.join(s(7))
    assert not tape.apply(before[-1], s(7))
    assert tape.apply(with_total(PROVEN + 1, at=1), s(7)), "it says what others said, and another total"
    assert tape.count == len(before) + 1


def test_so_many_are_remembered_and_no_more() -> None:
    told = ToldTrades(VolumeChain(), 2)
    assert [told.is_repeated(trade("1", trade_id=one)) for one in "aabca"] == [False, True, False, False, False]
