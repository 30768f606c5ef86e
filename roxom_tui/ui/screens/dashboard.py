"""The dashboard: header, ticker strip, panels and footer, placed by the layout for the size of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from textual.app import ComposeResult
from textual.events import Click
from textual.geometry import NULL_SPACING, Offset, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from roxom_tui.model.charting import ChartRequest
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Phase
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.arrangement import FOOTER, HEADER, OUTAGE, REPLAY, TICKER
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.layout import TRADE
from roxom_tui.ui.layout import Layout as Places
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.chart import ChartPanel
from roxom_tui.ui.panels.face import BookWanted
from roxom_tui.ui.placement import Placement
from roxom_tui.ui.theme import Paint
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.header import header
from roxom_tui.ui.widgets.line_widget import LineWidget
from roxom_tui.ui.widgets.ticker import ticker_lines


class Below(Struct, frozen=True):
    """The last line, and what stands over it while there is no connection."""

    footer: Line
    outage: Sequence[Line] = ()


class PlannedLayout(Layout):
    """Places the children of a dashboard where its layout says; a child without a region is not shown."""

    name = "planned"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        regions = parent.places.lay(size) if isinstance(parent, Dashboard) else {}
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
        self.places = Placement(layout, self.panels, symbols)
        """Where they stand."""
        self._bars = {bar: Bar(id=bar) for bar in (HEADER, TICKER, OUTAGE, REPLAY, FOOTER)}
        self._columns = ColumnMemory()
        self._planned = PlannedLayout()

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

    def replan(self) -> None:
        """Place everything anew. A child has to ask: only that makes Textual forget how its parent was arranged."""
        for child in self.children[:1]:
            child.refresh(layout=True)
        # Who has another size now is drawn for it in the next frame, told of it or not.
        self.call_after_refresh(self.post_message, self.PanelChanged())

    def on_mount(self) -> None:
        """The layout says who has the keys first."""
        self.focus_panel(self.places.focused)

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
        is_replay = picture.connection.replay is not None
        if self.places.give_room(len(below.outage), is_replay=is_replay, lifts=lifts):
            self.replan()
        wall = exchange_wall(picture.connection, now, wall)
        if self.places.take(picture, self.size):
            self.replan()
        self._columns.about((picture.ticker.symbol, options))
        regions = self.places.lay(self.size)
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

    # --- panels -------------------------------------------------------------------------------

    @property
    def focused_panel(self) -> Panel[Any]:
        """The panel that has the keys."""
        return self.panels[self.places.focused]

    @property
    def book_wanted(self) -> BookWanted:
        """What is drawn of the book."""
        wanted = (panel.book_wanted for panel in self.panels.values())
        return next((one for one in wanted if one is not None), BookWanted())

    @property
    def chart_wanted(self) -> ChartRequest | None:
        """The chart that is in sight."""
        panel = self.panels.get(ChartPanel.panel_id)
        return panel.request if isinstance(panel, ChartPanel) and panel.panel_id in self.places.regions else None

    def use_layout(self, layout: Places) -> tuple[str, ...]:
        """Lay the panels anew, none of them zoomed; returns those that have no room of their own in an own layout."""
        self.places.use(layout)
        self.focus_panel(self.places.focused)
        return self.places.dropped_by(layout, self.size)

    def show_panel(self, panel_id: str) -> None:
        """Give a panel the keys, and the whole room where the layout has no place of its own for it."""
        is_placed = panel_id in self.places.regions
        self.focus_panel(panel_id)
        if not is_placed and self.places.zoomed is None:
            self.toggle_zoom()

    def focus_panel(self, panel_id: str) -> None:
        """Give a panel the keys; one without a place of its own appears in the place it shares."""
        self.places.focus(panel_id)
        self.replan()
        self.panels[panel_id].focus(scroll_visible=False)
        self.post_message(self.PanelChanged())

    def cycle_panel(self, step: int) -> None:
        """The next panel, or the one before."""
        ids = list(self.panels)
        at = ids.index(self.places.focused)
        self.focus_panel(ids[(at + step) % len(ids)])

    def toggle_zoom(self) -> None:
        """Give the focused panel the whole room, or back."""
        self.places.zoom()
        self.replan()
        self.post_message(self.PanelChanged())

    def follow_symbol(self) -> None:
        """Another symbol: it must not stand under a picture held of the one before.

        As all of the picture changes, lists get the rows they need by now.
        """
        if self.places.grow():
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
        if self.places.focused != panel.panel_id:
            self.focus_panel(panel.panel_id)
        panel.point_at(event.y)
        self.post_message(Panel.RoomChanged())
        if (symbol := panel.symbol_at(event.y)) is not None:
            self.post_message(self.SymbolChosen(symbol))

    def _rendering(self, bar: str, options: DisplayOptions, now: int, wall: int) -> RenderContext:
        size = self._bars[bar].size
        return RenderContext(size.width, size.height, options, now, wall, columns=self._columns)
