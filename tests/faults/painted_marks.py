"""The marks of the book as painted: names at rows of the ladder, and at its bottom edge what is out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Side, Symbol
from tests.faults.past import Past
from tests.faults.picture import Row
from tests.faults.reading import Reader

NAMES: Final = ("mark", "entry", "liq", "stop", "alert")
MARK: Final = r"(?:(?:mark|entry|liq|stop|alert)[↑↓]?|[MELSA](?:·[MELSA])*\+?)"
"""What stands in the gutter of a row."""

_EDGE: Final = re.compile(
    r"(?P<name>mark|entry|liq|stop|alert|buy|sell) (?P<way>[▲▼])(?: (?P<away>[\d.]+) %)?(?: and (?P<more>\d+) farther)?"
)
_LETTERS: Final = {name[0].upper(): name for name in NAMES}
_ARROWS: Final = {"↑": 1, "↓": -1}
_HALF_A_TENTH: Final = Decimal("0.05")


class LadderRow(NamedTuple):
    """A row of the ladder: its side, its price in sats, and the cells of its mark."""

    side: Side
    price: int
    mark: Row


class PaintedMarks:
    """Judges one frame's marks. `since` (exchange ns) is the beginning of the window."""

    def __init__(self, past: Past, reader: Reader, since: int, alerts: Iterable[int] = ()) -> None:
        self._past = past
        self._reader = reader
        self._since = since
        self._alerts = tuple(alerts)

    def judge(self, symbol: Symbol, rows: Sequence[LadderRow], bottom: Row | None, width: int) -> None:
        """All marks of a ladder, whose rows hold prices over so many sats."""
        for row in rows:
            words = row.mark.text.strip()
            if words and row.mark.is_live:
                self._beside(symbol, row, words, rows, width)
        if bottom is None or not rows:
            return
        for found in _EDGE.finditer(bottom.text):
            if bottom.group(found, "name").is_live:
                self._outside(symbol, found, rows)

    def _beside(self, symbol: Symbol, row: LadderRow, words: str, rows: Sequence[LadderRow], width: int) -> None:
        letters = words.strip("+").split("·")
        names = [_LETTERS[one] for one in letters] if letters[0] in _LETTERS else [words.strip("↑↓")]
        arrow = _ARROWS.get(words[-1])
        exact = arrow is None and letters[0] not in _LETTERS
        for name in names:
            true = self._true(symbol, name)
            at_it = [price for price in true if _stands_at(price, row, rows, width)]
            if exact:
                at_it = [price for price in at_it if _holds(row, price, width)]
            elif arrow is not None:
                at_it = [price for price in at_it if (price - row.price) * arrow > 0]
            self._reader.count()
            if not at_it:
                self._reader.lie(self._source(symbol, name), f"{words} at {row.price}", row.price, true)

    def _outside(self, symbol: Symbol, found: re.Match[str], rows: Sequence[LadderRow]) -> None:
        name, up = found["name"], found["way"] == "▲"
        prices = [row.price for row in rows]
        true = self._true(symbol, name)
        beyond = [price for price in true if (price > max(prices) if up else price < min(prices))]
        self._reader.count()
        if not beyond:
            self._reader.lie(self._source(symbol, name), f"{name} out of sight", found[0], true)
        elif found["away"]:
            away = [abs(price - base) / base * 100 for price in beyond for base in self._bases(symbol, name)]
            source, base = self._source(symbol, name), self._source_of_bases(symbol, name)
            shown = Decimal(found["away"])
            self._reader.near_number(source, f"{name} away", shown, away, _HALF_A_TENTH, also=(base,))

    def _bases(self, symbol: Symbol, name: str) -> list[Decimal]:
        """What a distance is measured from: the mark, or the mid."""
        past = self._past.markets[symbol]
        if name == "liq":
            return [Decimal(one.mark) for one in past.figures_since(self._since)]
        tops = past.top.since(self._since)
        both = [(top.bid, top.ask) for top in tops if top.bid is not None and top.ask is not None]
        return [Decimal(bid + ask) / 2 * past.tick for bid, ask in both]

    def _source_of_bases(self, symbol: Symbol, name: str) -> Stream:
        return Stream(Channel.TICKER if name == "liq" else Channel.LEVEL1, symbol)

    def _true(self, symbol: Symbol, name: str) -> list[int]:
        """All prices of that name in the window, in sats."""
        if name == "mark":
            return [one.mark for one in self._past.markets[symbol].figures_since(self._since)]
        if name == "alert":
            return list(self._alerts)
        if name in ("entry", "liq"):
            held = [one for one in self._past.positions[symbol].since(self._since) if one is not None]
            return [one.entry_price if name == "entry" else one.liquidation_price for one in held]
        lines = (line.since(self._since) for line in self._past.orders.values())
        orders = [one for line in lines for one in line if one is not None and one.symbol == symbol]
        if name == "stop":
            return [one.trigger for one in orders if one.trigger is not None]
        return [one.price for one in orders if one.price is not None and one.side.value == name]

    def _source(self, symbol: Symbol, name: str) -> Stream:
        if name == "mark":
            return Stream(Channel.TICKER, symbol)
        if name in ("entry", "liq"):
            return Stream(Channel.POSITIONS)
        return Stream(Channel.ACCOUNT if name == "alert" else Channel.ORDERS)


def _stands_at(price: int, row: LadderRow, rows: Sequence[LadderRow], width: int) -> bool:
    """Whether that row holds the price, or none does and it is the nearest."""
    if _holds(row, price, width):
        return True
    if any(_holds(other, price, width) for other in rows):
        return False
    return abs(price - row.price) == min(abs(price - other.price) for other in rows)


def _holds(row: LadderRow, price: int, width: int) -> bool:
    """A row of a group holds what lies behind its price, as seen from the spread."""
    behind = row.price - price if row.side is Side.ASK else price - row.price
    return 0 <= behind < width
