"""The chart, read off a frame: its newest bar, the badge at its side, and the two sizes of the heatmap's legend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side, Symbol
from tests.faults.past import Past
from tests.faults.picture import Panel, Row
from tests.faults.reading import Reader
from tests.faults.timeline import REMEMBERED

_READOUT: Final = re.compile(
    r"[ ]*(?P<time>\d\d):(?P<minute>\d\d):(?P<second>\d\d)  (?:O +(?P<open>[\d,.]+) +)?(?:H +(?P<high>[\d,.]+) +)?"
    r"(?:L +(?P<low>[\d,.]+) +)?C +(?P<close>[\d,.]+)"
)
_LEGEND: Final = re.compile(r" (?P<least>[\d,.]+) [ .:=+*#%@-]+ (?P<most>[\d,.]+)(?= |$)")
_AT_SIDE: Final = re.compile(r" (?P<price>\d[\d,.]*) *$")
_LABELS: Final = 3
"""So many prices at the side tell which ink theirs is."""
_LATEST_BAR: Final = 60
"""Seconds after its beginning in which a bar's trades are looked for: a screen may stand still meanwhile."""
_DAY: Final = 24 * 3600


class PaintedChart:
    """Reads one frame. `since` is the oldest moment that may be shown, both in exchange ns."""

    def __init__(self, past: Past, reader: Reader, symbol: Symbol, since: int, now: int) -> None:
        self._past = past.markets[symbol]
        self._reader = reader
        self._trades, self._depth = Stream(Channel.TRADE, symbol), Stream(Channel.DEPTH, symbol)
        self._since, self._now = since, now

    def judge(self, panel: Panel) -> None:
        """The rows inside the frame; the first is the readout of bars, or the legend of the heatmap."""
        if not panel.rows:
            return
        if found := _READOUT.match(panel.rows[0].text):
            self._newest(panel.rows[0], found)
            self._badge(panel.rows[1:-1])
        elif "heatmap" in panel.title and (found := _LEGEND.match(panel.rows[0].text)):
            self._legend(panel.rows[0], found)

    def _newest(self, row: Row, found: re.Match[str]) -> None:
        """Prices at which was traded in the bar's time, or the last price of a quiet one."""
        if "no trade" in row.text:
            self._reader.price(self._trades, "chart last", row.group(found, "close"), self._lasts())
            return
        begin = (int(found["time"]) * 60 + int(found["minute"])) * 60 + int(found["second"])
        trades = self._past.newest_trades
        since = [one for one in trades if 0 <= (one.at // SECOND - begin) % _DAY < _LATEST_BAR]
        for name in ("open", "high", "low", "close"):
            if found[name]:
                prices = [one.price for one in since]
                self._reader.price(self._trades, f"chart {name}", row.group(found, name), prices)

    def _badge(self, rows: Sequence[Row]) -> None:
        """Of the prices at the side the one in an ink of its own is the last price."""
        cells = [row.group(found, "price") for row in rows if (found := _AT_SIDE.search(row.text))]
        inks = Counter(cell.inks[0] for cell in cells)
        if len(cells) < _LABELS:
            return
        usual = inks.most_common(1)[0][0]
        for cell in cells:
            if cell.inks[0] != usual:
                self._reader.price(self._trades, "chart badge", cell, self._lasts())

    def _legend(self, row: Row, found: re.Match[str]) -> None:
        """No mean at a price is more than all that rested, and the ramp goes upwards."""
        if not row.is_live:
            return
        least, most = (Decimal(found[name].replace(",", "")) for name in ("least", "most"))
        begin = self._now - REMEMBERED
        rested = sum(max(line.between(begin, self._now)) for side in Side for line in self._past.levels[side].values())
        rested += sum(lots for side in Side for lots in self._past.claimed[side].values())
        self._reader.count()
        if not 0 < least <= most <= Decimal(rested) / 100:
            self._reader.lie(self._depth, "legend of the heatmap", (least, most), (rested,))

    def _lasts(self) -> list[int | None]:
        return list(self._past.last.since(self._since))
