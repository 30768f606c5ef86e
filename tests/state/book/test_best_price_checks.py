from __future__ import annotations

from roxom_tui.model.market import DepthMode
from roxom_tui.state.book.best_price_checks import CROSSED, DISAGREES, BestPriceChecks
from roxom_tui.state.book.book_against_quotes import WINDOW_NS, BookCheckCounts
from roxom_tui.state.book.crossed_prices import LIMIT_NS
from roxom_tui.state.book.order_book import OrderBook
from tests.support.spellings import delta, quote, s, snapshot


def book(*deltas: tuple[str, ...]) -> OrderBook:
    made = OrderBook(DepthMode.ABSOLUTE)
    made.apply_snapshot(snapshot(("100 1", "99 2"), ("101 1",)))
    for bids in deltas:
        made.apply_delta(delta(bids, at=1))
    return made


def test_a_book_that_nothing_speaks_against_is_not_broken() -> None:
    checks = BestPriceChecks(BookCheckCounts())
    checks.begin(book(), s(0))
    assert checks.hear(quote("100 1", "101 1", at=2), s(2)) is None
    assert checks.judge(book(), s(3)) is None
    assert checks.overdue(s(9)) is None


def test_crossed_for_too_long_it_is_broken_whether_something_comes_or_not() -> None:
    crossed = book(("102 1",))
    for judged in (True, False):
        checks = BestPriceChecks(BookCheckCounts())
        checks.begin(book(), s(0))
        assert checks.judge(crossed, s(1)) is None
        late = s(1) + LIMIT_NS + 1
        assert (checks.judge(crossed, late) if judged else checks.overdue(late)) == CROSSED


def test_quotes_that_the_book_never_showed_break_it_after_their_time() -> None:
    checks = BestPriceChecks(BookCheckCounts())
    checks.begin(book(), s(0))
    for at in (2.0, 2.5):
        assert checks.hear(quote("90 7", "91 7", at=at), s(at)) is None
    assert checks.overdue(s(2.5) + WINDOW_NS + 1) == DISAGREES


def test_of_a_book_that_is_not_there_nothing_is_judged() -> None:
    checks = BestPriceChecks(BookCheckCounts())
    checks.begin(book(), s(0))
    checks.judge(book(("102 1",)), s(1))
    checks.void()
    assert checks.overdue(s(9)) is None
