"""`roxom-tui export FILE`: what a recording holds as CSV, as one JSON object a line, or as a parquet file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import orjson

from roxom_tui.commands.new_files import path_of, write_lines
from roxom_tui.commands.options import known_symbol
from roxom_tui.commands.recordings import opened
from roxom_tui.commands.stdio import demand_reader, put, write_notice
from roxom_tui.config.settings import Profile
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.recording.exports import COLUMNS, rows_of
from roxom_tui.recording.reader import Recording


def run(options: SimpleNamespace) -> int:
    """Writes the whole table to stdout, or into a new file."""
    if options.format == "parquet":
        return _into_parquet(options)
    if options.output is None:
        demand_reader()
    with opened(options.file) as recording:
        rows = rows_of(recording, options.what, _symbol(options, recording), options.depth)
        if options.output is not None:
            return _into_file(options, rows)
        for line in _lines(options, rows):
            put(line)
    return 0


def _lines(options: SimpleNamespace, rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    return csv_lines(options.what, rows) if options.format == "csv" else json_lines(rows)


def _into_file(options: SimpleNamespace, rows: Iterator[dict[str, Any]]) -> int:
    count = write_lines(path_of(options.output), _lines(options, rows))
    # The first line of a table is its names.
    _tell(options, count - (options.format == "csv"))
    return 0


def _tell(options: SimpleNamespace, count: int) -> None:
    write_notice(f"{count:,} rows in {options.output}")


def _symbol(options: SimpleNamespace, recording: Recording) -> Symbol | None:
    profile = Profile("replay", Environment.REPLAY, symbols=recording.header.symbols)
    return known_symbol(options.symbol, profile) if options.symbol else None


def _into_parquet(options: SimpleNamespace) -> int:
    """Into a new file, which the format needs: it ends with what says where everything is."""
    try:
        from roxom_tui.commands.parquet import write_parquet
    except ImportError as error:
        raise UsageError("parquet needs pyarrow: pip install 'roxom-tui[parquet]'") from error
    if options.output is None:
        raise UsageError("--format parquet writes no lines; name a new file with --output")
    with opened(options.file) as recording:
        rows = rows_of(recording, options.what, _symbol(options, recording), options.depth)
        count = write_parquet(path_of(options.output), options.what, rows)
    _tell(options, count)
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
