"""`roxom-tui stream`: what the exchange says, one JSON object per event or, with --raw, frame by frame.

In an object decimals are exact strings, times are integers, and what is not known is null. Lines are written by a
thread of their own, so that a slow reader does not hold up the connection.
"""

from __future__ import annotations

import asyncio
import os
import select
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from functools import partial
from itertools import islice
from threading import Condition, Thread
from types import SimpleNamespace
from typing import Final, TypeAlias

import orjson
from msgspec import Struct

from roxom_tui.client.protocol_client import Received
from roxom_tui.client.subscription import SubscriptionState
from roxom_tui.commands.options import known_symbol, leave_no_traces, settings_of
from roxom_tui.commands.raw_frames import tells_of
from roxom_tui.commands.recordings import opened
from roxom_tui.commands.stdio import demand_reader, is_hung_up, put, write_notice
from roxom_tui.commands.wiring import open_profile
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.settings import Profile
from roxom_tui.feed.headless_client import HeadlessClient, as_error
from roxom_tui.model.channels import EVENT_NAMES, MARKET_CHANNELS, Channel, Stream, stream_of, streams_of
from roxom_tui.model.connection import Failed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import NotFresh, RoxomError
from roxom_tui.model.events import Event, Quote, Seed
from roxom_tui.model.folded_lines import RepeatGate, times
from roxom_tui.model.market import Environment, Level
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import ErrorReceived, FrameRejected, Rejected, Subscribed, Unsubscribed
from roxom_tui.model.values import replace
from roxom_tui.model.visible_text import escaped
from roxom_tui.protocol.decode import Decoded, Decoder, Frame
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.reader import Recording
from roxom_tui.ui.terminal.descriptor import Descriptor, write_all
from roxom_tui.words.reasons import whole

MOST_WAITING: Final = 100_000
"""Lines; some tens of megabytes."""

LOOK: Final = 0.5
"""Seconds between looks whether there is still a reader, while there is nothing for it."""


class LineWriter:
    """`put` lines, then `close`. `ended` is done, with the reason, as soon as nothing more can be written."""

    def __init__(self, descriptor: int = 1, most_waiting: int = MOST_WAITING, look: float = LOOK) -> None:
        self._descriptor = descriptor
        self._most_waiting = most_waiting
        self._look = look
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[bytes] = deque()
        self._changed = Condition()
        self._closed = False
        self.ended: asyncio.Future[None] = self._loop.create_future()
        Thread(target=self._write_all, name="roxom-stdout", daemon=True).start()

    def put(self, line: str) -> None:
        """Queue a line. Raises NotFresh when the reader is too far behind."""
        with self._changed:
            if len(self._waiting) >= self._most_waiting:
                raise NotFresh(
                    f"whoever reads the output is {self._most_waiting} lines behind; ended, for nothing is left out"
                )
            self._waiting.append(line.encode("utf-8", "backslashreplace") + b"\n")
            self._changed.notify()

    async def close(self) -> None:
        """Wait until everything is written. Raises what `ended` holds."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        await self.ended

    def _write_all(self) -> None:
        failure: Exception | None = None
        try:
            while data := self._next():
                write_all(data, Descriptor(self._descriptor))
        except BrokenPipeError as error:
            failure = error
        except OSError as error:
            failure = RoxomError(f"the output cannot be written: {error.strerror}")
        try:
            self._loop.call_soon_threadsafe(self._end, failure)
        except RuntimeError:
            return  # The loop has gone, and with it whoever wanted to know.

    def _next(self) -> bytes:
        """All lines that wait, as one piece; nothing when there will be no more. BrokenPipeError without a reader."""
        with self._changed:
            while not self._waiting and not self._closed:
                if not self._changed.wait(self._look) and is_hung_up(
                    (self._descriptor,), select.POLLERR | select.POLLHUP
                ):
                    raise BrokenPipeError
            data = b"".join(self._waiting)
            self._waiting.clear()
        return data

    def _end(self, failure: Exception | None) -> None:
        if self.ended.done():
            return
        if failure is None:
            self.ended.set_result(None)
        else:
            self.ended.set_exception(failure)


_DOCUMENTED: Final[tuple[Channel, ...]] = tuple(channel for channel in Channel if not channel.traits.is_optional)
"""What only some pages know is followed only when it is asked for."""

WORDS_EVERY_NS: Final = 10 * SECOND
"""A line that repeats is told so often."""


def run(options: SimpleNamespace) -> int:
    """Streams until --count, the end of the connection, of the reader, or a signal."""
    if options.file:
        return _of_recording(options)
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    streams = wanted(profile, options.channel, _symbols(options))
    raw = _raw_choice(options, streams)
    refuse_key_log(profile)
    demand_reader()
    leave_no_traces()
    return run_headless(lambda: _stream(profile, streams, raw=raw, count=options.count))


RawChoice: TypeAlias = Callable[[str | bytes, Sequence[Decoded]], bool]
"""Whether a frame, by its payload and what was read of it, is printed as it came."""


def _raw_choice(options: SimpleNamespace, streams: Sequence[Stream]) -> RawChoice | None:
    """None without --raw. Who named no stream sees everything, also what came unasked."""
    if not options.raw:
        return None
    if options.channel is None and _symbols(options) is None:
        return lambda payload, decoded: True
    return partial(tells_of, frozenset(streams))


def _symbols(options: SimpleNamespace) -> Sequence[str] | None:
    return options.symbols or ([options.symbol] if options.symbol else None)


def wanted(profile: Profile, channels: Sequence[str] | None, symbols: Sequence[str] | None) -> tuple[Stream, ...]:
    """The streams asked for; UsageError for a symbol that the profile does not list."""
    chosen = [known_symbol(symbol, profile) for symbol in symbols] if symbols else list(profile.symbols)
    if channels is None:
        kinds = tuple(channel for channel in _DOCUMENTED if symbols is None or channel in MARKET_CHANNELS)
    else:
        kinds = tuple(Channel(channel) for channel in channels)
    return tuple(dict.fromkeys(streams_of(kinds, chosen)))


def _of_recording(options: SimpleNamespace) -> int:
    """The same of a recording: as fast as it is read, and every line marked."""
    demand_reader()
    with opened(options.file) as recording:
        profile = Profile("replay", Environment.REPLAY, symbols=recording.header.symbols)
        streams = wanted(profile, options.channel, _symbols(options))
        words, raw = RepeatedWords(), _raw_choice(options, streams)
        try:
            for line in islice(recorded_lines(recording, frozenset(streams), words, raw=raw), options.count):
                put(line)
        finally:
            words.finish()
    return 0


def recorded_lines(
    recording: Recording, wished: Collection[Stream], words: RepeatedWords, *, raw: RawChoice | None
) -> Iterator[str]:
    """The events of a recording, or its frames as they were received."""
    decoder, wall = Decoder(), recording.header.wall
    for entry in recording.entries():
        if entry.kind is not Kind.FRAME:
            continue
        decoded = tuple(decoder.decode(entry.payload))
        if raw is not None:
            if raw(entry.payload, decoded):
                yield entry.payload
            continue
        received = Received(Frame(entry.elapsed, wall + entry.elapsed, 1, entry.payload), decoded, ())
        yield from event_lines(received, wished, words, replay=True)


class RepeatedWords:
    """Lines beside the data: new ones at once, repeated ones once in a while with a count."""

    def __init__(self) -> None:
        self._gate = RepeatGate(WORDS_EVERY_NS)

    def add(self, text: str, at: int) -> None:
        """A line for the person, at `at` (monotonic ns)."""
        for said, count in self._gate.pass_(text, at):
            write_notice(times(count, said))

    def finish(self) -> None:
        """Write the counts that are still open."""
        for said, count in self._gate.rest():
            write_notice(times(count, said))


async def _stream(profile: Profile, streams: Sequence[Stream], *, raw: RawChoice | None, count: int | None) -> int:
    out, words = LineWriter(), RepeatedWords()
    reading = asyncio.create_task(_read(profile, streams, out, words, raw=raw, count=count))
    # The reader of our output may leave while nothing comes from the exchange.
    await asyncio.wait({reading, out.ended}, return_when=asyncio.FIRST_COMPLETED)
    if not reading.done():
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        await out.ended
    try:
        await reading
    finally:
        words.finish()
        await out.close()
    return 0


async def _read(
    profile: Profile,
    streams: Sequence[Stream],
    out: LineWriter,
    words: RepeatedWords,
    *,
    raw: RawChoice | None,
    count: int | None,
) -> None:
    left = count
    wished = frozenset(streams)
    async with open_profile(profile) as endpoint, HeadlessClient(endpoint, streams) as tap:
        if endpoint.warning:
            write_notice(endpoint.warning)
        opened = await tap.open()
        if isinstance(opened, Failed):
            raise as_error(opened)
        while left is None or left > 0:
            received = await tap.receive()
            if isinstance(received, Failed):
                raise as_error(received)
            for line in raw_lines(received, raw) if raw is not None else event_lines(received, wished, words):
                if left is None or left > 0:
                    out.put(line)
                    left = None if left is None else left - 1
            if any(isinstance(item, Rejected | ErrorReceived) for item in received.decoded):
                _fail_if_all_are_refused(tap)


def raw_lines(received: Received, raw: RawChoice) -> Iterator[str]:
    """The frame as it came, if it is to be printed; to a terminal without its control characters."""
    payload = received.frame.payload
    if not raw(payload, received.decoded):
        return
    if isinstance(payload, bytes):
        yield f"# a binary frame of {len(payload)} bytes: {payload.hex()}"
    elif os.isatty(1):
        yield escaped(payload)
    else:
        yield payload


def event_lines(
    received: Received, wished: Collection[Stream], words: RepeatedWords, *, replay: bool = False
) -> Iterator[str]:
    """The events of a frame that were asked for, as JSON; what else there is to say goes to the person."""
    for item in received.decoded:
        if isinstance(item, FrameRejected):
            words.add(f"not understood: {item.reason}, {item.detail}: {item.excerpt}", received.frame.received_at)
        elif isinstance(item, Rejected):
            words.add(f"{item.stream} rejected: {_exchange_error(item)}", received.frame.received_at)
        elif isinstance(item, ErrorReceived):
            words.add(_exchange_error(item), received.frame.received_at)
        # The exchange may send account events that nobody subscribed to (protocol 3.5).
        elif not isinstance(item, Subscribed | Unsubscribed) and stream_of(item) in wished:
            yield event_line(item, received.frame.received_wall, replay=replay)


def _fail_if_all_are_refused(tap: HeadlessClient) -> None:
    states = {change.state for change in tap.subscriptions()}
    if states == {SubscriptionState.REFUSED}:
        raise NotFresh("the exchange refused every stream requested")


def event_line(event: Event | Seed, received_wall: int, *, replay: bool = False) -> str:
    """One JSON object: the event's name, when it was received (wall nanoseconds), and its fields."""
    head: dict[str, object] = {"event": EVENT_NAMES[type(event)], "received_at": received_wall}
    if replay:
        head["replay"] = True
    return orjson.dumps(head | _fields(_with_named_levels(event) if isinstance(event, Quote) else event)).decode()


def _with_named_levels(quote: Quote) -> Quote:
    """A quote whose sides are told as objects; the levels of a book are pairs, of which there are thousands."""
    bid, ask = quote.bid, quote.ask
    return replace(quote, bid=bid and Level(*bid), ask=ask and Level(*ask))


def _fields(record: object) -> dict[str, object]:
    if isinstance(record, Struct):
        return {name: _plain(getattr(record, name)) for name in record.__struct_fields__}
    if not isinstance(record, tuple):
        raise TypeError(f"an event holds no {type(record).__name__}")
    names: tuple[str, ...] = getattr(record, "_fields", ())
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: object) -> object:
    """The value as JSON knows it. A decimal is written out, never with an exponent, never as a float."""
    match value:
        case Decimal():
            return format(value, "f")
        case Enum():
            return value.value
        case Mapping():
            return {str(key): _plain(entry) for key, entry in value.items()}
        case tuple() if not hasattr(value, "_fields"):
            return [_plain(entry) for entry in value]
        case None | bool() | int() | str():
            return value
        case _:
            return _fields(value)


def _exchange_error(item: Rejected | ErrorReceived) -> str:
    return whole(Reason(Cause.REFUSED, item.text, item.code))
