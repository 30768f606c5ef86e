"""The judge of painted frames finds nothing in a true one, and finds figures and panels that are painted wrong."""

from __future__ import annotations

import atexit
import re
from collections.abc import Callable
from copy import copy
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView, GapKind, TapeGap, TapeView, WholeBook
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.panels.tape import TapePanel
from tests.faults.bench import GOLD
from tests.faults.canvas import PICKER, WIDE, Canvas, canvas
from tests.faults.frames import CURSOR_AND_SIZE
from tests.faults.mistakes import WRONG, scene
from tests.faults.painted_account import PaintedAccount
from tests.faults.painted_marks import LadderRow, PaintedMarks
from tests.faults.painted_oracle import PANELS, PaintedOracle
from tests.faults.painted_readout import BEGINS, readout_begins
from tests.faults.picture import Panel, Picture, Row, columns
from tests.faults.reading import PAINTED, Reader
from tests.faults.timeline import Timeline
from tests.faults.verdicts import Excuse, Tally
from tests.support.virtual_time import START

RECONNECTED = TapeGap(GapKind.CONNECTION, START, START + 6 * SECOND)

UNPAINTED = {
    "a bid in the list",
    "an ask in the list",
    "the best ask's size",
    "an order's remainder",
    "an order that is not there",
    "a position that is not there",
    "a trade's time",
    "the basis",
    "the next funding",
    "the spread in basis points",
    "an arrow",
    "how many prints there were",
    "the pace",
    "a sample of the course",
    "the profile",
    "the overview's mark",
    "the overview's spread",
    "the overview's imbalance",
}
"""What no panel writes, or only as a mark or too coarsely for so small a mistake."""

ZOOMED = {"a profit in per cent", "what funding will be", "the way from the entry"}
"""What the positions tell only where they have the room."""

BESIDE_THE_LADDER = {"a trade told twice", "a position left out", "an order left out"}
"""What is missing or there twice is seen by comparing the lists of views."""


def screen(size: tuple[int, int] = WIDE) -> Canvas:
    return canvas(scene().bench.setting.symbols, size)


def painted(board: ScreenSnapshot, unit: Unit = Unit.BTC, later: int = 0, size: tuple[int, int] = WIDE) -> Picture:
    clock = scene().bench.clock
    return screen(size).paint(board, clock.monotonic() + later, clock.wall() + later, unit)


def judged(picture: Picture, unit: Unit = Unit.BTC, panels: tuple[str, ...] = PANELS, later: int = 0) -> Tally:
    bench = scene().bench
    tally = Tally(bench.clock.true())
    PaintedOracle(bench.past, tally).judge(picture, unit, bench.clock.true(), panels, later)
    return tally


@pytest.fixture(autouse=True)
def _a_moment_apart() -> None:
    """The screen draws a picture that it has already only once a second: each test begins in another one.

    And in the other unit, so that no column has kept the width of another test's figures.
    """
    clock = scene().bench.clock
    screen().wait(clock.monotonic() + 100 * SECOND, clock.wall() + 100 * SECOND)
    painted(scene().board, Unit.SATS)


@pytest.mark.parametrize("unit", Unit)
def test_a_true_frame_is_read_whole_and_true(unit: Unit) -> None:
    tally = judged(painted(scene().board, unit), unit)
    assert (tally.hits, tally.kept) == (0, [])
    assert tally.checks[PAINTED] > 200


@pytest.mark.parametrize(
    ("size", "panels"),
    [((120, 40), PANELS), ((80, 24), ("Order book", "Trades", "Symbols", "Positions"))],
    ids=["120x40", "80x24"],
)
def test_smaller_frames_are_as_true(size: tuple[int, int], panels: tuple[str, ...]) -> None:
    for unit in Unit:
        tally = judged(painted(scene().board, unit, size=size), unit, panels)
        assert (tally.hits, tally.kept) == (0, [])
        assert tally.checks[PAINTED] > 60


@pytest.mark.parametrize("symbol", ["US500-…", "GOLD-BT", "OIL"])
def test_a_cell_that_fills_its_column_ends_with_it(symbol: str) -> None:
    heading, row = (Row(text, (), frozenset()) for text in ("symbol  side    size", f"{symbol:<7} short   0.50"))
    cells = columns(heading, row)
    assert {label: cell.text for label, cell in cells.items()} == {"symbol": symbol, "side": "short", "size": "0.50"}


@pytest.mark.parametrize("what", sorted(set(WRONG) - UNPAINTED - BESIDE_THE_LADDER - ZOOMED))
def test_a_wrong_figure_is_read_off_the_frame(what: str) -> None:
    assert judged(painted(WRONG[what](scene().board))).hits > 0


def test_once_its_time_has_passed_a_frame_holds_nothing_live_though_no_other_board_comes() -> None:
    clock, board = scene().bench.clock, scene().board
    painted(board)
    later = board.valid_until - clock.monotonic() + 1
    picture = screen().wait(clock.monotonic() + later, clock.wall() + later)
    tally = judged(picture, later=later)
    assert (tally.hits, tally.kept) == (0, [])
    assert tally.checks[PAINTED] == 2, "only the badge and the time of day"
    assert "no update from the feed" in picture.rows[0].text


@pytest.mark.parametrize("panel", PANELS)
def test_history_drawn_in_live_colours_is_found(panel: str) -> None:
    live, history = painted(scene().board), painted(scene().board, later=10 * SECOND)
    assert judged(history, later=10 * SECOND, panels=(panel,)).hits == 0
    assert judged(history.in_colours_of(live), later=10 * SECOND, panels=(panel,)).hits > 0


def one_stale(board: ScreenSnapshot) -> ScreenSnapshot:
    """The first symbol of the list is stale and shows a price of long ago; the others are live."""
    first, *others = board.symbols.rows
    stale = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), 0, first.freshness.valid_until)
    rows = (replace(first, last=Price("0.00000001"), freshness=stale), *others)
    return replace(board, symbols=replace(board.symbols, rows=rows))


@pytest.mark.parametrize("size", [WIDE, (80, 24)], ids=["wide", "80x24"])
def test_a_card_that_is_not_live_may_tell_what_was_and_the_others_are_read(size: tuple[int, int]) -> None:
    tally = judged(painted(one_stale(scene().board), size=size), panels=("Symbols",))
    assert (tally.hits, tally.kept) == (0, [])
    wrong = replace(scene().board, symbols=WRONG["a price in the list"](scene().board).symbols)
    assert judged(painted(one_stale(wrong), size=size, later=SECOND), panels=("Symbols",), later=SECOND).hits > 0


def test_a_card_that_is_not_live_in_live_colours_is_found() -> None:
    live = painted(scene().board)
    assert judged(painted(one_stale(scene().board)).in_colours_of(live), panels=("Symbols",)).hits == 2


def _sides_swapped(view: BookView) -> BookView:
    return replace(view, bids=view.asks, asks=view.bids)


def _rows_shifted(view: BookView) -> BookView:
    sizes = [row.size for row in view.bids]
    return replace(
        view, bids=tuple(replace(row, size=size) for row, size in zip(view.bids, sizes[1:] + sizes[:1], strict=True))
    )


@pytest.mark.parametrize("mistake", [_sides_swapped, _rows_shifted])
def test_a_ladder_that_draws_the_wrong_row_is_found(mistake: Callable[[BookView], BookView]) -> None:
    board = scene().board
    assert judged(painted(replace(board, book=mistake(board.book))), panels=("Order book",)).hits > 0


def test_an_ask_in_the_column_of_the_bid_is_found() -> None:
    picture = painted(scene().board)
    y = picture.line("BID", "ASK", "MARK")
    assert y is not None
    bid, ask, end = (picture.rows[y].text.index(label) for label in ("BID", "ASK", "MARK"))
    assert (ask - bid, judged(picture, panels=()).hits) == (end - ask, 0)
    text = picture.rows[y + 1].text
    swapped = text[:bid] + text[ask:end] + text[bid:ask] + text[end:]
    picture.rows = (*picture.rows[: y + 1], picture.rows[y + 1]._replace(text=swapped), *picture.rows[y + 2 :])
    assert judged(picture, panels=()).hits == 2


def test_trades_of_other_moments_are_found() -> None:
    board = scene().board
    wrong = tuple(replace(row, size=Size(row.size * 2)) for row in board.tape.rows)
    assert judged(painted(replace(board, tape=replace(board.tape, rows=wrong))), panels=("Trades",)).hits > 0


def _history_bare(board: ScreenSnapshot) -> ScreenSnapshot:
    """All but three trades are of before a gap."""
    tape = board.tape
    return replace(board, tape=replace(tape, rows=tape.rows[:3], past=(RECONNECTED, *tape.rows[3:])))


@pytest.mark.parametrize("size", [WIDE, (120, 40)], ids=["wide", "120x40"])
def test_what_was_traded_before_a_gap_is_read_as_history(size: tuple[int, int]) -> None:
    tally = judged(painted(_history_bare(scene().board), size=size), panels=("Trades",))
    assert (tally.hits, tally.kept) == (0, [])
    assert tally.checks[PAINTED] > 30


Body = Callable[[TapePanel, TapeView, RenderContext], list[Line]]


def _without_history_ink(body: Body) -> Body:
    """The same rows, those of before a gap in the ink of what is true."""

    def drawn(panel: TapePanel, view: TapeView, rendering: RenderContext) -> list[Line]:
        lines = body(panel, view, rendering)
        return [tuple(replace(s, role=Role.TEXT) if s.role is Role.STALE else s for s in line) for line in lines]

    return drawn


@pytest.mark.parametrize("unproven", [False, True])
def test_what_was_traded_before_a_gap_in_live_colours_is_found(unproven: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    board = _history_bare(scene().board)
    if unproven:
        doubted = replace(board.tape.freshness, state=PanelState.UNPROVEN, reason=Reason(Cause.NOT_CONFIRMED))
        board = replace(board, tape=replace(board.tape, freshness=doubted))
    monkeypatch.setattr(TapePanel, "body", _without_history_ink(TapePanel.body))
    tally = judged(painted(board, later=SECOND), panels=("Trades",), later=SECOND)
    assert tally.hits > 20
    assert {hit.what for hit in tally.kept} == {"painted: a trade of before a gap"}


@cache
def reading(size: tuple[int, int]) -> Canvas:
    """A screen with a cursor on the third ask, and the cost of a size on both sides."""
    made = Canvas(scene().bench.setting.symbols, size)
    atexit.register(made.close)
    clock = scene().bench.clock
    made.paint(scene().board, clock.monotonic(), clock.wall())
    made.press("z", *CURSOR_AND_SIZE)
    return made


def read_out(
    board: ScreenSnapshot, unit: Unit = Unit.BTC, size: tuple[int, int] = (120, 40), later: int = 0
) -> Picture:
    clock, made = scene().bench.clock, reading(size)
    made.wait(clock.monotonic() + 100 * SECOND, clock.wall() + 100 * SECOND)
    made.paint(board, clock.monotonic() + later, clock.wall() + later, unit)
    return made.settled()


BOOK = ("Order book",)


@pytest.mark.parametrize("unit", Unit)
def test_a_true_cursor_and_size_are_read_and_true(unit: Unit) -> None:
    picture = read_out(scene().board, unit)
    rows = picture.panel("Order book").rows  # type: ignore[union-attr]
    words = [row.words.split()[0] for row in rows[readout_begins(rows) :] if BEGINS.match(row.text)]
    assert words == ["ASK", "buy", "sell"]
    with_readout = judged(picture, unit, BOOK)
    assert (with_readout.hits, with_readout.kept) == (0, [])
    assert with_readout.checks[PAINTED] > 60


def _an_ask_more(whole: WholeBook, place: int) -> WholeBook:
    asks = list(whole.asks)
    asks[place] = asks[place]._replace(size=Size(asks[place].size + Decimal("0.01")))
    return replace(whole, asks=tuple(asks))


@pytest.mark.parametrize(
    "mistake",
    [
        lambda whole: _an_ask_more(whole, 0),
        lambda whole: _an_ask_more(whole, 2),
        lambda whole: replace(whole, asks=whole.asks[1:]),
        lambda whole: replace(whole, bids=whole.bids[3:]),
        lambda whole: replace(whole, bids=whole.asks, asks=whole.bids),
    ],
    ids=["the best ask", "the cursor's ask", "an ask left out", "bids left out", "sides swapped"],
)
def test_a_sum_or_cost_of_another_book_is_found(mistake: Callable[[WholeBook], WholeBook]) -> None:
    board = scene().board
    assert board.book.whole is not None
    wrong = replace(board, book=replace(board.book, whole=mistake(board.book.whole)))
    assert judged(read_out(wrong), panels=BOOK).hits > 0


def test_a_readout_of_history_in_live_colours_is_found() -> None:
    live, history = read_out(scene().board), read_out(scene().board, later=10 * SECOND)
    assert judged(history, later=10 * SECOND, panels=BOOK).hits == 0
    assert "cost --" not in live.panel("Order book").rows[-2].text  # type: ignore[union-attr]
    assert not any(re.search(r"(sum|cost|vwap) +\d", row.text) for row in history.rows)


def choices(board: ScreenSnapshot, later: int = 0) -> Picture:
    clock = scene().bench.clock
    picker = canvas(scene().bench.setting.symbols, (80, 24), PICKER)
    return picker.paint(board, clock.monotonic() + later, clock.wall() + later, Unit.BTC)


def test_in_the_box_of_symbols_the_chosen_row_is_history_as_well_and_live_colours_of_one_are_found() -> None:
    bench, live = scene().bench, choices(scene().board)
    history = choices(scene().board, later=10 * SECOND)

    def hits(picture: Picture) -> int:
        tally = Tally(bench.clock.true())
        PaintedOracle(bench.past, tally).judge_choices(picture, Unit.BTC, bench.clock.true())
        return tally.hits

    rows = len(scene().board.symbols.rows)
    assert (hits(live), hits(history), hits(history.in_colours_of(live))) == (0, 0, rows)


@cache
def positions_alone() -> Canvas:
    """A screen on which the positions have all the room."""
    made = Canvas(scene().bench.setting.symbols, (200, 40))
    atexit.register(made.close)
    clock = scene().bench.clock
    made.paint(scene().board, clock.monotonic(), clock.wall())
    made.press("tab", "tab", "tab", "tab", "z")
    return made


def alone(board: ScreenSnapshot, unit: Unit = Unit.BTC) -> Tally:
    clock, made = scene().bench.clock, positions_alone()
    made.wait(clock.monotonic() + 100 * SECOND, clock.wall() + 100 * SECOND)
    made.paint(board, clock.monotonic(), clock.wall(), unit)
    return judged(made.settled(), unit, ("Positions",))


@pytest.mark.parametrize("unit", Unit)
def test_with_all_the_room_every_figure_of_a_position_is_read_and_true(unit: Unit) -> None:
    tally = alone(scene().board, unit)
    assert (tally.hits, tally.kept) == (0, [])
    assert tally.checks[PAINTED] > 20


@pytest.mark.parametrize("what", sorted(ZOOMED))
def test_a_wrong_figure_that_only_a_wide_table_has_is_read_off_it(what: str) -> None:
    assert alone(WRONG[what](scene().board)).hits > 0


def _held_at(field: str, price: Price) -> ScreenSnapshot:
    """The position in the contract in view has another entry or liquidation price."""
    board = scene().board
    changes: dict[str, Any] = {field: price}
    rows = tuple(replace(row, **changes) if row.symbol == board.book.symbol else row for row in board.positions.rows)
    return replace(board, positions=replace(board.positions, rows=rows))


@pytest.mark.parametrize("field", ["entry", "liquidation"])
@pytest.mark.parametrize("place", [0, 3, None])
def test_a_mark_at_a_price_that_is_not_the_position_s_is_found(field: str, place: int | None) -> None:
    book = scene().board.book
    price = Price("0.9") if place is None else book.asks[place].price
    assert judged(painted(scene().board), panels=BOOK).hits == 0
    assert judged(painted(_held_at(field, price), later=SECOND), panels=BOOK, later=SECOND).hits > 0


def test_a_mark_in_the_book_that_is_not_the_exchange_s_is_found() -> None:
    board = scene().board
    wrong = replace(board, ticker=replace(board.ticker, mark=board.book.bids[5].price))
    assert judged(painted(wrong), panels=BOOK).hits > 0


def test_a_bar_of_the_account_in_other_parts_is_found() -> None:
    board = scene().board
    first, *others = board.balances.rows
    assert first.in_margin is not None
    assert first.available is not None
    true = replace(first, outdated=False)
    swapped = replace(true, in_margin=first.available, available=first.in_margin)
    hits = []
    for row in (true, swapped):
        picture = painted(replace(board, balances=replace(board.balances, rows=(row, *others))))
        panel = picture.panel("Balances")
        assert panel is not None
        assert panel.bottom is not None
        assert "░" in panel.bottom.text
        tally = Tally(scene().bench.clock.true())
        reader = Reader(tally, scene().bench.clock.true(), Unit.BTC)
        PaintedAccount(scene().bench.past, reader, scene().bench.clock.true() - SECOND).judge(
            "Balances", panel._replace(rows=())
        )
        hits.append(tally.hits)
    assert hits == [0, 2]


@pytest.mark.parametrize(("channel", "hits"), [(None, 1), (Channel.TICKER, 1), (Channel.LEVEL1, 0)])
def test_how_far_an_entry_is_has_the_excuse_of_quotes_it_is_measured_from(channel: Channel | None, hits: int) -> None:
    past, now = scene().bench.past, scene().bench.clock.true()
    symbol, held = next((symbol, one) for symbol, line in past.positions.items() if (one := line.since(now)[-1]))
    tally = Tally(now)
    if channel is not None:
        tally.excuses.append(Excuse("silence", frozenset({Stream(channel, symbol)}), now, now))
    words, none = "entry ▼ 99.9 %", Row("", (), frozenset())
    PaintedMarks(past, Reader(tally, now, Unit.BTC), now - SECOND).judge(
        symbol,
        [LadderRow(Side.BID, held.entry_price + 1, none)],
        Row(words, ("white",) * len(words), frozenset()),
        1,
    )
    assert (tally.hits, tally.excused.total()) == (hits, 1 - hits)


@pytest.mark.parametrize(("rate", "hits"), [(11_591, 0), (11_600, 1)], ids=["a rate of before", "one that never was"])
def test_funding_at_a_rate_of_before_has_the_excuse_of_the_ticker_though_its_mark_is_true_again(
    rate: int, hits: int
) -> None:
    past, now = copy(scene().bench.past), scene().bench.clock.true()
    held = past.positions[GOLD].newest
    assert held is not None
    market = copy(past.markets[GOLD])
    figures, lots = market.figures.newest, 100 * 100
    market.figures = Timeline(0, replace(figures, funding_e8=11_591))
    market.figures.note(now - 5 * SECOND, replace(figures, mark=figures.mark + 7, funding_e8=11_598))
    market.figures.note(now - SECOND, replace(figures, funding_e8=11_589))
    past.markets = {**past.markets, GOLD: market}
    past.positions = {**past.positions, GOLD: Timeline(0, replace(held, lots=lots))}
    tally = Tally(now)
    tally.excuses.append(Excuse("silence", frozenset({Stream(Channel.TICKER, GOLD)}), now, now))
    funding = round(-held.sign * Decimal(figures.mark * lots * rate) / 100 / 10**8)
    cells = {"symbol": GOLD, "side": held.side.value, "mark": str(figures.mark), "funding est.": str(funding)}
    texts = ["".join(f"{cell:<16}" for cell in one) for one in (cells, cells.values())]
    panel = Panel("Positions", tuple(Row(text, ("white",) * len(text), frozenset()) for text in texts))
    PaintedAccount(past, Reader(tally, now, Unit.SATS), now - SECOND).judge("Positions", panel)
    assert (tally.hits, tally.excused.total()) == (hits, 1 - hits)
