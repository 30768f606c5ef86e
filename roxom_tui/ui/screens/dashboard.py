"""The dashboard: header, ticker strip, panels and footer, placed by the layout for the size of the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from textual.app import ComposeResult
from textual.events import Click
from textual.geometry import NULL_SPACING, Offset, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from roxom_tui.model.book_columns import TOTAL_ONLY, ColumnsWish
from roxom_tui.model.charting import ChartWish
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Phase
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.arrangement import (
    FOOTER,
    HEADER,
    OUTAGE,
    REPLAY,
    TICKER,
    Arrangement,
    Needs,
    with_outage,
    with_replay,
)
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.layout import TRADE, Slot
from roxom_tui.ui.layout import Layout as Places
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.chart import ChartPanel
from roxom_tui.ui.rows_given import RowsGiven
from roxom_tui.ui.theme import Paint
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.header import header
from roxom_tui.ui.widgets.line_widget import LineWidget
from roxom_tui.ui.widgets.ticker import ticker_lines

_ROWS_WITH_REPLAY = 12
"""On a lower terminal a replay has no bar; its badge is there at every size."""


class Below(NamedTuple):
    """The last line, and what stands over it while there is no connection."""

    footer: Line
    outage: Sequence[Line] = ()


class PlannedLayout(Layout):
    """Places the children of a dashboard where its layout says; a child without a region is not shown."""

    name = "planned"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        regions = parent.regions(size) if isinstance(parent, Dashboard) else {}
        return [
            WidgetPlacement(regions[child.id], Offset(0, 0), NULL_SPACING, child)
            for child in children
            if child.id is not None and child.id in regions
        ]


class Bar(LineWidget):
    """A line or two over the whole width, drawn with the picture."""

    class Resized(Message):
        """The size changed: what it shows was drawn for another width."""

    def on_resize(self) -> None:
        """It gets its room in its own time: later than the terminal when a box lies over it."""
        self.post_message(self.Resized())


class Dashboard(Screen[None]):
    """Draws pictures. It knows no feed: the app hands it pictures, and hears which symbol was clicked."""

    class SymbolChosen(Message):
        """A row of the symbol list was clicked."""

        def __init__(self, symbol: Symbol) -> None:
            super().__init__()
            self.symbol = symbol

    class PanelChanged(Message):
        """Another panel has the keys, or the whole room."""

    class Covered(Message):
        """Something lies over it."""

    def __init__(
        self, symbols: int, panels: Sequence[type[Panel[Any]]], keymap: Keymap = DEFAULT_KEYMAP, layout: Places = TRADE
    ) -> None:
        super().__init__(id="dashboard")
        self.panels: dict[str, Panel[Any]] = {panel.panel_id: panel() for panel in panels}
        """All panels by their id, in the order of Tab."""
        for panel in self.panels.values():
            panel.keymap = keymap
        self.zoomed: str | None = None
        self._focused = layout.first
        self._rows = RowsGiven(symbols)
        self._bars = {bar: Bar(id=bar) for bar in (HEADER, TICKER, OUTAGE, REPLAY, FOOTER)}
        self._columns = ColumnMemory()
        self._planned = PlannedLayout()
        self._arrangement = Arrangement(layout, panels)
        self._panel_types = panels
        self._arranged_for: tuple[object, ...] = (None, None)
        self._outage_rows = 0
        self._is_replay = self._lifts = False
        self._regions: Mapping[str, Region] = {}

    def compose(self) -> ComposeResult:
        yield from (
            self._bars[HEADER],
            self._bars[TICKER],
            *self.panels.values(),
            self._bars[OUTAGE],
            self._bars[REPLAY],
            self._bars[FOOTER],
        )

    @property
    def layout(self) -> Layout:
        """Ours, instead of one named in CSS."""
        return self._planned

    def regions(self, size: Size) -> Mapping[str, Region]:
        """The places of all that is shown at this size; asked with every picture, so the last answer is kept.

        Another size, or zooming, lays everything afresh.
        """
        if (size, self.zoomed) != self._arranged_for[:2]:
            self._rows.afresh(self.panels.values())
        over = (self._outage_rows, self._lifts, self._is_replay)
        arranged_for = (size, self.zoomed, self._focused, self._rows.needs, *over)
        if arranged_for != self._arranged_for:
            self._arranged_for = arranged_for
            has_bar = self._is_replay and size.height >= _ROWS_WITH_REPLAY
            height = size.height - has_bar
            regions, lower = (
                self._arrangement.regions(size.width, rows, self._rows.needs, self._focused, self.zoomed)
                for rows in (height, height - (self._outage_rows if self._lifts else 0))
            )
            regions = with_outage(regions, lower, self._outage_rows)
            self._regions = with_replay(regions, size.height) if has_bar else regions
        return self._regions

    def replan(self) -> None:
        """Place everything anew. A child has to ask: only that makes Textual forget how its parent was arranged."""
        for child in self.children[:1]:
            child.refresh(layout=True)
        # Who has another size now is drawn for it in the next frame, told of it or not.
        self.call_after_refresh(self.post_message, self.PanelChanged())

    def on_mount(self) -> None:
        """The layout says who has the keys first."""
        self.focus_panel(self._focused)

    def on_screen_suspend(self) -> None:
        """Hold back what Textual was to call after the next refresh, until nothing lies over this screen any more."""
        self.post_message(self.Covered())

    # --- pictures -----------------------------------------------------------------------------

    def show_picture(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int, below: Below) -> None:
        """Paint one picture: only panels that are in sight, and of them only changed lines.

        The time of day is the exchange's, as are all times that it tells.
        """
        # Nothing moves while data flows: only without a connection do panels make room.
        lifts = picture.connection.phase is not Phase.CONNECTED and bool(below.outage)
        self._give_room(len(below.outage), is_replay=picture.connection.replay is not None, lifts=lifts)
        wall = exchange_wall(picture.connection, now, wall)
        if self._rows.take(picture, self.panels.values(), self._moves_no_market):
            self.replan()
        self._columns.about((picture.ticker.symbol, options))
        regions = self.regions(self.size)
        self._bars[HEADER].show_lines(
            [header(picture, self._rendering(HEADER, options, now, wall), alone=TICKER not in regions).line]
        )
        self._bars[FOOTER].show_lines([below.footer])
        if REPLAY in regions and picture.connection.replay is not None:
            from roxom_tui.ui.widgets.replay_bar import replay_line

            self._bars[REPLAY].show_lines([replay_line(picture.connection.replay, regions[REPLAY].width)])
        if OUTAGE in regions:
            self._bars[OUTAGE].show_lines(below.outage)
        if TICKER in regions:
            self._bars[TICKER].show_lines(ticker_lines(picture, self._rendering(TICKER, options, now, wall)))
        for panel in self.panels.values():
            if panel.panel_id in regions:
                panel.update_picture(picture, options, now, wall)

    def recolour(self, paint: Paint) -> None:
        """New colours for everything."""
        for widget in self.query(LineWidget):
            widget.repaint(paint)

    def _moves_no_market(self, needs: Needs) -> bool:
        """Whether rows given out by these needs leave book, trades and symbols where they are."""
        width, height = self.size
        height -= REPLAY in self._regions
        regions = self._arrangement.regions(width, height, needs, self._focused, self.zoomed)
        market = (panel.panel_id for panel in self.panels.values() if panel.slot is Slot.MARKET)
        return all(regions.get(panel_id) == self._regions.get(panel_id) for panel_id in market)

    def _give_room(self, outage_rows: int, *, is_replay: bool, lifts: bool) -> None:
        if (outage_rows, is_replay, lifts) != (self._outage_rows, self._is_replay, self._lifts):
            self._outage_rows, self._is_replay, self._lifts = outage_rows, is_replay, lifts
            self.replan()

    # --- panels -------------------------------------------------------------------------------

    @property
    def focused_panel(self) -> Panel[Any]:
        """The panel that has the keys."""
        return self.panels[self._focused]

    @property
    def out_of_sight(self) -> frozenset[str]:
        """The names of parts whose panel has no place; nothing where no panel has one."""
        ids = self.panels.keys() & self._regions.keys()
        return frozenset(self.panels) - ids if ids else frozenset()

    @property
    def is_covered(self) -> bool:
        """Whether the lines of an outage stand over the bottom of panels."""
        outage = self._regions.get(OUTAGE)
        places = (self._regions[name] for name in self.panels.keys() & self._regions.keys())
        return outage is not None and any(place.overlaps(outage) for place in places)

    @property
    def levels_wanted(self) -> int:
        """The number of levels of the book a side that can be drawn."""
        return max(panel.levels_wanted for panel in self.panels.values())

    @property
    def columns_wanted(self) -> ColumnsWish:
        """The columns of the book that are drawn."""
        wishes = (panel.columns_wanted for panel in self.panels.values())
        return next((wish for wish in wishes if wish is not None), TOTAL_ONLY)

    @property
    def wants_more(self) -> bool:
        """Whether those that were asked for do not do any more."""
        return any(panel.wants_more for panel in self.panels.values())

    @property
    def wants_whole_book(self) -> bool:
        """Whether all of them are needed."""
        return any(panel.wants_whole_book for panel in self.panels.values())

    @property
    def chart_wanted(self) -> ChartWish | None:
        """The chart that is in sight."""
        panel = self.panels.get(ChartPanel.panel_id)
        return panel.wish if isinstance(panel, ChartPanel) and panel.panel_id in self._regions else None

    @property
    def layout_name(self) -> str:
        """The name of the layout in use."""
        return self._arrangement.layout.name

    def use_layout(self, layout: Places) -> tuple[str, ...]:
        """Lay the panels anew, none of them zoomed; returns those that have no room of their own in an own layout."""
        self._arrangement = Arrangement(layout, self._panel_types)
        self.zoomed, self._arranged_for = None, (None, None)
        self._rows.afresh(self.panels.values())
        # Who would take the place of another by having the keys does not have them at the beginning.
        self.focus_panel(self._focused if self._focused in layout.forms[0].leading else layout.first)
        return self._arrangement.dropped(*self.size, self._rows.needs)

    def dropped_by(self, layout: Places) -> tuple[str, ...]:
        """The panels that an own layout would have no room for now."""
        return Arrangement(layout, self._panel_types).dropped(*self.size, self._rows.needs)

    def show_panel(self, panel_id: str) -> None:
        """Give a panel the keys, and the whole room where the layout has no place of its own for it."""
        is_placed = panel_id in self._regions
        self.focus_panel(panel_id)
        if not is_placed and self.zoomed is None:
            self.toggle_zoom()

    def focus_panel(self, panel_id: str) -> None:
        """Give a panel the keys; one without a place of its own appears in the place it shares."""
        self._focused = panel_id
        self._rows.grow(self.panels.values())
        if self.zoomed is not None:
            self.zoomed = panel_id
        self.replan()
        self.panels[panel_id].focus(scroll_visible=False)
        self.post_message(self.PanelChanged())

    def cycle_panel(self, step: int) -> None:
        """The next panel, or the one before."""
        ids = list(self.panels)
        at = ids.index(self._focused)
        self.focus_panel(ids[(at + step) % len(ids)])

    def toggle_zoom(self) -> None:
        """Give the focused panel the whole room, or back."""
        self.zoomed = None if self.zoomed else self._focused
        self.replan()
        self.post_message(self.PanelChanged())

    def follow_symbol(self) -> None:
        """Another symbol: it must not stand under a picture held of the one before.

        As all of the picture changes, lists get the rows they need by now.
        """
        if self._rows.grow(self.panels.values()):
            self.replan()
        for panel in self.panels.values():
            panel.follow_symbol()

    def begin_anew(self) -> None:
        """Another profile: nothing of the one before stays."""
        self.follow_symbol()
        for panel in self.panels.values():
            panel.begin_anew()

    # --- the mouse ----------------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """A click gives a panel the keys; on a symbol it also goes there."""
        panel = event.widget
        if not isinstance(panel, Panel):
            return
        if self._focused != panel.panel_id:
            self.focus_panel(panel.panel_id)
        panel.point_at(event.y)
        self.post_message(Panel.RoomChanged())
        if (symbol := panel.symbol_at(event.y)) is not None:
            self.post_message(self.SymbolChosen(symbol))

    def _rendering(self, bar: str, options: DisplayOptions, now: int, wall: int) -> RenderContext:
        size = self._bars[bar].size
        return RenderContext(size.width, size.height, options, now, wall, columns=self._columns)
