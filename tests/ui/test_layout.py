from __future__ import annotations

import pytest
from textual.geometry import Region

from roxom_tui.ui.layout import FOOTER, HEADER, MAIN_SLOT, TICKER, plan

ALL = (*MAIN_SLOT,)
SIZES = [
    (w, h)
    for w in (1, 10, 24, 40, 71, 72, 80, 99, 100, 120, 159, 160, 200, 500)
    for h in (1, 2, 3, 6, 10, 12, 17, 24, 30, 34, 40, 60, 200)
]


@pytest.mark.parametrize("focused", ALL)
@pytest.mark.parametrize("zoomed", [False, True])
def test_regions_fill_the_terminal_and_never_overlap(focused: str, zoomed: bool) -> None:
    for width, height in SIZES:
        regions = plan(width, height, 4, focused, focused if zoomed else None).regions
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
        regions = plan(width, height, 4, focused, None).regions
        if width >= 24 and height >= 6:
            assert focused in regions, (width, height)


def test_the_header_with_the_badge_is_the_last_thing_dropped() -> None:
    assert all(HEADER in plan(width, height, 4, "book", None).regions for width, height in SIZES)


@pytest.mark.parametrize("symbols", [1, 4, 9, 20])
def test_every_panel_has_its_own_place_from_100_by_36(symbols: int) -> None:
    for width, height in ((100, 36), (120, 40), (160, 50), (200, 60)):
        assert set(ALL) <= set(plan(width, height, symbols, "book", None).regions)


def test_ten_levels_a_side_are_in_sight_at_120_by_40() -> None:
    book = plan(120, 40, 4, "book", None).regions["book"]
    assert book.height >= 2 + 1 + 10 + 1 + 10
