"""What of the trades rules read: how much was traded in a time, and how large one taker's prints are (alerts 1.1)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from roxom_tui.alerts.engine import Sample, Soundness
from roxom_tui.alerts.quantities import span_of
from roxom_tui.alerts.rule import Figure, Operator
from roxom_tui.alerts.sources import Both, Source, at_ticks
from roxom_tui.alerts.tokens import Token
from roxom_tui.model.market import AggressorSide
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add, add_sizes, multiply, ratio
from roxom_tui.state.market.trade_tape import Tape
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.reading.trade_flow import USUAL, TradeFlow
from roxom_tui.state.views.alert_views import CannotJudge

JOINED: Final = Join.WITHIN_50_MS
"""What counts as one taker: prints of one side within that time, with none of the other side between."""
_BIT: Final = 1 << JOINED


def volume(source: Source) -> Both:
    """Contracts traded in a time, or how many times their mean over `USUAL`, which needs both times unbroken."""
    rule = source.rule
    span = span_of(Token(rule.argument, 1), rule.argument)
    is_relative = rule.right is not None and rule.right.unit == "x"
    needed = span + USUAL if is_relative else span

    def figure(now: int) -> Sample:
        tape = source.market.tape
        flow = None if tape is None or tape.is_doubted else tape.flow
        filled = 0 if flow is None or flow.since is None else max(0, now - flow.windows_since)
        if flow is None or filled < needed:
            return Sample(Soundness.FILLING, why=CannotJudge(filled=filled, of=needed))
        traded = _traded(flow, span, now)
        return Sample(Soundness.SOUND, _times_usual(flow, traded, span, now) if is_relative else traded)

    return at_ticks(source, figure)


def _times_usual(flow: TradeFlow, traded: Decimal, span: int, now: int) -> Decimal:
    usual = multiply(_traded(flow, USUAL, now), Decimal(span))
    share = ratio(multiply(traded, Decimal(USUAL)), usual)
    return ZERO if share is None else share


def _traded(flow: TradeFlow, span: int, now: int) -> Decimal:
    total: Decimal = ZERO
    for each in flow.window(span, now).volumes:
        total = add(total, each)
    return total


class PrintRun:
    """The prints of one taker: told of a tape after each of its trades, it answers once for each taker."""

    def __init__(self, side: AggressorSide, is_enough: Callable[[Decimal], bool]) -> None:
        self._side = side
        self._is_enough = is_enough
        self._newest: object = None
        self._total = NO_SIZE
        self._is_told = False

    def take(self, tape: Tape) -> Decimal | None:
        """What the taker of the newest print has taken by it, where that is enough for the first time."""
        row = tape.newest
        if row is None or row is self._newest:
            return None
        self._newest = row
        if row.joined & _BIT:
            self._total = add_sizes(self._total, row.size)
        else:
            self._total, self._is_told = row.size, False
        if row.aggressor is not self._side or self._is_told or not self._is_enough(self._total):
            return None
        self._is_told = True
        return self._total


def printed(source: Source) -> Callable[[], Decimal | None] | None:
    """Asked after each trade: how large a taker's prints are, where they have just become large enough."""
    rule = source.rule
    if rule.figure is not Figure.PRINT or rule.right is None:
        return None
    least, may_equal = rule.right.worth, rule.operator is Operator.AT_LEAST
    run = PrintRun(AggressorSide(rule.argument), lambda size: size > least or (may_equal and size == least))

    def ask() -> Decimal | None:
        tape = source.market.tape
        return None if tape is None else run.take(tape)

    return ask
