from __future__ import annotations

import shutil
import subprocess

import pytest

from roxom_tui.recording.compression import LARGEST_CONTENT, first_frame, pack, unpack
from roxom_tui.recording.entries import Kind
from tests.recording.made import file_of, standing


def test_what_was_packed_is_unpacked_as_it_was() -> None:
    assert unpack(pack(b"levels " * 1000)) == b"levels " * 1000
    assert unpack(pack(b"")) == b""


@pytest.mark.parametrize("cut", range(1, len(pack(b"a level and its size"))))
def test_a_frame_cut_anywhere_is_none(cut: int) -> None:
    assert unpack(pack(b"a level and its size")[:-cut]) is None


def test_a_frame_with_one_bit_turned_is_none_or_what_it_was() -> None:
    content = bytes(range(256)) * 8
    frame = pack(content)
    for place in range(len(frame)):
        spoilt = bytearray(frame)
        spoilt[place] ^= 1
        assert unpack(bytes(spoilt)) in (None, content)


def test_a_frame_that_would_fill_the_memory_is_none() -> None:
    assert unpack(pack(bytes(LARGEST_CONTENT + 1))) is None
    assert first_frame(pack(bytes(LARGEST_CONTENT + 1))) is None


def test_two_frames_are_not_taken_for_one_but_the_first_can_be_had() -> None:
    one, other = pack(b"one"), pack(b"other")
    assert unpack(one + other) is None
    assert first_frame(one + other) == (b"one", len(one))


@pytest.mark.skipif(shutil.which("zstd") is None, reason="the ordinary tool is not there")
def test_the_ordinary_tool_shows_the_lines() -> None:
    data = file_of(standing(), (1, Kind.FRAME, "{}"))
    shown = subprocess.run(["zstd", "-dc"], input=data, capture_output=True, check=True).stdout
    assert shown.endswith(b'[1,"frame","{}"]\n')
