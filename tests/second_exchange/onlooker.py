"""Somebody who looks at the dashboard now and then, and knows what is true at the second exchange."""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal

from roxom_tui.model.durations import SECOND
from tests.second_exchange.judging import (
    Excuses,
    Key,
    Past,
    Wrong,
    wrong_figures,
    wrong_in_book,
    wrong_in_tape,
    wrong_top,
)
from tests.second_exchange.screen_reading import Seen, read_screen
from tests.support.second_exchange.encoding import Message
from tests.support.second_exchange.happenings import Instrument, Side
from tests.support.second_exchange.server import Exchange
from tests.support.second_exchange.thread import ExchangeThread
from tests.support.terminal import Terminal

TRUE_WITHIN = SECOND
PAINTED_WITHIN = SECOND // 4
"""What a frame may take from the state to the emulated screen."""
SILENCE_TOLD_WITHIN = 6 * SECOND
CROSSED_TOLD_WITHIN = SECOND * 15 // 100
TOP_TOLD_WITHIN = SECOND * 5 // 2


@dataclass(frozen=True, slots=True)
class DisplayOptions:
    """What one look found. `at` is exchange time."""

    at: int
    seen: Seen | None
    wrong: tuple[Wrong, ...]

    @property
    def is_live(self) -> bool:
        """Whether the book claimed to be true."""
        return self.seen is not None and self.seen.book.is_live

    @property
    def state(self) -> str:
        """The word in the book's title."""
        return "no dashboard" if self.seen is None else self.seen.book.state


class Onlooker:
    """Compares each look at one symbol with the exchange's past."""

    def __init__(self, running: ExchangeThread, terminal: Terminal, symbol: str) -> None:
        self._running, self._terminal, self._symbol = running, terminal, symbol
        self._silent_since: int | None = None
        self._top_wrong_since: int | None = None
        self._was_crossed = False
        self.values = 0
        """Values drawn as live that were compared."""

    def silence_begins(self) -> None:
        """From now on nothing comes: for a while that cannot be told from a quiet market."""
        self._silent_since = time.time_ns()

    def look(self) -> DisplayOptions:
        """Read the screen as it is now, and compare."""
        begun = time.time_ns()
        self._terminal.settle()
        seen = read_screen(self._terminal.lines, self._terminal.ink)
        until = time.time_ns()
        wrong = () if seen is None else self._running.do(lambda exchange: self._judge(exchange, seen, begun, until))
        return DisplayOptions(begun, seen, wrong)

    def _judge(self, exchange: Exchange, seen: Seen, begun: int, until: int) -> tuple[Wrong, ...]:
        late, exchange.late_by = exchange.late_by, 0
        floor = exchange.venue.floors[self._symbol]
        since = begun - TRUE_WITHIN - PAINTED_WITHIN - max(0, late)
        if self._silent_since is not None and begun < self._silent_since + SILENCE_TOLD_WITHIN:
            since = min(since, self._silent_since - TRUE_WITHIN - PAINTED_WITHIN)
        past = Past(floor.truth, floor.instrument, since, until)
        wrong: list[Wrong] = []
        if seen.book.is_live:
            wrong += self._judge_book(exchange, seen, _older(past, seen.book.told_age), begun)
        else:
            self._top_wrong_since, self._was_crossed = None, False
        if seen.tape.is_live:
            self.values += len(seen.trades)
            wrong += wrong_in_tape(seen, past, floor.truth.trades(0, until))
        self.values += len(seen.figures)
        wrong += wrong_figures(seen, _older(past, seen.book.told_age))
        return tuple(wrong)

    def _judge_book(self, exchange: Exchange, seen: Seen, past: Past, begun: int) -> list[Wrong]:
        self.values += len(seen.levels) + (seen.spread is not None)
        fresh = begun - CROSSED_TOLD_WITHIN - PAINTED_WITHIN
        excuses = Excuses(
            keys_of(self._still_lost(exchange, begun), past.instrument),
            keys_of([one for one in exchange.invented if _time(one) > fresh], past.instrument),
        )
        wrong = list(wrong_in_book(seen, past, excuses))
        wrong += self._judge_crossed(exchange, seen, fresh)
        return wrong + self._judge_top(wrong_top(seen, past), begun)

    def _judge_crossed(self, exchange: Exchange, seen: Seen, fresh: int) -> list[Wrong]:
        """A book drawn as crossed and live, where that began longer ago than it may stand: before the last look, or
        with a level that was told before `fresh`."""
        whole = exchange.desk.whole_at.get(self._symbol, 0)
        told = [one for one in exchange.invented if whole < _time(one) <= fresh]
        before, self._was_crossed = self._was_crossed, seen.is_crossed
        if not seen.is_crossed or not (before or told):
            return []
        return [Wrong("crossed book", f"{seen.book.state}: {seen.book.title}", "UNPROVEN within 150 ms")]

    def _judge_top(self, wrong: list[Wrong], begun: int) -> list[Wrong]:
        """A best level that contradicts the quotes for longer than it may, whatever excuses it at first."""
        if not wrong:
            self._top_wrong_since = None
            return []
        if self._top_wrong_since is None:
            self._top_wrong_since = begun
        return wrong if begun - self._top_wrong_since > TOP_TOLD_WITHIN else []

    def _still_lost(self, exchange: Exchange, now: int) -> list[Message]:
        """Lost deltas that no whole book has made good since."""
        whole = exchange.desk.whole_at.get(self._symbol, 0)
        return [
            one
            for one in exchange.lost
            if _symbol(one) == self._symbol and (_time(one) > whole or now - whole < TRUE_WITHIN)
        ]


def keys_of(messages: list[Message], instrument: Instrument) -> frozenset[Key]:
    """The levels that depth messages name."""
    found: set[Key] = set()
    for message in messages:
        data = message["data"]
        assert isinstance(data, dict)
        for side in Side:
            for price, _ in data.get(side.value) or []:
                found.add((side, int(Decimal(price) / instrument.tick)))
    return frozenset(found)


def _older(past: Past, told_age: float) -> Past:
    """A longer window where the panel itself says how old its data is, in whole seconds."""
    if not told_age:
        return past
    return Past(past.truth, past.instrument, past.since - round((told_age + 1) * SECOND), past.until)


def _time(message: Message) -> int:
    time_of = message["createdTime"]
    assert isinstance(time_of, int)
    return time_of


def _symbol(message: Message) -> str:
    return str(message["topic"]).partition(".")[2]
