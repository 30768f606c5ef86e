"""`roxom-tui export FILE`: what a recording holds as CSV, or as one JSON object a line."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson

from roxom_tui.commands.options import known_symbol
from roxom_tui.commands.recordings import opened
from roxom_tui.commands.stdio import demand_reader, put
from roxom_tui.config.settings import Profile
from roxom_tui.model.market import Environment
from roxom_tui.recording.exports import COLUMNS, rows_of


def run(options: argparse.Namespace) -> int:
    """Writes the whole table to stdout."""
    demand_reader()
    with opened(options.file) as recording:
        profile = Profile("replay", Environment.REPLAY, symbols=recording.header.symbols)
        symbol = known_symbol(options.symbol, profile) if options.symbol else None
        rows = rows_of(recording, options.what, symbol, options.depth)
        lines = csv_lines(options.what, rows) if options.format == "csv" else json_lines(rows)
        for line in lines:
            put(line)
    return 0


def csv_lines(what: str, rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A line of names, then a line a row; what is not known is empty."""
    names = COLUMNS[what]
    yield ",".join(names)
    for row in rows:
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow([_cell(row[name]) for name in names])
        yield text.getvalue()


def json_lines(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """An object a row, each marked for what it is."""
    for row in rows:
        yield orjson.dumps({"replay": True, **row}).decode()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
