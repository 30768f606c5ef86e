"""The place in a queue: naive queues of single orders, of which only sizes and trades are told, keep to the bracket."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import NamedTuple

import pytest

from roxom_tui.state.reading.queue_bracket import MOST_ORDERS, OwnOrder, OwnQueues, QueueBracket, QueuePlace

MINE = "mine"


def lots(number: int) -> Decimal:
    return Decimal(number) / 100


class Message(NamedTuple):
    """What the feed tells: a trade of so much, or what the others' size is now. `at` is exchange ns."""

    is_trade: bool
    size: Decimal
    at: int


class NaiveQueue:
    """Single orders in their order, mine among them."""

    def __init__(self, random: Random, before: int) -> None:
        self._random = random
        self.orders = [(f"order {number}", random.randint(1, 300)) for number in range(before)]
        self.orders.append((MINE, 10_000_000))
        self._made = before

    @property
    def before_mine(self) -> Decimal:
        return lots(sum(size for _, size in self.orders[: [name for name, _ in self.orders].index(MINE)]))

    @property
    def others(self) -> Decimal:
        return lots(sum(size for name, size in self.orders if name != MINE))

    def step(self, at: int) -> list[Message]:
        """One thing happens; what is told of it."""
        happens = self._random.random()
        if happens < 0.35:
            self._made += 1
            self.orders.append((f"order {self._made}", self._random.randint(1, 300)))
        elif happens < 0.7:
            self._cancel()
        else:
            traded = self._trade(self._random.randint(1, 400))
            return [Message(True, traded, at), Message(False, self.others, at)] if traded else []
        return [Message(False, self.others, at)]

    def _cancel(self) -> None:
        others = [place for place, (name, _) in enumerate(self.orders) if name != MINE]
        if others:
            place = self._random.choice(others)
            name, size = self.orders[place]
            left = self._random.choice((0, size // 2))
            self.orders[place : place + 1] = [(name, left)] if left else []

    def _trade(self, wanted: int) -> Decimal:
        """From the front, but never as far as mine, which is without end here."""
        taken = 0
        while wanted and self.orders[0][0] != MINE:
            name, size = self.orders[0]
            hit = min(wanted, size)
            wanted, taken = wanted - hit, taken + hit
            self.orders[0:1] = [(name, size - hit)] if hit < size else []
        return lots(taken)


def hear(bracket: QueueBracket, message: Message) -> None:
    if message.is_trade:
        bracket.traded(message.size, message.at)
    else:
        bracket.resized(message.size, message.at)


def lives(seeds: range) -> Iterator[tuple[int, NaiveQueue, QueueBracket]]:
    """Queues as they are after each happening, in whichever order the feed told of a trade and its change of size."""
    for seed in seeds:
        random = Random(seed)
        queue = NaiveQueue(random, random.randint(0, 8))
        bracket = QueueBracket(queue.others, 0, is_placed=True)
        for step in range(1, 40):
            told = queue.step(step * random.choice((10**6, 10**9)))
            for message in random.sample(told, len(told)):
                hear(bracket, message)
            yield seed, queue, bracket


def test_what_stands_before_mine_is_within_the_bracket_after_every_happening_in_thousands_of_queues() -> None:
    wrong = [
        (seed, place, queue.before_mine)
        for seed, queue, bracket in lives(range(2000))
        if (place := bracket.place).low is None or not place.low <= queue.before_mine <= place.high
    ]
    assert wrong == []


def test_the_estimate_always_lies_between_the_bounds() -> None:
    for _, _, bracket in lives(range(300)):
        place = bracket.place
        assert place.low is not None
        assert place.likely is not None
        assert place.low <= place.likely <= place.high


def test_the_high_end_counts_trades_alone_and_the_low_end_every_decrease() -> None:
    bracket = QueueBracket(Decimal("5"), 0, is_placed=True)
    bracket.resized(Decimal("9"), 1)
    bracket.resized(Decimal("7"), 2)
    bracket.traded(Decimal("1"), 3)
    bracket.resized(Decimal("6"), 3)
    place = bracket.place
    assert (place.low, place.high) == (Decimal("2"), Decimal("4"))


def test_never_more_stands_before_mine_than_the_level_holds_without_it() -> None:
    bracket = QueueBracket(Decimal("5"), 0, is_placed=True)
    bracket.resized(Decimal("1.5"), 1)
    bracket.resized(Decimal("8"), 2)
    assert bracket.place.high == Decimal("1.5")


def test_seen_first_in_a_snapshot_there_is_an_upper_bound_alone() -> None:
    bracket = QueueBracket(Decimal("2.31"), 0, is_placed=False)
    bracket.traded(Decimal("0.31"), 1)
    bracket.resized(Decimal("2.00"), 1)
    assert bracket.place == QueuePlace(None, None, Decimal("2.00"))


def test_once_some_of_it_was_executed_nothing_stands_before_it() -> None:
    bracket = QueueBracket(Decimal("5"), 0, is_placed=False)
    bracket.executed()
    bracket.resized(Decimal("9"), 1)
    assert bracket.place == QueuePlace(Decimal(0), Decimal(0), Decimal(0))


@pytest.mark.parametrize("is_trade_first", [True, False])
def test_the_share_is_that_of_cubes_and_a_trade_is_no_part_of_it(is_trade_first: bool) -> None:
    """Before: 2 ahead of 1 behind, as 8 to 1: of 0.9 taken away beside the trade, 0.8 came from before it."""
    bracket = QueueBracket(Decimal("3"), 0, is_placed=True)
    bracket.resized(Decimal("4"), 1)
    told = [Message(True, Decimal("1"), 2), Message(False, Decimal("2.1"), 2)]
    for message in told if is_trade_first else reversed(told):
        hear(bracket, message)
    assert bracket.place.likely == Decimal("1.2")


def order(order_id: str = "a", left: str = "1", executed: str = "0", key: int = 7) -> OwnOrder:
    return OwnOrder(order_id, key, Decimal(left), Decimal(executed))


def placed(queues: OwnQueues, one: OwnOrder, size: str) -> None:
    followed = queues.follow(one, 0, is_new=True)
    assert followed is not None
    followed.shown(Decimal(size), 0)


def test_an_order_that_the_book_does_not_show_yet_waits_for_its_level() -> None:
    queues = OwnQueues()
    queues.follow(order(left="2"), 5, is_new=True)
    queues.resized(7, Decimal("3"), 4)
    assert queues.places() == {}, "of before it was placed"
    queues.resized(7, Decimal("6"), 5)
    assert queues.places() == {7: QueuePlace(Decimal("4"), Decimal("4"), Decimal("4"))}


def test_what_was_missed_of_a_book_of_before_it_was_placed_begins_no_bracket() -> None:
    queues = OwnQueues()
    queues.follow(order(left="2"), 5, is_new=True)
    queues.lost(lambda key: Decimal("3"), 4)
    assert queues.places() == {}, "it is not among the three"
    queues.lost(lambda key: Decimal("6"), 5)
    assert queues.places() == {7: QueuePlace(None, None, Decimal("4"))}


def test_of_several_orders_at_a_price_the_first_is_told() -> None:
    queues = OwnQueues()
    placed(queues, order("a"), "4")
    placed(queues, order("b"), "9")
    assert queues.places()[7].high == Decimal("3")
    queues.drop("a")
    assert queues.places()[7].high == Decimal("8")
    queues.drop("b")
    assert not queues.by_key


def test_what_was_missed_leaves_the_upper_bound_alone() -> None:
    queues = OwnQueues()
    placed(queues, order(), "4")
    queues.lost(lambda key: Decimal("3.5"), 9)
    assert queues.places() == {7: QueuePlace(None, None, Decimal("2.5"))}


def test_an_order_of_another_size_may_have_lost_its_place() -> None:
    queues = OwnQueues()
    placed(queues, order(left="1"), "4")
    again = queues.follow(order(left="2"), None, is_new=False)
    assert again is not None
    assert again.bracket is None


def test_a_part_that_was_executed_keeps_the_place() -> None:
    queues = OwnQueues()
    placed(queues, order(left="1"), "4")
    assert queues.follow(order(left="0.4", executed="0.6"), None, is_new=False) is None
    assert queues.places()[7].high == 0


def test_so_many_orders_are_followed_and_no_more() -> None:
    queues = OwnQueues()
    for number in range(MOST_ORDERS + 5):
        queues.follow(order(f"order {number}"), None, is_new=False)
    queues.keep_only(frozenset({"order 3", f"order {MOST_ORDERS + 1}"}))
    assert queues.follow(order("order 3"), None, is_new=False) is not None
    queues.forget()
    assert not queues.by_key
