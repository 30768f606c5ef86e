"""What of the trades rules read: how much was traded in a time, and how large one taker's prints are (alerts 1.1)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from roxom_tui.alerts.engine import Sample, Soundness
from roxom_tui.alerts.print_run import PrintRun
from roxom_tui.alerts.quantities import span_of
from roxom_tui.alerts.rule import Figure, Operator
from roxom_tui.alerts.sources import Both, Source, at_ticks
from roxom_tui.alerts.tokens import Token
from roxom_tui.model.market import AggressorSide
from roxom_tui.state.decimal_math import ZERO, add, multiply, ratio
from roxom_tui.state.reading.trade_flow import USUAL, TradeFlow
from roxom_tui.state.views.alert_views import CannotJudge


def volume(source: Source) -> Both:
    """Contracts traded in a time, or how many times their mean over `USUAL`, which needs both times unbroken."""
    rule = source.rule
    span = span_of(Token(rule.argument, 1), rule.argument)
    is_relative = rule.right is not None and rule.right.unit == "x"
    needed = span + USUAL if is_relative else span

    def figure(now: int) -> Sample:
        tape = source.market.tape
        flow = None if tape is None else tape.flow
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
