"""The cost of a size against a reference that adds contracts up in fractions, over thousands of random books."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from roxom_tui.model.market import Level, OrderSide, Side
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.state.reading.cost_of_size import (
    Taken,
    contracts_for,
    cost_of_contracts,
    side_taken,
    slip,
    slip_bp,
    up_to,
)

BOOKS = 4_000


def level(price: str, size: str) -> Level:
    return Level(Price(price), Size(Decimal(size)))


ASKS = (level("0.04312300", "1.20"), level("0.04312500", "0.50"), level("0.04312700", "4.00"))


def random_side(random: Random, side: Side) -> tuple[Level, ...]:
    """Up to 30 levels best first, some prices with other decimals than their neighbours, sizes of any length."""
    sign = 1 if side is Side.ASK else -1
    ticks, levels = random.randint(10**5, 10**7), list[Level]()
    for _ in range(random.randint(0, 30)):
        ticks = max(1, ticks + sign * random.choice((1, 1, 1, 2, 7, 40)))
        price = Price(Decimal(ticks).scaleb(-8).normalize() if random.random() < 0.2 else Decimal(ticks).scaleb(-8))
        size = Decimal(random.randint(1, 10 ** random.choice((2, 4, 12)))).scaleb(-random.choice((0, 2, 2, 8)))
        if not levels or price.key != levels[-1].price.key:
            levels.append(Level(price, Size(size)))
    return tuple(levels)


def half_even(exact: Fraction, places: int) -> Decimal:
    scaled = exact * 10**places
    floor, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    return Decimal(floor + (twice > 0 or (twice == 0 and floor % 2))).scaleb(-places)


class Reference:
    """Takes contracts one level after another, in fractions."""

    def __init__(self, levels: tuple[Level, ...]) -> None:
        self.left = [(Fraction(price), Fraction(size), price) for price, size in levels]
        self.size = self.cost = Fraction(0)
        self.prices: list[Price] = []

    def take(self, wanted: Fraction) -> None:
        for price, size, told in self.left:
            part = min(size, wanted - self.size)
            if part <= 0:
                break
            self.size, self.cost = self.size + part, self.cost + part * price
            self.prices.append(told)

    def agrees(self, taken: Taken) -> bool:
        same = (Fraction(taken.size), Fraction(taken.cost), taken.levels) == (self.size, self.cost, len(self.prices))
        worst = self.prices[-1] if self.prices else None
        places = max((price.decimals for price in self.prices), default=8)
        places = max(8, places)
        vwap = half_even(self.cost / self.size, places) if self.size else None
        return same and taken.worst == worst and taken.vwap == vwap


def test_a_size_in_any_book_costs_what_the_reference_says() -> None:
    random = Random(1)
    for _ in range(BOOKS):
        levels = random_side(random, random.choice((Side.BID, Side.ASK)))
        held = sum((level.size for level in levels), Decimal(0))
        wanted = Size((held * Decimal(random.randint(1, 150))).scaleb(-2) or Decimal(1))
        taken, reference = cost_of_contracts(levels, wanted), Reference(levels)
        reference.take(Fraction(wanted))
        assert reference.agrees(taken)
        assert taken.is_all is (Fraction(wanted) <= Fraction(held))


def test_up_to_any_price_stands_what_the_reference_says() -> None:
    random = Random(2)
    for _ in range(BOOKS):
        side = random.choice((Side.BID, Side.ASK))
        levels = random_side(random, side)
        edge = random.choice(levels).price.key + random.choice((-1, 0, 0, 1)) if levels else 10**12
        within = [one for one in levels if (one.price.key <= edge if side is Side.ASK else one.price.key >= edge)]
        reference = Reference(levels)
        reference.take(sum((Fraction(one.size) for one in within), Fraction(0)))
        assert reference.agrees(up_to(levels, side, edge))


def test_an_amount_pays_for_as_many_contracts_as_never_cost_more_and_one_step_more_would() -> None:
    random = Random(3)
    for _ in range(BOOKS):
        levels = random_side(random, Side.ASK)
        whole = sum((price * size for price, size in levels), Decimal(0))
        amount = Btc((whole * random.randint(1, 150) / 100).quantize(Decimal("0.00000001")) or Decimal("0.00000001"))
        taken = contracts_for(levels, amount)
        assert taken.cost <= amount
        reference = Reference(levels)
        reference.take(Fraction(taken.size))
        assert reference.agrees(taken)
        if not taken.is_all:
            assert taken.cost == whole
            continue
        is_last_whole = taken.size == sum(one.size for one in levels[: taken.levels])
        walked = levels[: taken.levels + is_last_whole]
        step = Decimal(1).scaleb(-max(len(f"{one.size:f}".partition(".")[2]) for one in walked))
        more = cost_of_contracts(levels, Size(taken.size + step))
        assert more.cost > amount or not more.is_all


def test_a_thin_book_answers_what_it_holds_and_no_price_beyond_it() -> None:
    taken = cost_of_contracts(ASKS, Size(Decimal("9.00")))
    assert (taken.size, taken.is_all, taken.worst, taken.levels) == (Decimal("5.70"), False, ASKS[-1].price, 3)
    spent = contracts_for(ASKS, Btc(Decimal(1)))
    assert (spent.size, spent.is_all) == (Decimal("5.70"), False)


def test_of_an_empty_side_there_is_nothing_and_no_average() -> None:
    for taken in (cost_of_contracts((), Size(Decimal(1))), contracts_for((), Btc(Decimal(1)))):
        assert taken == Taken(is_all=False)
        assert taken.vwap is None
        assert slip_bp(taken, OrderSide.BUY, Decimal(1)) is None


@pytest.mark.parametrize(
    ("levels", "vwap"),
    [
        ((level("0.00000010", "1"), level("0.00000011", "1")), "1.0E-7"),
        ((level("0.00000011", "1"), level("0.00000012", "1")), "1.2E-7"),
        ((level("0.00000010", "1"), level("0.00000011", "1.0000000000000001")), "1.1E-7"),
        ((level("0.1", "1"), level("0.115", "2")), "0.11000000"),
        ((level("0.1", "1"), level("0.1000000002", "2")), "0.1000000001"),
    ],
)
def test_the_average_is_rounded_half_even_to_the_decimals_of_the_prices_or_a_satoshi(
    levels: tuple[Level, ...], vwap: str
) -> None:
    taken = cost_of_contracts(levels, Size(Decimal(9)))
    assert str(taken.vwap) == vwap


def test_a_slip_is_worse_for_who_takes_from_either_side() -> None:
    mid = Decimal("0.04312200")
    bought = cost_of_contracts(ASKS, Size(Decimal("1.20")))
    assert slip(bought, OrderSide.BUY, mid) == Decimal("0.00000100")
    assert slip_bp(bought, OrderSide.BUY, Decimal("0.04")) == Decimal("780.75")
    sold = cost_of_contracts((level("0.04312000", "2"),), Size(Decimal(1)))
    assert slip(sold, OrderSide.SELL, mid) == Decimal("0.00000200")
    assert slip(sold, OrderSide.SELL, Decimal("0.04311900")) == Decimal("-0.00000100")
    assert slip(sold, OrderSide.SELL, None) is None


def test_an_order_takes_from_the_other_side() -> None:
    assert side_taken(OrderSide.BUY) is Side.ASK
    assert side_taken(OrderSide.SELL) is Side.BID
