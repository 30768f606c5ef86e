"""Levels gathered into price buckets of a step: never a better price than the market's, never a lost contract."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from math import gcd

from roxom_tui.model.market import Level, Side
from roxom_tui.model.money import SCALE, Price
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes, quantize, shift


def key_of_step(step: Decimal) -> int:
    """A price step as an integer at 10**-18. ValueError if it is not positive or finer than that."""
    key = Price(step).key
    if key <= 0:
        raise ValueError("a price step must be positive")
    return key


def bucket_key(key: int, step: int, side: Side) -> int:
    """The bucket of a price: downwards for a bid, upwards for an ask. Both arguments at 10**-18."""
    return key - key % step if side is Side.BID else key + -key % step


@lru_cache(maxsize=8192)
def bucket_price(key: int, decimals: int) -> Price:
    """The price of a bucket; remembered, because the same few buckets are drawn again and again."""
    return Price(quantize(shift(Decimal(key), -SCALE), Decimal(1).scaleb(-decimals)))


def group_levels(levels: Iterable[Level], step: Decimal, side: Side, n: int | None = None) -> list[Level]:
    """The first `n` buckets of levels that come best first; a bucket's size is the sum of its levels'."""
    width, decimals, downwards = key_of_step(step), Price(step).decimals, side is Side.BID
    buckets: list[Level] = []
    bucket: int | None = None
    total = NO_SIZE
    for price, size in levels:
        key = price.key
        home = key - key % width if downwards else key + -key % width
        if home == bucket:
            total = add_sizes(total, size)
            continue
        if bucket is not None:
            buckets.append(Level(bucket_price(bucket, decimals), total))
            if len(buckets) == n:
                return buckets
        bucket, total = home, size
    if bucket is not None:
        buckets.append(Level(bucket_price(bucket, decimals), total))
    return buckets


class StepFinder:
    """The finest price step seen so far, as a power of ten: wire decimals are no guide, they carry zeros."""

    def __init__(self) -> None:
        self._common = 0
        self.step: Decimal | None = None

    def note(self, levels: Iterable[Level]) -> None:
        """Take these prices into account."""
        common = gcd(self._common, *(level.price.key for level in levels))
        if common != self._common:
            self._common = common
            self.step = Decimal(1).scaleb(len(str(common)) - 1 - SCALE)
