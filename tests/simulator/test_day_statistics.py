"""What the simulated exchange tells of 24 hours is what it traded in them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from msgspec.structs import astuple

from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.model.market import DEFAULT_SYMBOLS
from roxom_tui.model.values import replace
from roxom_tui.protocol.trade_messages import STATISTICS
from roxom_tui.simulator.contracts import contract_for
from roxom_tui.simulator.day_statistics import SLOT, SLOTS, DayFigures, DayStatistics
from roxom_tui.simulator.scenarios import DEFAULT
from tests.simulator.heard import GOLD, make_exchange, messages, subscribe, with_topic

START = 1_767_225_600 * SECOND
CONTRACT = contract_for(GOLD)


def a_day(seed: int = 1) -> DayStatistics:
    return DayStatistics(CONTRACT, Random(seed), START)


def figures(told: dict[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(told[name]) for name in STATISTICS}


def test_every_trade_comes_with_all_statistics_and_they_grow_by_what_it_took() -> None:
    exchange = make_exchange(replace(DEFAULT, pace=5.0))
    number = exchange.connect()
    exchange.receive(number, subscribe(*(f"trade.{symbol}" for symbol in DEFAULT_SYMBOLS)))
    exchange.advance(exchange.world.now + 2 * MINUTE)
    heard, grown = messages(exchange, number), 0
    for symbol in DEFAULT_SYMBOLS:
        before: dict[str, Decimal] | None = None
        for message in with_topic(heard, f"trade.{symbol}"):
            now, size = figures(message["data"]), Decimal(message["data"]["qty"])
            assert now["low24h"] <= Decimal(message["data"]["price"]) <= now["high24h"]
            assert now["low24h"] <= now["open24h"] <= now["high24h"]
            assert now["volume24h"] * now["low24h"] <= now["turnover24h"] <= now["volume24h"] * now["high24h"]
            assert now["volume"] <= now["volume24h"] < now["totalVolume"]
            if before is not None:
                assert {now[name] - before[name] for name in ("volume", "volume24h", "totalVolume")} == {size}
                grown += 1
            before = now
    assert grown > 300


def test_after_a_day_the_statistics_are_those_of_its_own_trades_alone() -> None:
    day, rng, told = a_day(), Random(5), deque[tuple[int, int, int]]()
    at, price, answer = START, 4_312_700, DayFigures(0, 0, 0, 0, 0, 0, 0)
    while at < START + 30 * HOUR:
        at += rng.randint(SECOND, 11 * MINUTE)
        price = max(100, price + 100 * rng.randint(-40, 40))
        lots = rng.randint(1, 900)
        told.append((at, price, lots))
        answer = day.note(price, lots, at)
        oldest = (at // SLOT - SLOTS + 1) * SLOT
        if at > START + 24 * HOUR:
            inside = [one for one in told if one[0] >= oldest]
            assert (answer.lots, answer.high, answer.low) == whole(inside, before(told, oldest))
            assert answer.open == before(told, oldest)
            assert answer.turnover == round(Decimal(sum(p * n for _, p, n in inside)) / 100)
    assert answer.since_start == sum(lots for _, _, lots in told)
    assert answer.ever > answer.lots


def before(told: Iterable[tuple[int, int, int]], moment: int) -> int:
    """The last price before a moment; the first one told, where there is none."""
    return [price for at, price, _ in told if at < moment][-1]


def whole(inside: list[tuple[int, int, int]], opening: int) -> tuple[int, int, int]:
    """Volume, highest and lowest price of a day that began with a price."""
    prices = [opening, *(price for _, price, _ in inside)]
    return sum(lots for _, _, lots in inside), max(prices), min(prices)


@pytest.mark.parametrize("gap", [6 * MINUTE, 23 * HOUR, 25 * HOUR, 1000 * HOUR])
def test_what_is_a_day_ago_leaves_however_long_nothing_happened(gap: int) -> None:
    day = a_day()
    first = day.note(4_312_700, 5, START + SECOND)
    later = day.note(4_400_000, 7, START + SECOND + gap)
    if gap > 24 * HOUR:
        assert astuple(later)[:4] == (4_312_700, 4_400_000, 4_312_700, 7)
        assert later.turnover == round(Decimal(4_400_000 * 7) / 100)
    else:
        assert 7 <= later.lots < first.lots + 7
    assert later.since_start == 12


def test_a_seed_gives_one_day_and_another_seed_another() -> None:
    assert a_day().note(1, 1, START) == a_day().note(1, 1, START)
    assert a_day().note(1, 1, START) != a_day(2).note(1, 1, START)
