"""Puts payloads to a decoder and takes down what it said, how long it took, and that all it accepted holds."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal, InvalidOperation
from time import perf_counter_ns, thread_time_ns
from typing import Any, Final

import orjson

from roxom_tui.model.events import BookDelta, BookSnapshot, Quote, Ticker, TickerDelta, Trade
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.get_answers import GetRefused
from roxom_tui.protocol.get_requests import GetKind, GetRequest, decode_answer
from roxom_tui.protocol.numbers import (
    BOOK_MONEY,
    DECIMALS,
    INTERESTS,
    MONEY,
    POSITIVE_SIZES,
    RESTING_SIZES,
    SIZES,
    UNNAMED,
    UNSTATED,
)
from tests.bad_frames.corpus import BALANCES, BOOKS, ORDERS, POSITIONS, REFUSALS
from tests.bad_frames.invariants import HOLDS, were_sent
from tests.bad_frames.mutants import Mutants

MEMOS: Final = (
    *(SIZES, POSITIVE_SIZES, RESTING_SIZES, INTERESTS, DECIMALS),
    *(memo for money in (*MONEY.values(), *UNSTATED.values(), *BOOK_MONEY.values(), UNNAMED) for memo in money),
)
LIMIT_NS: Final = 5_000_000
"""Of processor time, for a frame or an answer of usual size."""

LIMIT_PER_BYTE_NS: Final = 40
LIMIT_PER_CONTAINER_NS: Final = 6_000
"""More for each byte of it, and for each array or object: a level never met before takes three microseconds."""

LARGEST_LIMIT_NS: Final = 150_000_000
"""The most for any payload, whatever is in it: thirty thousand numbers and words never met before."""

PLAIN_TIMES: Final = 4
"""So many times what a plain reader takes at that moment is no fault of the decoder, but of a slow or busy machine."""

WORTH_MEASURING: Final = 0.5
"""The part of its limit from which on a payload's time is taken down exactly."""

_LONGEST_NUMBER: Final = 40

SMALL: Final = 4096
TRIES: Final = 3
FRESH_EVERY: Final = 4
WITNESSED_EVERY: Final = 64
FORGET_AFTER: Final = 50_000
BINARY_EVERY: Final = 200

_GOLD: Final = Symbol("GOLD-BTC")
_MARKET: Final = frozenset({Quote, BookSnapshot, BookDelta, Trade, Ticker, TickerDelta})

Decode = Callable[[Any], Sequence[Any]]


class Tally:
    """What became of the payloads so far."""

    def __init__(self) -> None:
        self.said: Counter[type[Any] | RejectReason | None] = Counter()
        """By the type of the first event, by the reason of a refusal, or None where nothing was to be said."""
        self.slowest_ns = 0
        self.worst = 0.0
        """The largest part of its limit that any took."""
        self.measured_again = 0

    def add(self, other: Tally) -> None:
        """Take in what another has counted."""
        self.said += other.said
        self.slowest_ns = max(self.slowest_ns, other.slowest_ns)
        self.worst = max(self.worst, other.worst)
        self.measured_again += other.measured_again

    @property
    def total(self) -> int:
        return self.said.total()

    @property
    def accepted(self) -> int:
        """How many were not refused."""
        return sum(
            count for what, count in self.said.items() if not isinstance(what, RejectReason) and what is not GetRefused
        )

    def __str__(self) -> str:
        if not self.total:
            return "none"
        lines = [f"{self.total:,} payloads, {self.accepted / self.total:.1%} accepted"]
        for what, count in self.said.most_common():
            lines.append(f"  {_name(what):34} {count:>10,} {count / self.total:7.2%}")
        slowest = f"slowest {self.slowest_ns / 1e6:.2f} ms" if self.slowest_ns else "none near its limit"
        lines.append(f"  {slowest}, {self.measured_again} measured again")
        return "\n".join(lines)


def _name(what: type[Any] | RejectReason | None) -> str:
    if isinstance(what, RejectReason):
        return f"refused: {what.value}"
    return "nothing" if what is None else what.__name__


@contextmanager
def no_collector() -> Iterator[None]:
    """Without the garbage collector, whose pauses belong to nobody."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def try_frames(count: int, seed: int) -> Tally:
    """Mutated frames through decoders: one in four through one that never met a topic, the others through one that has
    met many. AssertionError if one is answered with an exception, with what does not hold, or too late."""
    tally, mutants, experienced = Tally(), Mutants(f"frames/{seed}"), Decoder()
    with no_collector():
        for number in range(count):
            text = mutants.next()
            payload = text.encode("utf-8", "surrogatepass") if number % BINARY_EVERY == 0 else text
            if number % FORGET_AFTER == 0:
                experienced = Decoder()
            decoder = Decoder() if number % FRESH_EVERY == 0 else experienced
            events = answer(tally, decoder.decode, payload)
            if number % WITNESSED_EVERY == 1:
                for event in events:
                    if type(event) in _MARKET:
                        were_sent(event, text)
    return tally


def try_answers(count: int, seed: int) -> Tally:
    """The same for mutated answers of the GETs, each asked for as it would be and some with another status."""
    asked = {
        GetRequest(GetKind.BALANCE): BALANCES,
        GetRequest(GetKind.POSITIONS, symbol=_GOLD): POSITIONS,
        GetRequest(GetKind.ORDERS): ORDERS,
        GetRequest(GetKind.ORDER_BOOK, symbol=_GOLD): BOOKS,
    }
    trials = [
        (get, Mutants(f"answers/{seed}/{get.kind}", (*specimens, *REFUSALS), others=False))
        for get, specimens in asked.items()
    ]
    tally = Tally()
    with no_collector():
        for number in range(count):
            get, mutants = trials[number % len(trials)]
            body = mutants.next().encode("utf-8", "surrogatepass")
            status = 500 if number % 101 == 0 else 200
            answer(tally, _decode_answer(get, status), body)
    return tally


def _decode_answer(get: GetRequest, status: int) -> Decode:
    return lambda body: (decode_answer(get, body, status),)


def limit_of(payload: str | bytes) -> int:
    """The processor time in nanoseconds that one payload may take."""
    text = payload if isinstance(payload, str) else payload.decode("utf-8", "replace")
    if len(text) < SMALL:
        return LIMIT_NS
    containers = text.count("[") + text.count("{")
    return min(LIMIT_NS + LIMIT_PER_BYTE_NS * len(text) + LIMIT_PER_CONTAINER_NS * containers, LARGEST_LIMIT_NS)


def answer(
    tally: Tally, decode: Decode, payload: str | bytes, *, limit: Callable[[str | bytes], int] = limit_of
) -> Sequence[Any]:
    """What `decode` says to one payload, checked and counted."""
    limit_ns = limit(payload)
    started = perf_counter_ns()
    try:
        events = decode(payload)
    except Exception as error:
        raise AssertionError(f"{type(error).__name__} of {payload[:2000]!a}") from error
    spent = perf_counter_ns() - started
    # Processor time is never more than time, which is the cheaper to ask for.
    if spent > max(tally.worst, WORTH_MEASURING) * limit_ns:
        spent = least(decode, payload)
        tally.measured_again += 1
        if spent > limit_ns and spent <= PLAIN_TIMES * least(plainly, payload):
            # A machine that is slow or busy now: what checks nothing and keeps nothing takes too long as well.
            spent = limit_ns
        tally.slowest_ns = max(tally.slowest_ns, spent)
        tally.worst = max(tally.worst, spent / limit_ns)
        assert spent <= limit_ns, f"{spent / 1e6:.1f} ms of CPU for {len(payload)}: {payload[:2000]!a}"
    first = events[0] if events else None
    tally.said[first.reason if type(first) is FrameRejected else type(first) if events else None] += 1
    try:
        for event in events:
            HOLDS[type(event)](event)
    except Exception as error:
        raise AssertionError(f"{error!r} in what was made of {payload[:2000]!a}") from error
    return events


def plainly(payload: str | bytes) -> Sequence[Any]:
    """Parses a payload and makes a decimal of every number in it, and nothing else: what no decoder can do without."""
    numbers: list[Decimal] = []
    with suppress(orjson.JSONDecodeError):
        waiting = [orjson.loads(payload)]
        while waiting:
            node = waiting.pop()
            if type(node) is list:
                waiting.extend(node)
            elif type(node) is dict:
                waiting.extend(node.values())
            elif type(node) is str and len(node) <= _LONGEST_NUMBER and node[-1:].isdigit():
                with suppress(InvalidOperation):
                    numbers.append(Decimal(node))
            elif type(node) is int or type(node) is float:
                numbers.append(Decimal(str(node)))
    return numbers


def least(decode: Decode, payload: str | bytes) -> int:
    """The least processor time in nanoseconds of a few tries: what it costs, not what came between. Each time every
    number in it is as good as new."""
    times = []
    for _ in range(TRIES):
        for memo in MEMOS:
            memo.forget()
        started = thread_time_ns()
        decode(payload)
        times.append(thread_time_ns() - started)
    return min(times)
