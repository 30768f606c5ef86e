"""What is not well: by its name on the screen, the worst first."""

from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.not_well import first_cause, not_well
from tests.support.sample_screens import NOW, board, down, partly_refused

PARTS = {
    "ticker": "ticker",
    "book": "book",
    "tape": "trades",
    "positions": "positions",
    "orders": "orders",
    "balances": "balances",
}


def with_part(picture: ScreenSnapshot, part: str, state: PanelState) -> ScreenSnapshot:
    fresh = Freshness(state, None if state.is_live else Reason(Cause.SILENT), NOW, NOW + SECOND)
    changes: dict[str, Any] = {part: replace(getattr(picture, part), freshness=fresh)}
    return replace(picture, **changes)


def told(picture: ScreenSnapshot, now: int = NOW) -> list[str]:
    return [each.words for each in not_well(picture, now)]


def test_nothing_is_told_of_what_is_live_or_quiet() -> None:
    assert told(board()) == []
    assert told(with_part(board(), "tape", PanelState.QUIET)) == []


@pytest.mark.parametrize(("part", "name"), PARTS.items())
def test_each_part_has_the_name_it_has_on_the_screen(part: str, name: str) -> None:
    assert told(with_part(board(), part, PanelState.STALE)) == [f"{name} STALE"]


def test_best_prices_that_are_not_live_are_told_though_the_book_is() -> None:
    stale = Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW, NOW + SECOND)
    picture = replace(board(), book=replace(board().book, quote_freshness=stale))
    assert told(picture) == ["level1 STALE"]


def test_another_symbol_is_named_and_the_one_in_view_only_by_its_parts() -> None:
    assert told(partly_refused(board())) == ["OIL-BTC REJECTED"]
    selected = next(row for row in board().symbols.rows if row.symbol == board().symbols.selected)
    stale = replace(selected, freshness=Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW, NOW + SECOND))
    rows = tuple(stale if row.symbol == selected.symbol else row for row in board().symbols.rows)
    assert told(replace(board(), symbols=replace(board().symbols, rows=rows))) == []


def test_the_worst_state_comes_first_and_more_than_two_parts_are_counted() -> None:
    picture = with_part(with_part(board(), "book", PanelState.UNPROVEN), "tape", PanelState.STALE)
    assert told(picture) == ["trades STALE", "book UNPROVEN"]
    assert told(with_part(picture, "orders", PanelState.STALE))[0] == "trades, orders STALE"
    three = with_part(with_part(picture, "orders", PanelState.STALE), "positions", PanelState.STALE)
    assert told(three)[0] == "3 parts STALE"


def test_what_has_expired_is_not_well_whatever_the_feed_said_last() -> None:
    assert told(board(), NOW + 4 * SECOND) == ["all STALE"]
    assert told(down(board(), "gone")) == ["all DOWN"]


def test_the_lists_of_the_account_are_one_where_all_of_them_are_in_one_state() -> None:
    picture = board()
    for part in ("positions", "orders", "balances"):
        picture = with_part(picture, part, PanelState.STALE)
    assert told(picture) == ["account STALE"]
    assert told(with_part(picture, "balances", PanelState.UNPROVEN)) == ["positions, orders STALE", "balances UNPROVEN"]


def test_the_first_cause_is_that_of_the_worst_with_its_parts_and_what_ends_it() -> None:
    assert first_cause(board(), NOW) == ()
    picture = with_part(with_part(board(), "tape", PanelState.STALE), "orders", PanelState.UNPROVEN)
    assert first_cause(picture, NOW) == (
        "trades: no data on any stream of this symbol · until data comes",
        "trades: no data · until data comes",
        "trades: no data",
    )
    both = with_part(picture, "positions", PanelState.STALE)
    assert first_cause(both, NOW)[1:3] == (
        "trades, positions: no data · until data comes",
        "STALE: no data · until data comes",
    ), "what ends it stays longer than names"


def test_parts_are_named_in_the_first_cause_where_there_is_room_and_counted_before_they_are_cut() -> None:
    picture = board()
    for part in ("book", "tape", "positions"):
        picture = with_part(picture, part, PanelState.STALE)
    assert first_cause(picture, NOW) == (
        "book, trades, positions: no data on any stream of this symbol · until data comes",
        "book, trades, positions: no data · until data comes",
        "STALE: no data · until data comes",
        "book, trades, positions: no data",
        "STALE: no data",
    )


def test_what_the_exchange_refuses_is_told_in_its_own_words_and_where_there_is_no_room_that_it_stays_so() -> None:
    forms = first_cause(partly_refused(board()), NOW)
    assert forms[0] == "OIL-BTC: exchange error 60015: invalid symbol · not retrying"
    assert forms[-1] == "OIL-BTC: not retrying"


def test_a_symbol_of_which_all_is_in_one_state_is_one_part_and_so_are_all_symbols() -> None:
    picture = board()
    stale = Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW, NOW + SECOND)
    for part in ("ticker", "book", "tape"):
        picture = with_part(picture, part, PanelState.STALE)
    picture = replace(picture, book=replace(picture.book, quote_freshness=stale))
    assert told(picture) == ["GOLD-BTC STALE"]
    rows = tuple(replace(row, freshness=stale) for row in picture.symbols.rows)
    every = replace(picture, symbols=replace(picture.symbols, rows=rows))
    assert told(every) == ["all symbols STALE"]
    assert told(with_part(every, "orders", PanelState.STALE)) == ["all symbols, orders STALE"]
    assert first_cause(every, NOW)[-1] == "all symbols: no data"


def test_what_holds_for_the_connection_is_no_first_cause() -> None:
    assert first_cause(down(board(), "reset"), NOW) == ()


def test_beside_the_first_cause_stands_what_ends_a_delay_and_where_little_fits_that_alone() -> None:
    picture = with_part(board(), "tape", PanelState.STALE)
    late = replace(picture, connection=replace(picture.connection, reason=Reason(Cause.LATE, seconds=3)))
    forms = first_cause(late, NOW)
    assert forms[0].endswith("until data comes · delay: until on time")
    assert forms[-1] == "delay: until on time"


def test_the_end_of_the_first_cause_has_a_shorter_form() -> None:
    picture = board()
    fresh = Freshness(PanelState.UNPROVEN, Reason(Cause.SILENCE_UNCHECKABLE), NOW, NOW + SECOND)
    picture = replace(picture, orders=replace(picture.orders, freshness=fresh))
    assert "orders: not verifiable · until reconnect" in first_cause(picture, NOW)


def test_what_the_header_tells_of_the_connection_is_no_first_cause_either() -> None:
    silent = Freshness(PanelState.STALE, Reason(Cause.NO_DATA, next_at=NOW + SECOND), NOW, NOW + SECOND)
    picture = replace(board(), book=replace(board().book, freshness=silent))
    assert first_cause(picture, NOW)[-1] == "book: all silent"
    picture = replace(picture, connection=replace(picture.connection, reason=Reason(Cause.NO_DATA)))
    assert first_cause(picture, NOW) == ()


def test_a_state_stands_for_its_parts_only_where_all_of_them_have_that_cause() -> None:
    picture = board()
    for part in ("book", "tape", "positions"):
        picture = with_part(picture, part, PanelState.STALE)
    assert first_cause(picture, NOW)[-1] == "STALE: no data"
    other = Freshness(PanelState.STALE, Reason(Cause.LIST_FAILED, "HTTP 503", "503"), NOW, NOW + SECOND)
    picture = replace(picture, orders=replace(picture.orders, freshness=other))
    assert first_cause(picture, NOW)[-1] == "3 parts: no data"


def test_of_what_is_out_of_sight_the_age_is_told_as_well_before_the_cause_in_full() -> None:
    failed = Reason(Cause.LIST_FAILED, "too many requests", "429", next_at=NOW + 4 * SECOND)
    fresh = Freshness(PanelState.STALE, failed, NOW - 12 * SECOND, NOW + SECOND, since=NOW - 3 * SECOND)
    picture = replace(board(), orders=replace(board().orders, freshness=fresh))
    forms = first_cause(picture, NOW, ("orders", "balances"))
    assert forms[0] == "orders STALE: data 12 s old · GET failed: too many requests · next try in 4 s"
    assert "orders STALE: data 12 s old · GET failed · next try in 4 s" in forms
    aged = [form for form in forms if "data 12 s old" in form and form.endswith("next try in 4 s")]
    assert list(forms[: len(aged)]) == aged, "what ends it and the age before the cause in full"
    assert not any("old" in form for form in first_cause(picture, NOW)), "in sight its own title tells it"


def test_of_what_is_out_of_sight_and_holds_nothing_the_time_in_the_state_is_told() -> None:
    fresh = Freshness(PanelState.WAITING, Reason(Cause.LIST_ASKED), None, NOW + SECOND, since=NOW - 3 * SECOND)
    picture = replace(board(), orders=replace(board().orders, freshness=fresh))
    assert first_cause(picture, NOW, ("orders",))[0].startswith("orders WAITING: for 3 s · no list")
