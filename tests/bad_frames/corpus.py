"""What is mutated: a frame of every kind as an exchange would send it, and an answer of every GET, small and large.

Each is kept as tokens too, with the places of its values, keys, members and containers, so that a mutant can be made
in microseconds and be valid JSON all the same.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from tests.support.get_bodies import (
    BOOK,
    NEWER_BALANCE,
    NEWER_ORDER,
    NEWER_POSITION,
    OLDER_ORDER,
    OLDER_POSITION,
    SNAKE_POSITION,
)
from tests.support.samples import AT, BALANCE, CONNECTION_ID, FRAMES, LONG_ORDER, POSITION, TICKER, account, market


class Specimen(NamedTuple):
    """One text to mutate. Spans are pairs of token indices, the second exclusive."""

    text: str
    tokens: tuple[str, ...]
    scalars: tuple[int, ...]
    keys: tuple[int, ...]
    members: tuple[tuple[int, int], ...]
    """What can be left out or said twice: a member of an object or an array with the comma before it."""
    containers: tuple[tuple[int, int], ...]


def specimen(text: str) -> Specimen:
    """A JSON text taken apart."""
    parts: dict[str, list[Any]] = {name: [] for name in Specimen._fields[1:]}
    _take_apart(json.loads(text), parts)
    return Specimen("".join(parts["tokens"]), *(tuple(part) for part in parts.values()))


def _take_apart(node: Any, parts: dict[str, list[Any]]) -> None:
    tokens = parts["tokens"]
    if not isinstance(node, dict | list):
        parts["scalars"].append(len(tokens))
        tokens.append(json.dumps(node))
        return
    start = len(tokens)
    tokens.append("{" if isinstance(node, dict) else "[")
    for number, key in enumerate(node):
        before = len(tokens)
        if number:
            tokens.append(",")
        if isinstance(node, dict):
            parts["keys"].append(len(tokens))
            tokens.extend((json.dumps(key), ":"))
        _take_apart(node[key] if isinstance(node, dict) else key, parts)
        if number:
            parts["members"].append((before, len(tokens)))
    tokens.append("}" if isinstance(node, dict) else "]")
    parts["containers"].append((start, len(tokens)))


def book(levels: int) -> str:
    """A snapshot of so many levels, no number twice."""
    sides: dict[str, Any] = {
        side: [[f"0.{middle + number:08d}", f"{number + 1}.{middle % 89:02d}"] for number in range(levels // 2)]
        for side, middle in (("bid", 4_100_000), ("ask", 4_312_700))
    }
    return market("depth", **sides)


def tape(trades: int) -> str:
    """So many trades at once."""
    frame: dict[str, Any] = json.loads(market("trade"))
    frame["data"] = [
        {
            "px": f"0.{4_300_000 + number:08d}",
            "qty": f"{number + 1}.5",
            "side": "sell",
            "id": number,
            "time": AT + number,
        }
        for number in range(trades)
    ]
    return json.dumps(frame)


def _acknowledged(event: str, streams: int, **more: Any) -> str:
    channels = ("ticker", "level1", "depth", "trade")
    args = [{"channel": channels[number % 4], "instId": f"S{number}-BTC"} for number in range(streams)]
    return json.dumps({"event": event, "args": args, **more})


_OLD_NESTING = json.dumps({"data": {"type": "order", "data": LONG_ORDER}})

SMALL = tuple(
    specimen(text)
    for text in (
        *FRAMES,
        market("ticker", **{**TICKER, "unit": "sats", "lastPrice": "4312500", "markPrice": 4312200}),
        market("level1", bid=["0.04312300", "0.75"], ask=None),
        market("level1", bid=[], ask=[4, 2], unit="SATS"),
        market("depth", "delta", bid=[["0.04312100", "0"], ["0", "0"]], ask=[["0.05", "1", "extra"]]),
        market("trade", px=4_312_700, qty=2, isBuyerMaker=True, id=17, time="2026-01-01T00:00:00Z", unit="sats"),
        tape(2),
        account("order", [LONG_ORDER, LONG_ORDER]),
        account("position", {**POSITION, "adlRank": 3}),
        account("balance", {"asset": "USDC", "amount": "5", "balanceAfter": "7"}),
        account("account", "plain words"),
        account("account", [1, "two", {"three": [None, True, 0.5]}]),
        _OLD_NESTING,
        _acknowledged("subscribe", 2, code=0, connId=CONNECTION_ID),
        _acknowledged("subscribe", 1, code="60014", msg="Unknown channel"),
        _acknowledged("unsubscribe", 1, code="0"),
        json.dumps({"event": "subscribe", "arg": {"channel": "orders"}}),
        json.dumps({"event": "error", "code": 600010, "message": "Invalid signature"}),
    )
)
"""A busy exchange's usual frames; every way of each channel to say something."""

MEDIUM = tuple(
    specimen(text)
    for text in (book(100), tape(40), account("order", [LONG_ORDER] * 8), account("position", [POSITION] * 5))
)

LARGE = tuple(
    specimen(text)
    for text in (
        book(998),
        book(10_200),
        tape(400),
        account("order", [LONG_ORDER] * 100),
        account("position", [POSITION] * 100),
        account("balance", [BALANCE] * 100),
        _acknowledged("subscribe", 500),
        market("level1", note="x" * 1_000_000, bid=None, ask=None),
        account("account", {"text": "\u202eé\\\n" * 60_000}),
        account("account", list(range(3000))),
        account("account", [{}] * 30_010),
        account("order", [{}] * 30_010),
        market("trade", fills=[[{}]] * 30_010),
        market("level1", note="7" * 500_000, bid=["1", "2"], ask=["1", "9" * 500_000]),
    )
)
"""A busy exchange's largest, and a whole book beyond what is kept of one."""


def _answer(data: Any, **more: Any) -> Specimen:
    return specimen(json.dumps({"data": data, "error": False, **more}))


BALANCES = (_answer(NEWER_BALANCE), _answer({"available": "0.74", "balance": "0.80", "currency": "BTC"}))
POSITIONS = (
    _answer({"positions": [NEWER_POSITION]}),
    _answer([OLDER_POSITION, SNAKE_POSITION]),
    _answer([NEWER_POSITION] * 4, unit="sats"),
)
ORDERS = (_answer({"orders": [NEWER_ORDER, OLDER_ORDER]}), _answer([OLDER_ORDER] * 4))
BOOKS = (
    _answer(BOOK),
    _answer({"unit": "sats", "buys": [{"price": 4_312_300, "size": "1"}] * 9, "sells": [], "symbol": "GOLD-BTC"}),
)
REFUSALS = (
    specimen(json.dumps({"error": {"code": "1001", "message": "Invalid signature", "details": "x"}})),
    specimen(json.dumps({"error": True, "code": 429, "msg": "slow down", "data": None})),
)
