"""Goal 13, a key pressed to its effect painted: `python -m tests.tools.benchmarks.hand`.

The real program in a terminal, the exchange in a process of its own. Keys are pressed out of step with the frames:
`?`, and the number of another symbol. The effect is there when the last line of the help, or the header with the
symbol's name, came out of the terminal. Batches at the pace of an ordinary day and at 20,000 messages a second take
turns. What paints late is counted as late as it was; what is not there after two seconds, as two seconds.

Between the presses the help of a small Textual app is opened, which nobody sends anything: what a key takes on this
machine at that moment. How long the painting thread waited for a core says how far the machine was to blame.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from random import Random
from statistics import median, quantiles
from typing import NamedTuple

from tests.tools.benchmarks.day import CLOCK, TICKING
from tests.tools.benchmarks.market import GOLD, SYMBOLS
from tests.tools.benchmarks.rig import DASHBOARD, Rig, rig
from tests.tools.benchmarks.samples import cpu, waited
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run, told

CALM, FLOOD = 85, 20_000
"""Messages a second."""

PATIENCE = 2.0
"""Seconds after which an effect is given up."""

SETTLED = 1.5
"""Seconds in which a pace settles."""

CAUGHT_UP, AT_REST = 15.0, 0.6
"""After a flood, sockets hold what the program did not read yet: until it works or waits for a core less than this
share of the time, it is not calm. At most so many seconds."""

PRESSES = 200
"""In the flood, in all; where each takes long, in twice as many batches at most."""

HELP = re.compile(rb"Esc back")
CLOSED = re.compile(rb"mine +price")
"""The head of the book, which no page of the help has."""

PEER_CLOSED = re.compile(rb"time of day")


class Press(NamedTuple):
    """Milliseconds from key to effect, and how many of them the painting thread was ready and had no core."""

    delay: float
    waited: float


class Batch(NamedTuple):
    """The presses of each kind, the messages a second that were really sent, and how often the connection was lost."""

    helps: list[Press]
    symbols: list[Press]
    peers: list[Press]
    rate: float
    lost: int

    @property
    def presses(self) -> list[Press]:
        """Those of the goal."""
        return self.helps + self.symbols

    @property
    def delays(self) -> list[float]:
        """Theirs, in milliseconds."""
        return [press.delay for press in self.presses]


class Hand:
    """Presses keys, and knows which symbol is in view."""

    def __init__(self, made: Rig, peer: Screen) -> None:
        self._exchange, self._screen, self._peer = made.exchange, made.screen, peer
        self._random = Random(13)
        self._in_view = GOLD

    def batch(self, rate: float, seconds: float) -> Batch:
        """Press for so long while the exchange sends at that rate."""
        ends = time.perf_counter() + seconds + SETTLED
        self._exchange.say(to=DASHBOARD, rate=rate, seconds=seconds + SETTLED)
        time.sleep(SETTLED)
        helps, symbols, peers = [], [], []
        while time.perf_counter() < ends - 1:
            helps.append(self._open_help(self._screen, CLOSED))
            symbols.append(self._change_symbol())
            peers.append(self._open_help(self._peer, PEER_CLOSED))
        sent = self._exchange.hear(60 + seconds)
        self._catch_up()
        return Batch(helps, symbols, peers, sent["sent"] / (seconds + SETTLED), sent["lost"])

    def _catch_up(self) -> None:
        pid, deadline = self._screen.child.process.pid, time.perf_counter() + CAUGHT_UP
        busy, nap = 1.0, 0.5
        while busy > AT_REST and time.perf_counter() < deadline:
            before = cpu(pid) + waited(pid)
            time.sleep(nap)
            busy = (cpu(pid) + waited(pid) - before) / nap

    def _open_help(self, screen: Screen, closed: re.Pattern[bytes]) -> Press:
        opened = self._press(screen, "?", HELP)
        self._press(screen, "\x1b", closed)
        return opened

    def _change_symbol(self) -> Press:
        self._in_view = self._random.choice([symbol for symbol in SYMBOLS if symbol != self._in_view])
        # Of a row that changed only what changed is written: the name stands left of all else that moves there.
        header = re.compile(rb"roxom .{0,40}?" + self._in_view.encode() + rb"|\x1b\[1;(?:[2-9]|[12]\d)H[^\x1b]*")
        return self._press(self._screen, str(SYMBOLS.index(self._in_view) + 1), header)

    def _press(self, screen: Screen, key: str, effect: re.Pattern[bytes]) -> Press:
        """Some time after the last."""
        time.sleep(self._random.uniform(0.05, 0.2))
        pid = screen.child.process.pid
        since, before = screen.bytes, waited(pid)
        pressed = screen.press(key)
        came = screen.came(effect, since, PATIENCE)
        delay = PATIENCE if came is None else came - pressed
        return Press(delay * 1000, (waited(pid) - before) * 1000)


def measure(effort: Effort) -> Iterator[Figure]:
    """The medians of the calm batches, and the 95th percentile of all presses in the flood."""
    calm: list[Batch] = []
    flood: list[Batch] = []
    with rig(bare=False, every_book=True) as made, Screen(TICKING) as peer:
        peer.shows(CLOCK)
        hand = Hand(made, peer)
        least, wanted = (2, PRESSES // 5) if effort.quick else (4, PRESSES)
        while len(flood) < least or (_count(flood) < wanted and len(flood) < 2 * least):
            calm.append(hand.batch(CALM, 8.0 if effort.quick else 10.0))
            flood.append(hand.batch(FLOOD, 14.0 if effort.quick else 26.0))
    yield at_most(13, "key to paint, calm: p50", 40, _medians(each.presses for each in calm), " ms", distribution(calm))
    late = [percentile(each.delays, 95) for each in flood]
    every = percentile([delay for each in flood for delay in each.delays], 95)
    note = f"{distribution(flood)}; p95 of a batch {min(late):.0f} to {max(late):.0f}"
    yield at_most(13, f"key to paint at {FLOOD} msg/s: p95 of all", 100, every, " ms", note)
    for pace, batches in (("calm", calm), (f"at {FLOOD} msg/s", flood)):
        yield from _explained(pace, batches)
    note = f"the dashboard left and connected anew {sum(each.lost for each in flood)} times"
    yield told(13, "messages a second that were taken meanwhile", [each.rate for each in flood], "", note)


def _explained(pace: str, batches: list[Batch]) -> Iterator[Figure]:
    """Each kind of press, the peer's, and the waiting."""
    yield told(13, f"help opened, {pace}: p50", _medians(each.helps for each in batches), " ms")
    yield told(13, f"symbol changed, {pace}: p50", _medians(each.symbols for each in batches), " ms")
    yield told(13, f"help of a small Textual app, {pace}: p50", _medians(each.peers for each in batches), " ms")
    presses = [each.presses for each in batches]
    shares = [sum(press.waited for press in each) / sum(press.delay for press in each) * 100 for each in presses]
    yield told(13, f"of that time without a core, {pace}", shares, " %")
    own = [[press.delay - press.waited for press in each] for each in presses]
    yield told(13, f"key to paint without it, {pace}: p50", [median(each) for each in own], " ms")
    yield told(13, f"key to paint without it, {pace}: p95", [percentile(each, 95) for each in own], " ms")


def _count(batches: list[Batch]) -> int:
    return sum(len(each.presses) for each in batches)


def _medians(batches: Iterable[list[Press]]) -> list[float]:
    return [median(press.delay for press in presses) for presses in batches]


def distribution(batches: list[Batch]) -> str:
    """What the presses of all batches took."""
    delays = [delay for each in batches for delay in each.delays]
    cuts = ", ".join(f"p{share} {percentile(delays, share):.0f}" for share in (5, 25, 50, 75, 90, 95, 99))
    return f"{len(delays)} presses: {cuts}, worst {max(delays):.0f} ms"


def percentile(delays: list[float], share: int) -> float:
    return quantiles(delays, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    run(measure, __doc__)
