"""Views of alerts, and pictures with them."""

from __future__ import annotations

from typing import Any

from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertNews, AlertRow, AlertState, AlertsView, AlertWhat
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.sample_screens import WALL, board

UP = "GOLD-BTC last > 0.0431"
LOSS = "GOLD-BTC pnl < -20000 sats"


def row(text: str = UP, state: AlertState = AlertState.ARMED, **more: Any) -> AlertRow:
    reads = " ".join(text.split()[:2])
    private = "pnl" in text
    return replace(AlertRow(text, reads, state, is_configured=False, is_private=private), **more)


def news(number: int = 1, *ways: str, what: AlertWhat = AlertWhat.FIRED, text: str = UP) -> AlertNews:
    reads = " ".join(text.split()[:2])
    return AlertNews(number, what, WALL, text, reads, text, "", ways, is_private="pnl" in text)


def told(*what: AlertNews) -> AlertsView:
    """A view in which these were told, and go out."""
    return AlertsView((row(),), len(what), what[-1], what)


def with_alerts(view: AlertsView) -> ScreenSnapshot:
    return replace(board(), alerts=view)
