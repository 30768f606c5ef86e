"""The dashboard: header, ticker strip, panels and footer, placed by the layout for the size of the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.events import Click
from textual.geometry import NULL_SPACING, Offset, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from roxom_tui.model.market import Symbol
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.arrangement import FOOTER, HEADER, TICKER, Arrangement
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.layout import TRADE
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.theme import Paint
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.header import header
from roxom_tui.ui.widgets.line_widget import LineWidget
from roxom_tui.ui.widgets.ticker import ticker_lines


class PlannedLayout(Layout):
    """Places the children of a `PanelGrid` where its layout says; a child without a region is not shown."""

    name = "planned"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        regions = parent.regions(size) if isinstance(parent, PanelGrid) else {}
        return [
            WidgetPlacement(regions[child.id], Offset(0, 0), NULL_SPACING, child)
            for child in children
            if child.id is not None and child.id in regions
        ]


class PanelGrid(Widget):
    """Holds the panels and the lines around them."""

    DEFAULT_CSS = "PanelGrid { width: 100%; height: 100%; }"

    def __init__(self, symbols: int, panels: Sequence[type[Panel[Any]]]) -> None:
        super().__init__()
        self.symbols = symbols
        self.focused_panel = TRADE.first
        self.zoomed: str | None = None
        self.panels: dict[str, Panel[Any]] = {panel.panel_id: panel() for panel in panels}
        self._arrangement = Arrangement(TRADE, panels)
        self._arranged_for: tuple[object, ...] = ()
        self._regions: Mapping[str, Region] = {}
        self.bars = {bar: Bar(id=bar) for bar in (HEADER, TICKER, FOOTER)}
        self._planned = PlannedLayout()

    @property
    def layout(self) -> Layout:
        """Ours, instead of one named in CSS."""
        return self._planned

    def regions(self, size: Size) -> Mapping[str, Region]:
        """Where everything stands at this size; asked with every picture, so the last answer is kept."""
        arranged_for = (*size, self.symbols, self.focused_panel, self.zoomed)
        if arranged_for != self._arranged_for:
            self._arranged_for = arranged_for
            self._regions = self._arrangement.regions(*arranged_for)
        return self._regions

    def replan(self) -> None:
        """Place everything anew. A child has to ask: only that makes Textual forget how its parent was arranged."""
        for child in self.children[:1]:
            child.refresh(layout=True)

    def compose(self) -> ComposeResult:
        yield from (self.bars[HEADER], self.bars[TICKER], *self.panels.values(), self.bars[FOOTER])


class Bar(LineWidget):
    """A line or two over the whole width, drawn with the picture."""

    class Resized(Message):
        """The size changed: what it shows was drawn for another width."""

    def on_resize(self) -> None:
        """It gets its room in its own time: later than the terminal when a box lies over it."""
        self.post_message(self.Resized())


class Dashboard(Screen[None]):
    """Draws boards. It knows no feed: the app hands it pictures, and hears which symbol was clicked."""

    class SymbolChosen(Message):
        """A row of the symbol list was clicked."""

        def __init__(self, symbol: Symbol) -> None:
            super().__init__()
            self.symbol = symbol

    class PanelChanged(Message):
        """Another panel has the keys, or the whole room."""

    class Covered(Message):
        """Something lies over it."""

    def __init__(self, symbols: int, panels: Sequence[type[Panel[Any]]]) -> None:
        super().__init__(id="dashboard")
        self.house = PanelGrid(symbols, panels)
        self._columns = ColumnMemory()

    def compose(self) -> ComposeResult:
        yield self.house

    def on_mount(self) -> None:
        """The layout says who has the keys first."""
        self.focus_panel(self.house.focused_panel)

    def on_screen_suspend(self) -> None:
        """What Textual was to call after the next refresh waits until nothing lies over this screen any more."""
        self.post_message(self.Covered())

    # --- pictures -----------------------------------------------------------------------------

    def show_picture(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int, footer: Line) -> None:
        """Paint one picture: only panels that are in sight, and of them only changed lines.

        The time of day is the exchange's, as are all times that it tells.
        """
        wall = exchange_wall(picture.connection, now, wall)
        self._columns.about((picture.ticker.symbol, options))
        regions = self.house.regions(self.house.size)
        self._bar(HEADER).show_lines(
            [header(picture, self._rendering(HEADER, options, now, wall), alone=TICKER not in regions).line]
        )
        self._bar(FOOTER).show_lines([footer])
        if TICKER in regions:
            self._bar(TICKER).show_lines(ticker_lines(picture, self._rendering(TICKER, options, now, wall)))
        for panel in self.panels():
            if panel.panel_id in regions:
                panel.update_picture(picture, options, now, wall)

    def recolour(self, paint: Paint) -> None:
        """New colours for everything."""
        for widget in self.query(LineWidget):
            widget.repaint(paint)

    def set_symbol_count(self, count: int) -> None:
        """The list grew or shrank, so the room for it does."""
        if count != self.house.symbols:
            self.house.symbols = count
            self.house.replan()

    # --- panels -------------------------------------------------------------------------------

    def panels(self) -> list[Panel[Any]]:
        """All panels, in the order of Tab."""
        return list(self.house.panels.values())

    @property
    def focused_panel(self) -> Panel[Any]:
        """The panel that has the keys."""
        return self.house.panels[self.house.focused_panel]

    @property
    def levels_wanted(self) -> int:
        """How many levels of the book a side can be drawn."""
        return max(panel.levels_wanted for panel in self.panels())

    def focus_panel(self, panel_id: str) -> None:
        """Give a panel the keys; one without a place of its own appears in the place it shares."""
        self.house.focused_panel = panel_id
        if self.house.zoomed is not None:
            self.house.zoomed = panel_id
        self.house.replan()
        self.house.panels[panel_id].focus(scroll_visible=False)
        self.post_message(self.PanelChanged())

    def cycle_panel(self, step: int) -> None:
        """The next panel, or the one before."""
        ids = [panel.panel_id for panel in self.panels()]
        at = ids.index(self.focused_panel.panel_id)
        self.focus_panel(ids[(at + step) % len(ids)])

    def toggle_zoom(self) -> None:
        """Give the focused panel the whole room, or back."""
        self.house.zoomed = None if self.house.zoomed else self.focused_panel.panel_id
        self.house.replan()
        self.post_message(self.PanelChanged())

    def resume_all(self) -> None:
        """End every pause: another symbol must not stand under a picture held of this one."""
        for panel in self.panels():
            panel.scrolled = 0
            if panel.held is not None:
                panel.toggle_pause()

    # --- the mouse ----------------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """A click gives a panel the keys; on a symbol it also goes there."""
        panel = event.widget
        if not isinstance(panel, Panel):
            return
        if self.house.focused_panel != panel.panel_id:
            self.focus_panel(panel.panel_id)
        if (symbol := panel.symbol_at(event.y)) is not None:
            self.post_message(self.SymbolChosen(symbol))

    def _bar(self, bar: str) -> LineWidget:
        return self.house.bars[bar]

    def _rendering(self, bar: str, options: DisplayOptions, now: int, wall: int) -> RenderContext:
        size = self._bar(bar).size
        return RenderContext(size.width, size.height, options, now, wall, columns=self._columns)
