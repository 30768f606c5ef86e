"""What can be done to single messages on their way out of the exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import orjson

from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from tests.faults.bench import Bench

Fits = Callable[[Outgoing], bool]
Change = Callable[[Outgoing], Iterable[Outgoing]]
Document = dict[str, Any]

DEPTH: Final = "depth.GOLD-BTC"
LEVEL1: Final = "level1.GOLD-BTC"
TICKER: Final = "ticker.GOLD-BTC"
TRADE: Final = "trade.GOLD-BTC"


def change(fits: Fits, act: Change, times: int = 1) -> Callable[[Bench], None]:
    """Do something to the next message that fits, or to the next few."""

    def begin(bench: Bench) -> None:
        left = times

        def hook(message: Outgoing) -> Iterable[Outgoing]:
            nonlocal left
            if left <= 0 or not fits(message):
                return (message,)
            left -= 1
            bench.network.arrivals.harm(message)
            return act(message)

        bench.exchange.add_hook(hook)

    return begin


def of(stream: str) -> Fits:
    """Any message of a stream."""
    return lambda message: message.stream == stream


def delta_of(stream: str) -> Fits:
    """A depth delta of a stream."""
    return lambda message: message.stream == stream and b'"type":"delta"' in message.payload


def snapshot_of(stream: str) -> Fits:
    """A depth snapshot of a stream."""
    return lambda message: message.stream == stream and b'"type":"snapshot"' in message.payload


def removing(stream: str) -> Fits:
    """A depth delta that ends a level."""
    return lambda message: delta_of(stream)(message) and b'"0.00"' in message.payload


def lose(message: Outgoing) -> Iterable[Outgoing]:
    return ()


def twice(message: Outgoing) -> Iterable[Outgoing]:
    return message, message


def later(seconds: float) -> Change:
    """Overtaken by what follows."""
    return lambda message: (replace(message, delay=round(seconds * 10**9)),)


def again(seconds: float) -> Change:
    """Told a second time, so much later."""
    return lambda message: (message, replace(message, delay=round(seconds * 10**9)))


class Batches:
    """Sums up the absolute deltas of a depth stream, and lets them leave as one with the first message after a batch's
    time. Its sizes are as old as that at most."""

    def __init__(self, stream: str, seconds: float) -> None:
        self._fits = delta_of(stream)
        self._stream = stream
        self._every = round(seconds * 10**9)
        self._last: Outgoing | None = None
        self._sizes: dict[str, dict[str, str]] = {}
        self.is_over = False
        """What waits leaves with the next message, and everything else as it comes."""

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        if self._last is not None and (self.is_over or message.at // self._every > self._last.at // self._every):
            yield replace(self._batch(self._last), at=message.at)
            self._last = None
        if self._fits(message) and not self.is_over and self._keep(message):
            return
        if message.stream == self._stream:
            # A snapshot: it knows of all that waits.
            self._last = None
        yield message

    def _keep(self, message: Outgoing) -> bool:
        try:
            data = orjson.loads(message.payload)["data"]
        except ValueError:
            # Another fault has broken it.
            return False
        if self._last is None:
            self._sizes = {"bid": {}, "ask": {}}
        self._last = message
        for side, sizes in self._sizes.items():
            sizes.update((price, size) for price, size in data[side])
        return True

    def _batch(self, last: Outgoing) -> Outgoing:
        document = orjson.loads(last.payload)
        for side, sizes in self._sizes.items():
            document["data"][side] = list(sizes.items())
        return replace(last, payload=orjson.dumps(document))


def edit(alter: Callable[[Document], None]) -> Change:
    """Another document in its place."""

    def act(message: Outgoing) -> Iterable[Outgoing]:
        try:
            document = orjson.loads(message.payload)
            alter(document)
        except (ValueError, TypeError, KeyError, IndexError):
            # Another fault was there before, and has left nothing that could be altered.
            return (message,)
        return (replace(message, payload=orjson.dumps(document)),)

    return act


def beside(payload: bytes, *, binary: bool = False) -> Change:
    """A strange message before the right one."""
    return lambda message: (replace(message, payload=payload, binary=binary), message)


def instead(payload: bytes, *, binary: bool = False) -> Change:
    """A strange message in the place of the right one, which is lost."""
    return lambda message: (replace(message, payload=payload, binary=binary),)


def all_of(*acts: Callable[[Bench], None]) -> Callable[[Bench], None]:
    """Several things at once."""

    def begin(bench: Bench) -> None:
        for act in acts:
            act(bench)

    return begin
