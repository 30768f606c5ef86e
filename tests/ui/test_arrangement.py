"""Where panels stand at a size of the terminal, for what they have to show."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.geometry import Region

from roxom_tui.ui.arrangement import FOOTER, HEADER, OUTAGE, TICKER, Arrangement, Needs, with_outage, without
from roxom_tui.ui.layout import BUILT_IN, MOST_NEEDED, TRADE, Floor, Form, Need, Slot, layout, own_layout
from roxom_tui.ui.panels import PANELS

ALL = tuple(panel.panel_id for panel in PANELS)
PLACED = set(ALL) - {"chart"}
"""Those that have a place of their own in the layout for trading, also where that is of ordinary size."""
ACCOUNT = {panel.panel_id for panel in PANELS if panel.slot is Slot.ACCOUNT}
FLOORS = {panel.panel_id: panel.floor for panel in PANELS}
regions_of = Arrangement(TRADE, PANELS).regions
SIZES = [
    (w, h)
    for w in (1, 10, 24, 40, 71, 72, 80, 99, 100, 120, 159, 160, 200, 500)
    for h in (1, 2, 3, 6, 10, 12, 17, 24, 30, 34, 40, 60, 200)
]


def needs_for(symbols: int = 4, positions: int = 2, orders: int = 3, assets: int = 1) -> Needs:
    """As the panels say them for lists of these lengths."""
    balances = max(7, 4 * assets + 3)
    return {
        "symbols": Need(symbols + 2, 9 * symbols + 2),
        "book": Need(14),
        "trades": Need(8),
        "chart": Need(12),
        "balances": Need(min(balances, MOST_NEEDED), balances),
        "positions": Need(max(5, min(positions + 3, MOST_NEEDED))),
        "orders": Need(max(5, min(orders + 3, MOST_NEEDED))),
    }


USUAL = needs_for()

sizes = st.tuples(st.integers(20, 300), st.integers(8, 100))
needs = st.builds(needs_for, st.integers(1, 20), st.integers(0, 30), st.integers(0, 30), st.integers(1, 4))
focus = st.sampled_from(ALL)


@pytest.mark.parametrize("focused", ALL)
@pytest.mark.parametrize("zoomed", [False, True])
def test_regions_fill_the_terminal_and_never_overlap(focused: str, zoomed: bool) -> None:
    for width, height in SIZES:
        check(width, height, USUAL, focused, focused if zoomed else None)


@given(sizes, needs, focus, st.booleans())
def test_whatever_is_needed_regions_fill_the_terminal_and_never_overlap(
    size: tuple[int, int], wanted: Needs, focused: str, zoomed: bool
) -> None:
    check(*size, wanted, focused, focused if zoomed else None)


def check(width: int, height: int, wanted: Needs, focused: str, zoomed: str | None) -> None:
    regions = regions_of(width, height, wanted, focused, zoomed)
    screen = Region(0, 0, width, height)
    assert all(region.width >= 0 and region.height >= 0 for region in regions.values()), (width, height)
    assert all(region.area == 0 or screen.contains_region(region) for region in regions.values()), (width, height)
    placed = [region for region in regions.values() if region.area]
    overlaps = [(a, b) for i, a in enumerate(placed) for b in placed[i + 1 :] if a.overlaps(b)]
    assert not overlaps, (width, height, overlaps)
    if len(set(regions) - {HEADER, TICKER, FOOTER}) > 0:
        assert sum(region.area for region in placed) == screen.area, (width, height)


@given(sizes, needs, focus)
def test_a_panel_is_shown_whole_or_not_at_all_and_where_it_stands_alone_it_is_focused(
    size: tuple[int, int], wanted: Needs, focused: str
) -> None:
    regions = regions_of(*size, wanted, focused)
    shown = [name for name in ALL if name in regions]
    if len(shown) == 1:
        assert shown == [focused]
    else:
        # The smallest form with more than one panel says so itself: five rows for the account.
        least = {name: min(FLOORS[name].height, 5 if name in ACCOUNT else 99) for name in shown}
        small = {
            name for name in shown if regions[name].height < least[name] or regions[name].width < FLOORS[name].width
        }
        assert small == set(), regions


@given(sizes, needs, focus, st.integers(0, 40), st.integers(0, 40))
def test_more_room_never_shows_fewer_panels_of_the_account(
    size: tuple[int, int], wanted: Needs, focused: str, wider: int, higher: int
) -> None:
    less = ACCOUNT & set(regions_of(*size, wanted, focused))
    more = ACCOUNT & set(regions_of(size[0] + wider, size[1] + higher, wanted, focused))
    assert len(less) <= len(more)


def rows_needed(regions: Mapping[str, Region], wanted: Needs) -> int:
    """Rows with which all that are shown would have what they need, one band of panels over another."""
    shown, width = [name for name in ALL if name in regions], regions[HEADER].width
    tops = {regions[name].y for name in shown}
    across = {top: sum(regions[name].width for name in shown if regions[name].y == top) for top in tops}
    bands = [top for top, columns in across.items() if columns == width]
    needed: dict[tuple[int, int], int] = {}
    for name in shown:
        column = max(top for top in bands if top <= regions[name].y), regions[name].x
        needed[column] = needed.get(column, 0) + wanted[name].rows
    rows = {band: max(rows for (top, _), rows in needed.items() if top == band) for band in bands}
    form = form_of(regions)
    for row in () if form is None else form.rows:
        if row.panels[0] in regions:
            # Fewer rows than the layout says a row never has.
            band = max(top for top in bands if top <= regions[row.panels[0]].y)
            rows[band] = max(rows[band], row.room.least)
    return sum(rows.values())


@example((160, 57), needs_for(7, 12, 0, 3), "symbols")
@given(sizes, needs, focus)
def test_needs_are_met_where_the_room_is_there(size: tuple[int, int], wanted: Needs, focused: str) -> None:
    regions = regions_of(*size, wanted, focused)
    shown = [name for name in ALL if name in regions]
    body = sum(regions[bar].height for bar in (HEADER, TICKER, FOOTER) if bar in regions)
    if len(shown) > 1 and rows_needed(regions, wanted) <= size[1] - body:
        short = {name for name in shown if regions[name].height < wanted[name].rows}
        assert short == set(), regions


def form_of(regions: Mapping[str, Region]) -> Form | None:
    """The form of the layout that these were laid by."""
    bars = [regions[bar] for bar in (HEADER, TICKER, FOOTER) if bar in regions]
    height = max(region.bottom for region in regions.values()) - sum(bar.height for bar in bars)
    return next((form for form in TRADE.forms if bars[0].width >= form.width and height >= form.height), None)


@given(sizes, needs)
def test_a_row_more_makes_no_panel_of_the_same_form_smaller(size: tuple[int, int], wanted: Needs) -> None:
    one, other = (regions_of(size[0], size[1] + more, wanted, "book") for more in (0, 1))
    if set(one) == set(other) and form_of(one) is form_of(other):
        smaller = {name for name in ALL if name in one and other[name].height < one[name].height}
        assert smaller == set()


@pytest.mark.parametrize("size", [(100, 30), (90, 60), (250, 30), (120, 40), (160, 24), (60, 60), (200, 60)])
def test_orders_and_balances_are_shown_wherever_there_is_room_for_them(size: tuple[int, int]) -> None:
    assert set(regions_of(*size, USUAL, "book")) >= PLACED


@pytest.mark.parametrize("size", [(120, 40), (90, 60), (200, 60), (160, 50)])
def test_seven_orders_are_all_in_sight_before_symbols_have_blank_rows(size: tuple[int, int]) -> None:
    regions = regions_of(*size, needs_for(orders=7), "book")
    assert regions["orders"].height >= 7 + 3
    assert regions["book"].height >= 14


@pytest.mark.parametrize("focused", ALL)
def test_the_focused_panel_is_in_sight_wherever_there_is_room_for_one(focused: str) -> None:
    for width, height in SIZES:
        regions = regions_of(width, height, USUAL, focused, None)
        if width >= 24 and height >= 6:
            assert focused in regions, (width, height)


def test_the_header_with_the_badge_is_the_last_thing_dropped() -> None:
    assert all(HEADER in regions_of(width, height, USUAL, "book", None) for width, height in SIZES)


@pytest.mark.parametrize("symbols", [1, 4, 9, 20])
def test_every_panel_has_its_own_place_from_100_by_30(symbols: int) -> None:
    for width, height in ((100, 30), (120, 40), (160, 50), (200, 60)):
        assert set(regions_of(width, height, needs_for(symbols), "book", None)) >= PLACED


def test_ten_levels_a_side_are_in_sight_at_120_by_40() -> None:
    book = regions_of(120, 40, USUAL, "book", None)["book"]
    assert book.height >= 2 + 1 + 10 + 1 + 10


@given(st.integers(20, 300), needs)
def test_no_panel_but_the_book_and_the_tables_is_wider_than_it_can_use(width: int, wanted: Needs) -> None:
    regions = regions_of(width, 60, wanted, "book")
    widest = {panel.panel_id: panel.widest + 2 for panel in PANELS if panel.widest is not None}
    if width >= 100:
        assert {name for name in ("symbols", "trades") if regions[name].width > widest[name]} == set()


class Toy:
    """A panel that no layout names."""

    panel_id = "toy"
    floor = Floor(30, 6)
    weight = 1
    widest: int | None = None

    def __init__(self, slot: Slot, floor: Floor = floor) -> None:
        self.slot, self.floor = slot, floor


def with_toy(toy: Toy, width: int, height: int, focused: str = "book") -> Mapping[str, Region]:
    return Arrangement(TRADE, (*PANELS, toy)).regions(width, height, USUAL, focused)


def test_a_panel_that_the_layout_does_not_name_stands_with_its_company() -> None:
    wide = with_toy(Toy(Slot.ACCOUNT), 200, 60)
    assert (wide["toy"].y, wide["toy"].x) == (wide["orders"].y, wide["orders"].right)
    standard = with_toy(Toy(Slot.ACCOUNT), 120, 40)
    assert (standard["toy"].y, standard["toy"].width) == (standard["orders"].bottom, 120)
    market = with_toy(Toy(Slot.MARKET), 200, 60)
    assert (market["toy"].y, market["toy"].width) == (market["chart"].bottom, 200)


@pytest.mark.parametrize("slot", Slot)
@pytest.mark.parametrize("size", [(120, 40), (120, 34), (80, 24), (60, 18), (200, 60)])
def test_one_more_panel_is_within_reach_and_takes_nobody_below_its_floor(size: tuple[int, int], slot: Slot) -> None:
    for floor in (Floor(30, 6), Floor(150, 40)):
        toy = Toy(slot, floor)
        for focused in (*ALL, "toy"):
            regions = with_toy(toy, *size, focused)
            assert focused in regions
            assert sum(region.area for region in regions.values()) == size[0] * size[1]
        if floor.height == 40:
            assert "toy" not in with_toy(toy, *size), "there is no room of its own for it"


def test_rows_get_what_their_panels_need_before_the_rest_is_shared_out() -> None:
    rows = layout("mine", {(24, 3): "9: book / positions / trades balances"})
    regions = Arrangement(rows, [panel for panel in PANELS if panel.panel_id in rows.forms[0].panels]).regions
    placed = regions(120, 34, needs_for(positions=4), "book")
    assert [placed[name].height for name in ("book", "positions", "trades", "balances")] == [15, 7, 8, 8]
    assert (placed["trades"].width, placed["balances"].width) == (74, 46), "one has what nobody can use"
    rest = regions(120, 34 + 11, needs_for(positions=4), "book")
    assert [rest[name].height for name in ("book", "positions", "trades")] == [23, 8, 9]


def test_of_several_that_can_fill_any_room_none_takes_all_of_it() -> None:
    stack = layout("mine", {(24, 3): "symbols+book+trades"})
    panels = [panel for panel in PANELS if panel.panel_id in stack.forms[0].panels]
    regions = Arrangement(stack, panels).regions(120, 60, USUAL, "book")
    assert [regions[name].height for name in ("symbols", "book", "trades")] == [6, 30, 19]


@given(sizes, needs, focus, st.sampled_from(list(BUILT_IN)))
def test_each_built_in_layout_fills_the_terminal_and_shows_the_focused_panel(
    size: tuple[int, int], wanted: Needs, focused: str, name: str
) -> None:
    regions = Arrangement(BUILT_IN[name], PANELS).regions(*size, wanted, focused)
    placed = [region for region in regions.values() if region.area]
    assert not [(a, b) for i, a in enumerate(placed) for b in placed[i + 1 :] if a.overlaps(b)]
    if size[0] >= 24 and size[1] >= 8:
        assert focused in regions
        assert sum(region.area for region in placed) == size[0] * size[1]


OWN = own_layout("mine", "book:3 tape:2 / chart:3 positions:1", ALL)


def test_an_own_layout_drops_its_last_panels_until_the_others_have_their_room() -> None:
    laid = Arrangement(OWN, PANELS)
    assert laid.dropped(120, 40, USUAL) == ()
    assert laid.dropped(40, 40, USUAL) == ("trades", "positions")
    assert laid.dropped(120, 12, USUAL) == ("chart", "positions")
    assert laid.dropped(40, 10, USUAL) == ("trades", "chart", "positions")


@given(sizes, needs, focus)
def test_in_an_own_layout_every_panel_is_shown_when_it_is_focused(
    size: tuple[int, int], wanted: Needs, focused: str
) -> None:
    laid = Arrangement(OWN, PANELS)
    regions = laid.regions(*size, wanted, focused)
    if size[0] < 24:
        return
    assert focused in regions
    kept = set(OWN.forms[0].panels) - set(laid.dropped(*size, wanted))
    shown = {name for name in kept if name in regions}
    assert len(kept - shown) <= 1, "only the one in whose place the focused one stands"
    for name in shown - {focused}:
        floor = FLOORS[name]
        assert len(kept) == 1 or (regions[name].width, regions[name].height) >= (floor.width, 0)


def test_a_form_without_a_panel_has_no_empty_places() -> None:
    form = OWN.forms[0]
    assert without(without(form, "chart"), "positions").rows == form.rows[:1]
    assert without(form, "trades").rows[0].panels == ("book",)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (200, 60)])
def test_the_lines_of_an_outage_stand_below_the_panels_and_hide_nothing(width: int, height: int) -> None:
    whole, lower = (regions_of(width, rows, needs_for(), "book") for rows in (height, height - 2))
    regions = with_outage(whole, lower, 2)
    assert regions[OUTAGE] == Region(0, height - 3, width, 2)
    assert regions.keys() - {OUTAGE} == whole.keys()
    assert not any(place.overlaps(regions[OUTAGE]) for name, place in regions.items() if name != OUTAGE)
    assert regions["positions"].height == whole["positions"].height


def test_where_a_panel_would_have_no_place_beside_the_lines_of_an_outage_they_cover_the_bottom() -> None:
    whole, lower = (regions_of(80, rows, needs_for(), "book") for rows in (24, 9))
    assert lower.keys() != whole.keys()
    regions = with_outage(whole, lower, 2)
    assert {name: place for name, place in regions.items() if name != OUTAGE} == dict(whole)
    assert any(place.overlaps(regions[OUTAGE]) for name, place in whole.items() if name != FOOTER)
    assert with_outage(whole, whole, 2)[OUTAGE].overlaps(whole["positions"]), "nothing moves while data flows"
