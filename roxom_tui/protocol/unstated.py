"""The unit of JSON numbers in an answer that states none (protocol 5.3, 7.4).

Older answers are JSON integers, and those are sats, whatever was asked for. A fraction is no whole number of sats, so
by itself it is in the unit asked for. Side by side the largest price decides for both, whole or not: one that is far
too large for bitcoins makes all of it sats, whatever small fee or profit stands beside it; a smaller one may be
bitcoins that happened to be whole, and then nothing of the answer is known, as where prices are text. Where no price
is told at all, as in a balance, the largest amount decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from roxom_tui.model.money import Unit
from roxom_tui.protocol.numbers import MONEY, UNREADABLE_MONEY, Money
from roxom_tui.protocol.refusal import Message

_SURELY_SATS: Final = 10_000
"""So many bitcoins no price, and hardly an account, is worth."""

_PRICES: Final = frozenset(
    {
        *("avgEntry", "avgExit", "markPrice", "liquidationPrice"),
        *("px", "price", "limitPrice", "triggerPx", "triggerPrice", "avgPx", "fillPx"),
    }
)
_AMOUNTS: Final = frozenset(
    {
        *("unrealizedPnl", "realizedPnl", "margin", "initialMargin", "maintenanceMargin", "positionBalance"),
        *("entryFees", "exitFees", "available", "current", "balance", "lockedInOrders"),
    }
)


def money_of_numbers(items: Iterable[Message], asked: Money) -> Money:
    """How the money in an answer without a unit is read: as asked for, as sats, or not at all."""
    prices: list[object] = []
    amounts: list[object] = []
    for item in items:
        for key, value in item.items():
            if key in _PRICES:
                prices.append(value)
            elif key in _AMOUNTS:
                amounts.append(value)
    numbers = _numbers([*prices, *amounts])
    if len({type(number) for number in numbers}) < 2:
        return asked
    deciding = _numbers(prices) if any(prices) else numbers
    return MONEY[Unit.SATS] if max(map(abs, deciding), default=0) >= _SURELY_SATS else UNREADABLE_MONEY


def _numbers(values: list[object]) -> list[int | float]:
    """The JSON numbers but zero, which is the same in every unit."""
    return [value for value in values if (type(value) is int or type(value) is float) and value]
