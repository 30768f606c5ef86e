"""The head of the trades, read off a frame: what is drawn as live there lies within what was traded at the exchange."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import Symbol
from tests.faults.flow_oracle import Bounds, TrueFlow
from tests.faults.past import Past
from tests.faults.picture import Row, figure
from tests.faults.reading import Reader

_FILL: Final = r"(?: (?P<{}>\d+:\d\d|<\d+ s))?"
_BALANCE: Final = re.compile(
    r" 5m" + _FILL.format("fill") + r" +(?P<bought>[\d,.]+) (?P<bar>[━─ ]*) (?P<sold> *[\d,.]+) *(?P<doubts>.*)"
)
_SUMS: Final = re.compile(
    r" (?:delta|Δ) 1m"
    + _FILL.format("short_fill")
    + r" +(?P<short>[+-]?[\d,.]+)(?: 5m"
    + _FILL.format("long_fill")
    + r" +(?P<long>[+-]?[\d,.]+))?(?: · CVD +(?P<cvd>[+-]?[\d,.]+) since (?:gap )?(?P<since>\d\d:\d\d)\b)?"
    r"(?: +· +(?P<pace>[\d,]+)/min.*)?"
)


class PaintedFlow:
    """Reads one frame. `since` is the oldest moment that may be shown, both in exchange ns."""

    def __init__(self, past: Past, reader: Reader, symbol: Symbol, since: int, now: int) -> None:
        self._true = TrueFlow(past, symbol, since, now)
        self._reader = reader
        self._stream = Stream(Channel.TRADE, symbol)
        self._now = now

    def judge(self, rows: Iterable[Row]) -> None:
        """The rows inside the frame of the trades; those of the head are found by their words."""
        is_told = True
        for row in rows:
            if found := _BALANCE.match(row.text):
                is_told = not found["doubts"].strip()
                self._balance(row, found, is_told=is_told)
            elif (found := _SUMS.match(row.text)) and is_told:
                self._deltas(row, found)
                self._cvd(row, found)
                if found["pace"]:
                    true = self._true.window(MINUTE, MINUTE)
                    self._within("pace", row.group(found, "pace"), true and true[2])
            elif re.match(" (?:delta|Δ)", row.text) and row.is_live and re.search(r"\d\.\d", row.text):
                self._reader.lie(self._stream, "head of the trades", row.words, ("what can be read",))

    def _balance(self, row: Row, found: re.Match[str], *, is_told: bool) -> None:
        true = self._true.window(5 * MINUTE, _filled(found["fill"], 5 * MINUTE))
        if is_told and true is not None:
            self._within("bought", row.group(found, "bought"), true[0])
            self._within("sold", row.group(found, "sold"), true[1])
        bought, sold = (figure(row.group(found, name)) or Decimal(0) for name in ("bought", "sold"))
        bar = found["bar"].strip()
        if bar and row.group(found, "bar").is_live:
            share = bought / (bought + sold) * len(bar) if bought + sold else Decimal(0)
            self._reader.near_number(self._stream, "the bar", Decimal(bar.count("━")), [share], Decimal(1))

    def _deltas(self, row: Row, found: re.Match[str]) -> None:
        for name, span in (("short", MINUTE), ("long", 5 * MINUTE)):
            true = self._true.window(span, _filled(found[f"{name}_fill"], span))
            if found[name] and true is not None:
                bought, sold, _ = true
                bounds = Bounds(bought.least - sold.most, bought.most - sold.least)
                self._within(f"delta {name}", row.group(found, name), bounds)

    def _cvd(self, row: Row, found: re.Match[str]) -> None:
        if not found["cvd"]:
            return
        hours, minutes = map(int, found["since"].split(":"))
        ago = (self._now // MINUTE - hours * 60 - minutes) % (24 * 60)
        begin = (self._now // MINUTE - ago) * MINUTE
        true = self._true.sums_since(begin, begin + MINUTE)
        if true is not None:
            self._reader.near(self._stream, "CVD", row.group(found, "cvd"), true)

    def _within(self, what: str, cell: Row, bounds: Bounds | None) -> None:
        shown = figure(cell)
        if bounds is None or shown is None or not cell.is_live:
            return
        self._reader.count()
        if not bounds.holds(shown):
            self._reader.lie(self._stream, what, shown, bounds)


def _filled(text: str | None, span: int) -> int:
    if text is None:
        return span
    minutes, seconds = (0, 0) if text.startswith("<") else map(int, text.split(":"))
    return (minutes * 60 + seconds) * SECOND
