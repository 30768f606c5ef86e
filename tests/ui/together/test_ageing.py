"""What time alone changes: of a panel that nothing new comes for only that is drawn anew, and all of that."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import Freshness
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import AuditResult, BookChange, MissingOrder
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.face import Ageing
from tests.support.sample_screens import LIVE, NOW, WALL, board, down

LOOK = DisplayOptions()
LASTING = replace(LIVE, valid_until=NOW + 3600 * SECOND)


def lasting(picture: ScreenSnapshot, fresh: Freshness = LASTING) -> ScreenSnapshot:
    """Nothing of it runs out; its book was changed and checked a moment ago."""
    rows = [
        replace(row, freshness=fresh, statistics=row.statistics and replace(row.statistics, freshness=fresh))
        for row in picture.symbols.rows
    ]
    book = replace(
        picture.book,
        freshness=fresh,
        quote_freshness=fresh,
        is_audited=True,
        audit=AuditResult(NOW - SECOND, 40, 0),
        changed=BookChange(NOW, WALL),
    )
    return replace(
        picture,
        symbols=replace(picture.symbols, rows=tuple(rows)),
        book=book,
        ticker=replace(picture.ticker, freshness=fresh),
        tape=replace(picture.tape, freshness=fresh),
        positions=replace(picture.positions, freshness=fresh),
        balances=replace(picture.balances, freshness=fresh),
        orders=replace(picture.orders, freshness=fresh),
        chart=replace(picture.chart, freshness=fresh),
    )


def unchecked(picture: ScreenSnapshot) -> ScreenSnapshot:
    """No list was ever checked, nor the book; no trade came."""
    return replace(
        picture,
        book=replace(picture.book, audit=None),
        tape=replace(picture.tape, rows=(), past=()),
        positions=replace(picture.positions, checked_at=None),
        balances=replace(picture.balances, checked_at=None),
        orders=replace(picture.orders, checked_at=None),
    )


PICTURES = {
    "live": lasting(board()),
    "silent": lasting(board(), replace(LASTING, silent_since=NOW)),
    "unchecked": unchecked(lasting(board())),
    "runs out": board(),
    "down": down(board(), "gone"),
}


def on_paper(kind: type[Panel[Any]], width: int, height: int) -> Any:
    """The panel without a screen, of a size, its rows as it last drew them."""

    class Paper(kind):  # type: ignore[misc, valid-type]
        is_drawn_for_its_size = True
        drawings = edges = 0

        def redraw(self) -> None:
            self.drawings += 1
            rendering = self.place_rows(self.shown, self.rendering(width, height))
            self._lines = self.draw(self.shown, rendering)
            self._ageing = self.ageing(self.shown, rendering)

        def redraw_edges(self) -> None:
            self.edges += 1
            rendering = self.place_rows(self.shown, self.rendering(width, height))
            top, bottom = self.draw_edges(self.shown, rendering)
            self._lines = [top, *self._lines[1:-1], bottom]
            self._ageing = self.ageing(self.shown, rendering)

    return Paper()


def seconds(panel: Any, picture: ScreenSnapshot, count: int) -> Iterator[tuple[int, list[Line]]]:
    """The same picture second after second."""
    for second in range(count):
        now = NOW + second * SECOND
        panel.update_picture(picture, LOOK, now, WALL + second * SECOND)
        yield now, panel._lines


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("kind", PANELS, ids=lambda panel: str(panel.panel_id))
@pytest.mark.parametrize(("width", "height"), [(118, 12), (60, 40), (30, 14)])
def test_a_panel_that_draws_only_what_ages_shows_what_one_drawn_anew_does(
    kind: type[Panel[Any]], name: str, width: int, height: int
) -> None:
    picture, panel = PICTURES[name], on_paper(kind, width, height)
    for now, lines in seconds(panel, picture, 130):
        other = kind()
        other.options, other.now, other.wall, other.keymap = LOOK, now, WALL + now - NOW, panel.keymap
        rendering = RenderContext(width, height, LOOK, now, WALL + now - NOW, columns=panel._columns)
        if isinstance(other, BookPanel):
            other.marks = panel.marks
        assert lines == other.draw(other.pick(picture), rendering)


def test_of_a_live_picture_rows_are_drawn_once_and_the_frame_only_where_it_tells_an_age() -> None:
    drawn = {}
    for kind in PANELS:
        panel = on_paper(kind, 50, 16)
        for _ in seconds(panel, PICTURES["live"], 31):
            pass
        drawn[kind.panel_id] = panel.drawings, panel.edges
    ages = (1, 30)
    assert drawn == {
        "symbols": (1, 0),
        "book": ages,
        "trades": ages,
        "positions": ages,
        "balances": ages,
        "orders": ages,
        "chart": (1, 0),
    }


def test_what_tells_no_age_is_not_drawn_again() -> None:
    for kind in PANELS:
        panel = on_paper(kind, 34, 16)
        for _ in seconds(panel, PICTURES["unchecked"], 31):
            pass
        assert panel.drawings == 1, kind
        # Only that the book does not change is still to be told.
        assert panel.edges == (6 if kind.panel_id == "book" else 0)


def test_a_row_that_is_bright_because_it_changed_is_soft_again_within_a_second() -> None:
    kind = next(panel for panel in PANELS if panel.panel_id == "book")
    panel, picture = on_paper(kind, 50, 16), PICTURES["live"]
    panel.update_picture(picture, LOOK, NOW, WALL)
    row = replace(picture.book.bids[0], size=picture.book.asks[3].size)
    moved = replace(picture, book=replace(picture.book, bids=(row, *picture.book.bids[1:])))
    panel.update_picture(moved, LOOK, NOW + 1, WALL)
    assert panel._ageing is Ageing.ALL
    panel.update_picture(moved, LOOK, NOW + SECOND, WALL + SECOND)
    assert (panel.drawings, panel.edges) == (3, 0)
    panel.update_picture(moved, LOOK, NOW + 2 * SECOND, WALL + 2 * SECOND)
    assert (panel.drawings, panel.edges) == (3, 1)


def test_that_an_own_order_is_not_in_the_book_is_taken_back_in_the_first_frame_after_its_time() -> None:
    kind = next(panel for panel in PANELS if panel.panel_id == "book")
    panel, until = on_paper(kind, 60, 16), NOW + SECOND // 5
    missing = MissingOrder(OrderSide.SELL, Price("0.043032"), Size(Decimal("0.69")), None, 0, until)
    picture = replace(PICTURES["live"], book=replace(PICTURES["live"].book, missing=missing))
    told = []
    for tenths in range(5):
        panel.update_picture(picture, LOOK, NOW + tenths * SECOND // 10, WALL)
        told.append("own sell" in "".join(span.text for span in panel._lines[-1]))
    assert told == [True, True, True, False, False]
