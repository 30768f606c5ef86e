"""One module a panel. To add one: write its module, and a line here."""

from __future__ import annotations

from typing import Any

from roxom_tui.ui.panels.balances import BalancesPanel
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.chart import ChartPanel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from roxom_tui.ui.panels.symbols import SymbolsPanel
from roxom_tui.ui.panels.tape import TapePanel

PANELS: tuple[type[Panel[Any]], ...] = (
    SymbolsPanel,
    BookPanel,
    TapePanel,
    ChartPanel,
    BalancesPanel,
    PositionsPanel,
    OrdersPanel,
)
