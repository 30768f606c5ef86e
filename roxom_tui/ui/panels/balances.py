"""What the account holds, where it is tied up, and the last thing that changed it."""

from __future__ import annotations

from roxom_tui.model.market import Channel
from roxom_tui.model.number import Btc, Unit
from roxom_tui.model.status import Freshness
from roxom_tui.state.views import BalanceChange, BalanceRow, BalancesView, Board
from roxom_tui.ui import format as fmt
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, left, spread_out
from roxom_tui.ui.look import Paper
from roxom_tui.ui.panels.base import Panel, at_the_top
from roxom_tui.ui.panels.checked import proof_words
from roxom_tui.ui.widgets.digits import dimmed


class BalancesPanel(Panel[BalancesView]):
    """Total, available, in orders and in margin of each asset, then the last change with its cause."""

    panel_id = "balances"
    title = "Balances"
    about = "Margin is what is neither available nor in orders; the last change carries the exchange's own cause."
    channels = (Channel.BALANCE,)

    def pick(self, board: Board) -> BalancesView:
        return board.balances

    def freshness(self, view: BalancesView) -> Freshness:
        return view.freshness

    def remark(self, view: BalancesView, paper: Paper) -> str:
        if view.since_connect:
            return "since connect"
        if any(row.outdated for row in view.rows):
            return "asking again"
        count = len(view.rows)
        some = f"{count:,} of {count + view.left_out:,} assets" if view.left_out else ""
        return proof_words(self.heading(view), some, view.freshness, view.checked_at, paper)

    def row_count(self, view: BalancesView) -> int:
        return len(view.rows) * 4

    def body(self, view: BalancesView, paper: Paper) -> list[Line]:
        if not view.rows:
            return at_the_top(view.freshness.reason or "no balance reported yet", paper)
        lines = [line for row in view.rows for line in _asset(row, paper)]
        room = paper.height - (view.last_change is not None)
        if len(lines) < room:
            lines += [EMPTY] * (room - len(lines))
        lines = lines[min(paper.offset, max(0, len(lines) - room)) :][:room]
        return [*lines, _change(view.last_change, paper)] if view.last_change else lines


def _asset(row: BalanceRow, paper: Paper) -> list[Line]:
    unit = paper.look.unit if row.asset == "BTC" else Unit.BTC
    name = "sats" if unit is Unit.SATS else row.asset
    label = "reported" if row.last_reported else "total"
    free, bound = (Role.STALE, Role.STALE) if row.outdated else (Role.TEXT, Role.SOFT)
    figures = (
        (f"{name} {label}", row.total, Role.STRONG),
        ("available", row.available, free),
        ("in orders", row.in_orders, bound),
        ("in margin", row.in_margin, bound),
    )
    return [_figure(word, value, role, unit, paper) for word, value, role in figures]


def _figure(word: str, value: Btc | None, role: Role, unit: Unit, paper: Paper) -> Line:
    text = fmt.HIDDEN if paper.look.hide_account else fmt.money(value, unit)
    end = (*dimmed(text, role, Role.STALE if role is Role.STALE else Role.FAINT), Span(" "))
    return spread_out((Span(f" {word}", Role.TEXT if role is Role.STRONG else Role.FAINT),), end, paper.width)


def _change(change: BalanceChange, paper: Paper) -> Line:
    """The newest change: sign, amount, cause, time; words give way first."""
    unit = paper.look.unit if change.asset == "BTC" else Unit.BTC
    amount = fmt.HIDDEN if paper.look.hide_account else fmt.signed_money(change.amount, unit)
    time = fmt.clock(change.exchange_at)
    role = Role.BID if (change.amount or 0) > 0 else Role.ASK
    room = paper.width - len(amount) - len(time) - 4
    cause = left(change.cause or "", room) if room >= 4 else ""
    return (Span(f" {time} ", Role.FAINT), Span(cause, Role.FAINT), Span(" "), Span(amount, role), Span(" "))
