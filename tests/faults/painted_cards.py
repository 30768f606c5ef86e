"""The cards of the symbols on painted frames: last price, change, what came with the trades."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import PanelState
from tests.faults.course_oracle import CourseOracle
from tests.faults.painted_strip import days_of
from tests.faults.past import Past, change_of
from tests.faults.picture import Panel, Row
from tests.faults.reading import Reader

_CARD: Final = re.compile(r"[▸ ][\d ] (?P<symbol>[A-Z0-9]+-[A-Z]+)\s+(?P<last>[\d,.]+) (?P<arrow>[▲▼ ])\s*")
_STATE: Final = re.compile(r"   (" + "|".join(state for state in PanelState if not state.is_live) + r")\b")
_CARD_CHANGE: Final = re.compile(r"^   24h\b.* (?P<change>[+\- ]\d+\.\d\d) %")
_CARD_VOLUME: Final = re.compile(r"^   volume 24h\b.* (?P<volume>[\d,.]+)   ")
_CHANGE: Final = re.compile(r"(?P<change>[+\- ]\d+\.\d\d) %")


class PaintedCards:
    """Judges them on one frame; each has a state of its own."""

    def __init__(self, past: Past, reader: Reader, courses: CourseOracle, since: int) -> None:
        self._past = past
        self._reader = reader
        self._courses = courses
        self._since = since

    def judge(self, panel: Panel) -> None:
        for y, row in enumerate(panel.rows):
            if found := _CARD.fullmatch(row.text):
                below = panel.rows[y + 1] if y + 1 < len(panel.rows) else None
                said = below and _STATE.match(below.text)
                # Readable, in an ink of its own, and not drawn as live.
                if (said[1] if said else panel.state) != "UNPROVEN":
                    self._card(Symbol(found["symbol"]), row, found, below, is_live=not said)
                    self._card_statistics(Symbol(found["symbol"]), panel.rows[y + 2 : y + 4])

    def _card(self, symbol: Symbol, row: Row, found: re.Match[str], below: Row | None, *, is_live: bool) -> None:
        stream, price = Stream(Channel.TICKER, symbol), row.group(found, "last")
        lasts = self._past.markets[symbol].last.since(self._since)
        if price.is_live and not is_live:
            self._reader.lie(stream, f"card {symbol}", row.words, ("dim",))
        self._reader.price(stream, f"card {symbol}", price, lasts)
        if below is not None and (change := _CHANGE.search(below.text)):
            true = [one * 100 for one in self._courses.changes(symbol, lasts)]
            self._reader.near(stream, f"card {symbol} change", below.group(change, "change"), true, Decimal("0.005"))

    def _card_statistics(self, symbol: Symbol, rows: Iterable[Row]) -> None:
        """What came with the trades of the symbol in view; the others tell nothing of it."""
        days, stream = days_of(self._past, symbol, self._since), Stream(Channel.TRADE, symbol)
        for row in rows:
            if found := _CARD_CHANGE.search(row.text):
                true = [change_of(day) * 100 for day in days]
                self._reader.near(stream, f"card {symbol} 24h", row.group(found, "change"), true, Decimal("0.005"))
            elif found := _CARD_VOLUME.search(row.text):
                true = [Decimal(day.figures.lots) / 100 for day in days]
                self._reader.near(stream, f"card {symbol} volume 24h", row.group(found, "volume"), true)
