"""Symbols and profiles to choose from, some with words that mean harm."""

from __future__ import annotations

from roxom_tui.config.settings import Profile
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.status import PanelState
from roxom_tui.ui.screens.picker import PickRow

GOLD, US500, HOSTILE = Symbol("GOLD-BTC"), Symbol("US500-BTC"), Symbol("[red]X[/x]")

ROWS = (
    PickRow(GOLD, "Gold · 1 oz PAXG", "0.043127", PanelState.LIVE),
    PickRow(US500, "S&P 500 index", "0.06432", PanelState.QUIET),
    PickRow(Symbol("US100-BTC"), "Nasdaq 100 index", "0.2343201", PanelState.STALE),
    PickRow(Symbol("OIL-BTC"), "Crude oil · 1 barrel", "--", PanelState.WAITING),
    PickRow(HOSTILE, "[bold]closing nothing[/]", "1.5", PanelState.UNPROVEN),
)


PROFILES = (
    Profile("demo", Environment.DEMO),
    Profile("test [/x]", Environment.SANDBOX, ws_url="wss://sandbox.example.com/ws"),
    Profile("main", Environment.PRODUCTION, ws_url="wss://user:secret@api.example.com:8443/ws"),
)
