"""Marks in the book's gutter: at the row of their price, beside it with an arrow, out of sight at the edge."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from roxom_tui.model.market import OrderSide, Side
from roxom_tui.model.money import Price
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertRow, AlertState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.ladder_marks import InSight, LadderMark, MarkReader, edge_words, placed
from tests.support.sample_screens import LIVE, NOW, WALL, board, order_row
from tests.support.spellings import GOLD, OIL
from tests.ui.drawing import rendering, texts
from tests.ui.screens.detail_samples import STOP

SAT = Decimal("0.00000001")


def book_rows(picture: ScreenSnapshot) -> tuple[Price, Price]:
    return picture.book.asks[2].price, picture.book.bids[3].price


def mark(name: str, price: Decimal, **more: Any) -> LadderMark:
    return LadderMark(name, Price(str(price)), more.pop("fresh", LIVE), **more)


def drawn(*marks: LadderMark, width: int = 52, height: int = 24, **options: Any) -> tuple[list[str], str]:
    """The rows with a mark, and the bottom of the frame."""
    panel = BookPanel()
    panel.marks = marks
    lines = texts(panel.draw(board().book, rendering(width, height, options=DisplayOptions(**options))))
    return [line[1:].strip("│") for line in lines[1:-1]], lines[-1].strip("╰╯─ ")


def row_with(lines: list[str], word: str) -> str:
    return next(line for line in lines if line.startswith(word))


def test_a_mark_stands_at_the_row_of_its_price() -> None:
    ask, bid = book_rows(board())
    lines, _ = drawn(mark("entry", ask), mark("mark", bid, is_own=False))
    assert f"{ask}" in row_with(lines, "entry ")
    assert f"{bid}" in row_with(lines, "mark ")


@pytest.mark.parametrize(("sats", "arrow"), [(1, "↑"), (-1, "↓")])
def test_beside_a_row_an_arrow_says_on_which_side(sats: int, arrow: str) -> None:
    ask, _ = book_rows(board())
    lines, _ = drawn(mark("liq", ask + sats * SAT))
    assert f"{ask}" in row_with(lines, f"liq{arrow} ")


def test_several_at_one_row_are_told_by_their_letters_and_beside_an_own_size_by_one() -> None:
    ask, _ = book_rows(board())
    lines, _ = drawn(mark("entry", ask), mark("mark", ask, is_own=False), mark("alert", ask, is_own=False))
    assert f"{ask}" in row_with(lines, "M·E·A ")
    own = next(row for row in board().book.bids if row.mine)
    lines, _ = drawn(mark("stop", own.price), width=60)
    assert next(line for line in lines if str(own.price) in line).split()[2] == "S"


def test_no_column_moves_for_a_mark() -> None:
    ask, bid = book_rows(board())
    for width in (38, 46, 52, 80):
        without, with_marks = drawn(width=width)[0], drawn(mark("entry", ask), mark("liq", bid), width=width)[0]
        for one, other in zip(without, with_marks, strict=True):
            assert len(one) == len(other)
            assert one[10:] == other[10:] or one[8:] == other[8:]


def test_the_cursor_stands_beside_a_mark() -> None:
    panel, picture = BookPanel(), board()
    panel.reading.step(picture.book, 1)
    panel.marks = (mark("mark", picture.book.bids[0].price, is_own=False),)
    (line,) = (line for line in texts(panel.draw(picture.book, rendering(60, 24))) if "▸" in line and "mark" in line)
    assert str(picture.book.bids[0].price) in line


def test_what_is_out_of_sight_is_told_at_the_bottom_with_way_and_distance() -> None:
    far = Price("0.05")
    _, edge = drawn(mark("liq", Decimal("0.04"), distance=Decimal("0.0527")), mark("entry", far), mark("entry", far))
    mid = board().book.mid
    assert mid is not None
    away = (far - mid) / mid * 100
    assert edge.startswith(f"liq ▼ 5.3 % · entry ▲ {away:.1f} % and 1 farther")


def test_where_there_is_no_room_what_matters_less_is_left_out_whole() -> None:
    picture = board()
    view = InSight.of(picture.book, range(3), range(3))
    marks = [mark("liq", Decimal("0.04"), distance=Decimal("0.05")), mark("buy", Decimal("0.03"))]
    for room in range(40):
        words = edge_words(marks, view, picture.book.mid, rendering(), room)
        assert words in ("", "liq ▼ 5.0 %", "liq ▼ 5.0 % · buy ▼ 30.4 %")
        assert len(words) <= room


def test_a_resting_order_has_its_size_in_the_gutter_and_is_told_only_out_of_sight() -> None:
    ask, _ = book_rows(board())
    lines, edge = drawn(mark("sell", ask, is_resting=True))
    assert not any(line.startswith("sell") for line in lines)
    assert "sell" not in edge
    assert "sell ▲" in drawn(mark("sell", Decimal("0.05"), is_resting=True))[1]


def test_a_mark_whose_source_is_not_live_is_history_and_not_told_at_the_bottom() -> None:
    stale = replace(LIVE, state=PanelState.STALE)
    ask, _ = book_rows(board())
    view = InSight.of(board().book, range(9), range(9))
    (found,) = placed([mark("entry", ask, fresh=stale)], view, rendering()).values()
    assert found.role is Role.STALE
    (later,) = placed([mark("entry", ask)], view, rendering(now=LIVE.valid_until + 1)).values()
    assert later.role is Role.STALE
    assert drawn(mark("liq", Decimal("0.04"), fresh=stale))[1] == ""


def test_of_a_hidden_account_only_what_is_not_of_it_is_marked() -> None:
    ask, bid = book_rows(board())
    lines, edge = drawn(
        mark("entry", ask), mark("mark", bid, is_own=False), mark("liq", Decimal("0.04")), hide_account=True
    )
    assert not any(line.startswith(("entry", "liq")) for line in lines)
    assert row_with(lines, "mark")
    assert "liq" not in edge


def test_in_a_group_a_price_stands_at_the_row_that_holds_it() -> None:
    ask, bid = Price("0.04314"), Price("0.04311")
    picture = board()
    rows = [replace(picture.book.asks[0], price=ask)], [replace(picture.book.bids[0], price=bid)]
    view = replace(picture.book, group=Decimal("0.00001"), asks=tuple(rows[0]), bids=tuple(rows[1]))
    sight = InSight.of(view, range(1), range(1))
    assert sight.nearest(Price("0.043135").key) == (Side.ASK, 0, "")
    assert sight.nearest(Price("0.043119").key) == (Side.BID, 0, "")
    assert [sight.edge(Price(text).key) for text in ("0.04314001", "0.04314", "0.04311", "0.04310999")] == [1, 0, 0, -1]
    asks_alone = InSight.of(view, range(1), range(0))
    assert [asks_alone.edge(Price(text).key) for text in ("0.04313001", "0.04313")] == [0, -1]


def test_wherever_a_price_lies_it_stands_at_the_nearest_row_or_at_the_edge() -> None:
    random, book = Random(3), board().book
    for _ in range(300):
        asks, bids = range(random.randrange(9)), range(random.randrange(9))
        sight = InSight.of(book, asks, bids)
        prices = [book.asks[n].price for n in asks] + [book.bids[n].price for n in bids]
        price = Price(str(random.choice(book.asks + book.bids).price + random.randrange(-2, 3) * SAT))
        if not prices:
            assert sight.edge(price.key) == 0
        elif price > max(prices) or price < min(prices):
            assert sight.edge(price.key) == (1 if price > max(prices) else -1)
        else:
            side, place, arrow = sight.nearest(price.key)
            found = (book.asks if side is Side.ASK else book.bids)[place].price
            assert abs(found - price) == min(abs(one - price) for one in prices)
            assert arrow == ("" if found == price else "↑" if price > found else "↓")


def test_where_both_sides_stand_at_one_price_a_mark_is_placed_all_the_same() -> None:
    picture = board()
    crossed = replace(picture.book, bids=picture.book.asks)
    price = crossed.asks[0].price
    sight = InSight.of(crossed, range(3), range(3))
    assert sight.edge(price.key) == 0
    assert sight.nearest(price.key)[2] == ""
    assert sight.edge(Price("0.05").key) == 1


def alert(**more: Any) -> AlertRow:
    row = AlertRow("r", "r", AlertState.ARMED, is_configured=False, is_private=False, symbol=GOLD, price=Price("0.044"))
    return replace(row, **more)


def names(picture: ScreenSnapshot) -> list[str]:
    return [one.name for one in MarkReader().read(picture)]


def test_they_are_those_of_the_symbol_in_view() -> None:
    picture = board()
    orders = (STOP, order_row(2, GOLD, OrderSide.BUY, "0.0431", "0", "working"), replace(STOP, symbol=OIL))
    picture = replace(picture, orders=replace(picture.orders, rows=orders))
    picture = replace(picture, alerts=replace(picture.alerts, rows=(alert(), alert(symbol=OIL), alert(price=None))))
    assert names(picture) == ["mark", "entry", "liq", "stop", "buy", "alert"]
    assert names(replace(picture, book=replace(picture.book, symbol=OIL)))[-1] == "alert"
    assert "mark" not in names(replace(picture, book=replace(picture.book, symbol=OIL)))


@pytest.mark.parametrize("more", [{"state": AlertState.OFF}, {"state": AlertState.EXPIRED}, {"is_done": True}])
def test_a_rule_that_does_not_wait_for_anything_has_no_mark(more: dict[str, Any]) -> None:
    picture = board()
    assert "alert" not in names(replace(picture, alerts=replace(picture.alerts, rows=(alert(**more),))))


def test_what_stayed_the_same_is_not_collected_anew() -> None:
    reader, picture = MarkReader(), board()
    assert reader.read(picture) is reader.read(replace(picture, revision=9))


def test_the_panel_follows_a_mark_that_moves_and_holds_it_while_it_is_paused() -> None:
    panel, picture = BookPanel(), board()
    panel.update_picture(picture, DisplayOptions(), NOW, WALL)
    moved = replace(picture, ticker=replace(picture.ticker, mark=Price("0.05")))
    panel.update_picture(moved, DisplayOptions(), NOW, WALL)
    assert panel.marks[0].price == Price("0.05")
    panel.toggle_pause()
    panel.update_picture(picture, DisplayOptions(), NOW, WALL)
    assert panel.marks[0].price == Price("0.05")
