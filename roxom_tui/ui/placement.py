"""Where everything on the dashboard stands by now: by layout, focus and zoom, and with what lies over the panels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from textual.geometry import Region, Size

from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.arrangement import OUTAGE, REPLAY, Arrangement, Needs, with_outage, with_replay
from roxom_tui.ui.layout import Layout, Slot
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.rows_given import RowsGiven

_ROWS_WITH_REPLAY: Final = 13
"""On a lower terminal a replay has no bar; its badge is there at every size."""


class Placement:
    """`panels` are all there are, by their id. `symbols` is how many are listed before there is a picture."""

    def __init__(self, layout: Layout, panels: Mapping[str, Panel[Any]], symbols: int) -> None:
        self.focused = layout.first
        """The panel that has the keys."""
        self.zoomed: str | None = None
        """The panel that has the whole room."""
        self.regions: Mapping[str, Region] = {}
        """The places of all that is shown, as they were laid last."""
        self._panels = panels
        self._all = tuple(panels.values())
        self._types = [type(panel) for panel in self._all]
        self._arrangement = Arrangement(layout, self._types)
        self._rows = RowsGiven(symbols)
        self._arranged_for: tuple[object, ...] = (None, None)
        self._outage_rows = 0
        self._is_replay = self._lifts = False

    @property
    def layout(self) -> Layout:
        """The layout in use."""
        return self._arrangement.layout

    def lay(self, size: Size) -> Mapping[str, Region]:
        """The places at this size; asked with every picture, so the last answer is kept.

        Another size, or zooming, lays everything afresh.
        """
        if (size, self.zoomed) != self._arranged_for[:2]:
            self._rows.afresh(self._all)
        over = (self._outage_rows, self._lifts, self._is_replay)
        arranged_for = (size, self.zoomed, self.focused, self._rows.needs, *over)
        if arranged_for != self._arranged_for:
            self._arranged_for = arranged_for
            self.regions = self._laid(size)
        return self.regions

    def take(self, picture: ScreenSnapshot, size: Size) -> bool:
        """The newest picture; true if things are to be placed anew because of it."""
        return self._rows.take(picture, self._all, lambda needs: self._moves_no_market(needs, size))

    def give_room(self, outage_rows: int, *, is_replay: bool, lifts: bool) -> bool:
        """Room for the lines of an outage, below the panels if it `lifts` them, and for a replay's bar.

        True if things are to be placed anew because of it.
        """
        before = (self._outage_rows, self._is_replay, self._lifts)
        self._outage_rows, self._is_replay, self._lifts = outage_rows, is_replay, lifts
        return before != (outage_rows, is_replay, lifts)

    def grow(self) -> bool:
        """Lists get the rows they need by now; true if that is more for any."""
        return self._rows.grow(self._all)

    def focus(self, panel_id: str) -> None:
        """A panel has the keys; one without a place of its own appears in the place it shares."""
        self.focused = panel_id
        self.grow()
        if self.zoomed is not None:
            self.zoomed = panel_id

    def zoom(self) -> None:
        """Give the panel with the keys the whole room, or back."""
        self.zoomed = None if self.zoomed else self.focused

    def use(self, layout: Layout) -> None:
        """Another layout, none of its panels zoomed.

        A panel that would take the place of another by having the keys does not have them at the beginning.
        """
        self._arrangement = Arrangement(layout, self._types)
        self.zoomed, self._arranged_for = None, (None, None)
        self._rows.afresh(self._all)
        self.focused = self.focused if self.focused in layout.forms[0].leading else layout.first

    def dropped_by(self, layout: Layout, size: Size) -> tuple[str, ...]:
        """The panels that an own layout has no room for now."""
        return Arrangement(layout, self._types).dropped(*size, self._rows.needs)

    @property
    def out_of_sight(self) -> frozenset[str]:
        """The panels that have no place; nothing where none has one."""
        ids = self._panels.keys() & self.regions.keys()
        return frozenset(self._panels) - ids if ids else frozenset()

    @property
    def is_covered(self) -> bool:
        """Whether the lines of an outage stand over the bottom of panels."""
        outage = self.regions.get(OUTAGE)
        places = (self.regions[name] for name in self._panels.keys() & self.regions.keys())
        return outage is not None and any(place.overlaps(outage) for place in places)

    def _laid(self, size: Size) -> Mapping[str, Region]:
        has_bar = self._is_replay and size.height >= _ROWS_WITH_REPLAY
        height = size.height - has_bar
        regions, lower = (
            self._arrangement.regions(size.width, rows, self._rows.needs, self.focused, self.zoomed)
            for rows in (height, height - (self._outage_rows if self._lifts else 0))
        )
        regions = with_outage(regions, lower, self._outage_rows)
        return with_replay(regions, size.height) if has_bar else regions

    def _moves_no_market(self, needs: Needs, size: Size) -> bool:
        """Whether rows given out by these needs leave book, trades and symbols where they are."""
        width, height = size
        height -= REPLAY in self.regions
        regions = self._arrangement.regions(width, height, needs, self.focused, self.zoomed)
        market = (panel.panel_id for panel in self._all if panel.slot is Slot.MARKET)
        return all(regions.get(panel_id) == self.regions.get(panel_id) for panel_id in market)
