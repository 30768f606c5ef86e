from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from roxom_tui.recording.exports import COLUMNS, rows_of
from tests.recording.sample import FILE, sample
from tests.support.program import run


@pytest.mark.parametrize("what", COLUMNS)
def test_both_forms_say_the_same(what: str, tmp_path: Path) -> None:
    table, lines = (run(tmp_path, "export", str(FILE), "--what", what, "--format", form) for form in ("csv", "jsonl"))
    assert (table.returncode, lines.returncode, table.stderr, lines.stderr) == (0, 0, "", "")
    rows = list(csv.DictReader(io.StringIO(table.stdout)))
    objects = [json.loads(line) for line in lines.stdout.splitlines()]
    with sample() as recording:
        truth = list(rows_of(recording, what, None, 10))
    assert objects == [{"replay": True, **row} for row in truth]
    written = [{name: "" if value is None else str(value) for name, value in row.items()} for row in truth]
    assert [{**row, "whole": row.get("whole", "").capitalize()} for row in rows] == [
        {**row, "whole": row.get("whole", "")} for row in written
    ]


def test_one_symbol_and_a_symbol_that_is_not_in_it(tmp_path: Path) -> None:
    ran = run(tmp_path, "export", str(FILE), "--symbol", "US500-BTC", "--what", "quotes")
    assert {line.split(",")[2] for line in ran.stdout.splitlines()[1:]} == {"US500-BTC"}
    ran = run(tmp_path, "export", str(FILE), "--symbol", "US50-BTC")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean US500-BTC" in ran.stderr


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_into_a_file_goes_what_stdout_would_have_had(form: str, tmp_path: Path) -> None:
    asked = ("export", str(FILE), "--format", form)
    path = tmp_path / "a.table"
    printed, ran = run(tmp_path, *asked), run(tmp_path, *asked, "--output", str(path))
    assert path.read_text() == printed.stdout
    count = len(printed.stdout.splitlines()) - (form == "csv")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", f"{count:,} rows in {path}\n")
    for taken in (path, tmp_path / "nowhere" / "a"):
        assert run(tmp_path, *asked, "--output", str(taken)).returncode == 2
    assert path.read_text() == printed.stdout
