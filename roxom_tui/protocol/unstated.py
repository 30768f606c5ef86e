"""The unit of JSON numbers in an answer that states none (protocol 5.3, 7.4).

Older answers are JSON integers, and those are sats, whatever was asked for. A fraction is no whole number of sats, so
by itself it is in the unit asked for. Side by side the two decide each other: integers that are far too large for
bitcoins make the fractions sats as well, as average prices can be; smaller ones may be bitcoins that happened to be
whole, and then nothing of the answer is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from roxom_tui.model.number import Unit
from roxom_tui.protocol.numbers import MONEY, UNREADABLE_MONEY, Money
from roxom_tui.protocol.refusal import Message

_SURELY_SATS: Final = 10_000
"""So many bitcoins no price, and hardly an account, is worth."""

_MONEY: Final = frozenset(
    {
        *("avgEntry", "avgExit", "markPrice", "liquidationPrice", "unrealizedPnl", "realizedPnl"),
        *("margin", "initialMargin", "maintenanceMargin", "positionBalance", "entryFees", "exitFees"),
        *("px", "price", "limitPrice", "triggerPx", "triggerPrice", "avgPx", "fillPx"),
        *("available", "current", "balance", "lockedInOrders"),
    }
)


def money_of_numbers(items: Iterable[Message], asked: Money) -> Money:
    """How the money in an answer without a unit is read: as asked for, as sats, or not at all."""
    whole: set[int] = set()
    has_fractions = False
    for item in items:
        for key, value in item.items():
            if key in _MONEY:
                if type(value) is float:
                    has_fractions = True
                elif type(value) is int and value:
                    whole.add(abs(value))
    if not (has_fractions and whole):
        return asked
    return MONEY[Unit.SATS] if min(whole) >= _SURELY_SATS else UNREADABLE_MONEY
