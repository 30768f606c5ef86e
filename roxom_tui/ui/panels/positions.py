"""Open positions, their profit at the live mark, and how far liquidation is."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.channels import Channel
from roxom_tui.model.market import PositionSide
from roxom_tui.model.money import Btc
from roxom_tui.state.views.account_views import PositionRow, PositionsView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.panels.account_line import account_line
from roxom_tui.ui.panels.frame import room_beside
from roxom_tui.ui.panels.listing import ListPanel, RowInk
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.table import REPORTED, Cell, Column

_COLUMNS = (
    Column("symbol", 9, drop=1, least=6),
    Column("side", 5, drop=2),
    Column("size", 7, drop=3, is_number=True),
    Column("entry", 10, drop=13, is_number=True),
    Column("mark", 10, drop=15, is_number=True),
    Column("PnL at mark", 11, is_number=True),
    Column("liquidation", 10, drop=12, is_number=True),
    Column("away %", 6, drop=11, is_number=True),
    Column("margin %", 8, drop=14, is_number=True),
    Column("lev", 5, drop=16, is_number=True),
    Column("ADL", 5, drop=17),
    Column("status", 6, drop=18),
)

NEAR_LIQUIDATION = Decimal("0.03")
MARGIN_WARNING = Decimal("0.80")
"""The exchange itself warns here (protocol 6.5)."""


class PositionsPanel(ListPanel[PositionsView]):
    """One row a position. Profit is ours, from the live mark, unless it is marked as reported."""

    panel_id = "positions"
    title = "Positions"
    about = "Open positions, their profit at the live mark and their way to liquidation."
    terms = (
        (
            "PnL at mark",
            "Unrealised, computed here; `*` is as the exchange reported it, `a or b` where the two disagree.",
        ),
        (
            "away %",
            f"From mark to liquidation, whichever way, as part of the mark; marked below {NEAR_LIQUIDATION:.0%}.",
        ),
        ("margin %", f"Maintenance margin of the position's own funds; the exchange warns at {MARGIN_WARNING:.0%}."),
        ("lev", "Leverage."),
        (
            "(title)",
            "PnL of all positions; equity is the BTC balance with it; margin used is what positions bind, list margin "
            "the same by a list that is older than the balance.",
        ),
        ("ADL", "Rank for auto-deleveraging: ●●●●● is next in line."),
        ("status", "Stands only where it is not normal."),
        ("dim figure", "Drawn from a mark that is not live; the title names the contract."),
    )
    channels = (Channel.POSITIONS,)
    columns = _COLUMNS
    nothing = "no open position"

    def pick(self, picture: ScreenSnapshot) -> PositionsView:
        return picture.positions

    def key_of(self, row: PositionRow) -> str:
        return row.position_id

    def words_of(self, row: PositionRow) -> str:
        return f"{row.symbol} {row.side or ''}"

    def beside(self, view: PositionsView, rendering: RenderContext) -> Line:
        """The account in one line."""
        room = room_beside(self.heading(view), rendering.width)
        fresh = seen(view.freshness, rendering.now)
        return account_line(view.summary, fresh, rendering, room, self.said(view, rendering))

    def oddity(self, view: PositionsView) -> str:
        """A status that is not normal, where its column is the first to go."""
        odd = [row for row in view.rows if not _is_normal(row)]
        reported = (
            f"{REPORTED} as reported" if any(row.pnl is not None and not row.pnl_local for row in view.rows) else ""
        )
        status = f"{odd[0].symbol} {odd[0].status}" if len(odd) == 1 else f"{len(odd)} positions not normal"
        return " · ".join(filter(None, (status if odd else "", reported)))

    def cells(self, row: PositionRow, ink: RowInk) -> list[Cell]:
        """History where the mark is not live; hidden where a figure would reveal a hidden one."""
        figure, price = ink.figure, ink.price
        long = row.side is PositionSide.LONG
        near = row.liquidation_distance is not None and row.liquidation_distance < NEAR_LIQUIDATION
        tight = row.margin_ratio is not None and row.margin_ratio >= MARGIN_WARNING
        away = fmt.percent(row.liquidation_distance, 1, signed=False)
        margin = fmt.percent(row.margin_ratio, 0, signed=False)
        return [
            figure(row.symbol),
            figure(row.side.value if row.side else fmt.UNKNOWN, Role.BID if long else Role.ASK),
            figure(fmt.size(row.size), private=True),
            figure(price("entry_price", row.entry), Role.SOFT, private=True),
            figure(fmt.price(row.mark, ink.options.unit), Role.SOFT, derived=True),
            figure(_pnl(row, ink.options), _sign_role(row), private=True, derived=True),
            figure(price("liquidation_price", row.liquidation), private=True),
            figure(away, Role.WARNING if near else Role.TEXT, private=True, derived=True),
            figure(margin, Role.WARNING if tight else Role.TEXT, private=True, derived=True),
            figure(fmt.UNKNOWN if row.leverage is None else f"{row.leverage.normalize():f}x", Role.SOFT),
            figure(_adl(row.adl_rank), Role.SOFT),
            figure("" if _is_normal(row) else row.status or "", Role.WARNING),
        ]


def _is_normal(row: PositionRow) -> bool:
    return row.status in (None, "normal")


def _pnl(row: PositionRow, options: DisplayOptions) -> str:
    """To a whole sat: what we compute ourselves has more digits than the exchange settles."""
    if row.pnl is None:
        return fmt.UNKNOWN
    text = fmt.signed_money(Btc(fmt.rounded(row.pnl, 8)), options.unit)
    if row.pnl_disputed is not None:
        return f"{text} or {fmt.signed_money(Btc(fmt.rounded(row.pnl_disputed, 8)), options.unit)}"
    return text if row.pnl_local else f"{text}{REPORTED}"


def _sign_role(row: PositionRow) -> Role:
    """None where two figures contradict each other."""
    if not row.pnl or row.pnl_disputed is not None:
        return Role.TEXT
    return Role.BID if row.pnl > 0 else Role.ASK


def _adl(rank: int | None) -> str:
    """Five lights, as the exchange shows them; five is first in line."""
    return "" if rank is None else "●" * min(rank, 5) + "○" * (5 - min(rank, 5))
