"""Recordings made by hand, in memory."""

from __future__ import annotations

from typing import Any, Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DepthMode, Environment, Symbol
from roxom_tui.recording.entries import Entry, Header, Kind
from roxom_tui.recording.reader import Recording, open_recording
from roxom_tui.recording.writer import FrameMaker, RecordingWriter

GOLD: Final = Symbol("GOLD-BTC")
WALL: Final = 1_790_000_000 * SECOND
HEADER: Final = Header(
    Environment.DEMO, "127.0.0.1:1", (GOLD,), GOLD, DepthMode.ABSOLUTE, WALL, 5 * SECOND, account=False, program="1"
)
START: Final[dict[str, Any]] = {"wall": WALL, "number": None, "streams": [], "decided": None, "gets": False}
ASKED: Final = ("level1.GOLD-BTC", "ticker.GOLD-BTC", "depth.GOLD-BTC", "trade.GOLD-BTC")


class Bytes:
    """A file in memory."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @property
    def size(self) -> int:
        return len(self.data)

    def read_at(self, offset: int, size: int) -> bytes:
        return self.data[offset : offset + size]


def quote(bid: str, ask: str, at: int = WALL) -> str:
    """A message of level1."""
    data = f'{{"symbol":"GOLD-BTC","bid":["{bid}","1.00"],"ask":["{ask}","2.00"],"timestamp":{at}}}'
    return f'{{"topic":"level1.GOLD-BTC","type":"snapshot","createdTime":{at},"data":{data}}}'


def standing(*streams: str, at: int = 0) -> Entry:
    """A place to begin with a connection that stands."""
    return Entry(at, Kind.START, {**START, "wall": WALL + at, "number": 1, "streams": list(streams)})


def file_of(*entries: tuple[int, Kind, Any], header: Header = HEADER, ended: bool = True) -> bytes:
    """The bytes of a recording of these entries."""
    maker, writer = FrameMaker(), RecordingWriter()
    data = writer.begin(header)
    for entry in entries:
        piece = maker.add(*entry)
        data += b"" if piece is None else writer.put(piece)
    last = maker.close()
    data += b"" if last is None else writer.put(last)
    return data + writer.end() if ended else data


def recording_of(*entries: tuple[int, Kind, Any], header: Header = HEADER) -> Recording:
    """The same, opened."""
    return opened(file_of(*entries, header=header))


def opened(data: bytes) -> Recording:
    """Bytes that are a recording."""
    recording = open_recording(Bytes(data))
    assert isinstance(recording, Recording), recording
    return recording
