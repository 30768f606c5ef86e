"""Balances by asset, from the GET and from changes (protocol 4.6, 5.2). Assets are never added to each other."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.events import Balance, BalancesSeed, BalanceUpdate
from roxom_tui.model.money import Btc
from roxom_tui.model.reasons import Cause, Reason, Rule
from roxom_tui.model.values import replace
from roxom_tui.state.account.merged_reports import DuplicateFilter, is_older
from roxom_tui.state.decimal_math import ZERO, add, subtract
from roxom_tui.state.views.account_views import BalanceChange, BalanceRow

MAX_ASSETS: Final = 1_000

LOST_EVENT: Final = Reason(Cause.LIST_DOUBTED, rule=Rule.CHANGE)


class Balances:
    """One row for each asset.

    A change tells only one figure, and not whether it is the total or the free part: it is shown as last reported, and
    what the GET said of the other figures before it is outdated. So it is when an order moves, for that binds funds.
    """

    is_behind = False
    """A change says what it leads to, so that a list cannot undo it unseen."""

    def __init__(self) -> None:
        self._rows: dict[str, BalanceRow] = {}
        self._newest: dict[str, tuple[BalanceUpdate, int]] = {}
        self._moments: DuplicateFilter[BalanceUpdate] = DuplicateFilter()
        self.last_change: BalanceChange | None = None
        self._orders_moved_at: int | None = None
        self._left_out: set[str] = set()
        self.listed_at: int | None = None
        """When the newest list was asked for, monotonic ns; what it told of available and bound funds is of then."""

    def apply(self, update: BalanceUpdate, at: int) -> str:
        """Take a change received at `at` (monotonic ns). Says why it changed nothing, or nothing if it did."""
        known = self._newest.get(update.asset)
        if known is not None and is_older(update.exchange_at, known[0].exchange_at):
            return "older than what is held"
        if update.asset not in self._rows and len(self._rows) >= MAX_ASSETS:
            if len(self._left_out) < MAX_ASSETS:
                self._left_out.add(update.asset)
            return "more assets than can be kept"
        if self._moments.knows(update.asset, update.exchange_at, update) or (known is not None and known[0] == update):
            return "already known"
        self._newest[update.asset] = (update, at)
        after = _after(update)
        self.last_change = BalanceChange(update.asset, _amount(update), after, update.cause, update.exchange_at)
        before = self._rows.get(update.asset) or BalanceRow(update.asset, None, None, None, None, last_reported=False)
        self._rows[update.asset] = replace(before, total=after, last_reported=after is not None, outdated=True)
        return ""

    def orders_moved(self, at: int) -> None:
        """An order came, went or was filled at `at` (monotonic ns): what is bound by orders is no longer as told."""
        self._orders_moved_at = at
        self._rows = {asset: replace(row, outdated=True) for asset, row in self._rows.items()}

    def follows(self, update: BalanceUpdate) -> bool:
        """Whether a change starts where the one before it ended; if not, one between them was lost."""
        known = self._newest.get(update.asset)
        if (
            known is None
            or known[0] == update
            or self._moments.has(update.asset, update)
            or is_older(update.exchange_at, known[0].exchange_at)
        ):
            return True
        ended = _after(known[0])
        return update.before is None or ended is None or update.before == ended

    def seed(self, seed: BalancesSeed, asked_at: int) -> None:
        """Take the GET's list, but for assets whose balance changed since the request was sent."""
        told = sorted(seed.balances, key=lambda balance: balance.asset != "BTC")
        rows = {balance.asset: _row(balance) for balance in told[:MAX_ASSETS]}
        self._left_out = {balance.asset for balance in told[MAX_ASSETS:]}
        for asset, (_, received_at) in self._newest.items():
            if received_at >= asked_at and asset in self._rows:
                rows[asset] = self._rows[asset]
        if self._orders_moved_at is not None and self._orders_moved_at >= asked_at:
            rows = {asset: replace(row, outdated=True) for asset, row in rows.items()}
        self._rows, self.listed_at = rows, asked_at

    def clear(self) -> None:
        """Forget the figures: nothing says whether they still stand."""
        self._rows.clear()
        self.listed_at = None
        self._moments.clear()
        self._left_out.clear()

    def forget_older(self, at: int) -> None:
        """Forget what was told before `at` (monotonic ns): of each asset the newest change since then is left."""
        self.listed_at = None
        since = {asset: update for asset, (update, received_at) in self._newest.items() if received_at >= at}
        self._rows = {
            asset: BalanceRow(asset, None, None, None, _after(update), last_reported=True)
            for asset, update in since.items()
        }

    def restart_chain(self) -> None:
        """Changes may have been missed: the next one is not held against the last."""
        self._newest.clear()

    @property
    def left_out(self) -> int:
        """Assets for which there is no room."""
        return len(self._left_out)

    @property
    def rows(self) -> tuple[BalanceRow, ...]:
        """BTC first, then the others by name."""
        return tuple(sorted(self._rows.values(), key=lambda row: (row.asset != "BTC", row.asset)))


def _after(update: BalanceUpdate) -> Btc | None:
    if update.after is not None or update.before is None or update.amount is None:
        return update.after
    return Btc(add(update.before, update.amount))


def _amount(update: BalanceUpdate) -> Btc | None:
    """The change as sent; where the figures disagree the balance after it is the one to trust."""
    if update.before is not None and update.after is not None:
        return Btc(subtract(update.after, update.before))
    return update.amount


def _row(balance: Balance) -> BalanceRow:
    in_margin = None
    if balance.total is not None and balance.available is not None and balance.in_orders is not None:
        margin = subtract(subtract(balance.total, balance.available), balance.in_orders)
        # Less than nothing is in no margin: then one of the three is not what its name says.
        in_margin = Btc(margin) if margin >= ZERO else None
    return BalanceRow(
        balance.asset, balance.available, balance.in_orders, in_margin, balance.total, last_reported=False
    )
