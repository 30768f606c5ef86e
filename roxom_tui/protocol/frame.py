"""The unit that socket, recording and simulator share: one message as received, stamped."""

from __future__ import annotations

from typing import NamedTuple


class Frame(NamedTuple):
    """A text (str) or binary (bytes) frame. `received_at` is monotonic ns, `received_wall` wall ns.

    `connection` is the number of the connection it came by: frames of an older one are never applied.
    """

    received_at: int
    received_wall: int
    connection: int
    payload: str | bytes
