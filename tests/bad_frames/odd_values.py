"""Values that use the protocol's words in any place."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.support.samples import AT

KEYS = (
    *("topic", "type", "data", "event", "arg", "args", "channel", "symbol", "instId", "code", "msg", "bid", "ask"),
    *("timestamp", "createdTime", "price", "qty", "side", "unit", "id", "orderId", "status", "size", "balanceAfter"),
    *("isBuy", "lastPrice", "updateType", "closeDate", "time", "", "_", "\x1b"),
)
WORDS = (
    *("level1.A", "depth.A", "trade.A", "ticker.A", "orders", "snapshot", "delta", "order", "balance", "position"),
    *("account", "subscribe", "unsubscribe", "error", "level1", "A", "1", "-1", "0.5", "00", "1e5", "buy", "sats"),
    *("\u202e", "\x9b", "x" * 70, AT, 0, -1, 2**64, 10**30, 1.5, 1e300, True, False, None, "", "2026-01-01"),
)


def any_tree(random: Random, depth: int = 4) -> Any:
    """A value that uses the protocol's words in any place."""
    kind = random.random()
    if depth == 0 or kind < 0.5:
        return random.choice(WORDS)
    if kind < 0.7:
        return [any_tree(random, depth - 1) for _ in range(random.randrange(4))]
    return any_object(random, depth - 1)


def any_object(random: Random, depth: int = 4) -> dict[str, Any]:
    return {random.choice(KEYS): any_tree(random, depth) for _ in range(random.randrange(1, 7))}
