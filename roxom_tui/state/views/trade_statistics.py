"""The statistics that come with trades (protocol 4.2), as pictures show them: with the age of the trade they came with.

Nothing here is summed up from what was seen: a figure is shown under the name it was sent by, or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import Trade
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Size
from roxom_tui.model.status import Freshness
from roxom_tui.state.decimal_math import multiply, ratio, subtract
from roxom_tui.state.store import Store
from roxom_tui.state.views.market_views import TradeStatistics
from roxom_tui.state.views.view_builder import Settled

FIELDS: Final[Mapping[str, str]] = {
    "open24h": "change_24h",
    "high24h": "high_24h",
    "low24h": "low_24h",
    "volume24h": "volume_24h",
    "turnover24h": "turnover_24h",
    "volume": "volume",
    "totalVolume": "total_volume",
}
"""The fields of a view by the names on the wire; of the opening price the change since then is shown."""

_NEAR: Final = 2
"""A turnover is volume times prices between low and high: it may be beyond either by this factor."""


class TradeStatisticsBuilder:
    """Builds the statistics of each symbol. What would say the same is the same object as before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._settled = Settled()
        self._told: frozenset[str] = frozenset()
        """What the exchange has ever sent: it has a place on the screen, `--` where it is not known."""
        self._built: dict[Symbol, tuple[object, TradeStatistics]] = {}

    def of(self, symbol: Symbol, now: int) -> TradeStatistics | None:
        """The statistics with the newest trade of a symbol; None where its trades are not followed."""
        store, stream = self._store, Stream(Channel.TRADE, symbol)
        if store.clocks.find(stream) is None:
            self._built.pop(symbol, None)
            return None
        freshness = self._settled(symbol, store.freshness(stream, now), now)
        market = store.markets.market(symbol)
        trade, tape = market.newest_trade.trade, market.tape
        # Behind a gap trades of before it may be told first.
        outdated = tape is not None and (tape.is_doubted or tape.newest is None)
        if trade is not None and trade.statistics:
            self._told = self._told.union([FIELDS[name] for name, _ in trade.statistics])
        key, kept = (id(trade), freshness, self._told, outdated), self._built.get(symbol)
        if kept is None or kept[0] != key or kept[1].trade is not trade:
            kept = self._built[symbol] = key, statistics_of(trade, freshness, self._told, outdated=outdated)
        return kept[1]

    def keep(self, symbols: Collection[Symbol]) -> None:
        """Forget all others."""
        self._settled.keep(symbols)
        self._built = {symbol: built for symbol, built in self._built.items() if symbol in symbols}


def statistics_of(
    trade: Trade | None, freshness: Freshness, told: frozenset[str], *, outdated: bool = False
) -> TradeStatistics:
    """What came with a trade; without one nothing is known."""
    if trade is None:
        return TradeStatistics(freshness, told=told)
    sent = dict(trade.statistics)
    opening, volume, turnover = (sent.get(name) for name in ("open24h", "volume24h", "turnover24h"))
    return TradeStatistics(
        freshness=freshness,
        trade=trade,
        told=told,
        change_24h=None if opening is None else ratio(subtract(trade.price, opening), opening),
        high_24h=sent.get("high24h"),
        low_24h=sent.get("low24h"),
        volume_24h=_size(volume),
        turnover_24h=turnover,
        is_turnover_doubtful=_contradicts(turnover, volume, sent.get("low24h"), sent.get("high24h")),
        volume=_size(sent.get("volume")),
        total_volume=_size(sent.get("totalVolume")),
        outdated=outdated,
    )


def _size(volume: Decimal | None) -> Size | None:
    return None if volume is None else Size(volume)


def _contradicts(turnover: Decimal | None, volume: Decimal | None, low: Decimal | None, high: Decimal | None) -> bool:
    """Whether a turnover cannot be one in BTC, as no page states its unit: by what was traded, and at which prices."""
    if turnover is None or volume is None or low is None or high is None:
        return False
    least, most = multiply(volume, low), multiply(volume, high)
    return not least <= multiply(turnover, Decimal(_NEAR)) or not turnover <= multiply(most, Decimal(_NEAR))
