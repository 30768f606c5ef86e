"""The readout below the book as it is painted: cursor and size against every book that was true in the last second.

What belongs together is compared together: sum, cost and average must be of one and the same book.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, NamedTuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Side, Symbol
from tests.faults.past import Past
from tests.faults.picture import Row, figure
from tests.faults.reading import Reader

BEGINS: Final = re.compile(r"(?P<word>ASK|BID|buy|sell|pos) +(?P<number>[\d,.]+|--|••••)")
_LOTS: Final = Decimal(100)
_NUMBER: Final = r"(?P<number>[+\- ]?\d[\d,]*(?:\.\d+)?|--)"
_FIGURES: Final = {
    "sum": rf"\bsum +{_NUMBER}",
    "cost": rf"\bcost +{_NUMBER}",
    "vwap": rf"\bvwap +{_NUMBER}",
    "worst": rf"\bworst +{_NUMBER}",
    "levels": r"· (?P<number>\d+) levels?\b",
    "covers": r"\bcovers (?P<number>[\d,.]+) of",
    "bp": rf"\bslip +{_NUMBER} bp",
    "mark": rf"\bmid +{_NUMBER} bp mark",
    "ticks": rf"\bbp +{_NUMBER} tk est\.",
}
_A_TENTH: Final = Decimal("0.07")
"""A tenth rounded, of an average that is rounded to a sat."""


class Walked(NamedTuple):
    """What is met on the way into a side: contracts, sats, the average in sats, levels, and the worst price."""

    size: Decimal
    cost: Decimal
    vwap: Decimal | None
    levels: int
    worst: int | None


def readout_begins(rows: Sequence[Row]) -> int:
    """The first row of the readout; their number where there is none."""
    return next((y for y, row in enumerate(rows) if BEGINS.match(row.text)), len(rows))


class PaintedReadout:
    """Judges the rows below the ladder. `mid` and `mark` are those of the same frame, in sats."""

    def __init__(self, past: Past, reader: Reader, since: int) -> None:
        self._past = past
        self._reader = reader
        self._since = since

    def judge(
        self,
        symbol: Symbol,
        rows: Sequence[Row],
        mid: Decimal | None,
        mark: Decimal | None,
        *,
        is_mid_told: bool = True,
    ) -> None:
        """Each block of lines, from the word that begins it on. `is_mid_told`: the line of the spread is in sight and
        has room for a mid; where it is not, what is held against the mid cannot be judged."""
        self._symbol, self._mid, self._mark, self._is_mid_told = symbol, mid, mark, is_mid_told
        for word, number, figures in _blocks(rows):
            if not any(cell.is_live and figure(cell) is not None for cell in figures.values()):
                continue
            if word in ("ASK", "BID"):
                self._cursor(Side.ASK if word == "ASK" else Side.BID, number, figures)
            elif word in ("buy", "sell"):
                self._size(Side.ASK if word == "buy" else Side.BID, number, figures)

    def _cursor(self, side: Side, price: str, figures: dict[str, Row]) -> None:
        edge, books = self._reader.sats(price), self._past.markets[self._symbol].sides_since(side, self._since)
        sign = 1 if side is Side.ASK else -1
        true = [_walk((one for one in book if (one[0] - edge) * sign <= 0), None) for book in books]
        shown = self._shown(figures, "sum")
        self._check(f"cursor at {price}", shown, {(one.size, *_money(one)) for one in true})
        self._slips(side, figures)

    def _size(self, side: Side, size: str, figures: dict[str, Row]) -> None:
        wanted = Decimal(size.replace(",", ""))
        true = [_walk(book, wanted) for book in self._past.markets[self._symbol].sides_since(side, self._since)]
        whole = self._shown(figures, "worst")
        self._check(f"cost of {size}", whole, {(one.worst, *_money(one)) for one in true})
        if "covers" in figures:
            held = Decimal(figures["covers"].text.replace(",", ""))
            self._check(f"of {size} covered", (held,), {(one.size,) for one in true if one.size < wanted})
        if "levels" in figures:
            met = int(figures["levels"].text)
            self._check(f"levels of {size}", (met,), {(one.levels,) for one in true if one.size == wanted})
        self._slips(side, figures)

    def _shown(self, figures: dict[str, Row], first: str) -> tuple[Decimal | None, ...]:
        """The first in its own unit, cost and average in sats."""
        shown = [figure(figures[name]) if name in figures else None for name in (first, "cost", "vwap")]
        in_money = [first == "worst", True, True]
        return tuple(
            one if one is None or not is_money else self._reader.sats(str(one))
            for one, is_money in zip(shown, in_money, strict=True)
        )

    def _slips(self, side: Side, figures: dict[str, Row]) -> None:
        """What was made of an average and of the mid and the mark beside it."""
        vwap = figure(figures["vwap"]) if "vwap" in figures else None
        for name, reference in (("bp", self._mid), ("mark", self._mark)):
            cell = figures.get(name)
            if cell is None or not cell.is_live or figure(cell) is None or (name == "bp" and not self._is_mid_told):
                continue
            if vwap is None or reference is None:
                self._reader.lie(self._stream, f"slip to {name}", cell.words, ("--",))
                continue
            worse = (self._reader.sats(str(vwap)) - reference) * (1 if side is Side.ASK else -1)
            by = _A_TENTH + Decimal(10_000) / reference
            self._reader.near(self._stream, f"slip to {name}", cell, [worse / reference * 10_000], by)

    def _check(self, what: str, shown: tuple[object, ...], true: Iterable[object]) -> None:
        self._reader.check(self._stream, what, shown, true)

    @property
    def _stream(self) -> Stream:
        return Stream(Channel.DEPTH, self._symbol)


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[str, str, dict[str, Row]]]:
    """The word and the number that begin each block, and the cells of its figures."""
    begun: list[tuple[str, str, dict[str, Row]]] = []
    for row in rows:
        if found := BEGINS.match(row.text):
            begun.append((found["word"], found["number"], {}))
        for name, pattern in _FIGURES.items():
            if begun and (told := re.search(pattern, row.text)):
                begun[-1][2].setdefault(name, row.group(told, "number"))
    yield from begun


def _walk(levels: Iterable[tuple[int, int]], wanted: Decimal | None) -> Walked:
    size = cost = Decimal(0)
    met, worst = 0, None
    for price, lots in levels:
        part = Decimal(lots) / _LOTS if wanted is None else min(Decimal(lots) / _LOTS, wanted - size)
        if part <= 0:
            break
        size, cost, met, worst = size + part, cost + part * price, met + 1, price
    return Walked(size, cost, cost / size if size else None, met, worst)


def _money(walked: Walked) -> tuple[Decimal, Decimal | None]:
    """Cost and average as they are told: to a sat, half even."""
    cost = walked.cost.quantize(Decimal(1), ROUND_HALF_EVEN)
    return cost, None if walked.vwap is None else walked.vwap.quantize(Decimal(1), ROUND_HALF_EVEN)
