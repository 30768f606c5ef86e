"""What Enter does in a list: to the symbol of the row, or of a position or an order all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import DetailRequest
from roxom_tui.ui.panels.row_panel import RowPanel

if TYPE_CHECKING:
    from roxom_tui.ui.alert_app import AlertApp as _App
    from roxom_tui.ui.screens.details import DetailScreen
else:
    _App = object


class DetailActions(_App):
    """Mixed into the app."""

    def go_to_symbol(self, symbol: Symbol | None) -> None:
        """Put another contract in view, if one was chosen; a pause of the old one ends."""
        if symbol is not None and symbol != self.symbol:
            self.symbol = symbol
            self.dashboard.follow_symbol()
            self.request_view()

    def action_go_to_row(self) -> None:
        """The details of the row with the cursor, where it has some; else its symbol."""
        panel = self.dashboard.focused_panel
        if not isinstance(panel, RowPanel) or (symbol := panel.chosen) is None:
            return
        request = panel.details
        if request is not None:
            self._open_details(request, symbol)
            return
        if symbol == self.symbol:
            self.notices.add(f"{symbol} is in view")
            self.repaint()
        self.go_to_symbol(symbol)

    def _open_details(self, request: DetailRequest, symbol: Symbol) -> None:
        from roxom_tui.ui.screens.details import DetailScreen

        screen = DetailScreen(request, symbol, self.colours)
        self.detail = request
        self.push_screen(screen, lambda _: self._leave_details(screen))
        self.request_view()
        self.call_after_refresh(self.repaint)

    def _leave_details(self, screen: DetailScreen) -> None:
        self.detail = None
        self.request_view()
        self.go_to_symbol(screen.chosen)
