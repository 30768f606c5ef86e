"""Tables of a recording as a parquet file, by pyarrow (the extra `parquet`); read back they are the same to the digit.

Prices and sizes stay texts: their decimals are as the exchange wrote them, and no column type has them all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from roxom_tui.config.private_files import open_private
from roxom_tui.model.errors import RoxomError, UsageError
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
    try:
        file = os.fdopen(open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")
    except FileExistsError as error:
        raise UsageError(f"{path} is there already, and no file is written over") from error
    except OSError as error:
        raise RoxomError(f"{path} cannot be written: {error.strerror}") from error
    schema, count = schema_of(what), 0
    try:
        with file, pq.ParquetWriter(file, schema) as writer:
            while part := list(islice(rows, at_a_time)):
                writer.write_table(pa.Table.from_pylist(part, schema=schema))
                count += len(part)
    except (OSError, pa.ArrowException) as error:
        with suppress(OSError):
            path.unlink()
        raise RoxomError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error
    return count
