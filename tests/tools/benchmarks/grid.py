"""The same picture for others to paint: what the dashboard shows, cut into cells that a table can hold."""

from __future__ import annotations

import asyncio
import re
from io import StringIO
from time import process_time

from rich.console import Console
from rich.live import Live
from rich.table import Table
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.widgets.line_widget import LineWidget
from tests.tools.benchmarks.counting import SIZE, painting

WIDTH, HEIGHT = SIZE
CELL = 10
COLUMNS = WIDTH // CELL

Rows = list[str]


def rows_of(app: RoxomApp) -> Rows:
    """The 40 rows on screen."""
    canvas = [[" "] * WIDTH for _ in range(HEIGHT)]
    for widget in app.dashboard.query(LineWidget):
        x, y, width, height = widget.region
        for row, line in enumerate(widget.plain_lines()[:height]):
            canvas[y + row][x : x + width] = line.ljust(width)[:width]
    return ["".join(line) for line in canvas]


def changed_words(before: Rows, after: Rows) -> int:
    """Bytes of the words that changed, each with the shortest way to move the cursor there."""
    total = 0
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        for word in re.finditer(r"\S+", new):
            start, end = word.span()
            if old[start:end] != word.group() or old[max(0, start - 1)].strip():
                total += len(f"\x1b[{number + 1};{start + 1}H") + len(word.group().encode())
    return total


class TableApp(App[None]):
    """A stock `DataTable` that fills the screen."""

    def compose(self) -> ComposeResult:
        yield DataTable(show_header=False, cell_padding=0, show_cursor=False)

    def on_mount(self) -> None:
        self.table = self.query_one(DataTable)
        self.columns = [self.table.add_column(str(n), width=CELL) for n in range(COLUMNS)]
        self.lines = [self.table.add_row(*[""] * COLUMNS) for _ in range(HEIGHT)]
        self.shown = [""] * HEIGHT

    def show(self, rows: Rows) -> None:
        """Update the cells that changed."""
        for number, (old, new) in enumerate(zip(self.shown, rows, strict=True)):
            for column in range(COLUMNS):
                part = slice(column * CELL, (column + 1) * CELL)
                if old[part] != new[part]:
                    self.table.update_cell(self.lines[number], self.columns[column], new[part])
        self.shown = rows


async def table_frames(frames: list[Rows]) -> tuple[list[float], list[int]]:
    """Processor milliseconds and bytes of each frame but the first, by `DataTable`."""
    app = TableApp()
    async with painting(app) as painter:
        for rows in frames:
            await painter.frame(lambda rows=rows: app.show(rows))  # type: ignore[misc]
    return painter.cpu[1:], painter.bytes[1:]


async def live_frames(frames: list[Rows]) -> tuple[list[float], list[int]]:
    """The same by rich `Live` with a `Table`."""
    costs, sizes = [], []
    file = StringIO()
    console = Console(file=file, force_terminal=True, color_system="truecolor", width=WIDTH, height=HEIGHT)
    with Live(console=console, auto_refresh=False, screen=True) as live:
        for rows in frames:
            before, started = file.tell(), process_time()
            live.update(_rich_table(rows), refresh=True)
            costs.append((process_time() - started) * 1000)
            sizes.append(file.tell() - before)
            await asyncio.sleep(0)
    return costs[1:], sizes[1:]


def _rich_table(rows: Rows) -> Table:
    table = Table.grid()
    for _ in range(COLUMNS):
        table.add_column(width=CELL, no_wrap=True)
    for row in rows:
        table.add_row(*[row[n * CELL : (n + 1) * CELL] for n in range(COLUMNS)])
    return table
