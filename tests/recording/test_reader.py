from __future__ import annotations

import random

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.recording.compression import pack
from roxom_tui.recording.entries import BadRecording, Entry, Kind
from roxom_tui.recording.reader import Recording, open_recording
from tests.recording.made import Bytes, file_of, opened, standing
from tests.recording.sample import FILE

ENTRIES = [standing(), *(Entry(n * SECOND // 2, Kind.FRAME, f'{{"n":{n}}}') for n in range(1, 40))]
WHOLE = file_of(*ENTRIES)
CUT_OFF = file_of(*ENTRIES, ended=False)


def test_all_entries_come_in_their_order() -> None:
    recording = opened(WHOLE)
    assert list(recording.entries()) == ENTRIES
    assert (recording.begin, recording.end) == (0, 39 * SECOND // 2)
    assert recording.is_complete


def test_without_its_table_it_is_walked_and_says_the_same() -> None:
    whole, cut_off = opened(WHOLE), opened(CUT_OFF)
    assert cut_off.places == whole.places
    assert cut_off.notes == whole.notes
    assert not cut_off.is_complete
    assert cut_off.torn_bytes == 0


def test_torn_at_every_byte_of_the_last_frame_all_before_it_is_there() -> None:
    places = opened(WHOLE).places
    end = places[-2].offset + places[-2].size
    for length in range(end, len(CUT_OFF)):
        recording = opened(CUT_OFF[:length])
        assert recording.places == places[:-1]
        assert recording.torn_bytes == length - end
    assert places[-1].last - places[-2].last <= 2 * SECOND


@pytest.mark.parametrize("seed", range(20))
def test_killed_at_any_moment_a_recording_is_whole_but_for_the_frame_that_was_being_written(seed: int) -> None:
    data, whole = FILE.read_bytes(), opened(FILE.read_bytes())
    first, last = whole.places[1], whole.places[-1]
    cut = random.Random(seed).randrange(first.offset, last.offset + last.size)
    recording = opened(data[:cut])
    kept = [place for place in whole.places if place.offset + place.size <= cut]
    assert recording.places == tuple(kept)
    assert all(recording.frame(number) is not None for number in range(len(kept)))
    torn = whole.places[len(kept)]
    # What is lost is that frame, which is closed after two seconds; the program looks four times a second.
    assert torn.last - torn.first <= 2.3 * SECOND
    assert recording.end == kept[-1].last


def test_a_table_that_is_damaged_is_not_believed() -> None:
    for place in range(len(CUT_OFF), len(WHOLE)):
        spoilt = bytearray(WHOLE)
        spoilt[place] ^= 0xFF
        assert opened(bytes(spoilt)).places == opened(WHOLE).places


def test_a_damaged_frame_is_none_and_the_others_are_there() -> None:
    spoilt = bytearray(WHOLE)
    place = opened(WHOLE).places[1]
    spoilt[place.offset + place.size // 2] ^= 0xFF
    recording = opened(bytes(spoilt))
    assert recording.frame(1) is None
    assert recording.frame(0) is not None
    assert recording.frame(2) is not None


def test_a_last_frame_whose_bytes_were_never_written_is_cut() -> None:
    place = opened(WHOLE).places[-1]
    lost = CUT_OFF[: place.offset] + bytes(place.size)
    assert opened(lost).places == opened(WHOLE).places[:-1]


def test_the_frame_of_a_moment_is_the_last_that_begins_by_then() -> None:
    recording = opened(WHOLE)
    for number, place in enumerate(recording.places):
        assert recording.frame_at(place.first) == number
        assert recording.frame_at(place.last) == number
    assert recording.frame_at(-1) == 0


@pytest.mark.parametrize("data", [b"", b"not a recording", pack(b"{}\n"), bytes(1000), pack(b"")])
def test_what_is_none_is_refused_in_a_sentence(data: bytes) -> None:
    assert isinstance(open_recording(Bytes(data)), BadRecording)


def test_nothing_raises_on_a_file_with_one_byte_changed() -> None:
    for place in range(0, len(WHOLE), 7):
        spoilt = bytearray(WHOLE)
        spoilt[place] ^= 0x55
        recording = open_recording(Bytes(bytes(spoilt)))
        if isinstance(recording, Recording):
            assert all(entry in ENTRIES for entry in recording.entries())
