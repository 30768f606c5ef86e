"""The GETs that exist for us, and nothing else (protocol 5): what is asked here, what is answered in `rest_answers`.

`GetRequest` builds its target itself, from an enum and checked parts, because the very text that is sent is signed.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, TypeAlias
from urllib.parse import quote

from msgspec import Struct

from roxom_tui.model.events import BalancesSeed, BookSnapshot, CalendarsSeed, OrdersSeed, PositionsSeed
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.protocol.calendar_answers import decode_calendars
from roxom_tui.protocol.get_answers import (
    GetRefused,
    decode_balance,
    decode_order_book,
    decode_orders,
    decode_positions,
)

MAX_BOOK_LEVELS: Final = 100
NEWER_PREFIX: Final = "/v1"
OLDER_PREFIX: Final = "/api/v1"
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*").fullmatch

Answer: TypeAlias = BalancesSeed | PositionsSeed | OrdersSeed | BookSnapshot | CalendarsSeed | GetRefused


class GetKind(Enum):
    """The allowed GETs, each with its path."""

    BALANCE = "/accounts/balance"
    POSITIONS = "/positions"
    ORDERS = "/orders"
    ORDER_BOOK = "/orderbook/snapshot"
    CALENDARS = "/market/calendars"
    """Documented under the older prefix alone, so it is asked for there (protocol 5.10)."""


_NEED_SYMBOL: Final = frozenset({GetKind.POSITIONS, GetKind.ORDER_BOOK, GetKind.CALENDARS})
_OF_PERPETUALS: Final = frozenset({GetKind.POSITIONS, GetKind.ORDERS, GetKind.ORDER_BOOK})


class GetRequest(Struct, frozen=True):
    """One GET. ValueError where a part is missing, does not belong to the kind, or is no part of a path.

    Where there is money the unit is always sent, for its default differs by endpoint (protocol 5.1).
    """

    kind: GetKind
    prefix: str = "/v1"
    symbol: Symbol | None = None
    unit: Unit = Unit.BTC
    levels: int | None = None

    def __post_init__(self) -> None:
        if _PREFIX(self.prefix) is None:
            raise ValueError(f"not a path prefix: {self.prefix!r}")
        if self.kind in _NEED_SYMBOL and not self.symbol:
            raise ValueError(f"{self.kind.name} needs a symbol")
        if self.kind is GetKind.BALANCE and self.symbol is not None:
            raise ValueError("BALANCE takes no symbol")
        if self.levels is not None and (self.kind is not GetKind.ORDER_BOOK or not 1 <= self.levels <= MAX_BOOK_LEVELS):
            raise ValueError(f"{self.kind.name} takes no {self.levels} levels")
        if self.unit not in set(Unit):
            raise ValueError(f"not a valid unit: {self.unit!r}")

    @property
    def target(self) -> str:
        """Path and query, percent-encoded: exactly what is signed and sent."""
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in self._parameters())
        prefix = older(self.prefix) if self.kind is GetKind.CALENDARS else self.prefix
        return f"{prefix}{self.kind.value}?{query}"

    def _parameters(self) -> list[tuple[str, str]]:
        parameters = [("instType", "perpetual")] if self.kind in _OF_PERPETUALS else []
        if self.symbol is not None:
            parameters.append(("symbol", self.symbol))
        if self.levels is not None:
            parameters.append(("levels", str(self.levels)))
        return parameters if self.kind is GetKind.CALENDARS else [*parameters, ("unit", self.unit.value)]


def other_prefix(prefix: str) -> str | None:
    """The same path in the other generation of the exchange's documentation; None if it is of neither."""
    if prefix.endswith(OLDER_PREFIX):
        return prefix[: -len(OLDER_PREFIX)] + NEWER_PREFIX
    if prefix.endswith(NEWER_PREFIX):
        return prefix[: -len(NEWER_PREFIX)] + OLDER_PREFIX
    return None


def older(prefix: str) -> str:
    """The path of the older generation, where it is that of the newer."""
    return prefix if prefix.endswith(OLDER_PREFIX) else other_prefix(prefix) or prefix


def decode_answer(asked: GetRequest, body: bytes, status: int) -> Answer:
    """Decode the exchange's answer to `asked`."""
    if asked.kind is GetKind.BALANCE:
        return decode_balance(body, status, asked.unit)
    if asked.kind is GetKind.ORDERS:
        return decode_orders(body, status, asked.unit)
    if asked.symbol is None:
        raise ValueError(f"{asked.kind.name} needs a symbol")
    if asked.kind is GetKind.CALENDARS:
        return decode_calendars(body, status, asked.symbol)
    if asked.kind is GetKind.POSITIONS:
        return decode_positions(body, status, asked.symbol, asked.unit)
    return decode_order_book(body, status, asked.symbol, asked.unit)
