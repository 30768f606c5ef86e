"""What reached the client by the connection there is, and when: what silence and its end are judged by."""

from __future__ import annotations

from collections.abc import Collection


class Arrivals:
    """The newest message of each stream, read or not; times are true ns of the exchange's clock."""

    def __init__(self) -> None:
        self._newest: dict[str, int] = {}

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
