"""A size's figures, side by side; a position's side chosen by itself, and hidden with the account."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.size_entry import TypedSize, read_size
from roxom_tui.ui.panels.size_readout import Beside, Holding, SizeReading, beside, size_lines
from tests.support.sample_screens import GOLD, LIVE, NOW, OIL, US500, board
from tests.ui.drawing import rendering, roles, texts
from tests.ui.panels.whole import whole_book

BESIDE = beside(board(), GOLD)
LONG = Holding(OrderSide.SELL, Size(Decimal("1.50")))


def stale(state: PanelState = PanelState.STALE) -> Freshness:
    return Freshness(state, Reason(Cause.SILENT), NOW, NOW + SECOND)


def typed_size(typed: str) -> TypedSize:
    found = read_size(typed)
    assert isinstance(found, TypedSize)
    return found


def told(typed: str, view: BookView | None = None, held: Beside = BESIDE, on: RenderContext | None = None) -> list[str]:
    blocks = size_lines(SizeReading(view or whole_book(), typed_size(typed), held), on or rendering(100, 20))
    return [" ".join(" | ".join(texts(block)).split()) for block in blocks]


def test_without_a_side_both_are_answered() -> None:
    # 0.65 at 0.043127, 1.02 at 0.043128, 1.39 at 0.043129, 0.44 at 0.043130; the same sizes from 0.043123 down
    assert told("3.5") == [
        "buy 3.5 · 4 levels · cost 0.15094962 BTC · vwap 0.04312846 · worst 0.04313000 | slip +0.8 bp mid +1.5 bp mark",
        "sell 3.5 · 4 levels · cost 0.15092538 BTC · vwap 0.04312154 · worst 0.04312000"
        " | slip +0.8 bp mid +0.1 bp mark",
    ]
    assert told("sell 3.5") == told("3.5")[1:]


def test_an_amount_is_told_as_the_contracts_it_pays_for() -> None:
    assert told("buy 0.05 btc") == [
        "buy 1.15 · 2 levels · cost 0.04959655 BTC · vwap 0.04312743 | worst 0.04312800 · slip +0.6 bp mid +1.3 bp mark"
    ]
    assert told("buy 5000000 sats") == told("buy 0.05 btc")


def test_an_amount_that_pays_for_less_than_the_least_size_is_told_so_and_no_figure() -> None:
    assert told("sell 20000 sats") == [
        "sell -- · less than 0.01 · cost -- BTC · vwap -- | worst -- · slip -- bp mid -- bp mark"
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("buy 5", "covers 3.06 of 5"),
        ("buy 1 btc", "covers 0.13197242 of 1.00000000 BTC"),
        ("buy 20000000 sats", "covers 13,197,242 of 20,000,000 sats"),
    ],
)
def test_a_thin_book_says_how_much_it_covers_and_no_price_beyond_it(typed: str, words: str) -> None:
    (line,) = told(typed, whole_book(3))
    assert f" · {words} · " in line
    assert "worst 0.04312900" in line


def test_a_position_is_closed_by_the_other_side_whole_or_in_part() -> None:
    assert BESIDE.holdings == (LONG,)
    assert told("pos")[0].startswith("sell 1.50 · 2 levels · cost ")
    assert told("50% pos")[0].startswith("sell 0.750 · 2 levels · ")
    assert beside(board(), US500).holdings == (Holding(OrderSide.BUY, Size(Decimal("12.00"))),)


def test_a_position_on_each_side_is_told_in_two_parts() -> None:
    both = replace(BESIDE, holdings=(LONG, Holding(OrderSide.BUY, Size(Decimal("0.25")))))
    assert [line[:9].strip() for line in told("pos", held=both)] == ["sell 1.50", "buy 0.25"]


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (replace(BESIDE, holdings=()), "no position"),
        (replace(BESIDE, holdings=(), is_complete=False), "position not known"),
        (replace(BESIDE, holdings=(Holding(None, Size(Decimal(1))),)), "its size is not known"),
        (replace(BESIDE, holdings=(Holding(OrderSide.BUY, None),)), "its size is not known"),
        (replace(BESIDE, holdings_freshness=stale()), "positions STALE"),
        (replace(BESIDE, holdings_freshness=stale(PanelState.DOWN)), "positions DOWN"),
    ],
)
def test_where_the_position_is_not_known_there_are_no_figures_and_why_in_words(held: Beside, words: str) -> None:
    (line,) = told("pos", held=held)
    assert line.startswith(f"pos -- · {words} · cost -- BTC · vwap -- · worst -- ")
    assert not told("3.5", held=held)[0].startswith("pos")


def test_of_positions_that_are_not_proven_the_figures_share_their_ink() -> None:
    held = replace(BESIDE, holdings_freshness=stale(PanelState.UNPROVEN))
    assert "positions UNPROVEN" in told("pos", held=held)[0]
    (block,) = size_lines(SizeReading(whole_book(), typed_size("pos"), held), rendering(100, 20))
    assert Role.TEXT not in roles(block)


def test_of_a_hidden_account_nothing_tells_the_position() -> None:
    hidden = rendering(100, 20, options=DisplayOptions(hide_account=True))
    for held in (BESIDE, replace(BESIDE, holdings=())):
        assert told("50% pos", held=held, on=hidden) == ["pos •••• account hidden"]
    assert told("3.5", on=hidden) == told("3.5")


@pytest.mark.parametrize("bad", [PanelState.STALE, PanelState.RESYNC, PanelState.DOWN])
def test_of_a_book_that_is_not_live_there_is_no_figure(bad: PanelState) -> None:
    (line,) = told("buy 3.5", whole_book(freshness=stale(bad)))
    assert line == f"buy 3.5 · book {bad.value} · cost -- BTC · vwap -- · worst -- | slip -- bp mid -- bp mark"


def test_the_slip_against_a_mark_or_a_mid_that_is_not_live_is_not_told() -> None:
    (line,) = told("buy 3.5", held=replace(BESIDE, mark_freshness=stale()))
    assert line.endswith("slip +0.8 bp mid -- bp mark")
    (line,) = told("buy 3.5", whole_book(quote_freshness=stale()))
    assert line.endswith("slip -- bp mid +1.5 bp mark")


def test_before_the_levels_are_there_only_the_size_is_told_and_in_a_pause_why() -> None:
    view = replace(whole_book(), whole=None)
    assert told("buy 3.5", view)[0].startswith("buy 3.5 · · cost -- BTC")
    assert "· paused ·" in told("buy 3.5", view, on=rendering(100, 20, held_back=2))[0]


def test_a_mark_of_another_symbol_is_none() -> None:
    other = beside(board(), OIL)
    assert (other.mark, other.holdings, other.is_complete) == (None, (), True)
    assert (BESIDE.mark, BESIDE.mark_freshness) == (Price("0.04312200"), LIVE)


@pytest.mark.parametrize("width", [34, 44, 50, 76, 100])
def test_no_line_is_wider_than_the_panel_and_their_number_stays(width: int) -> None:
    on = rendering(width, 30)
    counts = set()
    for view in (whole_book(), whole_book(freshness=stale()), whole_book(mid=None)):
        (block,) = size_lines(SizeReading(view, typed_size("buy 3.5"), BESIDE), on)
        assert all(len(line) <= width for line in texts(block))
        counts.add(len(block))
    assert len(counts) == 1
