"""Positions: merged by id, closed once, confirmed by the GET of their symbol."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from roxom_tui.model.events import PositionsSeed, PositionUpdate
from roxom_tui.model.market import PositionSide
from roxom_tui.model.number import Price
from roxom_tui.state.merge import Request
from roxom_tui.state.positions import Positions
from tests.state.words import GOLD, OIL, WALL, btc, position, s, size


def positions_of(*updates: PositionUpdate) -> Positions:
    positions = Positions()
    for update in updates:
        positions.apply(update, 0)
    return positions


def ids(positions: Positions) -> list[str]:
    return [held.position_id for held in positions.open]


def test_positions_are_kept_by_id_and_absence_from_an_event_closes_nothing() -> None:
    assert ids(positions_of(position("p"), position("q"), position("p", at=2))) == ["p", "q"]


def test_a_position_without_size_or_with_a_closing_time_is_gone() -> None:
    assert ids(positions_of(position("p"), position("p", "0", at=1))) == []
    assert ids(positions_of(position("p"), position("p", at=1, closed=True))) == []


def test_a_late_report_does_not_bring_a_closed_position_back() -> None:
    assert ids(positions_of(position("p", "0", at=2), position("p", at=1), position("p", at=None))) == []


def test_a_newer_report_opens_the_position_again() -> None:
    assert ids(positions_of(position("p", "0", at=2), position("p", at=3))) == ["p"]


def test_an_older_report_is_ignored_and_a_repeated_one_changes_nothing() -> None:
    positions = positions_of(position("p", "3", at=2))
    assert positions.apply(position("p", "1", at=1), 0) == "older than what is held"
    assert positions.apply(position("p", "3", at=2), 0) == "already known"
    assert positions.open[0].size == 3


def test_a_partial_report_keeps_what_is_known() -> None:
    positions = positions_of(position("p"), PositionUpdate("p", GOLD, size=size("2"), updated_at=WALL + s(1)))
    assert (positions.open[0].entry_price, positions.open[0].size) == (Price("0.043"), size("2"))


def test_a_list_replaces_the_positions_of_its_symbol_only() -> None:
    positions = positions_of(position("p"), position("q"), position("o", symbol=OIL))
    positions.seed(PositionsSeed(GOLD, (position("q", at=None), position("r"))), s(5), Request(WALL + s(4), s(4)))
    assert ids(positions) == ["q", "o", "r"]


def test_a_position_reported_since_the_request_wins_over_the_list() -> None:
    positions = Positions()
    positions.apply(position("p", "7", at=4.5), s(4.5))
    positions.apply(position("q", "8", at=4.5), s(4.5))
    positions.seed(PositionsSeed(GOLD, (position("p", "1", at=3),)), s(5), Request(WALL + s(4), s(4)))
    assert {held.position_id: held.size for held in positions.open} == {"p": 7, "q": 8}


def test_an_answer_that_is_older_than_what_is_held_by_its_own_time_gives_way() -> None:
    positions = Positions()
    positions.apply(position("p", "7", at=3), s(3))
    positions.seed(PositionsSeed(GOLD, (position("p", "1", at=2.5),)), s(100), Request(WALL + s(99), s(99)))
    assert (positions.open[0].size, positions.is_behind) == (size("7"), True)
    positions.seed(PositionsSeed(GOLD, (position("p", "1", at=2.9995),)), s(101), Request(WALL + s(100), s(100)))
    assert (positions.open[0].size, positions.is_behind) == (size("1"), False), "the GET's times are milliseconds"


def test_an_answer_that_bears_an_older_time_and_says_the_same_is_no_contradiction() -> None:
    positions = Positions()
    positions.apply(position("p", "7", at=3), s(3))
    positions.seed(PositionsSeed(GOLD, (position("p", "7", at=1),)), s(100), Request(WALL + s(99), s(99)))
    assert (positions.open[0].size, positions.is_behind) == (size("7"), False)


def test_a_position_told_just_before_a_list_that_leaves_it_out_stays_until_another_list_does() -> None:
    positions = Positions()
    positions.apply(position("p", at=3), s(3))
    positions.seed(PositionsSeed(GOLD, ()), s(5), Request(WALL + s(4), s(4)))
    assert (ids(positions), positions.is_behind) == (["p"], True)
    positions.seed(PositionsSeed(GOLD, ()), s(8), Request(WALL + s(7), s(7)))
    assert (ids(positions), positions.is_behind) == ([], False)


def test_of_two_reports_of_one_moment_the_first_that_comes_again_is_no_news() -> None:
    first, second = position("p", "1", at=1), position("p", "2", at=1)
    positions = positions_of(first, second)
    assert positions.apply(first, s(2)) == "already known"
    assert positions.open[0].size == 2


def test_an_amount_of_another_size_does_not_outlive_a_list_that_leaves_it_out() -> None:
    """The GET tells no maintenance margin: the one of a position twice as large is not its own (protocol 5.3)."""
    positions = Positions()
    positions.apply(replace(position("p", "2", at=1), maintenance_margin=btc("0.4")), s(1))
    positions.seed(PositionsSeed(GOLD, (position("p", "2", at=2),)), s(5), Request(WALL + s(4), s(4)))
    assert positions.open[0].maintenance_margin == btc("0.4")
    positions.seed(PositionsSeed(GOLD, (position("p", "1", at=3),)), s(7), Request(WALL + s(6), s(6)))
    assert positions.open[0].maintenance_margin is None


def test_a_list_does_not_bring_back_what_closed_since_the_request() -> None:
    positions = positions_of(position("p", at=1), position("p", "0", at=4.5))
    positions.seed(PositionsSeed(GOLD, (position("p", at=1),)), s(5), Request(WALL + s(4), s(4)))
    assert ids(positions) == []


def test_a_list_that_tells_a_position_later_than_its_end_opens_it_again() -> None:
    positions = positions_of(position("p", at=1), position("p", "0", at=4))
    positions.seed(PositionsSeed(GOLD, (position("p", at=5),)), s(7), Request(WALL + s(6), s(6)))
    assert ids(positions) == ["p"]


def test_a_position_that_was_opened_again_takes_reports_without_a_time() -> None:
    positions = positions_of(position("p", "0", at=2), position("p", "1", at=3))
    assert positions.apply(position("p", "2", at=None), s(4)) == ""
    assert positions.open[0].size == 2


def test_where_a_sign_alone_tells_a_side_a_size_without_one_is_that_of_a_long_position() -> None:
    positions, unsided = Positions(), replace(position("a"), side=None)
    positions.apply(unsided, 0)
    assert positions.open[0].side is None, "nothing has told that sizes have signs here"
    positions.apply(replace(position("b"), side=PositionSide.SHORT, is_signed=True), 0)
    positions.apply(replace(position("b", "2", at=1), side=None), 1)
    positions.apply(replace(position("a", at=1), side=None, unread=("side",)), 1)
    a, b = positions.open
    assert b.side is PositionSide.LONG, "it was turned round"
    assert a.side is None, "what contradicts itself is no side"
    positions.seed(PositionsSeed(GOLD, (replace(position("a", at=2), side=None),)), s(9), Request(WALL + s(8), s(8)))
    assert positions.open[0].side is PositionSide.LONG


def test_a_profit_goes_with_the_position_and_the_mark_that_it_was_told_of() -> None:
    positions = Positions()

    def after(update: PositionUpdate, at: float) -> tuple[object, object]:
        positions.apply(replace(update, updated_at=WALL + s(at)), s(at))
        (held,) = positions.open
        return held.unrealized_pnl, held.mark_price

    mark = Price("0.05")
    assert after(replace(position("a"), unrealized_pnl=btc("1"), mark_price=mark), 0) == (Decimal(1), mark)
    assert after(replace(position("a"), leverage=Decimal(3)), 1) == (Decimal(1), mark)
    assert after(position("a", "3"), 2) == (None, mark), "it was that of another size"
    assert after(replace(position("a", "3"), unrealized_pnl=btc("2")), 3) == (Decimal(2), None)
