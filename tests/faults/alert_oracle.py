"""Alerts under faults: what fires was true, no rule is lulled by data that is not sound, blind is told once.

A rule about each figure fires each second while it can be judged, so its values are held against the exchange as those
of a panel are. Rules about the state of a stream fire instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from roxom_tui.alerts.engine import BLIND_AFTER_NS
from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.readers import streams_of
from roxom_tui.alerts.rule import Figure, Rule
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT
from roxom_tui.state.views.alert_views import AlertNews, AlertRow, AlertState, AlertWhat
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.unseen_alerts import as_of_now
from tests.faults.past import Past
from tests.faults.units import SATS, is_live, sats
from tests.faults.verdicts import Tally

PANEL: Final = "alerts"
_CONTROL: Final = Stream(Channel.ACCOUNT)
"""To blame for what no fault has an excuse for."""

SEEN_WITHIN: Final = 1_250 * MILLISECOND
"""A rule is judged by time four times a second, and a picture stands for up to one."""
TOLD_WITHIN: Final = BLIND_AFTER_NS + 4 * SECOND
_GLIMPSES: Final = 2
"""So often may a rule have seen sound data between two looks while each look saw none."""
_LONG_BEFORE: Final = 60 * SECOND
_FIGURES: Final = ("last", "mark", "bid", "ask")


def rules_for(symbols: Iterable[Symbol]) -> tuple[str, ...]:
    """The rules that are armed: a figure of each contract each second, profit and book of the first, and the states of
    two streams."""
    figures = [f"{symbol} {figure} > 0 every 1s" for symbol in symbols for figure in _FIGURES]
    first = next(iter(symbols))
    others = (f"{first} pnl > -99 btc every 1s", f"{first} imbalance >= -1 every 1s")
    return (*figures, *others, *(f"{first} state({stream}) is not live" for stream in ("book", "ticker")))


@cache
def _rule(text: str) -> Rule:
    rule = parse(text)
    assert isinstance(rule, Rule)
    return rule


class AlertOracle:
    """Hears what is told, and looks at each picture."""

    def __init__(self, past: Past, tally: Tally, true_now: Callable[[], int], window: int = SECOND) -> None:
        self._window = window
        self._past = past
        self._tally = tally
        self._true_now = true_now
        self._blind: set[str] = set()
        """Rules that told that they are blind, and not yet that they see again."""
        self._bad_since: dict[str, int] = {}
        self._knew: set[str] = set()
        """Rules that could not judge when they were looked at last."""
        self._glimpses = Counter[str]()
        self.fired: set[str] = set()

    def tell(self, told: Sequence[AlertNews]) -> None:
        """Hold what is told against the last second."""
        for news in told:
            self._tally.checks[PANEL] += 1
            if news.what is AlertWhat.FIRED:
                self.fired.add(news.rule)
                self._judge_value(news)
            elif (news.rule in self._blind) is (news.what is AlertWhat.BLIND):
                self._wrong(news.rule, f"{news.what.value} twice")
            else:
                self._blind ^= {news.rule}

    def look(self, board: ScreenSnapshot, now: int) -> None:
        """No rule about a stream that is not live is drawn as if it could be judged, nor is it silent for long."""
        rows = {row.stream: row.freshness for row in board.connection.streams}
        for row in as_of_now(board.alerts, board.valid_until, now).rows:
            rule = _rule(row.text)
            if rule.figure.value == "state":
                continue
            fresh = [rows.get(stream) for stream in _needed(rule, board)]
            sound = all(one is not None and is_live(one, now) for one in fresh)
            if sound and now <= board.valid_until:
                self._bad_since.pop(row.text, None)
                self._knew.discard(row.text)
                self._glimpses.pop(row.text, None)
                continue
            self._bad_since.setdefault(row.text, now)
            self._glimpse(row, now)
            lasts = now - self._bad_since[row.text]
            self._tally.checks[PANEL] += 1
            if lasts > SEEN_WITHIN and row.state is not AlertState.CANNOT_JUDGE:
                self._wrong(row.text, f"{row.state.value} while its data is not sound")
            if lasts > TOLD_WITHIN and row.text not in self._blind and now <= board.valid_until:
                self._wrong(row.text, "not told to be blind")

    def _glimpse(self, row: AlertRow, now: int) -> None:
        """A rule that could not judge and then could saw data that was sound for less than the time between two looks:
        it has to know anew. One that never knew has no such excuse."""
        if row.state is AlertState.CANNOT_JUDGE:
            self._knew.add(row.text)
        elif row.text in self._knew:
            self._knew.remove(row.text)
            self._glimpses[row.text] += 1
            if self._glimpses[row.text] <= _GLIMPSES:
                self._bad_since[row.text] = now

    def _judge_value(self, news: AlertNews) -> None:
        rule = _rule(news.rule)
        if rule.figure is Figure.PNL and news.value is not None and rule.symbol is not None:
            self._judge_profit(rule.symbol, news.value, self._true_now() - self._window)
        if news.value is None or rule.symbol is None or rule.figure.value not in _FIGURES:
            return
        true = self._true(rule.symbol, rule.figure.value, self._true_now() - self._window)
        if sats(news.value) not in true:
            self._tally.miss(streams_of(rule)[0], f"alert of {rule.figure.value}", self._true_now(), news.value, true)

    def _judge_profit(self, symbol: Symbol, told: Decimal, since: int) -> None:
        """That of any position and mark of the window, to a sat.

        One at a mark of before is the ticker's fault, one of a position of before the list's. There have been so many
        marks that nearly any profit is one at some of them: what either may have done has the excuses of both.
        """
        before = since - _LONG_BEFORE
        true = self._profits(symbol, since, since)
        if _is_among(told, true):
            return
        positions, ticker = Stream(Channel.POSITIONS), Stream(Channel.TICKER, symbol)
        is_old_mark = _is_among(told, self._profits(symbol, since, before))
        is_old_position = _is_among(told, self._profits(symbol, before, since))
        also = (ticker,) if is_old_mark and is_old_position else ()
        blamed = ticker if is_old_mark and not is_old_position else positions
        self._tally.miss(blamed, "alert of pnl", self._true_now(), told, true, also=also)

    def _profits(self, symbol: Symbol, held_since: int, marks_since: int) -> list[Decimal]:
        """In sats, of all positions since the one time at all marks since the other."""
        held = [one for one in self._past.positions[symbol].since(held_since) if one is not None]
        marks = {one.mark for one in self._past.markets[symbol].figures_since(marks_since)}
        pairs = [(one, mark) for one in held for mark in marks]
        return [Decimal(one.sign * (mark - one.entry_price) * one.lots) / LOTS_PER_CONTRACT for one, mark in pairs]

    def _true(self, symbol: Symbol, figure: str, since: int) -> list[int | None]:
        past = self._past.markets[symbol]
        if figure == "last":
            return list(past.last.since(since))
        if figure == "mark":
            return [one.mark for one in past.figures_since(since)]
        ticks = [getattr(top, figure) for top in past.top.since(since)]
        return [None if tick is None else tick * past.tick for tick in ticks]

    def _wrong(self, rule: str, what: str) -> None:
        self._tally.miss(_CONTROL, f"alert {rule}", self._true_now(), what, ())


def _needed(rule: Rule, board: ScreenSnapshot) -> tuple[Stream, ...]:
    """Without which it cannot judge: what is not held, by a list that is judged itself, wants no price."""
    is_held = any(row.symbol == rule.symbol for row in board.positions.rows)
    return streams_of(rule) if is_held or rule.figure is not Figure.PNL else (Stream(Channel.POSITIONS),)


def _is_among(told: Decimal, profits: Iterable[Decimal]) -> bool:
    return any(abs(told * SATS - one) <= 1 for one in profits)
