"""Where panels stand at a size of the terminal."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from textual.geometry import Region

from roxom_tui.ui.arrangement import FOOTER, HEADER, TICKER, Arrangement
from roxom_tui.ui.layout import TRADE, Floor, Slot, layout
from roxom_tui.ui.panels import PANELS

ALL = tuple(panel.panel_id for panel in PANELS)
regions_of = Arrangement(TRADE, PANELS).regions
SIZES = [
    (w, h)
    for w in (1, 10, 24, 40, 71, 72, 80, 99, 100, 120, 159, 160, 200, 500)
    for h in (1, 2, 3, 6, 10, 12, 17, 24, 30, 34, 40, 60, 200)
]


@pytest.mark.parametrize("focused", ALL)
@pytest.mark.parametrize("zoomed", [False, True])
def test_regions_fill_the_terminal_and_never_overlap(focused: str, zoomed: bool) -> None:
    for width, height in SIZES:
        regions = regions_of(width, height, 4, focused, focused if zoomed else None)
        screen = Region(0, 0, width, height)
        assert all(region.area == 0 or screen.contains_region(region) for region in regions.values()), (width, height)
        placed = [region for region in regions.values() if region.area]
        overlaps = [(a, b) for i, a in enumerate(placed) for b in placed[i + 1 :] if a.overlaps(b)]
        assert not overlaps, (width, height, overlaps)
        if len(set(regions) - {HEADER, TICKER, FOOTER}) > 0:
            assert sum(region.area for region in placed) == screen.area, (width, height)


@pytest.mark.parametrize("focused", ALL)
def test_the_focused_panel_is_in_sight_wherever_there_is_room_for_one(focused: str) -> None:
    for width, height in SIZES:
        regions = regions_of(width, height, 4, focused, None)
        if width >= 24 and height >= 6:
            assert focused in regions, (width, height)


def test_the_header_with_the_badge_is_the_last_thing_dropped() -> None:
    assert all(HEADER in regions_of(width, height, 4, "book", None) for width, height in SIZES)


@pytest.mark.parametrize("symbols", [1, 4, 9, 20])
def test_every_panel_has_its_own_place_from_100_by_36(symbols: int) -> None:
    for width, height in ((100, 36), (120, 40), (160, 50), (200, 60)):
        assert set(ALL) <= set(regions_of(width, height, symbols, "book", None))


def test_ten_levels_a_side_are_in_sight_at_120_by_40() -> None:
    book = regions_of(120, 40, 4, "book", None)["book"]
    assert book.height >= 2 + 1 + 10 + 1 + 10


class Toy:
    """A panel that no layout names."""

    panel_id = "toy"
    floor = Floor(30, 6)
    weight = 1

    def __init__(self, slot: Slot, floor: Floor = floor) -> None:
        self.slot, self.floor = slot, floor

    def rows_for(self, symbols: int) -> tuple[int, int | None]:
        return self.floor.height, None


def with_toy(toy: Toy, width: int, height: int, focused: str = "book") -> Mapping[str, Region]:
    return Arrangement(TRADE, (*PANELS, toy)).regions(width, height, 4, focused)


def test_a_panel_that_the_layout_does_not_name_stands_with_its_company() -> None:
    wide = with_toy(Toy(Slot.ACCOUNT), 200, 60)
    assert (wide["toy"].y, wide["toy"].x) == (wide["orders"].y, wide["orders"].right)
    standard = with_toy(Toy(Slot.ACCOUNT), 120, 40)
    assert (standard["toy"].y, standard["toy"].width) == (standard["orders"].bottom, 120)
    assert with_toy(Toy(Slot.MARKET), 200, 60)["toy"].x == with_toy(Toy(Slot.MARKET), 200, 60)["trades"].right


@pytest.mark.parametrize("slot", Slot)
@pytest.mark.parametrize("size", [(120, 40), (120, 34), (80, 24), (60, 18), (200, 60)])
def test_one_more_panel_is_within_reach_and_takes_nobody_below_its_floor(size: tuple[int, int], slot: Slot) -> None:
    for floor in (Floor(30, 6), Floor(150, 30)):
        toy = Toy(slot, floor)
        for focused in (*ALL, "toy"):
            regions = with_toy(toy, *size, focused)
            assert focused in regions
            assert sum(region.area for region in regions.values()) == size[0] * size[1]
        if floor.height == 30:
            assert "toy" not in with_toy(toy, *size), "there is no room of its own for it"


def test_rows_get_what_their_panels_need_before_the_rest_is_shared_out() -> None:
    rows = layout("mine", {(24, 3): "9: book / positions / trades balances"})
    regions = Arrangement(rows, [panel for panel in PANELS if panel.panel_id in rows.forms[0].panels]).regions
    placed = regions(120, 30, 4, "book")
    assert [placed[name].height for name in ("positions", "trades", "balances")] == [5, 7, 7]
    assert placed["trades"].width == placed["balances"].width == 60
    assert regions(120, 64, 4, "book")["positions"].height == 5 + (60 - 9 - 5 - 7) // 11


def test_of_several_that_can_fill_any_room_none_takes_all_of_it() -> None:
    stack = layout("mine", {(24, 3): "symbols+book+trades"})
    panels = [panel for panel in PANELS if panel.panel_id in stack.forms[0].panels]
    regions = Arrangement(stack, panels).regions(120, 60, 4, "book")
    assert [regions[name].height for name in ("symbols", "book", "trades")] == [6, 24, 25]
