"""Which pictures say the same, so that nothing is to be drawn of the second."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import AuditResult
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.alike import is_alike, says_the_same
from tests.support.sample_screens import LIVE, NOW, board, down
from tests.ui.opened import LATER, RENEWED, renewed

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)


def test_a_picture_made_anew_of_a_market_that_stands_still_says_the_same() -> None:
    assert says_the_same(board(), NOW, renewed(board()), LATER)


def test_what_is_history_on_the_screen_and_holds_again_does_not() -> None:
    assert not says_the_same(board(), NOW + 4 * SECOND, renewed(board()), NOW + 4 * SECOND)


def test_what_ran_out_since_it_was_painted_does_not() -> None:
    ended = replace(board(), tape=replace(board().tape, freshness=replace(LIVE, valid_until=NOW + SECOND // 2)))
    assert says_the_same(ended, NOW, ended, NOW + SECOND // 2)
    assert not says_the_same(ended, NOW, ended, LATER)


def test_a_check_that_found_the_same_once_more_says_the_same_until_the_next_ages() -> None:
    picture = board()
    checked = AuditResult(at=NOW - 3 * SECOND, differences=0, levels=40)

    def with_check(audit: AuditResult) -> ScreenSnapshot:
        return replace(picture, book=replace(picture.book, audit=audit))

    assert says_the_same(with_check(checked), NOW, with_check(replace(checked, at=NOW)), NOW)
    assert not says_the_same(with_check(checked), NOW, with_check(replace(checked, at=NOW, differences=1)), NOW)


def test_any_change_of_the_market_or_of_the_connection_is_another_picture() -> None:
    picture = board()
    row = replace(picture.book.bids[3], price=Price("0.04"))
    bids = (*picture.book.bids[:3], row, *picture.book.bids[4:])
    others = (
        replace(picture, book=replace(picture.book, bids=bids)),
        replace(picture, book=replace(picture.book, bids=picture.book.bids[:-1])),
        replace(picture, ticker=replace(picture.ticker, mark=Price("0.05"))),
        replace(picture, orders=replace(picture.orders, checked_at=NOW)),
        replace(picture, connection=replace(picture.connection, silent_since=NOW)),
        replace(picture, connection=replace(picture.connection, reason=Reason(Cause.LATE, seconds=3))),
        down(picture, "gone"),
    )
    for other in others:
        assert not says_the_same(picture, NOW, other, NOW)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (LIVE, RENEWED, True),
        (LIVE, replace(LIVE, data_at=None), False),
        (LIVE, replace(LIVE, silent_since=NOW), False),
        (LIVE, replace(LIVE, state=PanelState.QUIET), False),
        (STALE, replace(STALE, valid_until=LATER), True),
        (STALE, replace(STALE, data_at=NOW), False),
        (STALE, replace(STALE, since=NOW), False),
        (Decimal("1.0"), Decimal("1.0"), True),
        (Decimal("1.0"), Decimal("1.00"), False),
        ((1, "a", None), (1, "a", None), True),
        ((1, "a"), (1, "a", None), False),
        (1, True, False),
    ],
)
def test_values_are_alike_if_they_are_drawn_the_same(one: object, other: object, alike: bool) -> None:
    assert is_alike(one, other) is alike
