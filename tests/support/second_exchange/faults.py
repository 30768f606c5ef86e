"""Faults on demand: what each does to the connections that are open, or to the next one."""

from __future__ import annotations

import random
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.support.second_exchange.encoding import Message, text
from tests.support.second_exchange.happenings import Side
from tests.support.second_exchange.http import Answer, in_json
from tests.support.second_exchange.line import BINARY_FRAME, RESERVED_BITS, TEXT_FRAME, Line, frame
from tests.support.second_exchange.requests import INTERNAL
from tests.support.second_exchange.tampering import Add, Lose, Shuffle

if TYPE_CHECKING:
    from tests.support.second_exchange.server import Exchange

SILENCE = 40.0
EMPTY = 3.0
"""Seconds a side stays empty."""


class Fault(StrEnum):
    """All that can be injected into a running exchange."""

    RESET = "reset"
    END = "end"
    CLOSE_1001 = "close 1001"
    CLOSE_1011 = "close 1011"
    LOST_DELTA = "lost delta"
    CROSSED = "crossed"
    EARLY_DELTA = "early delta"
    STALE_DELTA = "stale delta"
    SHUFFLED = "shuffled"
    BROKEN_JSON = "broken text (JSON)"
    BROKEN_UTF8 = "broken text (UTF-8)"
    FRAGMENTS = "fragments"
    WHOLE_BOOK = "whole new book"
    SILENCE = "total silence"
    WRONG_SYMBOL = "wrong symbol"
    RESERVED_BITS = "reserved bits"
    BINARY = "binary"
    ERROR_60019 = "error 60019"
    EMPTY_SIDE = "empty side"


class Refusal(StrEnum):
    """What answers the next upgrade in place of 101."""

    HTML_403 = "403 with a page"
    JSON_401 = "401 with JSON"
    BUSY_429 = "429"
    DOWN_503 = "503"


def refusal(kind: Refusal) -> Answer:
    """The answer to an upgrade that is not wanted."""
    match kind:
        case Refusal.HTML_403:
            page = b"<!DOCTYPE html><html><head><title>Attention Required!</title></head><body>Sorry</body></html>"
            return Answer(403, page, "text/html; charset=UTF-8", (("Server", "edge"), ("X-Request-Ref", "8f1c")))
        case Refusal.JSON_401:
            return in_json(401, {"error": 401, "message": "invalid API key"})
        case Refusal.BUSY_429:
            return Answer(429, b"{}", more=(("Retry-After", "2"),))
        case Refusal.DOWN_503:
            return Answer(503, b"", "text/plain")


def inject(exchange: Exchange, fault: Fault, symbol: str, lots: random.Random) -> None:
    """Do it to every open connection; where it concerns a book, to that of `symbol`."""
    if fault is Fault.EMPTY_SIDE:
        exchange.empty(symbol, lots.choice(list(Side)), EMPTY)
        return
    if fault is Fault.EARLY_DELTA:
        exchange.desk.early.add(symbol)
    for line in list(exchange.lines):
        _ON_A_LINE[fault](exchange, line, symbol, lots)


def _early(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    """A delta comes before its snapshot only after a subscription, so the client is made to subscribe anew."""
    line.end()


def _crossed(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    side = lots.choice(list(Side))
    floor = exchange.venue.floors[symbol]
    across = floor.market.best(side.other)
    if across is not None:
        price = floor.instrument.price(across[0] - 2 * side.outward)
        level = [f"{price:.8f}", str(floor.instrument.size(310))]
        line.tamperings.append(Add(symbol, side.value, level, exchange.invented))


def _stale(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    old = exchange.recent[symbol]
    if old:
        line.say(old[0])


def _wrong_symbol(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    other = lots.choice([one for one in exchange.venue.floors if one != symbol])
    line.say(false_delta(exchange, symbol) | {"topic": f"depth.{other}"})
    line.say(false_delta(exchange, other) | {"topic": f"depth.{symbol}"})


def _broken_json(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    whole = text(false_delta(exchange, symbol)).encode()
    line.raw(frame(TEXT_FRAME, whole[: len(whole) * 2 // 3]))


def _broken_utf8(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    whole = text(false_delta(exchange, symbol)).encode()
    line.raw(frame(TEXT_FRAME, whole[:-2] + b"\xff\xc0" + whole[-2:]))


def _fragments(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    line.fragmented = 12


def _reserved(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    line.raw(frame(TEXT_FRAME | RESERVED_BITS, text(false_delta(exchange, symbol)).encode()))


def _binary(exchange: Exchange, line: Line, symbol: str, lots: random.Random) -> None:
    line.raw(frame(BINARY_FRAME, text(false_delta(exchange, symbol)).encode()))


def false_delta(exchange: Exchange, symbol: str) -> Message:
    """A change of the best bid's size that never was."""
    floor = exchange.venue.floors[symbol]
    top = floor.market.best(Side.BID)
    price = floor.instrument.price(floor.instrument.start if top is None else top[0])
    data: Message = {
        "symbol": symbol,
        "bid": [[f"{price:.8f}", "77777.7"]],
        "ask": [],
        "timestamp": exchange.venue.now,
    }
    return {"topic": f"depth.{symbol}", "type": "delta", "createdTime": exchange.venue.now, "data": data}


_ON_A_LINE: dict[Fault, Callable[[Exchange, Line, str, random.Random], None]] = {
    Fault.RESET: lambda exchange, line, symbol, lots: line.reset(),
    Fault.END: lambda exchange, line, symbol, lots: line.end(),
    Fault.CLOSE_1001: lambda exchange, line, symbol, lots: line.close(1001, "going away"),
    Fault.CLOSE_1011: lambda exchange, line, symbol, lots: line.close(1011, "internal error"),
    Fault.LOST_DELTA: lambda exchange, line, symbol, lots: line.tamperings.append(Lose(symbol, exchange.lost)),
    Fault.CROSSED: _crossed,
    Fault.EARLY_DELTA: _early,
    Fault.STALE_DELTA: _stale,
    Fault.SHUFFLED: lambda exchange, line, symbol, lots: line.tamperings.append(Shuffle(8, lots)),
    Fault.BROKEN_JSON: _broken_json,
    Fault.BROKEN_UTF8: _broken_utf8,
    Fault.FRAGMENTS: _fragments,
    Fault.WHOLE_BOOK: lambda exchange, line, symbol, lots: line.tell(exchange.desk.snapshot(symbol)),
    Fault.SILENCE: lambda exchange, line, symbol, lots: line.fall_silent(SILENCE),
    Fault.WRONG_SYMBOL: _wrong_symbol,
    Fault.RESERVED_BITS: _reserved,
    Fault.BINARY: _binary,
    Fault.ERROR_60019: lambda exchange, line, symbol, lots: line.complain(INTERNAL),
}
