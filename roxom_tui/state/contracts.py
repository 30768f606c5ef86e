"""What the known contracts stand for, in a few words (protocol 6.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roxom_tui.model.market import Symbol

_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "GOLD-BTC": "Gold · 1 PAXG",
    "US500-BTC": "S&P 500 · SPY",
    "US100-BTC": "Nasdaq 100 · 40 QQQ",
    "OIL-BTC": "Oil · 10 WTI",
}


def description_of(symbol: Symbol) -> str:
    """A contract in words; empty for one we do not know."""
    return _DESCRIPTIONS.get(symbol, "")
