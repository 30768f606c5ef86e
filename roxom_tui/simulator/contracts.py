"""The contracts the simulated exchange lists, and how their integers are written on the wire.

Inside the simulator a price is an integer of ticks or of sats, a size an integer of lots (0.01 contract), money an
integer of sats: nothing that reaches a client was ever a binary fraction.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import SATS_PER_BTC

LOTS_PER_CONTRACT: Final = 100
"""One second in the simulator's unit of time, the nanosecond."""

_TEXTS_KEPT: Final = 1024
"""Of either kind: what the books are about now. The demo shares its memory with the dashboard."""


class Contract(Struct, frozen=True):
    """One perpetual and its temper. `tick` in sats, `start` in ticks, sizes in lots, rates per second.

    `equity` is the load on the factor that the stock indices share, `restless` scales all of its moves.
    """

    symbol: Symbol
    tick: int
    start: int
    typical_size: int
    open_interest: int
    book_rate: float = 10.0
    trade_rate: float = 0.7
    equity: float = 0.0
    restless: float = 1.0
    ticker_every: int = SECOND // 4


_LISTED: Final = {
    contract.symbol: contract
    for contract in (
        Contract(Symbol("US500-BTC"), 10, 68_000, 900, 412_050_00, book_rate=22.0, trade_rate=0.8, equity=1.0),
        Contract(Symbol("US100-BTC"), 1_000, 24_400, 40, 9_310_00, book_rate=15.0, trade_rate=0.5, equity=1.3),
        Contract(Symbol("GOLD-BTC"), 100, 43_100, 160, 81_250_00, book_rate=24.0, trade_rate=0.9),
        Contract(Symbol("OIL-BTC"), 10, 60_000, 700, 96_400_00, 1.6, 0.05, restless=0.6, ticker_every=SECOND * 3 // 4),
        Contract(Symbol("USDT-BTC"), 1, 1_150, 500_000, 2_500_000_00, book_rate=4.0, trade_rate=0.3),
    )
}


def contract_for(symbol: Symbol) -> Contract:
    """The listed contract, or for any other symbol a made-up one that is the same in every run."""
    known = _LISTED.get(symbol)
    if known is not None:
        return known
    start = 20_000 + zlib.crc32(symbol.encode()) % 70_000
    return Contract(symbol, 10, start, 300, 50_000_00, book_rate=5.0, trade_rate=0.3)


@lru_cache(maxsize=_TEXTS_KEPT)
def btc_text(sats: int) -> str:
    """Sats as BTC with the wire's eight decimals; also a rate held in units of 1e-8."""
    sign, magnitude = ("-", -sats) if sats < 0 else ("", sats)
    return f"{sign}{magnitude // SATS_PER_BTC}.{magnitude % SATS_PER_BTC:08d}"


@lru_cache(maxsize=_TEXTS_KEPT)
def size_text(lots: int) -> str:
    """Lots as contracts with two decimals; negative ones occur in signed depth deltas only."""
    sign, magnitude = ("-", -lots) if lots < 0 else ("", lots)
    return f"{sign}{magnitude // LOTS_PER_CONTRACT}.{magnitude % LOTS_PER_CONTRACT:02d}"


def divide(numerator: int, denominator: int) -> int:
    """The quotient rounded half away from zero: the one rounding of money in the simulator."""
    quotient, rest = divmod(abs(numerator), denominator)
    if 2 * rest >= denominator:
        quotient += 1
    return -quotient if numerator < 0 else quotient
