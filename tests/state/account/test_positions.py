"""Positions: merged by id, closed once, confirmed by the GET of their symbol."""

from __future__ import annotations

from decimal import Decimal
from itertools import zip_longest

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import PositionsSeed, PositionUpdate
from roxom_tui.model.market import PositionSide
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.account.positions import Positions
from tests.support.spellings import GOLD, OIL, WALL, btc, position, s, size


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
    positions.seed(PositionsSeed(GOLD, (position("q", at=None), position("r"))), s(5), s(4))
    assert ids(positions) == ["q", "o", "r"]


def test_a_position_reported_since_the_request_wins_over_the_list() -> None:
    positions = Positions()
    positions.apply(position("p", "7", at=4.5), s(4.5))
    positions.apply(position("q", "8", at=4.5), s(4.5))
    positions.seed(PositionsSeed(GOLD, (position("p", "1", at=3),)), s(5), s(4))
    assert {held.position_id: held.size for held in positions.open} == {"p": 7, "q": 8}


def test_an_answer_that_is_older_than_what_is_held_by_its_own_time_gives_way() -> None:
    positions = Positions()
    positions.apply(position("p", "7", at=3), s(3))
    positions.seed(PositionsSeed(GOLD, (position("p", "1", at=2.5),)), s(100), s(99))
    assert (positions.open[0].size, positions.is_behind) == (size("7"), True)
    positions.seed(PositionsSeed(GOLD, (position("p", "1", at=2.9995),)), s(101), s(100))
    assert (positions.open[0].size, positions.is_behind) == (size("1"), False), "the GET's times are milliseconds"


def test_an_answer_that_bears_an_older_time_and_says_the_same_is_no_contradiction() -> None:
    positions = Positions()
    positions.apply(position("p", "7", at=3), s(3))
    positions.seed(PositionsSeed(GOLD, (position("p", "7", at=1),)), s(100), s(99))
    assert (positions.open[0].size, positions.is_behind) == (size("7"), False)


def test_a_position_told_just_before_a_list_that_leaves_it_out_stays_until_another_list_does() -> None:
    positions = Positions()
    positions.apply(position("p", at=3), s(3))
    positions.seed(PositionsSeed(GOLD, ()), s(5), s(4))
    assert (ids(positions), positions.is_behind) == (["p"], True)
    positions.seed(PositionsSeed(GOLD, ()), s(8), s(7))
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
    positions.seed(PositionsSeed(GOLD, (position("p", "2", at=2),)), s(5), s(4))
    assert positions.open[0].maintenance_margin == btc("0.4")
    positions.seed(PositionsSeed(GOLD, (position("p", "1", at=3),)), s(7), s(6))
    assert positions.open[0].maintenance_margin is None


def test_a_list_does_not_bring_back_what_closed_since_the_request() -> None:
    positions = positions_of(position("p", at=1), position("p", "0", at=4.5))
    positions.seed(PositionsSeed(GOLD, (position("p", at=1),)), s(5), s(4))
    assert ids(positions) == []


def test_a_list_that_tells_a_position_later_than_its_end_opens_it_again() -> None:
    positions = positions_of(position("p", at=1), position("p", "0", at=4))
    positions.seed(PositionsSeed(GOLD, (position("p", at=5),)), s(7), s(6))
    assert ids(positions) == ["p"]


def test_a_position_that_was_opened_again_takes_reports_without_a_time() -> None:
    positions = positions_of(position("p", "0", at=2), position("p", "1", at=3))
    assert positions.apply(position("p", "2", at=None), s(4)) == ""
    assert positions.open[0].size == 2


def said(held: Positions, key: str = "a") -> tuple[object, object]:
    (one,) = [position for position in held.open if position.position_id == key]
    return one.side, one.size


def sized(told: str, at: float, key: str = "a") -> PositionUpdate:
    """A size with or without a minus, as the reader makes it of a report that says no side."""
    number = Decimal(told)
    side = PositionSide.SHORT if number < 0 else None
    return replace(position(key, str(abs(number)), at), side=side, is_signed=side is not None)


def worded(side: PositionSide, quantity: str, at: float, key: str = "a") -> PositionUpdate:
    return replace(position(key, quantity, at), side=side)


def test_where_signs_alone_told_the_side_of_a_position_a_size_without_one_turns_it_round() -> None:
    positions = positions_of(sized("-3", 0))
    assert said(positions) == (PositionSide.SHORT, 3)
    positions.apply(replace(position("a", at=1), size=None, side=None, leverage=Decimal(2)), 1)
    assert said(positions) == (PositionSide.SHORT, 3), "no size, no sign"
    positions.apply(sized("2", 2), 2)
    assert said(positions) == (PositionSide.LONG, 2)
    positions.apply(sized("-1", 3), 3)
    listed = (replace(sized("4", 4), updated_at=WALL + s(4)),)
    positions.seed(PositionsSeed(GOLD, listed), s(9), s(8))
    assert said(positions) == (PositionSide.LONG, 4)


def test_a_side_told_by_word_is_kept_where_a_later_report_says_none() -> None:
    positions = positions_of(worded(PositionSide.SHORT, "3", 0), sized("2", 1))
    assert said(positions) == (PositionSide.SHORT, 2)
    positions.apply(sized("-1", 2), 2)
    positions.apply(sized("4", 3), 3)
    assert said(positions) == (PositionSide.SHORT, 4), "the minus said no more than the word"
    positions.apply(sized("-1", 4, key="b"), 4)
    positions.apply(sized("2", 5), 5)
    assert (said(positions), said(positions, "b")) == ((PositionSide.SHORT, 2), (PositionSide.SHORT, 1))


def test_a_word_ends_what_signs_told_and_a_sign_against_a_word_begins_it() -> None:
    positions = positions_of(sized("-3", 0), worded(PositionSide.SHORT, "3", 1), sized("2", 2))
    assert said(positions) == (PositionSide.SHORT, 2)
    positions = positions_of(worded(PositionSide.LONG, "3", 0), sized("-2", 1), sized("1", 2))
    assert said(positions) == (PositionSide.LONG, 1)


def test_a_size_without_sign_or_side_is_no_side_where_none_was_ever_told_or_it_contradicts_itself() -> None:
    positions = positions_of(sized("-1", 0, key="b"), sized("2", 1))
    assert said(positions) == (None, 2), "a sign of another position says nothing of this one"
    positions = positions_of(sized("-1", 0), replace(sized("2", 1), unread=("side",)), sized("3", 2))
    assert said(positions) == (None, 3)


REPORTS = st.tuples(
    st.sampled_from(["3", "-2", "1", "-1"]), st.sampled_from([None, None, PositionSide.LONG, PositionSide.SHORT])
)


@given(st.lists(REPORTS, min_size=1, max_size=6), st.lists(REPORTS, max_size=6), st.booleans())
def test_how_one_position_is_read_never_depends_on_what_another_says(
    own: list[tuple[str, PositionSide | None]], others: list[tuple[str, PositionSide | None]], first: bool
) -> None:
    def report(key: str, number: int, told: tuple[str, PositionSide | None]) -> PositionUpdate:
        size_told, side = told
        return worded(side, size_told.strip("-"), number, key) if side is not None else sized(size_told, number, key)

    of_a = [report("a", number, told) for number, told in enumerate(own)]
    of_b = [report("b", number, told) for number, told in enumerate(others)]
    mixed = [update for pair in zip_longest(of_b, of_a) for update in pair if update is not None]
    assert said(positions_of(*(mixed if first else [*of_b, *of_a]))) == said(positions_of(*of_a))


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
