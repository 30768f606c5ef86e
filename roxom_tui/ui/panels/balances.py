"""The panel of balances: what is held, where it is tied up, and the last thing that changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from roxom_tui.model.channels import Channel
from roxom_tui.model.money import Btc, Unit
from roxom_tui.model.status import PanelState
from roxom_tui.state.decimal_math import ZERO
from roxom_tui.state.views.account_summary import BTC
from roxom_tui.state.views.account_views import BalanceChange, BalanceRow, BalancesView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import MOST_NEEDED, Floor, Need, Slot
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, fit, left, width_of, with_number
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.face import Ageing
from roxom_tui.ui.panels.frame import at_the_top
from roxom_tui.ui.panels.listing import PARTIAL, checked_words, has_room
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.states import empty_words, seen
from roxom_tui.ui.widgets.digits import Room, dimmed, in_column
from roxom_tui.ui.widgets.table import REPORTED
from roxom_tui.words.durations import age, until
from roxom_tui.words.reasons import ending, short, tag, whole

if TYPE_CHECKING:
    from roxom_tui.ui.copying import Copying, Table

_FIGURES: Final = 4
"""Lines of an asset, where each number has room beside its name."""

_CAUSES: Final = {"ordersettle": ("trade settled", "trade")}
"""The exchange's words for what changes a balance; it documents no other, and what is not known is shown as it came."""

_REPORTED_WORDS: Final = "as last reported"
"""Behind the mark of a total, where there is room."""

_OUTDATED_WORDS: Final = ("changed since list", "changed since", "outdated", "old")
"""Beside a figure of a list that is older than the total: why it is dull, in the longest form that has room."""

ROWS_WITH_CHANGE: Final = 3
"""Below so many the last change gives its place to the figures."""


class _Figure(Struct, frozen=True):
    """One line of an asset."""

    label: str
    text: str
    role: Role
    mark: str = " "
    """Before the label: how the bar draws its part."""
    remarks: tuple[str, ...] = ()
    """What is said of it beside the label where there is room, shorter and shorter."""


MARGIN_MARK, ORDERS_MARK, FREE_MARK = "█", "▒", "░"
"""The parts of the bar, told apart without a colour."""

_PARTS: Final = 3


class BalancesPanel(Panel[BalancesView]):
    """Total, available, in orders and in margin of each asset, then the last change with its cause."""

    panel_id = "balances"
    title = "Balances"
    about = "What each asset holds and where it is tied up, then the newest change."
    terms = (
        ("total", "All there is of the asset."),
        ("total*", "As its newest change reported it; no list has confirmed it yet."),
        (
            "total LIVE",
            "It, or an order, changed since the list that the others are of; below: how old that is, and the next.",
        ),
        ("available", "Free for new orders."),
        ("in orders", "Reserved by open orders."),
        ("in margin", "What is neither available nor in orders."),
        ("█▒░", "The bar at the bottom: what of the BTC is in margin, in orders, available."),
        ("last line", "The newest change: time, cause, amount."),
    )
    slot = Slot.ACCOUNT
    floor = Floor(28, 7)
    widest = 44
    channels = (Channel.BALANCE,)

    def __init__(self) -> None:
        super().__init__()
        self._laid: tuple[object, list[Line]] = (None, [])

    def need(self, view: BalancesView, symbols: int) -> Need:
        """All assets, the last change, and the frame."""
        rows = max(self.floor.height, self.row_count(view) + 3)
        return Need(min(rows, MOST_NEEDED), rows)

    def pick(self, picture: ScreenSnapshot) -> BalancesView:
        return picture.balances

    def ageing_when_live(self, view: BalancesView, rendering: RenderContext) -> Ageing:
        """The title tells when the list was checked, where it has room for that."""
        return Ageing.EDGES if view.checked_at is not None and has_room(self.title, rendering) else Ageing.NOTHING

    def remark(self, view: BalancesView, rendering: RenderContext) -> str:
        state = seen(view.freshness, rendering.now).state
        if not (state.is_live or state is PanelState.UNPROVEN):
            return ""
        if view.since_connect:
            return PARTIAL
        if any(row.outdated for row in view.rows):
            return ""
        count = len(view.rows)
        some = f"{count:,} of {count + view.left_out:,} assets" if view.left_out else ""
        return checked_words(self.heading(view), some, view.freshness, view.checked_at, rendering)

    def scope(self, view: BalancesView, rendering: RenderContext) -> str:
        """Of what is outdated only the total is of now."""
        return "total" if _is_split_old(view, rendering) else ""

    def note(self, view: BalancesView, rendering: RenderContext, room: int) -> str:
        """How old the dull figures are, or why there are none, and what ends that; else the bar, while it is live."""
        if _is_split_old(view, rendering):
            key = self.keymap.key_label("reconnect")
            return next((form for form in _split_forms(view, rendering.now, key) if len(form) <= room), "")
        is_drawn = seen(view.freshness, rendering.now).state.is_live and not rendering.options.hide_account
        return bar_of(view.rows, room) if is_drawn else ""

    def holds(self, view: BalancesView) -> bool:
        return bool(view.rows)

    def row_count(self, view: BalancesView) -> int:
        return len(view.rows) * _FIGURES

    def window(self, view: BalancesView, inner: RenderContext) -> RowWindow:
        return RowWindow(len(self._all_lines(view, inner)), inner.height - _has_change(view, inner))

    def table(self, view: BalancesView, copying: Copying) -> Table:
        from roxom_tui.ui.panels.tables import balances_table

        return balances_table(view, copying)

    def place_to_copy(self, view: BalancesView) -> int | None:
        """The first asset in sight."""
        return min(self.scrolled // _FIGURES, len(view.rows) - 1) if view.rows else None

    def body(self, view: BalancesView, rendering: RenderContext) -> list[Line]:
        if not view.rows:
            return at_the_top(empty_words(view.freshness, "no balance reported yet", rendering.now), rendering)
        window = self.window(view, rendering)
        lines = self._all_lines(view, rendering)[rendering.offset : rendering.offset + window.room]
        lines += [EMPTY] * (window.room - len(lines))
        has_change = _has_change(view, rendering)
        return [*lines, _change(view.last_change, rendering)] if view.last_change and has_change else lines

    def told_inside(self, view: BalancesView, rows: list[Line], words: str) -> list[Line]:
        """In the line above the change, where that is blank, else in its place: so narrow a frame has no room for all,
        and what changed last is history."""
        place = len(rows) - 2
        if not words or place < 0:
            return rows
        if rows[place]:
            if view.last_change is None or len(rows) < ROWS_WITH_CHANGE:
                return rows
            place += 1
        return [*rows[:place], (Span(f" {words}", Role.SOFT),), *rows[place + 1 :]]

    def _all_lines(self, view: BalancesView, rendering: RenderContext) -> list[Line]:
        """All its lines: how many there are is known only once they are laid, so that is done once a view."""
        laid_for = (view, rendering.width, rendering.options)
        if self._laid[0] != laid_for:
            figures = [_figures(row, rendering) for row in view.rows]
            column = rendering.columns.room("amount", (figure.text for asset in figures for figure in asset))
            drawn = (_drawn(figure, column, rendering.width) for asset in figures for figure in asset)
            self._laid = laid_for, [line for lines in drawn for line in lines]
        return self._laid[1]


def _is_split_old(view: BalancesView, rendering: RenderContext) -> bool:
    """Whether what is available and bound is older than the total, or not known, though the stream is well."""
    is_old = any(row.outdated for row in view.rows) or (view.since_connect and bool(view.rows))
    return is_old and seen(view.freshness, rendering.now).state.is_live


def _split_forms(view: BalancesView, now: int, reconnect: str) -> Iterator[str]:
    """When what is bound was listed and when it will be again, or why not, shorter and shorter."""
    why = view.unlisted
    if view.since_connect and why is not None:
        yield from (f"{fmt.UNKNOWN}: {words(why)} · {ending(why, now)}" for words in (whole, short, tag))
        yield f"{tag(why)} · {ending(why, now)}"
        yield f"{tag(why)} · {reconnect} reconnect"
        yield tag(why)
        return
    old = "" if view.listed_at is None else age(now - view.listed_at)
    is_ahead = view.next_at is not None and view.next_at > now
    then = f"in {until(view.next_at, now)}" if is_ahead and view.next_at is not None else "requested"
    if old and any(None in (row.available, row.in_orders, row.in_margin) for row in view.rows):
        yield f"{fmt.UNKNOWN}: not in the list of {old} ago · next list {then}"
        yield f"{fmt.UNKNOWN}: not listed · {old} old · next {then}"
    if old:
        yield f"total changed since the list {old} ago · next list {then}"
        yield f"changed since the list {old} ago · next {then}"
        yield f"list {old} old · next list {then}"
        yield f"list {old} old · next {then}"
        yield f"list {old} old · {then}"
    yield f"next list {then}"


def _has_change(view: BalancesView, inner: RenderContext) -> bool:
    """The total goes last, and of the others what is free before what changed."""
    return view.last_change is not None and inner.height >= ROWS_WITH_CHANGE


def _figures(row: BalanceRow, rendering: RenderContext) -> tuple[_Figure, ...]:
    is_btc = row.asset == BTC
    unit = rendering.options.unit if is_btc else Unit.BTC
    name = "sats" if unit is Unit.SATS else row.asset
    # One label of one length, whatever is known of the total: nothing moves when a list confirms it.
    mark = REPORTED if row.last_reported else " "
    free, bound = (Role.STALE, Role.STALE) if row.outdated else (Role.TEXT, Role.SOFT)

    def text(value: Btc | None) -> str:
        return rendering.options.mask(fmt.price(value, unit))

    def listed(label: str, value: Btc | None, role: Role, mark: str) -> _Figure:
        said = _OUTDATED_WORDS if row.outdated and value is not None else ()
        return _Figure(label, text(value), role, mark if is_btc else " ", said)

    return (
        _Figure(f"{name} total{mark}", text(row.total), Role.STRONG, " ", (_REPORTED_WORDS,) * row.last_reported),
        listed("available", row.available, free, FREE_MARK),
        listed("in orders", row.in_orders, bound, ORDERS_MARK),
        listed("in margin", row.in_margin, bound, MARGIN_MARK),
    )


def bar_of(rows: Sequence[BalanceRow], cells: int) -> str:
    """What is in margin, in orders and available as parts of one bar; nothing where one of them is not known.

    Bitcoins alone are collateral (protocol 6.1), and come first.
    """
    row = rows[0] if rows and rows[0].asset == BTC else None
    parts = () if row is None else (row.in_margin, row.in_orders, row.available)
    known = [max(part, ZERO) for part in parts if part is not None]
    if len(known) < _PARTS or not any(known) or cells < _PARTS:
        return ""
    marks = (MARGIN_MARK, ORDERS_MARK, FREE_MARK)
    return "".join(mark * count for mark, count in zip(marks, shared_out(known, cells), strict=True))


def shared_out(parts: Sequence[Decimal], cells: int) -> list[int]:
    """So many whole cells for parts of a whole: to the nearest, and one at least for anything above zero."""
    whole = sum(parts, ZERO)
    found = [max(1, round(part / whole * cells)) if part else 0 for part in parts]
    found[found.index(max(found))] += cells - sum(found)
    return found


def _drawn(figure: _Figure, column: Room, width: int) -> list[Line]:
    """The label and its number beside it; below it where the label leaves too little room."""
    role = figure.role
    label: Line = (Span(f"{figure.mark} {figure.label} ", Role.TEXT if role is Role.STRONG else Role.FAINT),)
    soft = Role.STALE if role is Role.STALE else Role.SHARED
    forms = [(*dimmed(text, role, soft), Span(" ")) for text in (in_column(figure.text, column), figure.text)]
    room = width - width_of(label) - width_of(forms[0]) - 1
    said = next((words for words in figure.remarks if len(words) <= room), "")
    if said:
        label = (*label, Span(f"{said} ", Role.FAINT))
    if any(width_of(label) + width_of(form) <= width for form in forms) or width_of(forms[-1]) > width:
        return [with_number(label, forms, width)]
    return [fit(label, width), with_number((), forms, width)]


def _change(change: BalanceChange, rendering: RenderContext) -> Line:
    """The newest change: sign, amount, cause, time; words give way first."""
    unit = rendering.options.unit if change.asset == "BTC" else Unit.BTC
    amount = rendering.options.mask(fmt.signed_money(change.amount, unit))
    time = fmt.clock(change.exchange_at)
    role = rendering.options.ink(Role.BID if (change.amount or 0) > 0 else Role.ASK)
    room = rendering.width - len(amount) - len(time) - 4
    names = _CAUSES.get(change.cause or "", (change.cause or "",))
    cause = next((name for name in names if len(name) <= room), names[-1])
    cause = left(cause, room) if room >= 4 else ""
    return (Span(f" {time} ", Role.FAINT), Span(cause, Role.FAINT), Span(" "), Span(amount, role), Span(" "))
