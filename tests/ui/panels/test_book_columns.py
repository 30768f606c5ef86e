"""The columns right of the sizes: what stands in them, how wide they are, which have room, what history looks like."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.book_columns import BookColumn, ColumnsRequest
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.money import Btc, Size, Unit
from roxom_tui.model.values import replace
from roxom_tui.state.reading.queue_bracket import QueuePlace
from roxom_tui.state.views.book_column_views import BookColumnsView, Filling, Flow, RowReading
from roxom_tui.state.views.market_views import BookView
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.book_columns import COLUMNS, filling_words, flow_line, flow_rows
from tests.support.sample_screens import LIVE, NOW, WALL, book_view
from tests.ui.drawing import rendering, text, texts

ALL = tuple(BookColumn)
TRADED = Filling(5 * MINUTE, 190 * SECOND, WALL - 190 * SECOND)
CHANGE = Filling(30 * SECOND)
FLOW = Flow(Decimal("2.10"), Decimal("-0.60"), Decimal("0.40"), Decimal("-2.30"))


def size(number: str) -> Size:
    return Size(Decimal(number))


def view_with(*columns: BookColumn, **reading: object) -> BookView:
    """A book of which every row tells the same in its derived columns."""
    view = book_view()
    columns_view = BookColumnsView(ColumnsRequest(columns or ALL), LIVE, TRADED, CHANGE, FLOW)
    told = RowReading(**reading)  # type: ignore[arg-type]
    bids, asks = (tuple(replace(row, reading=told) for row in rows) for rows in (view.bids, view.asks))
    return replace(view, bids=bids, asks=asks, columns=columns_view)


def rows_of(view: BookView, width: int = 120, **more: object) -> list[str]:
    """From the heading on."""
    rows = texts(BookPanel().body(view, rendering(width, 24, **more)))
    return rows[next(place for place, row in enumerate(rows) if "price" in row) :]


def test_the_running_cost_is_rounded_to_sats_in_the_unit_in_use() -> None:
    view = view_with(BookColumn.COST, cost=Btc(Decimal("0.0297403849")))
    assert all("0.02974038" in row for row in rows_of(view)[1:11])
    assert all("2,974,038" in row for row in rows_of(view, options=DisplayOptions(unit=Unit.SATS))[1:11])


def test_sold_stands_left_and_bought_right_with_bars_from_the_middle_and_a_mark_where_the_most_was() -> None:
    view = view_with(BookColumn.TRADED, sold=size("12.40"), bought=size("3.10"), is_most=True)
    line = BookPanel().body(view, rendering(60, 24))[3]
    assert text(line).rstrip().endswith("12.40    3.10◂")
    tints = {span.tint: span.text for span in line if span.tint in (Tint.ASK_BAR, Tint.BID_BAR)}
    assert len(tints[Tint.ASK_BAR]) > len(tints[Tint.BID_BAR]) > 0


def test_where_nothing_was_traded_the_cell_is_blank_and_where_nobody_knows_it_says_so() -> None:
    nothing = rows_of(view_with(BookColumn.TRADED, sold=size("0"), bought=size("0")), 60)[3]
    unknown = rows_of(view_with(BookColumn.TRADED), 60)[3]
    assert nothing[-22:].strip("▏▎▍▌▋▊▉ ") == ""
    assert unknown.rstrip().endswith("--")


@pytest.mark.parametrize(
    ("change", "told"), [("2.10", "+2.10"), ("-0.60", "-0.60"), ("0.00", "0"), ("1234.5", "+1,234.5"), (None, "--")]
)
def test_a_change_has_its_sign(change: str | None, told: str) -> None:
    view = view_with(BookColumn.CHANGE, change=None if change is None else Decimal(change))
    assert rows_of(view, 60)[3].rstrip().endswith(f" {told}")


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (QueuePlace(Decimal("0.40"), Decimal("0.80"), Decimal("1.90")), "0.40─┼──1.90 est."),
        (QueuePlace(Decimal("0.40"), Decimal("1.90"), Decimal("1.90")), "0.40───┼1.90 est."),
        (QueuePlace(Decimal("1.90"), Decimal("1.90"), Decimal("1.90")), "1.90 est."),
        (QueuePlace(None, None, Decimal("2.31")), "<= 2.31"),
        (None, "--"),
    ],
)
def test_what_stands_before_an_own_order_is_a_bracket_beside_it_alone(place: QueuePlace | None, told: str) -> None:
    rows = [row.strip("▏▎▍▌▋▊▉ ") for row in rows_of(view_with(BookColumn.QUEUE, queue=place), 60)[1:]]
    own = [row for row in rows if row.startswith("●")]
    assert len(own) == 2
    assert all(row.endswith(told) for row in own)
    assert not any(row.endswith((told, "est.")) for row in rows if row not in own)


def test_of_a_hidden_account_the_queue_tells_nothing() -> None:
    view = view_with(BookColumn.QUEUE, queue=QueuePlace(None, None, Decimal("2.31")))
    assert not any("2.31" in row for row in rows_of(view, 60, options=DisplayOptions(hide_account=True)))


@pytest.mark.parametrize(
    ("width", "told"),
    [(34, ()), (40, ("total",)), (52, ("total", "cost")), (72, ("total", "cost", "traded")), (120, tuple(BookColumn))],
)
def test_as_many_columns_stand_as_have_room_the_last_give_way_whole(width: int, told: tuple[str, ...]) -> None:
    view = view_with(cost=Btc(Decimal("0.5")), sold=size("1"), bought=size("2"), change=Decimal("0.5"))
    heading = rows_of(view, width)[0]
    assert tuple(column for column in BookColumn if column.value in heading) == told
    assert all(len(row) <= width for row in rows_of(view, width))


@pytest.mark.parametrize("column", [BookColumn.TRADED, BookColumn.CHANGE])
def test_in_a_narrow_book_a_column_is_narrower_and_tells_its_window_alone(column: BookColumn) -> None:
    view = view_with(column, sold=size("1.20"), bought=size("2.30"), change=Decimal("0.50"))
    heading, *rows = rows_of(view, 44)
    assert heading.rstrip().endswith("5m 3:10" if column is BookColumn.TRADED else "change 30s")
    assert rows[2].rstrip().endswith("2.30" if column is BookColumn.TRADED else "+0.50")


def test_no_column_moves_when_a_window_fills_or_a_figure_grows() -> None:
    panel_rendering = rendering(100, 24)
    places = set()
    for filled, sold in ((5 * SECOND, "1.00"), (250 * SECOND, "3.00"), (None, "2.00")):
        view = view_with(sold=size(sold), bought=size("2.00"), change=Decimal("0.5"), cost=Btc(Decimal("0.1")))
        assert view.columns is not None
        columns = replace(view.columns, traded=replace(TRADED, filled=filled), change=replace(CHANGE, filled=filled))
        row = texts(BookPanel().body(replace(view, columns=columns), panel_rendering))[3]
        places.add((row.index(sold), row.index("2.00"), row.index("+0.5")))
    assert len({place[2] for place in places}) == 1
    assert len({place[0] for place in places}) == 1


def test_a_heading_says_the_window_and_how_full_it_is() -> None:
    heading = rows_of(view_with(cost=Btc(Decimal("0.1"))), 120)[0]
    assert "cost BTC" in heading
    assert "traded 5m 3:10" in heading
    assert "change 30s " in heading


@pytest.mark.parametrize(
    ("filling", "words"),
    [
        (Filling(5 * MINUTE), "5m"),
        (Filling(30 * MINUTE, 725 * SECOND), "30m 12:05"),
        (Filling(30 * SECOND, 12 * SECOND, None, True), "30s 0:12 est."),
        (Filling(0, None, WALL - 3600 * SECOND), "since 13:22"),
        (Filling(0, 0), "start <1 s"),
    ],
)
def test_a_window_in_words(filling: Filling, words: str) -> None:
    assert filling_words(filling, WALL) == words


def test_what_is_not_believed_any_more_is_drawn_as_history() -> None:
    view = view_with(
        sold=size("5.5"), bought=size("7.5"), change=Decimal("0.25"), queue=QueuePlace(None, None, Decimal(9))
    )
    assert view.columns is not None
    old = replace(view, columns=replace(view.columns, freshness=replace(LIVE, valid_until=NOW - 1)))
    live, history = (
        {span.text.strip(): span.role for line in BookPanel().body(one, rendering(120, 24)) for span in line}
        for one in (view, old)
    )
    for figure in ("+0.25", "<= 9"):
        assert live[figure] is not Role.STALE
        assert history[figure] is Role.STALE
    lines = BookPanel().body(old, rendering(120, 24))
    assert not any(span.role is Role.TEXT and ("5.5" in span.text or "7.5" in span.text) for span in lines[3])


def test_a_line_below_sums_what_changed_on_each_side_while_that_column_is_chosen() -> None:
    view = view_with(BookColumn.CHANGE)
    assert text(flow_line(view, rendering(50, 20))) == "30s bid +2.10 -0.60 · ask +0.40 -2.30"
    assert text(flow_line(view, rendering(34, 20))) == "bid +2.10 -0.60 · ask +0.40 -2.30"
    assert text(flow_line(view, rendering(20, 20))) == "", "a sum is whole or not there"
    assert view.columns is not None
    unknown = replace(view, columns=replace(view.columns, flow=None, change=Filling(30 * SECOND, 12 * SECOND)))
    assert text(flow_line(unknown, rendering(50, 20))) == "30s 0:12 bid -- · ask --"
    assert flow_rows((BookColumn.CHANGE,), rendering(50, 20)) == 1
    assert flow_rows((BookColumn.CHANGE,), rendering(50, 8)) == flow_rows((BookColumn.TOTAL,), rendering(50, 20)) == 0


def test_a_large_level_has_a_mark_beside_its_size() -> None:
    view = book_view()
    rows = rows_of(replace(view, asks=(view.asks[0], replace(view.asks[1], is_large=True), *view.asks[2:])), 52)
    assert sum("◆" in row for row in rows) == 1


def test_the_help_explains_every_column() -> None:
    told = " ".join(word for row in COLUMNS.terms for word in row)
    assert all(column.value in told or column in (BookColumn.TOTAL, BookColumn.QUEUE) for column in BookColumn)
