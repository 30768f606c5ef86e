"""The account in one line, in a title: profit of all positions, equity, margin used. What does not fit goes whole.

Each figure has the ink of the worst it is made from, and all have one while the account is hidden.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from roxom_tui.model.status import Freshness, PanelState, worst
from roxom_tui.state.views.account_views import AccountSummary, StatedAmount
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.panels.listing import in_both_units, sized
from roxom_tui.ui.widgets.digits import in_column
from roxom_tui.words.reasons import short

_STATE: Final = 8
"""The longest word of a state stands in every title."""

_WHEN: Final = 30
"""So much a title says of a state besides its word and the reason."""

_SEPARATOR: Final = " · "
_LISTED: Final = "list margin"
"""The margin used as the balances last listed it, which says when; as long as its other name, so that nothing moves."""

_DECIMALS: Final = 8
"""Sums are told to a sat, as each profit is."""


class _Figure(Struct, frozen=True):
    label: str
    told: StatedAmount
    signed: bool = False


def account_line(summary: AccountSummary, listed: Freshness, rendering: RenderContext, room: int, remark: str) -> Line:
    """As much as fits into a title's `room`: the profit beside the state, the rest beside the remark as well.

    Where the list is not believed the title is for the reason, and this takes what that leaves.
    """
    room -= _STATE if listed.state.is_live else _STATE + _reason_width(listed) + _WHEN
    sized(rendering, rendering.width - 2)
    figures = (
        _Figure("PnL", summary.pnl, signed=True),
        _Figure("equity", summary.equity),
        _Figure(_LISTED if _is_older(summary.margin_used, listed) else "margin used", summary.margin_used),
    )
    line: list[Span] = []
    for figure in figures:
        here, other = (_text(figure, options) for options in in_both_units(rendering.options))
        memory, name = rendering.columns, f"{figure.label} of all"
        placed = in_column(here, memory.room(name, (here,)))
        width = memory.needed(name, max(len(placed), len(other))) + len(figure.label) + len(_SEPARATOR) + 1
        kept = len(remark) + len(_SEPARATOR) if remark and line else 0
        if width + kept > room:
            break
        room -= width
        told = Span(placed, _ink(figure, worst(figure.told.state, listed.state), rendering.options))
        line += [Span(f"{_SEPARATOR}{figure.label} ", Role.FAINT), told]
    return tuple(line)


def _is_older(told: StatedAmount, listed: Freshness) -> bool:
    """Whether a figure that the list of positions does not make old is old all the same."""
    return told.amount is not None and listed.state.is_live and told.state is PanelState.STALE


def _reason_width(listed: Freshness) -> int:
    return 0 if listed.reason is None else len(short(listed.reason))


def _text(figure: _Figure, options: DisplayOptions) -> str:
    amount = figure.told.amount
    exact = None if amount is None else type(amount)(fmt.rounded(amount, _DECIMALS))
    text = fmt.signed_money(exact, options.unit) if figure.signed else fmt.price(exact, options.unit)
    return options.mask(text)


def _ink(figure: _Figure, state: PanelState, options: DisplayOptions) -> Role:
    """The sign of a profit has a colour, unless the profit is hidden, doubted or history."""
    if not state.is_live:
        return Role.SOFT if state is PanelState.UNPROVEN else Role.STALE
    if not figure.signed or not figure.told.amount:
        return options.ink(Role.TEXT)
    return options.ink(Role.BID if figure.told.amount > 0 else Role.ASK)
