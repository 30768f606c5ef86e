"""The lines of an order's details: the states it went through since it was first seen. Pure."""

from __future__ import annotations

from typing import Final

from roxom_tui.state.views.account_views import Learnt, OrderDetail, OrderStep
from roxom_tui.ui import format as fmt
from roxom_tui.ui.lines import EMPTY, Line, Role, Span
from roxom_tui.ui.panels.orders import THROUGH, status_words
from roxom_tui.ui.screens.detail_lines import DetailInk, labelled
from roxom_tui.ui.screens.reading import headed

_NOT_LISTED: Final = "not listed any more"
_TOLD: Final = {
    Learnt.REPORT: "",
    Learnt.LIST: "seen in a list",
    Learnt.AFTER_OUTAGE: "told after an outage",
}


def order_lines(detail: OrderDetail, ink: DetailInk, width: int) -> list[Line]:
    """How far it is from the market, then its states, the newest first."""
    row = detail.row
    if row is None:
        first = labelled("", "not open any more", Role.WARNING)
    elif row.distance is not None and row.distance < 0:
        first = labelled("away", THROUGH)
    else:
        away = ink.options.mask(f"{fmt.percent(row.distance, signed=False)} %") if row.distance is not None else "--"
        first = labelled("away", away, Role.TEXT if row.state.is_live and ink.state.is_live else Role.STALE)
    steps = [_step_line(step, ink) for step in reversed(detail.steps)]
    if detail.left_out:
        steps.insert(len(steps) - 1, (Span(f"{detail.left_out} more between", Role.FAINT),))
    return [first, EMPTY, *headed("States since it was first seen", steps, width), EMPTY]


def _step_line(step: OrderStep, ink: DetailInk) -> Line:
    """The exchange's time, else since when we know it; the state; what was executed by then; how it was learnt."""
    seen_at = ink.wall - (ink.now - step.seen_at)
    time = f"{fmt.clock(step.at)}   " if step.at is not None else f"<= {fmt.clock(seen_at)}"
    status = step.status
    words = status_words(status) if status else _NOT_LISTED
    filled = "" if step.executed is None else f"filled {ink.options.mask(fmt.size(step.executed))}"
    return (
        Span(f"{time:<13}", Role.SOFT),
        Span(f"{words:<28}", Role.TEXT),
        Span(f"{filled:<18}", Role.SOFT),
        Span(_TOLD[step.learnt], Role.FAINT),
    )
