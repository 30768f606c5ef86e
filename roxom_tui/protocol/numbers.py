"""Numbers on the wire to exact numbers, strictly: what `Decimal` would take and an exchange never sends is refused.

`Decimal` itself accepts `1_000`, Arabic digits, `NaN` and `1e9`; the grammar here does not (client 5.2). JSON
integers are taken as well, booleans never. A JSON number with a fraction comes as a binary one, and of at most 15
digits it comes back unharmed: the shortest decimal that leads to it is the one that was written (protocol 7.4).

The same few thousand texts come again and again, so a memo keeps what they mean: a hit costs one look-up. JSON integers
and fractions have memos of their own, because `"1"`, `1` and `1.0` may be in different units, and `1`, `1.0` and `True`
are one key to a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final, Generic, NamedTuple, NoReturn, TypeVar, cast

from roxom_tui.model.money import Btc, Price, Size, Unit, UnstatedAmount, UnstatedPrice, spelled_price
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.refusal import Refusal, missing, shown

MAX_DIGITS: Final = 15
"""So many significant digits survive a double (IEEE 754)."""

_PLACES: Final = 18
_UNUSUAL_ENDS: Final = "0fn"
"""Of `7.0`, of what is infinite, and of what is no number."""

_shortest = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?").fullmatch


class FloatCount:
    """The count of JSON numbers with a fraction that were read, in the life of the program."""

    __slots__ = ("_last", "taken")

    def __init__(self) -> None:
        self.taken = 0
        self._last = 0.0

    def take(self, value: float) -> None:
        """One more; the same one that is read again at once, as with more care, is none."""
        if value is not self._last:
            self._last = value
            self.taken += 1


FLOATS: Final = FloatCount()


def text_of_float(value: float) -> str | None:
    """The decimal as text without an exponent, a fraction of zero left out; None where it is not certain or no number.

    It is certain up to `MAX_DIGITS` digits; with more than 18 before or behind the point it is refused as any text is.
    """
    shortest = repr(value)
    if len(shortest) <= MAX_DIGITS and shortest[-1] not in _UNUSUAL_ENDS and "e" not in shortest and value:
        FLOATS.take(value)
        return shortest
    found = _shortest(shortest)
    if found is None:
        return None
    sign, whole, fraction, exponent = found.groups("")
    digits, point = whole + fraction, len(whole) + int(exponent or 0)
    if len(digits.strip("0")) > MAX_DIGITS or not -_PLACES < point <= _PLACES:
        return None
    FLOATS.take(value)
    digits = digits.ljust(point, "0") if point >= 0 else "0" * -point + digits
    point = max(point, 0)
    head, tail = digits[:point].lstrip("0") or "0", digits[point:].rstrip("0")
    sign = sign if value else ""
    return f"{sign}{head}.{tail}" if tail else f"{sign}{head}"


MEMO_SIZE: Final = 4096
"""An hour of the simulated exchange brings 730 prices of four books and 2,600 sizes: of 200 texts one is new."""

BOOKS_MEMO: Final = 2 * MEMO_SIZE
"""Prices and sizes of levels, with those before as many again: a book of 5,000 levels a side is still known."""

PASSING_MEMO: Final = 256
"""Marks, open interest, turnovers, rates: nearly each is new, so what is kept longer is never met again."""

EXACT: Final = Context(prec=64)
"""Enough digits that sums and differences of two numbers on the wire are never rounded."""

_MAX_INTEGER: Final = 10**18
_SATS_SHIFT: Final = 8
_ALL_BITCOINS: Final = 21_000_000
_grammar = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?").fullmatch
_at_least_zero = re.compile(r"(?:-(?=[0.]+\Z))?[0-9]{1,18}(?:\.[0-9]{1,18})?").fullmatch
"""The same without what is below zero."""

NumberT = TypeVar("NumberT", bound=Decimal)


class NumberMemo(Generic[NumberT]):
    """Numbers by what was sent. `known` holds those sent as text, a plain dictionary where the hot readers look first.
    When it is full it begins anew, and what was in it is at hand until it is full again: so what still comes stays, and
    the rest goes. The memos of JSON numbers are emptied when they are full."""

    __slots__ = ("_before", "_floats", "_grammar", "_integers", "_make", "_make_integer", "_most", "known")

    def __init__(
        self,
        make: Callable[[str], NumberT],
        integers: Callable[[str], NumberT] | None = None,
        *,
        most: int = MEMO_SIZE,
        grammar: Callable[[str], object] | None = _grammar,
    ) -> None:
        """`make` reads text that the grammar knows, ValueError if it is still no such number; without one any text.

        `integers` reads JSON integers where those mean something else. `most` texts are in `known`, and as many before.
        """
        self.known: dict[str, NumberT] = {}
        self._before: dict[str, NumberT] = {}
        self._floats: dict[float, NumberT] = {}
        self._integers: dict[int, NumberT] = {}
        self._make = make
        self._grammar = grammar
        self._make_integer = integers or make
        self._most = most

    def read(self, value: object) -> NumberT:
        """The number in a text or a JSON number; `Refusal` if there is none, for any value whatever."""
        if type(value) is str:
            number = self.known.get(value)
            return self.learn(value) if number is None else number
        if type(value) is int:
            number = self._integers.get(value)
            return self._learn_integer(value) if number is None else number
        if type(value) is not float:
            raise Refusal(RejectReason.WRONG_TYPE, f"a {type(value).__name__} for a number")
        number = self._floats.get(value)
        if number is None:
            return self._learn_float(value)
        FLOATS.take(value)
        return number

    def learn(self, text: str) -> NumberT:
        """The number in a text not met before."""
        number = self.figure(text)
        if number is None:
            raise Refusal(RejectReason.BAD_NUMBER, shown(text))
        return number

    def figure(self, value: object) -> NumberT | None:
        """The same as `optional` of a value that was not found among those known, in less time for a text."""
        if type(value) is not str:
            return optional(self, value)
        number = self._before.get(value)
        if number is None:
            grammar = self._grammar
            if grammar is not None and grammar(value) is None:
                return None
            try:
                number = self._make(value)
            except ValueError:
                return None
        most, known = self._most, self.known
        if most:
            if len(known) >= most:
                self._before = known.copy()
                known.clear()
            known[value] = number
        return number

    def forget(self) -> None:
        """Keep nothing of what was read."""
        self.known.clear()
        self._before.clear()
        self._floats.clear()
        self._integers.clear()

    def _number(self, text: str) -> NumberT:
        if self._grammar is not None and self._grammar(text) is None:
            raise Refusal(RejectReason.BAD_NUMBER, shown(text))
        try:
            return self._make(text)
        except ValueError:
            raise Refusal(RejectReason.BAD_NUMBER, shown(text)) from None

    def _learn_float(self, value: float) -> NumberT:
        text = text_of_float(value)
        if text is None:
            raise Refusal(RejectReason.BAD_NUMBER, "a JSON number of too many digits")
        number = self._number(text)
        if len(self._floats) >= self._most:
            self._floats.clear()
        self._floats[value] = number
        return number

    def _learn_integer(self, value: int) -> NumberT:
        if not -_MAX_INTEGER < value < _MAX_INTEGER:
            raise Refusal(RejectReason.BAD_NUMBER, "an integer of more than 18 digits")
        try:
            number = self._make_integer(str(value))
        except ValueError:
            raise Refusal(RejectReason.BAD_NUMBER, shown(str(value))) from None
        if len(self._integers) >= self._most:
            self._integers.clear()
        self._integers[value] = number
        return number


def sats_to_btc(sats: Decimal) -> Decimal:
    """The same amount in BTC, exactly and with its digits kept: `4312500` becomes `0.04312500` (protocol 6.9)."""
    sign, digits, exponent = sats.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("not a finite amount")
    return Decimal((sign, digits, exponent - _SATS_SHIFT))


def _above_zero(price: Price) -> Price:
    if price.key <= 0:
        raise ValueError("not above zero")
    return price


def _unstated_price(text: str) -> Price:
    return spelled_price(text, UnstatedPrice)


def _sats_price(text: str) -> Price:
    return _above_zero(Price(sats_to_btc(Decimal(text))))


def _sats_amount(text: str) -> Btc:
    return Btc(sats_to_btc(Decimal(text)))


def _unstated_amount(text: str) -> Btc:
    amount = UnstatedAmount(text)
    if abs(amount) > _ALL_BITCOINS:
        raise ValueError("more than there are")
    return Btc(amount)


def _unreadable(text: str) -> NoReturn:
    raise ValueError(f"in which unit is {text}?")


class Money(NamedTuple):
    """The readers of money stated in one unit, always to BTC.

    A price of zero is what some write for "none" (protocol 4.5), and none is below: neither is ever taken for a price.
    """

    prices: NumberMemo[Price]
    amounts: NumberMemo[Btc]
    marks: NumberMemo[Price]
    """Mark and index prices: nearly each is new, so among the others they would drive those out."""


MONEY: Final = {
    Unit.BTC: Money(
        NumberMemo(spelled_price, most=BOOKS_MEMO, grammar=None),
        NumberMemo(cast("Callable[[str], Btc]", Decimal), most=PASSING_MEMO),
        NumberMemo(spelled_price, most=PASSING_MEMO, grammar=None),
    ),
    Unit.SATS: Money(
        NumberMemo(_sats_price, most=BOOKS_MEMO),
        NumberMemo(_sats_amount, most=PASSING_MEMO),
        NumberMemo(_sats_price, most=PASSING_MEMO),
    ),
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


UNREADABLE_MONEY: Final = Money(NumberMemo(_unreadable), NumberMemo(_unreadable), NumberMemo(_unreadable))
"""Money in a unit that cannot be found out."""

BOOK_MONEY: Final = {
    Unit.BTC: Money(NumberMemo(spelled_price, _sats_price), MONEY[Unit.BTC].amounts, MONEY[Unit.BTC].marks),
    Unit.SATS: MONEY[Unit.SATS],
}
"""The same in the answer that holds a book: it is compared with one whose unit is known."""


def _positive_size(text: str) -> Size:
    size = Decimal(text)
    if size <= 0:
        raise ValueError("not above zero")
    return Size(size)


_size: Final = cast("Callable[[str], Size]", Decimal)

SIZES: Final[NumberMemo[Size]] = NumberMemo(_size, most=BOOKS_MEMO)
"""Contracts, the same in every unit. A change may be negative."""


def _size_at_all(text: str) -> Size:
    size = _size(text)
    if size.is_signed() and size:
        raise ValueError("below zero")
    return size


RESTING_SIZES: Final[NumberMemo[Size]] = NumberMemo(_size, _size_at_all, grammar=_at_least_zero)
"""Contracts that rest somewhere: as `SIZES`, but never less than none."""

INTERESTS: Final[NumberMemo[Size]] = NumberMemo(_size, _size_at_all, most=PASSING_MEMO, grammar=_at_least_zero)
"""Contracts held by all: the same, and nearly each is new."""

VOLUMES: Final[NumberMemo[Size]] = NumberMemo(_size, _size_at_all, most=0, grammar=_at_least_zero)
"""Contracts traded over a time: likewise. Each trade has another, so none is kept."""

POSITIVE_SIZES: Final[NumberMemo[Size]] = NumberMemo(_positive_size)
"""Contracts, where zero and less are no size: what is known here needs no further look."""

DECIMALS: Final[NumberMemo[Decimal]] = NumberMemo(Decimal, most=PASSING_MEMO)
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
