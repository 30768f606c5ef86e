"""What the keys of the panels do: who has the keys, rows and cursor, what the book and the tape are put into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roxom_tui.model.market import ImbalanceScope
from roxom_tui.model.ports import Play
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.row_panel import RowPanel
from roxom_tui.ui.panels.tape import TapePanel

if TYPE_CHECKING:
    from roxom_tui.ui.alert_app import AlertApp
    from roxom_tui.ui.config_app import ConfigApp
    from roxom_tui.ui.recording_actions import RecordingActions

    class _App(RecordingActions, ConfigApp, AlertApp):
        """What this is mixed into."""
else:
    _App = object


class PanelActions(_App):
    """Mixed into the app."""

    def action_cycle_panel(self, step: int) -> None:
        self.dashboard.cycle_panel(step)

    def action_move_first(self) -> None:
        self.dashboard.focused_panel.to_end(-1)
        self.request_view()

    def action_move_last(self) -> None:
        self.dashboard.focused_panel.to_end(1)
        self.request_view()

    def action_page(self, pages: int) -> None:
        self.dashboard.focused_panel.page(pages)
        self.request_view()

    def action_move(self, rows: int) -> None:
        self.dashboard.focused_panel.move(rows)
        self.request_view()

    def action_recentre(self) -> None:
        book = self.dashboard.panels.get(BookPanel.panel_id)
        if book is not None:
            book.go_home()
            self.request_view()

    def action_cursor(self) -> None:
        book = self._book()
        if book is not None:
            book.put_cursor()
            self.request_view()

    def action_cost_of_size(self) -> None:
        book = self._book()
        if book is not None:
            book.begin_typing()

    def _book(self) -> BookPanel | None:
        """The book, with the keys."""
        book = self.dashboard.panels.get(BookPanel.panel_id)
        if isinstance(book, BookPanel) and self.dashboard.focused_panel is not book:
            self.dashboard.focus_panel(book.panel_id)
        return book if isinstance(book, BookPanel) else None

    def action_filter(self) -> None:
        panel = self.dashboard.focused_panel
        if isinstance(panel, RowPanel):
            panel.begin_typing()

    def action_zoom(self) -> None:
        self.dashboard.toggle_zoom()

    def action_pause(self) -> None:
        """The focused stream; of a replay all of it, wherever the focus is."""
        if self.replay is not None:
            self.order(Play())
            return
        self.dashboard.focused_panel.toggle_pause()
        self.repaint()

    def action_fills(self) -> None:
        """Turn the panel of orders to its other face; from another panel, go there."""
        panel = self.dashboard.panels.get(OrdersPanel.panel_id)
        if isinstance(panel, OrdersPanel):
            if self.dashboard.focused_panel is not panel:
                self.dashboard.focus_panel(panel.panel_id)
            panel.turn()
            self.repaint()

    def action_least_size(self, by: int) -> None:
        """The next tier of sizes as the least that the trades show."""
        self.trades.raise_least(by)
        self.repaint()

    def action_join_prints(self) -> None:
        self.trades.choose(self.trades.choice.joined_next())
        self.repaint()

    def action_measure(self) -> None:
        self.trades.choose(self.trades.choice.measured_next())
        self.repaint()

    @property
    def trades(self) -> TapePanel:
        """The panel of trades, in sight or not."""
        panel = self.dashboard.panels[TapePanel.panel_id]
        assert isinstance(panel, TapePanel)
        return panel

    def action_regroup(self, steps: int) -> None:
        self.regroup(self.grouping.moved(self.symbol, steps))

    def action_book_columns(self) -> None:
        """Other columns right of the sizes."""
        book = self.dashboard.panels.get(BookPanel.panel_id)
        if isinstance(book, BookPanel):
            self.show_notice(book.turn_columns())
            self.request_view()

    def action_column_windows(self) -> None:
        """Another window for those that look back."""
        book = self.dashboard.panels.get(BookPanel.panel_id)
        if isinstance(book, BookPanel):
            self.show_notice(book.turn_windows())
            self.request_view()

    def action_large_levels(self) -> None:
        if self.picture is not None:
            from roxom_tui.ui.screens.large_levels import LargeLevelsScreen

            self.push_screen(LargeLevelsScreen(self.colours))
            self.call_after_refresh(self.repaint)

    async def action_back(self) -> None:
        """Undo what the panel was put into; never leaves the program."""
        panel = self.dashboard.focused_panel
        if self.looked_at_alerts() or self.looked_at_config():
            return
        if panel.let_go():
            self.request_view()
        elif panel.paused_view is not None:
            self.action_pause()
        elif self.dashboard.places.zoomed is not None:
            self.dashboard.toggle_zoom()
        elif panel.scrolled:
            panel.go_home()
            self.request_view()

    def action_imbalance_scope(self) -> None:
        """The next part of the book whose sides are weighed against each other."""
        scopes = list(ImbalanceScope)
        self.scope = scopes[(scopes.index(self.scope) + 1) % len(scopes)]
        self.request_view()
