"""Numbers on the wire to exact numbers, strictly: what `Decimal` would take and an exchange never sends is refused.

`Decimal` itself accepts `1_000`, Arabic digits, `NaN` and `1e9`; the grammar here does not (reliability 5). JSON
integers are taken as well, and JSON numbers with a fraction where these are exact (`floats`); booleans never.

The same few thousand texts come again and again, so a memo keeps what they mean: a hit costs one look-up. Only text is
kept as a key, because `1`, `1.0` and `True` are one key to a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final, Generic, NamedTuple, TypeVar, cast

from roxom_tui.model.number import Btc, Price, Size, Unit, UnstatedAmount, UnstatedPrice, spelled_price
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.floats import text_of_float
from roxom_tui.protocol.refusal import Refusal, missing, shown

MEMO_SIZE: Final = 4096
"""An hour of the simulated exchange brings 730 prices of four books and 2,600 sizes: of 200 texts one is new."""

BOOKS_SHARE: Final = 8
"""Prices and sizes of levels have so many times the room: two whole books of 5,000 levels a side."""

EXACT: Final = Context(prec=64)
"""Enough digits that sums and differences of two numbers on the wire are never rounded."""

_MAX_INTEGER: Final = 10**18
_SATS_SHIFT: Final = 8
_ALL_BITCOINS: Final = 21_000_000
_grammar = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?").fullmatch

NumberT = TypeVar("NumberT", bound=Decimal)


class NumberMemo(Generic[NumberT]):
    """Numbers by their text. `known` is emptied when it is full; the hot readers look there first.

    A plain dictionary, because the interpreter looks things up in that faster than in any of its kind.
    """

    __slots__ = ("_make", "_make_integer", "_share", "known")

    def __init__(
        self,
        make: Callable[[str], NumberT],
        integers: Callable[[str], NumberT] | None = None,
        *,
        share: int = 1,
    ) -> None:
        """`make` reads text that the grammar knows, ValueError if it is still no such number.

        `integers` reads JSON integers where those mean something else. `share` times `MEMO_SIZE` numbers are kept.
        """
        self.known: dict[str, NumberT] = {}
        self._make = make
        self._make_integer = integers or make
        self._share = share

    def read(self, value: object) -> NumberT:
        """The number in a text or a JSON number; `Refusal` if there is none, for any value whatever."""
        if type(value) is not str:
            return self._from_number(value)
        number = self.known.get(value)
        return self.learn(value) if number is None else number

    def learn(self, text: str) -> NumberT:
        """The number in a text not met before. TypeError if it is no text."""
        if _grammar(text) is None:
            raise Refusal(RejectReason.BAD_NUMBER, shown(text))
        try:
            number = self._make(text)
        except ValueError:
            raise Refusal(RejectReason.BAD_NUMBER, shown(text)) from None
        if len(self.known) >= MEMO_SIZE * self._share:
            self.known.clear()
        self.known[text] = number
        return number

    def _from_number(self, value: object) -> NumberT:
        if type(value) is float:
            text = text_of_float(value)
            if text is None:
                raise Refusal(RejectReason.BAD_NUMBER, "a JSON number of too many digits")
            return self.read(text)
        if type(value) is not int:
            raise Refusal(RejectReason.WRONG_TYPE, f"a {type(value).__name__} for a number")
        if not -_MAX_INTEGER < value < _MAX_INTEGER:
            raise Refusal(RejectReason.BAD_NUMBER, "an integer of more than 18 digits")
        if self._make_integer is self._make:
            return self.read(str(value))
        try:
            return self._make_integer(str(value))
        except ValueError:
            raise Refusal(RejectReason.BAD_NUMBER, shown(str(value))) from None


def sats_to_btc(sats: Decimal) -> Decimal:
    """The same amount in BTC, exactly and with its digits kept: `4312500` becomes `0.04312500` (protocol 6.9)."""
    sign, digits, exponent = sats.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("not a finite amount")
    return Decimal((sign, digits, exponent - _SATS_SHIFT))


def _btc_price(text: str) -> Price:
    price = spelled_price(text, Price)
    if price.key <= 0:
        raise ValueError("not above zero")
    return price


def _unstated_price(text: str) -> Price:
    price = spelled_price(text, UnstatedPrice)
    if price.key <= 0:
        raise ValueError("not above zero")
    return price


def _sats_price(text: str) -> Price:
    price = Price(sats_to_btc(Decimal(text)))
    if price.key <= 0:
        raise ValueError("not above zero")
    return price


def _sats_amount(text: str) -> Btc:
    return Btc(sats_to_btc(Decimal(text)))


def _btc_amount(text: str) -> Btc:
    return Btc(Decimal(text))


def _unstated_amount(text: str) -> Btc:
    amount = UnstatedAmount(text)
    if abs(amount) > _ALL_BITCOINS:
        raise ValueError("more than there are")
    return Btc(amount)


def _no_price(text: str) -> Price:
    raise ValueError(f"in which unit is {text}?")


def _no_amount(text: str) -> Btc:
    raise ValueError(f"in which unit is {text}?")


class Money(NamedTuple):
    """How money stated in one unit is read, always to BTC.

    A price of zero is what some write for "none" (protocol 4.5), and none is below: neither is ever taken for a price.
    """

    prices: NumberMemo[Price]
    amounts: NumberMemo[Btc]
    marks: NumberMemo[Price]
    """Mark and index prices: nearly each is new, so among the others they would drive those out."""


MONEY: Final = {
    Unit.BTC: Money(NumberMemo(_btc_price, share=BOOKS_SHARE), NumberMemo(_btc_amount), NumberMemo(_btc_price)),
    Unit.SATS: Money(NumberMemo(_sats_price, share=BOOKS_SHARE), NumberMemo(_sats_amount), NumberMemo(_sats_price)),
}
"""Money by its stated unit."""

UNNAMED: Final = Money(NumberMemo(_unstated_price), NumberMemo(_unstated_amount), NumberMemo(_unstated_price))
"""Money in an event of the account that states no unit: most likely BTC, but what comes of it has to be judged."""

UNSTATED: Final = {
    Unit.BTC: Money(
        NumberMemo(_unstated_price, _sats_price),
        NumberMemo(_unstated_amount, _sats_amount),
        NumberMemo(_unstated_price, _sats_price),
    ),
    Unit.SATS: MONEY[Unit.SATS],
}
"""Money in a GET's answer that states no unit: text is most likely in the unit asked for, but the older answers are
JSON integers, and those are sats whatever was asked for (protocol 5.3, 7.4)."""


UNREADABLE_MONEY: Final = Money(NumberMemo(_no_price), NumberMemo(_no_amount), NumberMemo(_no_price))
"""Money in a unit that cannot be found out."""

BOOK_MONEY: Final = {
    Unit.BTC: Money(NumberMemo(_btc_price, _sats_price), MONEY[Unit.BTC].amounts, MONEY[Unit.BTC].marks),
    Unit.SATS: MONEY[Unit.SATS],
}
"""The same in the answer that holds a book: it is compared with one whose unit is known."""


def _positive_size(text: str) -> Size:
    size = Decimal(text)
    if size <= 0:
        raise ValueError("not above zero")
    return Size(size)


SIZES: Final[NumberMemo[Size]] = NumberMemo(cast("Callable[[str], Size]", Decimal), share=BOOKS_SHARE)
"""Contracts, the same in every unit. A change may be negative."""


def _size_at_all(text: str) -> Size:
    size = Decimal(text)
    if size < 0:
        raise ValueError("below zero")
    return Size(size)


RESTING_SIZES: Final[NumberMemo[Size]] = NumberMemo(_size_at_all)
"""Contracts that rest somewhere: as `SIZES`, but never less than none."""

INTERESTS: Final[NumberMemo[Size]] = NumberMemo(_size_at_all)
"""Contracts held by all: the same, and nearly each is new."""

POSITIVE_SIZES: Final[NumberMemo[Size]] = NumberMemo(_positive_size)
"""Contracts, where zero and less are no size: what is known here needs no further look."""

DECIMALS: Final[NumberMemo[Decimal]] = NumberMemo(Decimal)
"""Rates, ratios and multiples."""


def optional(memo: NumberMemo[NumberT], value: object) -> NumberT | None:
    """The number, or None where it is absent or unreadable: for fields a message can do without."""
    if value is None:
        return None
    try:
        return memo.read(value)
    except Refusal:
        return None


def required(memo: NumberMemo[NumberT], value: object, field: str) -> NumberT:
    """The number a message cannot do without; `Refusal` naming the field otherwise."""
    if value is None:
        raise missing(field)
    try:
        return memo.read(value)
    except Refusal as refusal:
        raise refusal.inside(field) from None
