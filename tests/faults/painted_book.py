"""The order book on painted frames: its ladder with all columns, the line of the spread, what is laid over it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Side, Symbol
from tests.faults.book_oracle import BookOracle
from tests.faults.columns_oracle import Where, where
from tests.faults.oracle import priced, spread
from tests.faults.painted_columns import PaintedColumns, costs_match, flow_of, headings, is_heading
from tests.faults.painted_marks import MARK, LadderRow, PaintedMarks
from tests.faults.painted_readout import PaintedReadout, readout_begins
from tests.faults.painted_strip import painted_mark
from tests.faults.past import Past
from tests.faults.picture import Panel, Picture, Row
from tests.faults.pressure_oracle import PressureOracle
from tests.faults.reading import LIVE, Reader
from tests.faults.verdicts import Tally

_LADDER: Final = re.compile(
    rf"(?:(?P<own>[●≥])\s*(?P<mine>[\d,.]+))?\s*(?P<marked>{MARK})?\s*(?P<price>[\d,.]+)[\s◆]+(?P<size>[\d,.]+)(?P<columns>(?:\s.*)?)"
)
ALERTS: Final = (0,)
"""The prices that the rules of the bench wait for."""

_HEADING: Final = re.compile(r"\bprice\b.* size\b")
_SPREAD: Final = re.compile(r"spread (?P<spread>[\d,.]+)(?: · (?P<bp>[\d,.]+) bp)?(?: · mid (?P<mid>[\d,.]+))?")
_NO_BARS: Final = str.maketrans("▏▎▍▌▋▊▉▸", " " * 8)


class PaintedBook:
    """Judges the panel on one frame. `window` (ns) is how long ago a value may have been true."""

    def __init__(self, past: Past, tally: Tally, reader: Reader, picture: Picture, now: int, window: int) -> None:
        self._past = past
        self._tally = tally
        self._reader = reader
        self._picture = picture
        self._now, self._since, self._window = now, now - window, window
        self._books = BookOracle(past, tally)
        self._pressure = PressureOracle(past, tally)

    def judge(self, symbol: Symbol, panel: Panel) -> None:
        """The ladder: asks above the line with the spread, bids below, each in their order."""
        self._symbol = symbol
        group = re.search(r"Order book · by ([\d.,]+)", panel.title)
        width = int(self._reader.sats(group[1])) if group else 1
        middle = next((y for y, row in enumerate(panel.rows) if row.text.startswith("─")), None)
        if panel.state in LIVE:
            self._readout(symbol, panel, middle)
        if middle is None:
            return
        self._between(symbol, panel.rows[middle])
        self._columns = headings(panel.rows[:middle])
        self._derived = PaintedColumns(self._past, self._tally, symbol, self._now, self._window)
        head = next((y for y, row in enumerate(panel.rows[:middle]) if _HEADING.search(row.text)), 0)
        if panel.state in LIVE:
            self._pressure.read(symbol, panel.rows[:head], self._reader, self._since, self._now)
        below = readout_begins(panel.rows)
        self._rungs: list[LadderRow] = []
        for side, rows in ((Side.ASK, panel.rows[head:middle][::-1]), (Side.BID, panel.rows[middle + 1 : below])):
            self._ladder(symbol, side, rows, width, is_sound=panel.state in LIVE)
        if panel.state in LIVE:
            marks = PaintedMarks(self._past, self._reader, self._since, ALERTS)
            marks.judge(symbol, self._rungs, panel.bottom, width)

    def _readout(self, symbol: Symbol, panel: Panel, middle: int | None) -> None:
        """Cursor and size below the rows, against the mid and the mark beside them."""
        between = None if middle is None else _SPREAD.search(panel.rows[middle].text)
        mid = self._reader.sats(between["mid"]) if between and between["mid"] else None
        rows = panel.rows[readout_begins(panel.rows) :]
        mark = painted_mark(self._picture, self._reader)
        is_mid_told = middle is not None and (not between or mid is not None)
        readout = PaintedReadout(self._past, self._reader, self._since)
        readout.judge(symbol, rows, mid, mark, is_mid_told=is_mid_told)

    def _ladder(self, symbol: Symbol, side: Side, rows: Iterable[Row], width: int, *, is_sound: bool) -> None:
        past, depth = self._past.markets[symbol], Stream(Channel.DEPTH, symbol)
        total, cost, before = Decimal(0), Decimal(0), None
        for row in rows:
            if (flow := flow_of(row)) is not None:
                if is_sound:
                    self._derived.judge_flow(row, flow)
                continue
            found = _LADDER.fullmatch(row._replace(text=row.text.translate(_NO_BARS)).text)
            if found is None:
                if row.is_live and re.search(r"\d", row.text) and not is_heading(row):
                    self._reader.lie(depth, "a row of the book", row.text, ("nothing that can be read",))
                continue
            price, size = self._reader.sats(found["price"]), Decimal(found["size"].replace(",", ""))
            total, cost = total + size, cost + price * size
            self._rungs.append(LadderRow(side, int(price), row.group(found, "marked")))
            if not is_sound or (not row.group(found, "size").is_live and not row.group(found, "price").is_live):
                continue
            name = f"{side.value} {found['price']}"
            if before is not None and ((price > before) is (side is Side.BID) or price == before):
                self._reader.lie(depth, f"{name}: order of prices", price, (before,))
            before = price
            true = [Decimal(one) / 100 for one in past.lots_within(side, int(price), width, self._since)]
            self._reader.near(depth, f"{name}: size", row.group(found, "size"), true)
            self._column_cells(row, name, where(side, int(price), width), total, cost)
            if found["mine"] and row.group(found, "mine").is_live:
                ours = self._books.ours(symbol, side, int(price), width, self._since, found["own"] == "≥")
                self._reader.near(
                    Stream(Channel.ORDERS),
                    f"{name}: mine",
                    row.group(found, "mine"),
                    [Decimal(one) / 100 for one in ours],
                )

    def _column_cells(self, row: Row, name: str, place: Where, total: Decimal, cost: Decimal) -> None:
        """The columns that the heading names; where there is none, the last is the running total."""
        columns, depth = self._columns, Stream(Channel.DEPTH, self._symbol)
        if "total" in columns:
            cell = row.part(columns["total"].begin, columns["total"].end)
            self._reader.near(depth, f"{name}: total", cell, [total])
        if "cost" in columns and place.prices[0] == place.prices[1]:
            cell = row.part(columns["cost"].begin, columns["cost"].end)
            self._reader.check(depth, f"{name}: cost", costs_match(self._reader, cell, cost), (True,))
        self._derived.judge(row, columns, place)

    def _between(self, symbol: Symbol, row: Row) -> None:
        found, stream = _SPREAD.search(row.text), Stream(Channel.LEVEL1, symbol)
        if found is None:
            return
        past = self._past.markets[symbol]
        tops = [priced(top, past.tick) for top in past.top.since(self._since)]
        reader = self._reader
        reader.price(stream, "spread", row.group(found, "spread"), [spread(top) for top in tops])
        if found["bp"]:
            reader.near(stream, "spread bp", row.group(found, "bp"), reader.spreads(tops), Decimal("0.05"))
        if found["mid"]:
            mids = [Decimal(top.ask + top.bid) / 2 for top in tops if top.bid is not None and top.ask is not None]
            reader.price(stream, "mid", row.group(found, "mid"), mids)
