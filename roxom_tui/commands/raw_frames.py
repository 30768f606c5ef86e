"""Which frames `stream --raw` prints where only some streams were asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from roxom_tui.model.channels import Stream, stream_of
from roxom_tui.model.status import ErrorReceived, FrameRejected, Rejected, Subscribed, Unsubscribed
from roxom_tui.protocol.decode import Decoded, stream_named


def tells_of(wished: Collection[Stream], payload: str | bytes, decoded: Sequence[Decoded]) -> bool:
    """Whether a frame tells of one of these streams, or of none that is known: errors, and what cannot be read."""
    named = frozenset(_streams(payload, decoded))
    return not named or not named.isdisjoint(wished)


def _streams(payload: str | bytes, decoded: Sequence[Decoded]) -> Iterator[Stream]:
    for item in decoded:
        match item:
            case Subscribed() | Unsubscribed():
                yield from item.streams
            case Rejected() | FrameRejected():
                if item.stream is not None:
                    yield item.stream
            case ErrorReceived():
                continue
            case _:
                yield stream_of(item)
    if not decoded and (stream := stream_named(payload)) is not None:
        # A list without an entry makes no event, and is of its stream all the same.
        yield stream
