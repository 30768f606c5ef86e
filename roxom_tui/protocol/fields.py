"""Single fields of a parsed object: without a required one the message is refused, an optional one becomes None.

No page says whether a size has a sign (protocol 4.5, 4.7). They are documented as positive, beside a word for the side.
A negative one where something is sold means the same; without the word the sign is the side; where word and sign
contradict each other there is no side at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar

from roxom_tui.model.events import OrderUpdate, PositionUpdate
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Size, Unit
from roxom_tui.model.status import RejectReason
from roxom_tui.model.values import replace
from roxom_tui.protocol.numbers import MONEY, Money, NumberMemo, optional
from roxom_tui.protocol.refusal import Message, Refusal, missing, shown, wrong_type
from roxom_tui.protocol.text_gate import FIELD_LIMIT, gate, word
from roxom_tui.protocol.timestamps import to_ns

NumberT = TypeVar("NumberT", bound=Decimal)
UpdateT = TypeVar("UpdateT", OrderUpdate, PositionUpdate)

TIME_KEYS: Final = ("timestamp", "time", "createdTime", "updatedAt", "createdAt")


def first(data: Message, *keys: str) -> Any:
    """The value of the first key that is present and not null, else None."""
    for key in keys:
        value = data.get(key)
        if value is not None:
            return value
    return None


def identifier(data: Message, *keys: str) -> str:
    """A required id under the first of `keys` present.

    An id is a key, so one that the gate would have to alter is refused: two could become the same.
    """
    value = first(data, *keys)
    if value is None:
        raise missing(keys[0])
    if type(value) is not str:
        raise wrong_type(keys[0], value)
    if not value or gate(value) != value:
        raise Refusal(RejectReason.WRONG_TYPE, f"{keys[0]} is no printable text of 1 to {FIELD_LIMIT} characters")
    return value


def symbol_of(data: Message) -> Symbol:
    """The required `symbol`."""
    return Symbol(identifier(data, "symbol"))


def text(data: Message, *keys: str) -> str | None:
    """An optional text, gated; None if absent, empty or not a text."""
    value = first(data, *keys)
    return gate(value) if type(value) is str and value else None


def number(memo: NumberMemo[NumberT], data: Message, *keys: str) -> NumberT | None:
    """An optional number under the first of `keys` present."""
    return optional(memo, first(data, *keys))


Keys: TypeAlias = Mapping[str, tuple[str, ...]]
"""The optional fields of an update, and under which keys the exchange may write each."""


def with_unread(update: UpdateT, data: Message, keys: Keys) -> UpdateT:
    """The update, and the names of what the message tells and nothing could be read of."""
    names = [name for name in keys if getattr(update, name) is None and first(data, *keys[name]) is not None]
    return replace(update, unread=tuple(names)) if names else update


def time(data: Message, *keys: str) -> int | None:
    """An optional time in nanoseconds: the first of `keys` that can be read as one."""
    for key in keys:
        moment = to_ns(data.get(key))
        if moment is not None:
            return moment
    return None


def integer(data: Message, key: str) -> int | None:
    """An optional JSON integer, which some write `3.0`; a boolean is none."""
    value = data.get(key)
    if type(value) is float and value.is_integer():
        return int(value)
    return value if type(value) is int else None


def positive(value: NumberT | None) -> NumberT | None:
    """A number that has no meaning at zero or below."""
    return value if value is not None and value > 0 else None


def not_below_zero(value: NumberT | None) -> NumberT | None:
    """A number that has no meaning below zero."""
    return value if value is not None and value >= 0 else None


def unit_of(data: Message, default: Unit = Unit.BTC) -> Unit:
    """The `unit` in which prices are stated, `default` if unstated; refused if it is neither btc nor sats."""
    value = data.get("unit")
    if value is None:
        return default
    unit = UNITS.get(word(value)) if type(value) is str else None
    if unit is None:
        raise Refusal(RejectReason.UNKNOWN_SHAPE, f"unit {shown(value)}")
    return unit


def money_of(data: Message, default: Money = MONEY[Unit.BTC]) -> Money:
    """The reading of the money in `data`: by the unit it states, else `default`."""
    return default if data.get("unit") is None else MONEY[unit_of(data)]


UNITS: Final[Mapping[str, Unit]] = {unit.value: unit for unit in Unit}
"""Units by their word in lower case."""

_SIDES: Final[Mapping[str, OrderSide]] = {side.value: side for side in OrderSide}


def buy_or_sell(data: Message, *keys: str) -> OrderSide | None:
    """An optional side: the word under the first of `keys` present, in any case, or the boolean `isBuy`.

    None also where the two contradict each other.
    """
    value, is_buy = first(data, *keys), data.get("isBuy")
    by_flag = None if type(is_buy) is not bool else OrderSide.BUY if is_buy else OrderSide.SELL
    if type(value) is not str:
        return by_flag
    side = _SIDES.get(word(value))
    return side if by_flag in (None, side) else None


def magnitude(size: Size | None) -> Size | None:
    """A size without its sign."""
    return None if size is None else Size(abs(size))


def position_side(said: PositionSide | None, size: Size | None) -> PositionSide | None:
    """The side said, or that of a negative size; None where they contradict each other."""
    if size is None or size >= 0:
        return said
    return PositionSide.SHORT if said is not PositionSide.LONG else None


def quantities(side: OrderSide | None, *sizes: Size | None) -> tuple[OrderSide | None, tuple[Size | None, ...]]:
    """An order's side, and its quantities without sign.

    None of them is positive where a sale is written negative. One that is negative beside a positive one, or of a
    purchase, is no quantity.
    """
    sent = [size for size in sizes if size]
    if not any(size < 0 for size in sent):
        return side, sizes
    if side is OrderSide.BUY or any(size > 0 for size in sent):
        return side, tuple([None if size is not None and size < 0 else size for size in sizes])
    return OrderSide.SELL, tuple([None if size is None else Size(abs(size)) for size in sizes])
