"""The requests of clients, for tests: bounded, and without a header's value, which may be a secret."""

from __future__ import annotations

from collections import Counter, deque
from typing import Final, NamedTuple

_KEPT: Final = 10_000


class Asked(NamedTuple):
    """An HTTP request and the status it was answered with; 101 is an accepted handshake."""

    method: str
    target: str
    header_names: tuple[str, ...]
    status: int


class Heard(NamedTuple):
    """A client's frame."""

    connection: int
    payload: str | bytes


class Journal:
    """The newest requests and frames, and counters that forget nothing."""

    def __init__(self) -> None:
        self.requests: deque[Asked] = deque(maxlen=_KEPT)
        self.messages: deque[Heard] = deque(maxlen=_KEPT)
        self.methods: Counter[str] = Counter()
        self.handshakes = 0
        self.overflows = 0

    def asked(self, request: Asked) -> None:
        """Note a request."""
        self.requests.append(request)
        self.methods[request.method] += 1
        self.handshakes += request.status == 101

    def heard(self, message: Heard) -> None:
        """Note a frame."""
        self.messages.append(message)
