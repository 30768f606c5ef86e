"""The stock pipeline: `json`, ccxt's order book and a `DataTable` cell updated by each message. A peer, not ours."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import DataTable
from websockets.asyncio.client import connect

from tests.tools.benchmarks.channel import Line, child_channel
from tests.tools.benchmarks.peers import FloatBook, ccxt_book
from tests.tools.benchmarks.samples import Samples, watch_lag

ROWS = 20
COLUMNS = ("bid size", "bid", "ask", "ask size", "time", "price", "size", "symbol", "last", "mark", "index", "quote")


class Stock(App[None]):
    """Everything in one loop, as a first version has it."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.messages = 0
        self.samples = Samples()
        self.book: Any = None
        self.lag: asyncio.Task[None] | None = None

    def compose(self) -> ComposeResult:
        yield DataTable()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        self.columns = table.add_columns(*COLUMNS)
        self.rows = [table.add_row(*[""] * len(COLUMNS)) for _ in range(ROWS)]
        self.lag = asyncio.create_task(watch_lag(self.samples, "lag"))
        self.run_worker(self.listen())

    async def listen(self) -> None:
        """One message after the other, with room for the screen between them."""
        make = ccxt_book() or FloatBook
        self.book = make([], [])
        named = {"book": "ccxt's book" if make is not FloatBook else "a dict sorted at each read (no ccxt here)"}
        async with connect(self.url, compression=None, ping_interval=None) as socket:
            threading.Thread(target=child_channel, args=(self.obey, named), daemon=True).start()
            async for text in socket:
                message = json.loads(text)
                self.show(message["topic"].partition(".")[0], message)
                self.messages += 1
                await asyncio.sleep(0)

    def obey(self, _: Line) -> Line:
        counted, self.messages = self.messages, 0
        return {"messages": counted, **self.samples.report()}

    def show(self, channel: str, message: dict[str, Any]) -> None:
        """Update the cells that belong to the channel."""
        data = message["data"]
        if channel == "depth":
            self.show_depth(message["type"], data)
        elif channel == "level1":
            self.cell(0, 11, f"{data['bid'][0]} {data['ask'][0]}")
        elif channel == "trade":
            for column, name in ((4, "timestamp"), (5, "price"), (6, "qty")):
                self.cell(0, column, str(data[name]))
        else:
            for column, name in ((7, "symbol"), (8, "lastPrice"), (9, "markPrice"), (10, "indexPrice")):
                self.cell(0, column, data[name])

    def show_depth(self, kind: str, data: dict[str, Any]) -> None:
        bids, asks = ([[float(price), float(size)] for price, size in data[side]] for side in ("bid", "ask"))
        if kind == "snapshot":
            self.book.reset(bids, asks)
        else:
            self.book.apply(bids, asks)
        for side, columns in zip(self.book.top(ROWS), ((1, 0), (2, 3)), strict=True):
            for row, (price, size) in enumerate(side):
                self.cell(row, columns[0], f"{price:.8f}")
                self.cell(row, columns[1], f"{size:.2f}")

    def cell(self, row: int, column: int, text: str) -> None:
        table = self.query_one(DataTable)
        if table.get_cell(self.rows[row], self.columns[column]) != text:
            table.update_cell(self.rows[row], self.columns[column], text)


if __name__ == "__main__":
    Stock(sys.argv[1]).run()
