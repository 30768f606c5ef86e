from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import DepthMode
from roxom_tui.model.values import replace
from roxom_tui.recording.entries import (
    FORMAT,
    BadRecording,
    Entry,
    Header,
    Kind,
    entry_line,
    header_line,
    read_entries,
    read_header,
)
from tests.recording.made import HEADER


def test_a_header_is_read_as_it_was_written() -> None:
    for header in (HEADER, replace(HEADER, account=True, decided=DepthMode.SIGNED, host="")):
        assert read_header(header_line(header)) == header


@pytest.mark.parametrize("name", Header.__struct_fields__)
def test_a_header_with_a_field_that_is_none_of_it_is_refused_in_a_sentence(name: str) -> None:
    wrongs: tuple[object, ...] = ([], "\x1b[2J", -1, {"a": 1})
    for wrong in wrongs:
        fields = {**orjson.loads(header_line(HEADER)), name: wrong}
        found = read_header(orjson.dumps(fields))
        # What is not true of the account is that it is not in it.
        assert isinstance(found, BadRecording) or (name == "account" and not found.account)


def test_a_later_format_is_refused_by_its_number() -> None:
    fields = {**orjson.loads(header_line(HEADER)), "roxrec": FORMAT + 1}
    assert read_header(orjson.dumps(fields)) == BadRecording(
        f"it has format {FORMAT + 1}, and this program reads up to {FORMAT}"
    )


@given(st.binary(max_size=200))
def test_no_bytes_raise_whatever_they_are(data: bytes) -> None:
    assert isinstance(read_header(data), BadRecording)
    assert list(read_entries(data)) == []


def test_entries_are_read_as_they_were_written() -> None:
    entries = [Entry(1, Kind.FRAME, '{"a": "\u00e9"}'), Entry(2, Kind.LINK, {"at": "opened", "number": 1})]
    assert list(read_entries(b"".join(entry_line(*entry) for entry in entries))) == entries


@pytest.mark.parametrize(
    "line",
    [b"[1]", b"[1,2,3]", b'[-1,"frame",""]', b'[1,"none",""]', b'[1,"frame",{}]', b'[1,"link",""]', b'["1","mark",{}]'],
)
def test_a_line_that_is_no_entry_is_left_out(line: bytes) -> None:
    good = entry_line(5, Kind.FRAME, "x")
    assert list(read_entries(good + line + b"\n" + good)) == [Entry(5, Kind.FRAME, "x")] * 2


def test_time_never_goes_back() -> None:
    lines = b"".join(entry_line(at, Kind.FRAME, "x") for at in (5, 3, 6))
    assert [entry.elapsed for entry in read_entries(lines)] == [5, 6]
