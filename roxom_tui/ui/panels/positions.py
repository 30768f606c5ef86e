"""Open positions, their profit at the live mark, and how far liquidation is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final

from roxom_tui.model.channels import Channel
from roxom_tui.model.market import PositionSide
from roxom_tui.model.money import Btc
from roxom_tui.model.ports import Detailed, DetailRequest
from roxom_tui.state.reading.mark_moves import STRETCHES_NEEDED
from roxom_tui.state.views.account_views import PositionRow, PositionsView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.panels.account_line import account_line
from roxom_tui.ui.panels.face import Further
from roxom_tui.ui.panels.frame import room_beside
from roxom_tui.ui.panels.listing import UNIT_UNKNOWN, ListPanel, RowInk
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.table import REPORTED, Cell, Column

if TYPE_CHECKING:
    from roxom_tui.ui.copying import Copying, Table

_COLUMNS = (
    Column("symbol", 9, drop=1, least=6),
    Column("side", 5, drop=2),
    Column("size", 7, drop=3, is_number=True),
    Column("entry", 10, drop=13, is_number=True),
    Column("mark", 10, drop=15, is_number=True),
    Column("entry bp", 8, drop=20, is_number=True),
    Column("PnL at mark", 11, is_number=True),
    Column("PnL %", 6, drop=17, is_number=True),
    Column("liquidation", 10, drop=12, is_number=True),
    Column("away %", 6, drop=11, is_number=True),
    Column("margin %", 8, drop=14, is_number=True, marks=len(" !!")),
    Column("funding est.", 12, drop=19, is_number=True),
    Column("lev", 5, drop=16, is_number=True),
    Column("ADL", 5, drop=18),
    Column("status", 6, drop=21),
)

NEAR_LIQUIDATION = Decimal("0.03")
MARGIN_RAISED = Decimal("0.50")
MARGIN_HIGH = Decimal("0.80")
"""The exchange itself warns here (protocol 6.5)."""


_MORE: Final = Further(
    "More of a position",
    (
        ("entry bp", "The mark over the entry, in basis points of it, whichever side is held."),
        ("PnL %", "PnL as a part of the position's margin."),
        ("funding est.", "Received (+) or paid (-) at the next settlement at the rate of now, which may still change."),
        ("!!", f"From {MARGIN_HIGH:.0%} on the exchange warns, at 100% it liquidates; the title says it too."),
        ("closing now", "In its details: all of it taken from the book as it stands, before fees."),
        (
            "mean move",
            f"In its details: of the mark in 5 min, without sign, once there are {STRETCHES_NEEDED}.",
        ),
    ),
)


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
        ("margin %", f"Maintenance margin of its own funds: ! from {MARGIN_RAISED:.0%}, !! from {MARGIN_HIGH:.0%}."),
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
    further = (_MORE,)
    channels = (Channel.POSITIONS,)
    columns = _COLUMNS
    nothing = "no open position"

    def pick(self, picture: ScreenSnapshot) -> PositionsView:
        return picture.positions

    def key_of(self, row: PositionRow) -> str:
        return row.position_id

    def details_of(self, row: PositionRow) -> DetailRequest:
        return DetailRequest(Detailed.POSITION, row.position_id)

    def table(self, view: PositionsView, copying: Copying) -> Table:
        from roxom_tui.ui.panels.tables import positions_table

        return positions_table(view, self.kept_rows(view), copying)

    def words_of(self, row: PositionRow) -> str:
        return f"{row.symbol} {row.side or ''}"

    def beside(self, view: PositionsView, rendering: RenderContext) -> Line:
        """The account in one line."""
        room = room_beside(self.heading(view), rendering.width)
        fresh, remark = seen(view.freshness, rendering.now), self.said(view, rendering)
        told = (id(view.summary), view.summary, fresh, rendering.options, rendering.width, room, remark)
        return rendering.drawn.row(
            "account", told, lambda _: account_line(view.summary, fresh, rendering, room, remark)
        )

    def oddity(self, view: PositionsView, rendering: RenderContext) -> str:
        """What is high of a margin, unless that is hidden; and a status that is not normal, whose column goes first."""
        odd = [row for row in view.rows if not _is_normal(row)]
        reported = any(row.pnl is not None and not row.pnl_local for row in view.rows)
        high = "" if rendering.options.hide_account else _high_margin(view.rows)
        status = f"{odd[0].symbol} {odd[0].status}" if len(odd) == 1 else f"{len(odd)} positions not normal"
        words = (high, status if odd else "", f"{REPORTED} as reported" if reported else "")
        return " · ".join(filter(None, words))

    def cells(self, row: PositionRow, ink: RowInk) -> list[Cell]:
        """History where the mark is not live; hidden where a figure would reveal a hidden one."""
        figure, price = ink.figure, ink.price
        long = row.side is PositionSide.LONG
        near = row.liquidation_distance is not None and row.liquidation_distance < NEAR_LIQUIDATION
        away = fmt.percent(row.liquidation_distance, 1, signed=False)
        margin = f"{fmt.percent(row.margin_ratio, 0, signed=False)}{_MARGIN_MARKS[margin_level(row.margin_ratio)]}"
        return [
            figure(row.symbol),
            figure(row.side.value if row.side else fmt.UNKNOWN, Role.BID if long else Role.ASK),
            figure(fmt.size(row.size), private=True),
            figure(price("entry_price", row.entry), Role.SOFT, private=True),
            figure(fmt.price(row.mark, ink.options.unit), Role.SOFT, derived=True),
            figure(fmt.basis_points(row.from_entry_bp), Role.SOFT, private=True, derived=True),
            figure(_pnl(row, ink.options), _sign_role(row), private=True, derived=True),
            figure(fmt.percent(row.pnl_share), _sign_role(row), private=True, derived=True),
            figure(price("liquidation_price", row.liquidation), private=True),
            figure(away, Role.WARNING if near else Role.TEXT, private=True, derived=True),
            figure(margin, MARGIN_INKS[margin_level(row.margin_ratio)], private=True, derived=True),
            figure(funding_words(row, ink.options), Role.SOFT, private=True, derived=True),
            figure(fmt.UNKNOWN if row.leverage is None else f"{row.leverage.normalize():f}x", Role.SOFT),
            figure(_adl(row.adl_rank), Role.SOFT),
            figure("" if _is_normal(row) else row.status or "", Role.WARNING),
        ]


class MarginLevel(Enum):
    """How much of a position's funds its maintenance takes, in a word."""

    LOW = ""
    RAISED = "raised"
    HIGH = "high"


_MARGIN_MARKS: Final = {MarginLevel.LOW: "", MarginLevel.RAISED: " !", MarginLevel.HIGH: " !!"}
MARGIN_INKS: Final = {
    MarginLevel.LOW: Role.TEXT,
    MarginLevel.RAISED: Role.WARNING,
    MarginLevel.HIGH: Role.ERROR,
}


def margin_level(ratio: Decimal | None) -> MarginLevel:
    """The word for a margin ratio; of one that is not known there is none."""
    if ratio is None or ratio < MARGIN_RAISED:
        return MarginLevel.LOW
    return MarginLevel.RAISED if ratio < MARGIN_HIGH else MarginLevel.HIGH


def _high_margin(rows: Sequence[PositionRow]) -> str:
    """The contract whose margin is the highest, where it is high and what it is made of is live."""
    high = [row for row in rows if row.state.is_live and margin_level(row.margin_ratio) is MarginLevel.HIGH]
    return f"{max(high, key=_ratio).symbol} margin {MarginLevel.HIGH.value}" if high else ""


def _ratio(row: PositionRow) -> Decimal:
    return row.margin_ratio or Decimal(0)


def funding_words(row: PositionRow, options: DisplayOptions) -> str:
    """To a whole sat; no amount at a rate whose unit is in doubt."""
    if row.funding is None or row.funding_suspect:
        return UNIT_UNKNOWN if row.funding_suspect else fmt.UNKNOWN
    return fmt.signed_money(Btc(fmt.rounded(row.funding, 8)), options.unit)


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
