"""Goal 13, a key pressed to its effect painted: `python -m tests.tools.benchmarks.hand`.

The real program in a terminal, the exchange in a process of its own. Keys are pressed out of step with the frames:
`?`, and the number of another symbol. The effect is there when the last line of the help, or the header with the
symbol's name, came out of the terminal. Batches at the pace of an ordinary day and at 20,000 messages a second take
turns. What paints late is counted as late as it was; what is not there after two seconds, as two seconds.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from random import Random
from statistics import median, quantiles
from typing import NamedTuple

from tests.tools.benchmarks.market import GOLD, SYMBOLS
from tests.tools.benchmarks.rig import DASHBOARD, Rig, rig
from tests.tools.benchmarks.table import Figure, at_most, run, told

CALM, FLOOD = 85, 20_000
"""Messages a second."""

PATIENCE = 2.0
"""Seconds after which an effect is given up."""

CAUGHT_UP = 1.5
"""Seconds in which a pace settles: what still waits in sockets from the batch before is gone."""

HELP = re.compile(rb"Esc back")
CLOSED = re.compile(rb"mine +price")
"""The head of the book, which no page of the help has."""


class Batch(NamedTuple):
    """Milliseconds of each press, and the messages a second that were really sent."""

    helps: list[float]
    symbols: list[float]
    rate: float

    @property
    def delays(self) -> list[float]:
        """Of both kinds."""
        return self.helps + self.symbols


class Hand:
    """Presses keys, and knows which symbol is in view."""

    def __init__(self, made: Rig) -> None:
        self._exchange, self._screen = made.exchange, made.screen
        self._random = Random(13)
        self._in_view = GOLD

    def batch(self, rate: float, seconds: float) -> Batch:
        """Press for so long while the exchange sends at that rate."""
        ends = time.perf_counter() + seconds + CAUGHT_UP
        self._exchange.say(to=DASHBOARD, rate=rate, seconds=seconds + CAUGHT_UP)
        time.sleep(CAUGHT_UP)
        helps, symbols = [], []
        while time.perf_counter() < ends - 1:
            helps.append(self._open_help())
            symbols.append(self._change_symbol())
        sent: int = self._exchange.hear(60 + seconds)["sent"]
        return Batch(helps, symbols, sent / (seconds + CAUGHT_UP))

    def _open_help(self) -> float:
        delay = self._press("?", HELP)
        self._press("\x1b", CLOSED)
        return delay

    def _change_symbol(self) -> float:
        self._in_view = self._random.choice([symbol for symbol in SYMBOLS if symbol != self._in_view])
        header = re.compile(rb"roxom .{0,40}?" + self._in_view.encode())
        return self._press(str(SYMBOLS.index(self._in_view) + 1), header)

    def _press(self, key: str, effect: re.Pattern[bytes]) -> float:
        """Milliseconds until the effect, some time after the last."""
        time.sleep(self._random.uniform(0.1, 0.3))
        since = self._screen.bytes
        pressed = self._screen.press(key)
        came = self._screen.came(effect, since, PATIENCE)
        return ((came - pressed) if came is not None else PATIENCE) * 1000


def measure(quick: bool) -> Iterator[Figure]:
    """The medians of the calm batches, and the 95th percentile of all presses in the flood."""
    calm, flood = [], []
    with rig(bare=False, every_book=True) as made:
        hand = Hand(made)
        for _ in range(2 if quick else 5):
            calm.append(hand.batch(CALM, 6.0 if quick else 12.0))
            flood.append(hand.batch(FLOOD, 14.0 if quick else 24.0))
    yield at_most(13, "key to paint, calm: p50", 40, [median(each.delays) for each in calm], " ms", distribution(calm))
    late = [percentile(each.delays, 95) for each in flood]
    every = percentile([delay for each in flood for delay in each.delays], 95)
    note = f"{distribution(flood)}; p95 of a batch {min(late):.0f} to {max(late):.0f}"
    yield at_most(13, f"key to paint at {FLOOD} msg/s: p95 of all", 100, every, " ms", note)
    for pace, batches in (("calm", calm), (f"at {FLOOD} msg/s", flood)):
        yield told(13, f"help opened, {pace}: p50", [median(each.helps) for each in batches], " ms")
        yield told(13, f"symbol changed, {pace}: p50", [median(each.symbols) for each in batches], " ms")
    yield told(13, "messages a second that were taken meanwhile", [each.rate for each in flood], "")


def distribution(batches: list[Batch]) -> str:
    """What the presses of all batches took."""
    delays = [delay for each in batches for delay in each.delays]
    cuts = ", ".join(f"p{share} {percentile(delays, share):.0f}" for share in (5, 25, 50, 75, 90, 95, 99))
    return f"{len(delays)} presses: {cuts}, worst {max(delays):.0f} ms"


def percentile(delays: list[float], share: int) -> float:
    return quantiles(delays, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    run(measure, __doc__)
