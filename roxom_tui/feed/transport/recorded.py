"""A transport that is listened to: what comes by it and goes by it is recorded, and passes as it is."""

from __future__ import annotations

from typing import Any, Final, Protocol

from roxom_tui.feed.transport.transport import Transport
from roxom_tui.model.connection import Closed, Failed, Opened
from roxom_tui.protocol.decode import Frame
from roxom_tui.recording.entries import Kind

_FRAME: Final = Kind.FRAME
"""A global, because the members of an enumeration are slow to look up."""


class Listener(Protocol):
    """The part of a recorder that a transport knows."""

    def put(self, kind: Kind, payload: Any, at: int | None = None) -> None:
        """One thing that happened."""

    def opening(self) -> None:
        """A connection is about to stand."""


class RecordedTransport:
    """One connection, and its number. What the handshake says is never told."""

    def __init__(self, transport: Transport, number: int, listener: Listener, *, has_gets: bool) -> None:
        self._transport = transport
        self._number = number
        self._listener = listener
        self._has_gets = has_gets
        self._is_open = False

    async def open(self) -> Opened | Failed:
        """Connect and authenticate."""
        opened = await self._transport.open()
        if isinstance(opened, Opened):
            self._is_open = True
            self._listener.opening()
            self._listener.put(Kind.LINK, {"at": "opened", "number": self._number, "gets": self._has_gets})
        else:
            # Not why: the words may name the key.
            self._listener.put(Kind.LINK, {"at": "absent", "number": self._number})
        return opened

    async def receive(self) -> Frame | Closed:
        """The next frame, recorded before anything is made of it."""
        frame = await self._transport.receive()
        if isinstance(frame, Closed):
            self._close(frame)
        else:
            self._listener.put(_FRAME, frame.payload, frame.received_at)
        return frame

    def arrived(self) -> Frame | None:
        """The next frame that is here already, recorded as well."""
        frame = self._transport.arrived()
        if frame is not None:
            self._listener.put(_FRAME, frame.payload, frame.received_at)
        return frame

    async def send(self, text: str) -> bool:
        """Send one text frame."""
        self._listener.put(Kind.SENT, text)
        return await self._transport.send(text)

    async def ping(self) -> float | None:
        """A ping's round trip, in seconds."""
        round_trip = await self._transport.ping()
        if round_trip is not None:
            self._listener.put(Kind.LINK, {"at": "pong", "number": self._number, "ms": round(round_trip * 1000, 3)})
        return round_trip

    async def close(self) -> None:
        """Leave politely."""
        self._close(Closed(None, ""))
        await self._transport.close()

    def abort(self) -> None:
        """Drop the connection at once."""
        self._transport.abort()

    def _close(self, closed: Closed) -> None:
        """Told once: that it is left follows when it has already gone."""
        if self._is_open:
            self._is_open = False
            end = {"at": "closed", "number": self._number, "code": closed.code, "text": closed.text}
            self._listener.put(Kind.LINK, end)
