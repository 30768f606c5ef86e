"""The factors that move prices: the same for one seed, and never out of their bounds."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from roxom_tui.simulator.contracts import contract_for
from roxom_tui.simulator.price_factors import FairPrice, Weather
from tests.simulator.heard import GOLD


def lived(seed: int, steps: int = 20_000) -> list[tuple[float, int, int]]:
    random = Random(seed)
    weather, price = Weather(random, 1.0), FairPrice(contract_for(GOLD), random)
    days = []
    for _ in range(steps):
        weather.step()
        price.step(weather)
        days.append((price.ticks, price.index_sats, price.funding_e8))
    return days


def test_one_seed_is_one_story() -> None:
    assert lived(1, 500) == lived(1, 500) != lived(2, 500)


def test_prices_move_in_small_steps_and_funding_stays_within_its_cap() -> None:
    days = lived(1)
    assert all(abs(after / before - 1) < 0.002 for (before, _, _), (after, _, _) in pairwise(days))
    assert all(0.99 < index / (ticks * contract_for(GOLD).tick) < 1.01 for ticks, index, _ in days)
    assert all(abs(funding) <= 3_000_000 for _, _, funding in days)
    assert len({round(ticks) for ticks, _, _ in days}) > 20
