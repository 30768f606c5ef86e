"""The faults of a scenario, as hooks on one connection's outgoing messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import orjson

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import SECOND
from roxom_tui.simulator.outgoing_messages import CONTROL, Hook, Outgoing
from roxom_tui.simulator.scenarios import Fault, FaultKind

_Rule = tuple[Callable[[Outgoing], bool], Callable[[Outgoing], Iterable[Outgoing]]]


def hooks_for(faults: tuple[Fault, ...]) -> tuple[Hook, ...]:
    """Fresh hooks for one connection; each keeps its own time."""
    return tuple(_Mute(fault) if fault.kind is FaultKind.MUTE else _Periodic(fault) for fault in faults)


class _Periodic:
    """Does its fault to the first fitting message of each stream after each period."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._fits, self._act = _RULES[fault.kind]
        self._due: dict[str, int] = {}

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        due = self._due.setdefault(message.stream, message.at + round(self._fault.first * SECOND))
        if message.at < due or not self._fits(message):
            return (message,)
        self._due[message.stream] = message.at + round(self._fault.every * SECOND)
        return self._act(message)


class _Mute:
    """Loses all data, but not acknowledgements and errors, during its window of each period."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._began: int | None = None

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        if self._began is None:
            self._began = message.at
        since = (message.at - self._began) / SECOND - self._fault.first
        muted = since >= 0 and since % self._fault.every < self._fault.lasts
        return () if muted and message.stream != CONTROL else (message,)


def _is_depth_delta(message: Outgoing) -> bool:
    return message.stream.startswith(Channel.DEPTH) and b'"type":"delta"' in message.payload


def _has_held_ask(message: Outgoing) -> bool:
    return _is_depth_delta(message) and any(_held(level) for level in _read(message)["data"]["ask"])


def _is_market(message: Outgoing) -> bool:
    return "." in message.stream


def _is_ticker(message: Outgoing) -> bool:
    return message.stream.startswith(Channel.TICKER)


def _may_come_twice(message: Outgoing) -> bool:
    return message.stream != CONTROL and message.stream.split(".")[0] not in (Channel.DEPTH, Channel.LEVEL1)


def _lose(message: Outgoing) -> Iterable[Outgoing]:
    return ()


def _cross(message: Outgoing) -> Iterable[Outgoing]:
    """Add a bid at a price where asks rest; the client keeps it until it asks for the book again."""
    document = _read(message)
    price = next(level[0] for level in document["data"]["ask"] if _held(level))
    document["data"]["bid"].append([price, "1.00"])
    return (message._replace(payload=orjson.dumps(document)),)


def _cut(message: Outgoing) -> Iterable[Outgoing]:
    return message._replace(payload=message.payload[: len(message.payload) * 2 // 3]), message


def _as_binary(message: Outgoing) -> Iterable[Outgoing]:
    return message._replace(binary=True), message


def _unknown_channel(message: Outgoing) -> Iterable[Outgoing]:
    symbol = message.stream.split(".", 1)[1]
    strange = {"topic": f"candles.{symbol}", "type": "snapshot", "createdTime": message.at, "data": {"symbol": symbol}}
    return message._replace(payload=orjson.dumps(strange)), message


def _unknown_type(message: Outgoing) -> Iterable[Outgoing]:
    return message._replace(payload=b'{"type":"mystery","data":{"weather":"fair"}}'), message


def _mismatch(message: Outgoing) -> Iterable[Outgoing]:
    document = _read(message)
    document["data"]["symbol"] = "OTHER-BTC"
    return message._replace(payload=orjson.dumps(document)), message


def _nulls(message: Outgoing) -> Iterable[Outgoing]:
    document = _read(message)
    document["data"] |= dict.fromkeys(("markPrice", "indexPrice", "openInterest", "openInterestValue", "fundingRate"))
    return (message._replace(payload=orjson.dumps(document)),)


def _twice(message: Outgoing) -> Iterable[Outgoing]:
    return message, message


def _held(level: list[str]) -> bool:
    return not level[1].startswith("-") and level[1] != "0.00"


def _read(message: Outgoing) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(message.payload)
    return document


_RULES: Final[dict[FaultKind, _Rule]] = {
    FaultKind.LOST_DELTA: (_is_depth_delta, _lose),
    FaultKind.CROSSED_BOOK: (_has_held_ask, _cross),
    FaultKind.MALFORMED: (_is_market, _cut),
    FaultKind.BINARY: (_is_market, _as_binary),
    FaultKind.UNKNOWN_CHANNEL: (_is_market, _unknown_channel),
    FaultKind.UNKNOWN_TYPE: (_is_market, _unknown_type),
    FaultKind.MISMATCH: (_is_market, _mismatch),
    FaultKind.NULL_TICKER: (_is_ticker, _nulls),
    FaultKind.DUPLICATE: (_may_come_twice, _twice),
}
