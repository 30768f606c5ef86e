"""The faults of a scenario, as hooks on one connection's outgoing messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import orjson
from msgspec import Struct

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import SECOND
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import CONTROL, Hook, Outgoing


class FaultRule(Struct, frozen=True):
    """A rule for a fault: the messages it befalls, and what becomes of one."""

    fits: Callable[[Outgoing], bool]
    act: Callable[[Outgoing], Iterable[Outgoing]]


class Fault(Struct, frozen=True):
    """A fault on each stream of each connection: after `first` seconds, then every `every`.

    With `lasts` it befalls the whole connection for so many seconds each time.
    """

    rule: FaultRule
    first: float = 5.0
    every: float = 15.0
    lasts: float = 0.0


def hooks_for(faults: tuple[Fault, ...]) -> tuple[Hook, ...]:
    """Fresh hooks for one connection; each keeps its own time."""
    return tuple(_Lasting(fault) if fault.lasts else _Periodic(fault) for fault in faults)


class _Periodic:
    """Does its fault to the first fitting message of each stream after each period."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._due: dict[str, int] = {}

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        due = self._due.setdefault(message.stream, message.at + round(self._fault.first * SECOND))
        if message.at < due or not self._fault.rule.fits(message):
            return (message,)
        self._due[message.stream] = message.at + round(self._fault.every * SECOND)
        return self._fault.rule.act(message)


class _Lasting:
    """Does its fault to every fitting message during its window of each period."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._began: int | None = None

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        if self._began is None:
            self._began = message.at
        since = (message.at - self._began) / SECOND - self._fault.first
        is_on = since >= 0 and since % self._fault.every < self._fault.lasts
        return self._fault.rule.act(message) if is_on and self._fault.rule.fits(message) else (message,)


def _is_data(message: Outgoing) -> bool:
    return message.stream != CONTROL


def _is_depth_delta(message: Outgoing) -> bool:
    return message.stream.startswith(Channel.DEPTH) and b'"type":"delta"' in message.payload


def _has_held_ask(message: Outgoing) -> bool:
    return _is_depth_delta(message) and any(_held(level) for level in _read(message)["data"]["ask"])


def _is_market(message: Outgoing) -> bool:
    return "." in message.stream


def _is_ticker(message: Outgoing) -> bool:
    return message.stream.startswith(Channel.TICKER)


def _may_come_twice(message: Outgoing) -> bool:
    return _is_data(message) and message.stream.split(".")[0] not in (Channel.DEPTH, Channel.LEVEL1)


def _lose(message: Outgoing) -> Iterable[Outgoing]:
    return ()


def _cross(message: Outgoing) -> Iterable[Outgoing]:
    """Add a bid at a price where asks rest; the client keeps it until it asks for the book again."""
    document = _read(message)
    price = next(level[0] for level in document["data"]["ask"] if _held(level))
    document["data"]["bid"].append([price, "1.00"])
    return (replace(message, payload=orjson.dumps(document)),)


def _cut(message: Outgoing) -> Iterable[Outgoing]:
    return replace(message, payload=message.payload[: len(message.payload) * 2 // 3]), message


def _as_binary(message: Outgoing) -> Iterable[Outgoing]:
    return replace(message, binary=True), message


def _unknown_channel(message: Outgoing) -> Iterable[Outgoing]:
    symbol = message.stream.split(".", 1)[1]
    strange = {"topic": f"candles.{symbol}", "type": "snapshot", "createdTime": message.at, "data": {"symbol": symbol}}
    return replace(message, payload=orjson.dumps(strange)), message


def _unknown_type(message: Outgoing) -> Iterable[Outgoing]:
    return replace(message, payload=b'{"type":"mystery","data":{"weather":"fair"}}'), message


def _mismatch(message: Outgoing) -> Iterable[Outgoing]:
    document = _read(message)
    document["data"]["symbol"] = "OTHER-BTC"
    return replace(message, payload=orjson.dumps(document)), message


def _nulls(message: Outgoing) -> Iterable[Outgoing]:
    document = _read(message)
    document["data"] |= dict.fromkeys(("markPrice", "indexPrice", "openInterest", "openInterestValue", "fundingRate"))
    return (replace(message, payload=orjson.dumps(document)),)


def _twice(message: Outgoing) -> Iterable[Outgoing]:
    return message, message


def _held(level: list[str]) -> bool:
    return not level[1].startswith("-") and level[1] != "0.00"


def _read(message: Outgoing) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(message.payload)
    return document


LOST_DELTA: Final = FaultRule(_is_depth_delta, _lose)
CROSSED_BOOK: Final = FaultRule(_has_held_ask, _cross)
MUTE: Final = FaultRule(_is_data, _lose)
MALFORMED: Final = FaultRule(_is_market, _cut)
BINARY: Final = FaultRule(_is_market, _as_binary)
UNKNOWN_CHANNEL: Final = FaultRule(_is_market, _unknown_channel)
UNKNOWN_TYPE: Final = FaultRule(_is_market, _unknown_type)
MISMATCH: Final = FaultRule(_is_market, _mismatch)
NULL_TICKER: Final = FaultRule(_is_ticker, _nulls)
DUPLICATE: Final = FaultRule(_may_come_twice, _twice)
