"""The transport of frames: a socket now, a recording one day."""

from __future__ import annotations

from typing import Protocol

from roxom_tui.model.connection import Closed, Failed, Opened
from roxom_tui.protocol.decode import Frame


class Transport(Protocol):
    """One connection, used once: open, then receive until `Closed`."""

    async def open(self) -> Opened | Failed:
        """Connect and authenticate."""

    async def receive(self) -> Frame | Closed:
        """The next frame, stamped as it is taken from the socket."""

    def arrived(self) -> Frame | None:
        """The next frame that is here already; None where `receive` would have to wait, or the connection is over."""

    async def send(self, text: str) -> bool:
        """Send one text frame; False if the connection is over."""

    async def ping(self) -> float | None:
        """Send a protocol ping and wait for its pong: the round trip in seconds; None if the connection is over."""

    async def close(self) -> None:
        """Leave politely, within the close timeout."""

    def abort(self) -> None:
        """Drop the connection at once; `receive` then answers `Closed`."""
