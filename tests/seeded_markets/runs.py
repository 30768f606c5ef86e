"""One run each of what must hold for every seed; tests take a few, campaigns many."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import READINGS, DepthMode, Symbol
from roxom_tui.model.status import NeedsResync
from tests.seeded_markets.market import GOLD, Loss, Skew, Watched

OIL, US500 = Symbol("OIL-BTC"), Symbol("US500-BTC")
SYMBOLS = (GOLD, OIL, US500)
MOST_SKEW = 0.9
PATIENCE = 300 * SECOND


class Decision(NamedTuple):
    """What was decided, whether that is right, and what it took."""

    decided: DepthMode | None
    is_right: bool
    deltas: int
    seconds: float


class Detection(NamedTuple):
    """A loss of a second's deltas: what found it and after how long; None if nothing did."""

    lost: int
    verdict: NeedsResync | None
    seconds: float


class Watch(NamedTuple):
    """An uneventful time: what was checked, and what was found to complain about."""

    checks: int
    unconfirmed: int
    alarms: tuple[NeedsResync, ...]


def says_of(seed: int) -> DepthMode:
    """How the exchange of this seed states its deltas."""
    return READINGS[seed % 2]


def decide(seed: int) -> Decision:
    """Find out how the exchange states its deltas; every second one has channels out of step."""
    says = says_of(seed)
    market = Watched(seed, says, DepthMode.AUTO, symbol=SYMBOLS[seed % 3])
    if seed % 4 > 1:
        market.exchange.add_hook(Skew(seed, MOST_SKEW))
    reading = market.store.markets.reading
    while reading.decided is None and market.now < PATIENCE:
        market.step()
    return Decision(reading.decided, reading.decided is says, market.deltas, market.now / SECOND)


def lose_a_second(seed: int) -> Detection:
    """Lose every delta of one second, at a random moment, and wait for somebody to notice."""
    says = says_of(seed)
    market = Watched(seed, says, says)
    market.play(Random(seed).uniform(3, 10))
    begins = market.now
    loss = Loss(market.exchange.world.now, market.exchange.world.now + SECOND)
    market.exchange.add_hook(loss)
    while not market.verdicts and market.now - begins < 15 * SECOND:
        market.step()
    at, verdict = market.verdicts[0] if market.verdicts else (market.now, None)
    return Detection(loss.lost, verdict, (at - begins) / SECOND)


def watch(seed: int, seconds: float, symbol: Symbol, watchers: int = 3) -> list[Watch]:
    """Nothing is lost, but each channel of each watcher is late by up to 0.9 s as it pleases."""
    says = says_of(seed)
    first = Watched(seed, says, says, symbol=symbol)
    others = [Watched(seed, says, says, symbol=symbol, exchange=first.exchange) for _ in range(watchers - 1)]
    everybody = [first, *others]
    skews = {market.number: Skew(seed, MOST_SKEW, market.number) for market in everybody}
    first.exchange.add_hook(lambda message: skews[message.connection](message))
    while first.now < seconds * SECOND:
        first.step()
        for market in others:
            market.deliver()
    return [_seen(market) for market in everybody]


def _seen(market: Watched) -> Watch:
    counts = market.store.markets.book_checks
    return Watch(counts.checks, counts.unconfirmed, tuple(verdict for _, verdict in market.verdicts))
