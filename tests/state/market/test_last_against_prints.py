"""That a trade is missing is told by a last price of the ticker that has no print."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Ending
from roxom_tui.state.market.last_against_prints import _PRINTS_KEPT, PATIENCE_NS, PROVEN, SKEW_NS, LastAgainstPrints

GOLD = Symbol("GOLD-BTC")


def price(number: int) -> Price:
    return Price(f"0.{43000 + number}")


class Feed:
    """A ticker and prints on one clock, whole seconds apart."""

    def __init__(self, links: int = PROVEN) -> None:
        self.held = LastAgainstPrints()
        self.now = 1_000 * SECOND
        self.number = 0
        self.tick(0)
        for _ in range(links + 1):
            self.trade()

    def tick(self, number: int) -> None:
        self.now += SECOND
        self.held.told(price(number), self.now, self.now)

    def print(self, number: int, *, age: int = 0) -> None:
        trade = Trade(GOLD, price(number), Size(Decimal(1)), None, None, self.now - age)
        self.held.printed(trade, self.now)

    def trade(self) -> None:
        """One that both tell."""
        self.number += 1
        self.print(self.number)
        self.tick(self.number)

    @property
    def is_doubted(self) -> bool:
        return self.held.doubt(self.now) is not None


def test_a_last_price_without_a_print_is_doubted_after_a_while_and_until_the_next_print() -> None:
    feed = Feed()
    feed.tick(77)
    assert not feed.is_doubted
    assert feed.held.doubtful_at == feed.now + PATIENCE_NS
    feed.now += PATIENCE_NS
    reason = feed.held.doubt(feed.now)
    assert reason is not None
    assert (reason.cause, reason.ending) == (Cause.PRINT_MISSING, Ending.PRINTED)
    feed.now += SECOND
    feed.print(5)
    assert not feed.is_doubted


def test_a_last_price_that_changes_again_meanwhile_is_no_excuse() -> None:
    feed = Feed()
    feed.tick(77)
    feed.tick(78)
    feed.tick(79)
    assert feed.is_doubted


def test_a_print_that_comes_after_its_ticker_is_in_time() -> None:
    feed = Feed()
    feed.tick(77)
    feed.now += PATIENCE_NS - 1
    feed.print(77, age=PATIENCE_NS - 1 + SECOND // 2)
    feed.now += 10 * SECOND
    assert not feed.is_doubted


def test_an_old_print_at_that_price_is_not_the_one() -> None:
    feed = Feed()
    feed.trade()
    feed.now += SKEW_NS + 5 * SECOND
    feed.tick(feed.number)
    feed.tick(feed.number - 5)
    feed.now += PATIENCE_NS
    assert feed.is_doubted


def test_nothing_is_told_by_an_exchange_whose_last_prices_are_not_known_to_have_prints() -> None:
    feed = Feed(links=PROVEN - 2)
    feed.tick(77)
    feed.now += 10 * SECOND
    assert not feed.is_doubted


def test_each_last_price_that_had_no_print_makes_the_next_less_believed() -> None:
    feed = Feed()
    feed.tick(77)
    feed.now += PATIENCE_NS
    feed.trade()
    feed.tick(78)
    feed.now += PATIENCE_NS
    assert not feed.is_doubted


def test_what_was_traded_before_a_gap_is_not_missing() -> None:
    feed = Feed()
    feed.held.restart()
    feed.tick(77)
    feed.tick(78)
    feed.now += 10 * SECOND
    assert not feed.is_doubted


def test_prices_that_were_printed_long_ago_are_not_kept() -> None:
    feed = Feed()
    for number in range(3_000):
        feed.print(number)
        feed.tick(number)
    assert (feed.held._links, feed.held._breaks) == (PROVEN + 1 + 3_000, 0)
    assert len(feed.held._printed) <= 2 * _PRINTS_KEPT


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1_500), st.integers(0, 1_500)), min_size=30, max_size=60))
def test_prints_that_come_within_a_second_and_a_half_of_their_ticker_on_either_side_are_never_missed(
    trades: list[tuple[int, int, int]],
) -> None:
    events = []
    for at, (number, print_ms, tick_ms) in enumerate(trades):
        happened = 1_000 * SECOND + at * SECOND
        events.append((happened + print_ms * 1_000_000, "print", number, happened))
        events.append((happened + tick_ms * 1_000_000, "tick", at, happened))
    last, held = 0, LastAgainstPrints()
    for when, kind, told, happened in sorted(events):
        assert held.doubt(when) is None
        if kind == "print":
            held.printed(Trade(GOLD, price(told), Size(Decimal(1)), None, None, happened), when)
        elif told >= last:
            # An older ticker is not taken.
            last = told
            held.told(price(trades[told][0]), happened, when)
