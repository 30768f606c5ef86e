"""What the tape answers beside its rows: tiers and how much reaches them, flow over windows, CVD, pace (state 3).

Frozen, and made of quantities that stand still while nothing happens: how full a window is comes in steps.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import add_sizes, ratio
from roxom_tui.state.reading.size_tiers import Counted
from roxom_tui.state.reading.trade_flow import ENOUGH_FOR_USUAL, LONG, SHORT, USUAL, Flow, TradeFlow

FILLED_IN: Final = 10 * SECOND
"""How full a window is, is told in steps of this."""


class FlowWindow(Struct, frozen=True):
    """What was traded in the last `span`; `filled` (both ns) is how much of that there is so far."""

    span: int
    filled: int
    flow: Flow

    @property
    def is_full(self) -> bool:
        return self.filled >= self.span


class TradeRate(Struct, frozen=True):
    """Prints in the last minute, None before there is one; and how many times the usual that is, None before enough.

    `filled` (ns) is how much there is of the time that makes the usual.
    """

    prints: int | None
    times_usual: Decimal | None
    filled: int

    @property
    def is_full(self) -> bool:
        return self.filled >= USUAL


class TapeFlow(Struct, frozen=True):
    """What was traded since trades are whole, the first at `since` (wall ns); `after_gap` if some were missing before.

    `cvd` is what was bought less what was sold since then.
    """

    short: FlowWindow
    long: FlowWindow
    rate: TradeRate
    cvd: Size
    since: int
    after_gap: bool


class TapeFigures(Struct, frozen=True):
    """`tiers` rise; `counted` has, for each way to join, what reaches so many of them.

    `flow` is None while trades are not whole.
    """

    tiers: tuple[Size, ...] = ()
    counted: tuple[tuple[Counted, ...], ...] = ()
    flow: TapeFlow | None = None


NO_FIGURES: Final = TapeFigures()


def flow_of(flow: TradeFlow, now: int) -> TapeFlow | None:
    """The flow at `now` (monotonic ns); None of trades that are not whole."""
    if flow.since is None:
        return None
    return TapeFlow(
        short=_window(flow, SHORT, now),
        long=_window(flow, LONG, now),
        rate=_rate(flow, now),
        cvd=flow.cvd,
        since=flow.since,
        after_gap=flow.restarts > 0,
    )


def finer(size: Size, other: Size) -> Size:
    """The same size, written with no fewer decimals than another."""
    # Adding a zero with so many decimals writes them.
    return add_sizes(size, Size(other * 0)) if other else size


def _window(flow: TradeFlow, span: int, now: int) -> FlowWindow:
    return FlowWindow(span, _in_steps(flow.filled(span, now)), flow.window(span, now))


def _rate(flow: TradeFlow, now: int) -> TradeRate:
    """The last minute against the mean of a longer time, which includes it."""
    prints, filled = sum(flow.window(SHORT, now).counts), flow.filled(USUAL, now)
    if filled < SHORT:
        return TradeRate(None, None, 0)
    whole = sum(flow.window(USUAL, now).counts)
    times = ratio(Decimal(prints * filled), Decimal(whole * MINUTE)) if filled >= ENOUGH_FOR_USUAL else None
    return TradeRate(prints, None if times is None else round(times, 1), _in_steps(filled))


def _in_steps(filled: int) -> int:
    return filled - filled % FILLED_IN
