"""Where things stand on the dashboard, asked of the placement alone."""

from __future__ import annotations

from typing import Any

from textual.geometry import Size

from roxom_tui.ui.arrangement import FOOTER, OUTAGE, REPLAY
from roxom_tui.ui.layout import TRADE
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.placement import Placement
from tests.support.sample_screens import board

USUAL = Size(120, 40)


def placement() -> Placement:
    panels: dict[str, Panel[Any]] = {panel.panel_id: panel() for panel in PANELS}
    made = Placement(TRADE, panels, len(board().symbols.rows))
    made.take(board(), USUAL)
    return made


def test_asked_again_at_the_same_size_the_places_are_the_same_object() -> None:
    made = placement()
    before = made.lay(USUAL)
    assert made.lay(USUAL) is before
    assert made.lay(Size(80, 24)) != before


def test_a_zoomed_panel_has_the_whole_room_and_the_focus_takes_it_along() -> None:
    made = placement()
    before = made.lay(USUAL)
    made.zoom()
    assert made.zoomed == made.focused
    made.focus("orders")
    assert made.zoomed == "orders"
    assert made.lay(USUAL)["orders"].width == USUAL.width
    made.zoom()
    assert made.lay(USUAL).keys() >= before.keys()


def test_what_has_no_place_is_out_of_sight_but_where_nothing_has_one_all_is_taken_for_seen() -> None:
    made = placement()
    made.lay(Size(80, 24))
    assert made.out_of_sight
    assert made.focused not in made.out_of_sight
    made.lay(Size(20, 3))
    assert made.out_of_sight == frozenset()


def test_the_lines_of_an_outage_have_room_below_the_panels_or_lie_over_them() -> None:
    made = placement()
    made.lay(USUAL)
    for lifts in (True, False):
        assert made.give_room(3, is_replay=False, lifts=lifts)
        places = made.lay(USUAL)
        assert places[OUTAGE].bottom == places[FOOTER].y
        assert made.is_covered is not lifts
    assert not made.give_room(3, is_replay=False, lifts=False)


def test_the_bar_of_a_replay_has_a_row_of_its_own_where_there_is_one() -> None:
    made = placement()
    made.give_room(0, is_replay=True, lifts=False)
    assert REPLAY in made.lay(USUAL)
    for width in (40, 120):
        for height in range(8, 30):
            places = made.lay(Size(width, height))
            assert max(place.bottom for place in places.values()) == height, "no row is left empty"
            assert (REPLAY in places) is (height >= 13)
