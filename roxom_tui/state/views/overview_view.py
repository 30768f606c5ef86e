"""All symbols side by side, as a frozen view. None is "not known" and is drawn as `--`."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from roxom_tui.model.market import PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.market_views import SymbolRow


class Holding(Struct, frozen=True):
    """All positions in a symbol, of which there is one mostly. A sum is None where a part of it is not known.

    `side` is None where they are on both; `distance` is the nearest to liquidation, as a fraction of the mark.
    """

    count: int
    side: PositionSide | None
    size: Size | None
    pnl: Btc | None
    distance: Decimal | None
    state: PanelState


class SessionFigures(Struct, frozen=True):
    """What was traded since the trades were followed; `at_least` where that was not all the time."""

    freshness: Freshness
    volume: Size
    at_least: bool
    a_minute: Decimal | None


class Leaning(Struct, frozen=True):
    """The imbalance of the ten best levels a side, None where it is not known, and what the book is worth."""

    freshness: Freshness
    share: Decimal | None
    is_estimate: bool


class OverviewRow(Struct, frozen=True):
    """One symbol. `listed` is its row in the list of symbols, with the last price and what comes with the trades.

    `leaning` is None where its book is not followed, `session` where its trades are not.
    """

    listed: SymbolRow
    ticker: Freshness
    quotes: Freshness
    mark: Price | None
    basis_bp: Decimal | None
    funding_rate: Decimal | None
    funding_suspect: bool
    open_interest: Size | None
    spread_bp: Decimal | None
    leaning: Leaning | None
    session: SessionFigures | None
    holding: Holding | None


class OverviewView(Struct, frozen=True):
    """The symbols in the order of the list, and when funding is paid next (wall ns, the exchange's)."""

    rows: tuple[OverviewRow, ...]
    selected: Symbol
    next_funding_at: int
    positions: Freshness
