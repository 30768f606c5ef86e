"""What is laid over bars: averages of their closes, the average price of the session, relative strength (state 5.1).

None among closes is a time of which nothing is known: what goes over it begins anew. Averages are to 28 digits.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.model.charting import Overlay
from roxom_tui.state.decimal_math import ZERO, add, ratio, subtract

Figures: TypeAlias = tuple[Decimal | None, ...]
_Figure: TypeAlias = Callable[[list[Decimal]], list[Decimal | None]]


class Laid(Struct, frozen=True):
    """A figure for each bar, None while there are too few; so many bars are there of so many that it needs."""

    values: Figures = ()
    have: int = 0
    need: int = 0


SMA_BARS: Final = 20
EMA_BARS: Final = 50
RSI_BARS: Final = 14
_ALL: Final = Decimal(100)


def laid_over(overlay: Overlay, closes: Sequence[Decimal | None]) -> Laid:
    """What is worked out of closes alone; nothing for the others."""
    if overlay is Overlay.SMA:
        return _laid(closes, SMA_BARS, _sma)
    if overlay is Overlay.EMA:
        return _laid(closes, EMA_BARS, _ema)
    return _laid(closes, RSI_BARS + 1, _rsi) if overlay is Overlay.RSI else Laid()


def _laid(closes: Sequence[Decimal | None], need: int, figure: _Figure) -> Laid:
    values: list[Decimal | None] = []
    stretches = list(_stretches(closes))
    for stretch in stretches:
        values += [None] if stretch is None else figure(stretch)
    newest = stretches[-1] if stretches else None
    return Laid(tuple(values), min(need, len(newest or ())), need)


def _stretches(closes: Sequence[Decimal | None]) -> Iterator[list[Decimal] | None]:
    """Runs of known closes; None for each that is not."""
    run: list[Decimal] = []
    for close in closes:
        if close is not None:
            run.append(close)
            continue
        if run:
            yield run
            run = []
        yield None
    if run:
        yield run


def _sma(closes: list[Decimal]) -> list[Decimal | None]:
    """The mean of the last `SMA_BARS` closes."""
    total, values = ZERO, list[Decimal | None]()
    for place, close in enumerate(closes):
        total = add(total, close)
        if place >= SMA_BARS:
            total = subtract(total, closes[place - SMA_BARS])
        values.append(total / SMA_BARS if place + 1 >= SMA_BARS else None)
    return values


def _ema(closes: list[Decimal]) -> list[Decimal | None]:
    """Each close counts 2/(n + 1), and what was before the rest; it begins with the mean of the first n."""
    if len(closes) < EMA_BARS:
        return [None] * len(closes)
    value = sum(closes[:EMA_BARS], ZERO) / EMA_BARS
    values: list[Decimal | None] = [*[None] * (EMA_BARS - 1), value]
    for close in closes[EMA_BARS:]:
        value += (close - value) * 2 / (EMA_BARS + 1)
        values.append(value)
    return values


def _rsi(closes: list[Decimal]) -> list[Decimal | None]:
    """Wilder's: 100 x gains / (gains + losses), both smoothed; 50 where the price never moved."""
    moves = [after - before for before, after in itertools.pairwise(closes)]
    values: list[Decimal | None] = [None] * min(len(closes), RSI_BARS)
    gain = loss = ZERO
    for place, move in enumerate(moves):
        up, down = max(move, ZERO), max(-move, ZERO)
        if place < RSI_BARS:
            gain, loss = gain + up / RSI_BARS, loss + down / RSI_BARS
        else:
            gain = (gain * (RSI_BARS - 1) + up) / RSI_BARS
            loss = (loss * (RSI_BARS - 1) + down) / RSI_BARS
        if place >= RSI_BARS - 1:
            share = ratio(gain, gain + loss)
            values.append(Decimal(50) if share is None else share * _ALL)
    return values


def vwap(volumes: Sequence[tuple[Decimal, Decimal]], all_traded: tuple[Decimal, Decimal]) -> Laid:
    """The price at which the session was traded on average, at the end of each bar: of sums of sizes, and of sizes
    times prices, by bar, and of all that was ever traded."""
    size, value = all_traded
    values: list[Decimal | None] = []
    for bar_size, bar_value in reversed(volumes):
        values.append(ratio(value, size))
        size, value = subtract(size, bar_size), subtract(value, bar_value)
    return Laid(tuple(reversed(values)), 1, 1)
