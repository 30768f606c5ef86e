"""The remark in the book's title: how long it has stood still, what a check found, what goes where room is short."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import AuditResult, BookChange, BookView, DifferingBest, MissingOrder
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.book_remark import UNCHANGED_NS, audit_words, book_remark, differs_words, missing_words
from tests.support.sample_screens import LIVE, NOW, WALL, board
from tests.ui.drawing import rendering, texts


def book(still: float = 12, audit: AuditResult | None = None, state: PanelState = PanelState.LIVE) -> BookView:
    """A book that has stood still for so many seconds; the exchange's clock shows 14:22:07."""
    changed = BookChange(NOW - round(still * SECOND), WALL - round(still * SECOND))
    fresh = Freshness(state, Reason(Cause.SILENT), NOW, LIVE.valid_until)
    return replace(board().book, is_audited=True, audit=audit, changed=changed, freshness=fresh)


def verified(ago: float, differences: int | None = 0) -> AuditResult:
    return AuditResult(NOW - round(ago * SECOND), 99, differences)


def remark(view: BookView, room: int = 200, *, is_held: bool = False) -> str:
    return book_remark(view, NOW, room, is_held=is_held)


@pytest.mark.parametrize(
    ("audit", "now", "words"),
    [
        (AuditResult(10 * SECOND, 40, 0), 14.9, "verified 4 s ago, 40 levels, 0 differences"),
        (AuditResult(10 * SECOND, 1, 1), 10, "verified 0 s ago, 1 of 1 level corrected"),
        (AuditResult(10 * SECOND, 99, 2), 200, "verified 3 min ago, 2 of 99 levels corrected"),
        (AuditResult(10 * SECOND, 40, None), 12, "renewed 2 s ago, 40 levels"),
        (None, 12, "not yet verified"),
    ],
)
def test_a_proof_says_what_was_compared_when_and_what_was_corrected(
    audit: AuditResult | None, now: float, words: str
) -> None:
    assert ", ".join(audit_words(audit, int(now * SECOND))) == words


def test_where_no_way_is_left_the_book_cannot_be_verified_and_an_older_proof_keeps_its_age() -> None:
    assert remark(replace(book(1), can_be_verified=False)) == "cannot be verified"
    assert remark(replace(book(1, verified(70)), can_be_verified=False)).startswith("verified 70 s ago")


def test_a_live_book_that_stands_still_says_since_when_and_when_it_was_verified() -> None:
    assert remark(book(12, verified(1))) == "no change since 14:21:55 · verified 1 s ago, 99 levels, 0 differences"
    assert remark(book(12, state=PanelState.QUIET)) == "no change since 14:21:55 · not yet verified"


@pytest.mark.parametrize("still", [0, UNCHANGED_NS / SECOND])
def test_a_moment_without_a_change_is_nothing_to_tell(still: float) -> None:
    assert remark(book(still, verified(1))) == "verified 1 s ago, 99 levels, 0 differences"


@pytest.mark.parametrize("state", [state for state in PanelState if not state.is_live])
def test_of_a_book_that_is_not_live_nobody_says_that_it_stands_still(state: PanelState) -> None:
    assert "no change" not in remark(book(12, verified(1), state))


def test_once_its_time_has_passed_a_book_does_not_stand_still() -> None:
    view = book(12, verified(1))
    assert "no change" not in book_remark(view, view.freshness.valid_until + 1, 200, is_held=False)


def test_a_picture_that_is_held_does_not_tell_what_has_changed_since() -> None:
    assert "no change" not in remark(book(12, verified(1)), is_held=True)
    assert "no change" not in texts(BookPanel().draw(book(12), rendering(120, held_back=3)))[0]


def test_a_correction_is_a_change() -> None:
    assert remark(book(12, verified(1, differences=2))) == "verified 1 s ago, 2 of 99 levels corrected"
    assert remark(book(12, verified(30, differences=2))).startswith("no change since 14:21:55 · verified 30 s ago")


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (60, "no change since 14:21:55 · verified 1 s ago, 99 levels"),
        (50, "no change since 14:21:55 · verified 1 s ago"),
        (42, "verified 1 s ago"),
    ],
)
def test_where_room_is_short_a_check_since_the_last_change_is_the_last_to_go(room: int, words: str) -> None:
    assert remark(book(12, verified(1)), room) == words


def test_where_room_is_short_and_nothing_was_checked_since_the_standstill_is_the_last_to_go() -> None:
    assert remark(book(12, verified(50)), 30) == "no change since 14:21:55"


def test_what_is_kept_of_a_long_book_is_told_whatever_goes() -> None:
    long = replace(book(12, verified(1)), levels_held=10_000, left_out=14_800)
    kept = "best 10,000 of 24,800 levels"
    assert remark(long, 80) == f"no change since 14:21:55 · {kept}, verified 1 s ago"
    assert remark(long, 50) == f"{kept}, verified 1 s ago"
    assert remark(long, 10) == kept


@pytest.mark.parametrize("width", range(36, 130))
def test_no_number_of_the_title_is_ever_cut(width: int) -> None:
    view = book(12, verified(50))
    title = texts(BookPanel().draw(view, rendering(width)))[0]
    forms = (
        "no change since 14:21:55 · verified 50 s ago, 99 levels, 0 differences",
        "no change since 14:21:55 · verified 50 s ago, 99 levels",
        "no change since 14:21:55 · verified 50 s ago",
        "no change since 14:21:55",
    )
    assert any(f"─ LIVE · {form} ─" in title for form in forms) or title.count("·") == 0
    assert width < 52 or "14:21:55" in title


SELL = MissingOrder(OrderSide.SELL, Price("0.04303200"), Size(Decimal("0.69")), None, 0, NOW + SECOND)
TWO_MORE = replace(SELL, others=2)


@pytest.mark.parametrize(
    ("missing", "unit", "room", "words"),
    [
        (SELL, Unit.BTC, 80, "own sell 0.69 at 0.04303200 not in the book"),
        (SELL, Unit.SATS, 80, "own sell 0.69 at 4,303,200 not in the book"),
        (TWO_MORE, Unit.BTC, 80, "own sell 0.69 at 0.04303200 not in the book · 2 more"),
        (TWO_MORE, Unit.BTC, 45, "own sell 0.69 at 0.04303200 not in the book"),
        (TWO_MORE, Unit.BTC, 40, "own sell not in the book · 2 more"),
        (TWO_MORE, Unit.BTC, 25, "own sell not in the book"),
        (TWO_MORE, Unit.BTC, 23, ""),
        (replace(SELL, held=Size(Decimal("0.2"))), Unit.BTC, 80, "own sell 0.69 at 0.04303200, book has 0.2"),
        (replace(SELL, held=Size(Decimal("0.2"))), Unit.BTC, 30, "own sell more than in the book"),
    ],
)
def test_an_own_order_that_is_not_in_the_book_is_told_as_far_as_there_is_room_and_no_number_is_cut(
    missing: MissingOrder, unit: Unit, room: int, words: str
) -> None:
    assert missing_words(missing, unit, room) == words


@pytest.mark.parametrize("width", [36, 52, 100])
def test_it_stands_at_the_bottom_of_a_live_book_and_never_of_a_hidden_account(width: int) -> None:
    view, on = replace(board().book, missing=SELL), rendering(width)
    *_, bottom = texts(BookPanel().draw(view, on))
    assert "own sell" in bottom
    assert "not in the book" in bottom
    hidden = replace(on, options=replace(on.options, hide_account=True))
    assert BookPanel().draw(view, hidden) == BookPanel().draw(replace(view, missing=None), hidden)


def test_it_goes_with_the_book_and_with_the_list_of_orders() -> None:
    view = replace(board().book, missing=SELL)
    old = rendering(52, now=SELL.valid_until + 1)
    assert "own sell" not in "".join(texts(BookPanel().draw(view, old)))
    stale = replace(view, freshness=book(9, state=PanelState.STALE).freshness)
    assert "own sell" not in texts(BookPanel().draw(replace(stale, missing=None), rendering(100)))[-1]


def test_an_empty_book_names_it_too() -> None:
    view = replace(board().book, asks=(), bids=(), missing=SELL)
    lines = texts(BookPanel().draw(view, rendering(60)))
    assert any("no bids, no asks" in line for line in lines)
    assert "own sell 0.69 at 0.04303200 not in the book" in lines[-1]


def test_a_book_that_was_never_checked_says_when_it_will_be() -> None:
    waiting = replace(book(1), checked_next=NOW + 12 * SECOND)
    assert remark(waiting) == "first check in 12 s, not yet verified"
    assert remark(waiting, 21) == "first check in 12 s"
    assert remark(replace(waiting, checked_next=NOW)).startswith("first check under way")
    assert remark(replace(waiting, can_be_verified=False)) == "cannot be verified"
    assert remark(replace(waiting, audit=verified(3))).startswith("verified 3 s ago")


def differing(seconds: float, check_in: float | None, *, can_be_verified: bool = True) -> BookView:
    told = DifferingBest(NOW - round(seconds * SECOND), NOW + SECOND)
    check = None if check_in is None else NOW + round(check_in * SECOND)
    return replace(board().book, differs=told, checked_next=check, can_be_verified=can_be_verified)


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (80, "best prices differ from level1 for 2 s · next check in 31 s"),
        (56, "best prices differ from level1 · next check in 31 s"),
        (44, "best not as level1 · check in 31 s"),
        (20, "best not as level1"),
        (10, ""),
    ],
)
def test_best_prices_that_differ_are_told_with_when_they_are_checked(room: int, words: str) -> None:
    assert differs_words(differing(2, 31), NOW, room) == words


def test_of_best_prices_that_differ_the_bottom_of_the_book_tells_while_that_is_known() -> None:
    bottom = texts(BookPanel().draw(differing(2, None), rendering(90, 20)))[-1]
    assert "best prices differ from level1 for 2 s · check under way" in bottom
    assert "cannot be verified" in differs_words(differing(2, 31, can_be_verified=False), NOW, 80)
    assert differs_words(differing(2, 31), NOW + SECOND + 1, 80) == ""
