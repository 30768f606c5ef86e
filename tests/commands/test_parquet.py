from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from roxom_tui.cli import main
from roxom_tui.commands.parquet import write_parquet
from roxom_tui.model.errors import RoxomError
from roxom_tui.recording.exports import COLUMNS, rows_of
from tests.recording.sample import FILE, sample


def read_back(path: Path) -> list[dict[str, Any]]:
    """The rows of a file as the recording told them: times as ns."""
    table = pq.read_table(path)
    columns = {
        name: table[name].cast("int64").to_pylist()
        if str(table.schema.field(name).type).startswith("timestamp")
        else table[name].to_pylist()
        for name in table.column_names
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.mark.parametrize("what", COLUMNS)
def test_every_table_reads_back_equal(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.parquet"
    assert main(["export", str(FILE), "--what", what, "--format", "parquet", "--output", str(path)]) == 0
    with sample() as recording:
        truth = [{name: row[name] for name in COLUMNS[what]} for row in rows_of(recording, what, None, 10)]
    assert truth
    assert read_back(path) == truth
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"{len(truth):,} rows in {path}\n")


def test_many_rows_are_several_groups_and_all_there(tmp_path: Path) -> None:
    rows = [{name: None if name != "price" else str(n) for name in COLUMNS["trades"]} for n in range(7)]
    assert write_parquet(tmp_path / "a", "trades", iter(rows), at_a_time=3) == 7
    assert pq.ParquetFile(tmp_path / "a").num_row_groups == 3
    assert read_back(tmp_path / "a") == rows


def test_no_file_is_written_over_and_one_that_failed_is_not_left(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_text("mine")
    assert main(["export", str(FILE), "--format", "parquet", "--output", str(path)]) == 2
    assert path.read_text() == "mine"

    def rows() -> Iterator[dict[str, Any]]:
        yield dict.fromkeys(COLUMNS["trades"])
        raise OSError(28, "No space left on device")

    with pytest.raises(RoxomError, match="No space left"):
        write_parquet(tmp_path / "b", "trades", rows())
    assert not (tmp_path / "b").exists()


def test_it_is_no_text_for_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(FILE), "--format", "parquet"]) == 2
    assert "--output" in capsys.readouterr().err
