"""Reads the derived columns off the rows of a painted book: what stands under a heading is held against the truth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import Side, Symbol
from tests.faults.columns_oracle import ColumnsTruth, Where
from tests.faults.past import Past
from tests.faults.picture import Row
from tests.faults.reading import PAINTED, Reader
from tests.faults.verdicts import Tally

_HEADING: Final = re.compile(
    r"(?P<name>mine|price|size|total|cost|traded|change|queue)(?: (?:BTC|sats))?"
    r"(?: (?:(?P<width>\d+)(?P<unit>[ms])|since (?P<since>[\d:]+)))?(?: (?P<filled>\d+:\d\d|<1 s))?(?P<est> est\.)?"
)
_FLOW: Final = re.compile(
    r"(?:(?P<width>\d+)(?P<unit>[ms])(?: (?P<filled>\d+:\d\d|<1 s))?(?P<est> est\.)? )?"
    r"bid (?:--|(?P<bid>\+[\d,.]+) (?P<bid_taken>-[\d,.]+)) · ask (?:--|(?P<ask>\+[\d,.]+) (?P<ask_taken>-[\d,.]+))\s*"
)
_NUMBER: Final = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
_QUEUE: Final = re.compile(r"\s*(?:<= |(?P<low>[\d,.]+)[─┼]+)?(?P<high>[\d,.]+)(?: est\.)?\s*")
_UNITS: Final = {"m": MINUTE, "s": SECOND}
_STANDS: Final = (Channel.DEPTH,)
_QUEUES: Final = (Channel.DEPTH, Channel.ORDERS)
_TRADED: Final = (Channel.TRADE,)
_CHANGED: Final = (Channel.DEPTH, Channel.TRADE)
"""What a figure is made of."""

_UNSURE: Final = 5 * SECOND // 2
"""By so much the moment at which a window began may be read wrongly, because it is told in whole seconds."""


class Heading(NamedTuple):
    """A column: where it ends on its left and its right, its window and how much of it there is (ns)."""

    begin: int
    end: int
    width: int | None = None
    filled: int | None = None
    is_estimated: bool = False


def headings(rows: Iterable[Row]) -> dict[str, Heading]:
    """The columns by their names, from the first row that names any; none where no row does."""
    for row in rows:
        if is_heading(row):
            return dict(_named(row.text))
    return {}


def is_heading(row: Row) -> bool:
    """Whether a row of the book names its columns."""
    return "price" in row.text and "size" in row.text


def _named(text: str) -> Iterator[tuple[str, Heading]]:
    begin = 0
    for found in _HEADING.finditer(text):
        width = int(found["width"]) * _UNITS[found["unit"]] if found["width"] else None
        yield found["name"], Heading(begin, found.end(), width, _ns(found["filled"]), bool(found["est"]))
        begin = found.end()


def _ns(told: str | None) -> int | None:
    if told is None:
        return None
    if told.startswith("<"):
        return 0
    minutes, seconds = told.split(":")
    return (int(minutes) * 60 + int(seconds)) * SECOND


def flow_of(row: Row) -> re.Match[str] | None:
    """The line that sums what changed, if it is one."""
    return _FLOW.fullmatch(row.text)


class PaintedColumns:
    """Judges the columns of one frame. Times are exchange ns."""

    def __init__(self, past: Past, tally: Tally, symbol: Symbol, now: int, window: int) -> None:
        self._past, self._tally, self._symbol, self._now = past, tally, symbol, now
        self._since = now - window
        self._truth = ColumnsTruth(past.markets[symbol], now, window)

    def judge(self, row: Row, columns: dict[str, Heading], place: Where) -> None:
        """What stands under the headings of the columns that look back."""
        if "traded" in columns:
            self._traded(self._cell(row, columns["traded"]), columns["traded"], place)
        if "change" in columns:
            self._change(self._cell(row, columns["change"]), columns["change"], place)
        if "queue" in columns:
            self._queue(self._cell(row, columns["queue"]), place)

    def judge_flow(self, row: Row, found: re.Match[str]) -> None:
        """No more was added or taken away in sight of us than in all."""
        if not row.is_live or not found["width"] or found["est"]:
            return
        width = int(found["width"]) * _UNITS[found["unit"]]
        for side, names in ((Side.BID, ("bid", "bid_taken")), (Side.ASK, ("ask", "ask_taken"))):
            sums = [self._truth.flow(side, end - width, end) for end in self._truth.ends]
            for name, true in zip(names, zip(*sums, strict=True), strict=True):
                if found[name]:
                    shown = _lots(found[name])
                    self._tally.checks[PAINTED] += 1
                    if abs(shown) > max(map(abs, true)):
                        self._miss(_CHANGED, f"the sum of {name}", shown, true, width + 4 * SECOND)

    def _traded(self, cell: Row, heading: Heading, place: Where) -> None:
        numbers = [_lots(one) for one in _NUMBER.findall(cell.text)]
        if len(numbers) != 2 or heading.is_estimated or not cell.is_live or heading.filled is None:
            return
        began = self._now - heading.filled
        told: tuple[set[int], set[int]] = (set(), set())
        for since in self._past.markets[self._symbol].moments(began - _UNSURE, began + _UNSURE):
            for known, more in zip(told, self._truth.traded(place, since), strict=True):
                known.update(more)
        for name, shown, true in zip(("sold", "bought"), numbers, told, strict=True):
            self._check(_TRADED, f"{name} at {place.prices[0]}", shown, true, 5 * MINUTE)

    def _change(self, cell: Row, heading: Heading, place: Where) -> None:
        found = _NUMBER.search(cell.text)
        if found is None or heading.is_estimated or heading.width is None or not cell.is_live:
            return
        true = self._truth.changes(place, heading.width)
        self._check(_CHANGED, f"change at {place.prices[0]}", _lots(found[0]), true, heading.width + 4 * SECOND)

    def _queue(self, cell: Row, place: Where) -> None:
        found = _QUEUE.fullmatch(cell.text)
        true = self._past.ahead_of(self._symbol, place.side, place.prices, self._since)
        if found is None or not cell.is_live or not true:
            return
        self._tally.checks[PAINTED] += 1
        if _lots(found["high"]) < min(true) or (found["low"] and _lots(found["low"]) > _lots(found["high"])):
            self._miss(_QUEUES, f"queue at {place.prices[0]}", found[0], true, 0)

    @staticmethod
    def _cell(row: Row, heading: Heading) -> Row:
        cell = row.part(heading.begin, heading.end + 1)
        return cell._replace(text=cell.text.translate(_NO_MARKS))

    def _check(self, made_of: tuple[Channel, ...], what: str, shown: int, true: Iterable[int], reach: int) -> None:
        self._tally.checks[PAINTED] += 1
        true = tuple(true)
        if shown not in true:
            self._miss(made_of, what, shown, true, reach)

    def _miss(self, made_of: tuple[Channel, ...], what: str, shown: object, true: Iterable[object], reach: int) -> None:
        stream, *also = (Stream(channel, None if channel.is_account else self._symbol) for channel in made_of)
        self._tally.miss(stream, f"painted: {what}", self._now, shown, true, reach=reach, also=also)


def costs_match(reader: Reader, cell: Row, cost: Decimal) -> bool:
    """Whether a running cost (sats) stands in the cell, to a whole sat; a cell without a number is no lie."""
    found = _NUMBER.search(cell.text)
    return found is None or not cell.is_live or abs(reader.sats(found[0]) - cost) <= 1


def _lots(text: str) -> int:
    return int(Decimal(text.replace(",", "")) * 100)


_NO_MARKS: Final = str.maketrans("▏▎▍▌▋▊▉◂", " " * 8)
