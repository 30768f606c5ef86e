"""The account in one line: profit of all positions, equity, margin used. In BTC, and of the BTC balance alone.

A figure is as good as the worst of what it is made from, and not known where anything of that is not: a part of a sum
is no sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from roxom_tui.model.money import Btc
from roxom_tui.model.status import Freshness, PanelState, worst
from roxom_tui.state.decimal_math import ZERO, add
from roxom_tui.state.views.account_views import AccountSummary, BalanceRow, PositionRow, StatedAmount

BTC: str = "BTC"


def account_summary(
    rows: Sequence[PositionRow], listed: Freshness, *, is_whole: bool, balance: BalanceRow | None, told: Freshness
) -> AccountSummary:
    """The three figures. `is_whole`: the rows are all positions there are; `told`: how good the balance is."""
    profit = _profit(rows, listed, is_whole=is_whole)
    total = _total(balance, told)
    equity = None if profit.amount is None or total.amount is None else Btc(add(total.amount, profit.amount))
    return AccountSummary(profit, StatedAmount(equity, worst(profit.state, total.state)), _margin_used(balance, told))


def btc_balance(rows: Iterable[BalanceRow]) -> BalanceRow | None:
    """The row of BTC, the only collateral (protocol 6.1); other assets are never added to it."""
    return next((row for row in rows if row.asset == BTC), None)


def _profit(rows: Sequence[PositionRow], listed: Freshness, *, is_whole: bool) -> StatedAmount:
    total = ZERO
    for row in rows:
        if row.pnl is None:
            is_whole = False
            break
        total = add(total, row.pnl)
    return StatedAmount(Btc(total) if is_whole else None, worst(listed.state, *(row.state for row in rows)))


def _total(balance: BalanceRow | None, told: Freshness) -> StatedAmount:
    """Of a total that a change reported nobody knows whether it is the whole or the free part (protocol 4.6)."""
    if balance is None:
        return StatedAmount(None, told.state)
    return StatedAmount(balance.total, worst(told.state, PanelState.UNPROVEN) if balance.last_reported else told.state)


def _margin_used(balance: BalanceRow | None, told: Freshness) -> StatedAmount:
    if balance is None:
        return StatedAmount(None, told.state)
    return StatedAmount(balance.in_margin, worst(told.state, PanelState.STALE) if balance.outdated else told.state)
