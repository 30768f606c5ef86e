"""Lists of symbols in one state or another, and how they are drawn."""

from __future__ import annotations

from typing import Any

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import SymbolsView
from roxom_tui.ui.panels.symbols import SymbolsPanel
from tests.support.sample_screens import NOW, board
from tests.ui.drawing import rendering, texts

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)


def partly_live() -> SymbolsView:
    """The first of the symbols is not live, the others are."""
    view = board().symbols
    return replace(view, rows=(replace(view.rows[0], freshness=STALE), *view.rows[1:]))


def symbols_panel(view: SymbolsView, width: int, height: int, now: int = NOW) -> list[str]:
    return [line.strip("│") for line in texts(SymbolsPanel().draw(view, rendering(width, height, now=now)))]


def gold_with(**changes: Any) -> SymbolsView:
    """The list in which other figures came with the trades of gold."""
    view = board().symbols
    rows = tuple(
        row if row.statistics is None else replace(row, statistics=replace(row.statistics, **changes))
        for row in view.rows
    )
    return replace(view, rows=rows)


def aged(state: PanelState, *ages: int | None) -> SymbolsView:
    """The symbols in a state, their data so many seconds old."""
    view = board().symbols
    fresh = [replace(STALE, state=state, data_at=None if old is None else NOW - old * SECOND) for old in ages]
    return replace(view, rows=tuple(replace(row, freshness=each) for row, each in zip(view.rows, fresh, strict=True)))
