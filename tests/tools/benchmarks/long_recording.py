"""Long recordings of a busy market for the benchmarks of replays: genuine where they are played, else only as large.

The simulated exchange is asked what `record` asks it, and its answers go through the recorder's own hands. Of a day one
hour is genuine, the one in its middle; the others are its frames once more, which nobody unpacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.feed.recording_file import RecordingFile
from roxom_tui.model.channels import MARKET_CHANNELS, Channel, Stream, streams_of
from roxom_tui.model.durations import HOUR, MILLISECOND, MINUTE, SECOND
from roxom_tui.model.market import DEFAULT_SYMBOLS, DepthMode, Environment
from roxom_tui.recording.entries import Entry, Header, Kind
from roxom_tui.recording.scribe import Scribe
from roxom_tui.recording.selection import Selection
from roxom_tui.recording.writer import Piece
from roxom_tui.simulator.exchange import FIRST_DAY, Exchange, ExchangeConfig
from roxom_tui.simulator.outgoing_messages import Outgoing

FOLLOWED: Final = DEFAULT_SYMBOLS[:3]
"""All but the book of the last: a hundred messages a second."""

STEP: Final = 10 * MILLISECOND
PING_EVERY: Final = 30 * SECOND
KEY_ID: Final = "benchmark-key-0123456789"


class LongMarket:
    """A market that is recorded for as long as it is asked to; `messages` counts what came."""

    def __init__(self, begin: int = 0, seed: int = 1) -> None:
        key = rsa.generate_private_key(65537, 2048).public_key()
        self._begin = begin
        self._exchange = Exchange(ExchangeConfig(DEFAULT_SYMBOLS, seed, FIRST_DAY + begin), KEY_ID, key)
        streams = streams_of(MARKET_CHANNELS, FOLLOWED)
        self._streams = tuple(one for one in streams if one != Stream(Channel.DEPTH, FOLLOWED[-1]))
        self.messages = 0

    def pieces(self, length: int) -> Iterator[Piece]:
        """The frames of so long (ns), a place to begin in each minute."""
        begin, end = self._begin, self._begin + length
        scribe = Scribe(Selection((KEY_ID,), with_account=False))
        connection = self._exchange.connect()
        for elapsed in range(begin, end, STEP):
            if (elapsed - begin) % MINUTE == 0:
                yield from scribe.take(elapsed, Kind.START, self._start(elapsed))
                self._exchange.receive(connection, subscription(self._streams))
                yield from scribe.take(elapsed, Kind.SENT, subscription(self._streams))
            self._exchange.advance(FIRST_DAY + elapsed)
            for message in self._exchange.take(connection):
                if isinstance(message, Outgoing):
                    self.messages += 1
                    yield from scribe.take(elapsed, Kind.FRAME, message.payload.decode())
            if elapsed % PING_EVERY == 0:
                yield from scribe.take(elapsed, Kind.LINK, {"at": "pong", "ms": 1.0})
        yield from scribe.close()

    def _start(self, elapsed: int) -> dict[str, object]:
        return {
            "wall": FIRST_DAY + elapsed,
            "number": 1,
            "streams": list(map(str, self._streams)),
            "decided": DepthMode.ABSOLUTE.value,
            "gets": False,
        }


def subscription(streams: tuple[Stream, ...]) -> str:
    """What is sent to follow them."""
    args = [{"channel": stream.channel.value, "symbol": stream.symbol} for stream in streams]
    return orjson.dumps({"op": "subscribe", "args": args}).decode()


def header() -> Header:
    """Of any of them."""
    return Header(
        Environment.DEMO,
        "127.0.0.1",
        FOLLOWED,
        FOLLOWED[0],
        DepthMode.ABSOLUTE,
        FIRST_DAY,
        SECOND,
        account=False,
        program="benchmark",
    )


def write_hour(path: Path, length: int = HOUR) -> float:
    """Record so long (ns); messages a second."""
    market, file = LongMarket(), RecordingFile(path, header())
    for piece in market.pieces(length):
        file.put(piece)
    file.end()
    return market.messages / (length / SECOND)


def write_day(path: Path, hours: int = 24, troubled: bool = False) -> float:
    """A day of which the hour around its middle is genuine; messages a second. With `troubled` something is found
    every ten seconds, so that seeks begin far before where they lead."""
    middle = hours // 2 * HOUR
    market, file = LongMarket(middle - HOUR // 2), RecordingFile(path, header())
    genuine = [_found(piece) if troubled else piece for piece in market.pieces(HOUR)]
    for hour in range(hours + 1):
        for piece in (_moved(piece, hour * HOUR - middle) for piece in genuine):
            if piece.head.first >= 0 and piece.head.last <= hours * HOUR:
                file.put(piece)
    file.end()
    return market.messages / (HOUR / SECOND)


def _moved(piece: Piece, by: int) -> Piece:
    head = piece.head
    notes = tuple(Entry(note.elapsed + by, *note[1:]) for note in head.notes)
    return Piece(head._replace(first=head.first + by, last=head.last + by, notes=notes), piece.frame)


def _found(piece: Piece) -> Piece:
    if piece.head.first // SECOND % 10 >= 2:
        return piece
    finding = Entry(piece.head.first, Kind.FINDING, {"what": "resync", "said": "the book was rebuilt"})
    return Piece(piece.head._replace(notes=(finding, *piece.head.notes)), piece.frame)
