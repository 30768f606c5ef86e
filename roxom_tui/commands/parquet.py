"""Tables of a recording as a parquet file, by pyarrow (the extra `parquet`); read back they are the same to the digit.

Prices and sizes stay texts: their decimals are as the exchange wrote them, and no column type has them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from roxom_tui.commands.new_files import new_file
from roxom_tui.model.errors import RoxomError
from roxom_tui.recording.exports import COLUMNS

ROWS_AT_A_TIME: Final = 10_000
"""Rows of a group, and so all that is in memory at a time."""

_TIMES: Final = frozenset(("received_at", "exchange_at", "at", "begins_at"))
_COUNTS: Final = frozenset(("level", "trades"))


def schema_of(what: str) -> Any:
    """The columns of a table: times in UTC to the nanosecond, counts and truths as such, all else text."""
    return pa.schema([(name, _type_of(name)) for name in COLUMNS[what]], {"source": "roxom-tui, a recording"})


def _type_of(name: str) -> Any:
    if name in _TIMES:
        return pa.timestamp("ns", tz="UTC")
    if name in _COUNTS:
        return pa.int64()
    return pa.bool_() if name == "whole" else pa.string()


def write_parquet(path: Path, what: str, rows: Iterator[dict[str, Any]], at_a_time: int = ROWS_AT_A_TIME) -> int:
    """Writes a file (0600) that was not there, and answers its number of rows. RoxomError leaves none."""
    schema, count = schema_of(what), 0
    try:
        with new_file(path) as file, pq.ParquetWriter(file, schema) as writer:
            while part := list(islice(rows, at_a_time)):
                writer.write_table(pa.Table.from_pylist(part, schema=schema))
                count += len(part)
    except pa.ArrowException as error:
        raise RoxomError(f"{path} cannot be written: {error}") from error
    return count
