"""What reached the client by the connection there is, and when: what silence and its end are judged by.

And what a fault did to messages on their way, for as long as no whole book made up for it.
"""

from __future__ import annotations

from collections.abc import Collection

from roxom_tui.simulator.outgoing_messages import Outgoing


class Arrivals:
    """The newest message of each stream, read or not; times are true ns of the exchange's clock."""

    def __init__(self) -> None:
        self._newest: dict[str, int] = {}
        self._harmed: dict[str, int] = {}
        self._mended: dict[str, int] = {}

    def note(self, stream: str, at: int) -> None:
        """A message of a stream was handed to the client."""
        self._newest[stream] = at

    def restart(self) -> None:
        """The connection is over: nothing came by the next."""
        self._newest.clear()

    def newest(self, streams: Collection[str] | None = None) -> int | None:
        """When the newest message of these streams came, of any without a choice; None where none did."""
        found = [at for stream, at in self._newest.items() if streams is None or stream in streams]
        return max(found, default=None)

    def harm(self, message: Outgoing) -> None:
        """A fault loses, spoils or delays a message: what the client holds of its stream may be wrong from now on."""
        self._harmed[message.stream] = message.at
        self._mended.pop(message.stream, None)

    def send(self, message: Outgoing, at: int) -> None:
        """A message is on its way and arrives then: a snapshot of later than the harm makes up for it."""
        stream = message.stream
        if stream in self._harmed and message.at > self._harmed[stream] and b'"type":"snapshot"' in message.payload:
            self._mended.setdefault(stream, at)

    def may_be_wrong(self, stream: str, since: int) -> bool:
        """Whether what is held of a stream may have been wrong at that time or later, for what a fault did to it."""
        return stream in self._harmed and self._mended.get(stream, since) >= since
