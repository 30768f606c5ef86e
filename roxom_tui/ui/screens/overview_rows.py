"""The rows of the overview: each figure in the ink of what its own stream is worth, and the state in words. Pure."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from roxom_tui.model.market import PositionSide
from roxom_tui.model.money import Btc
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.overview_view import Holding, OverviewRow, OverviewView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.lines import ARROW_ROLES, ARROWS, Line, Role, Span, cut
from roxom_tui.ui.not_well import is_not_recorded
from roxom_tui.ui.panels.listing import in_both_units
from roxom_tui.ui.panels.positions import NEAR_LIQUIDATION
from roxom_tui.ui.states import STATE_ROLES, seen, state_of
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.table import Cell, Column, Fitted, MeasuredRow, fitted, measured

COLUMNS: Final = (
    Column("symbol", 9),
    Column("last", 10, drop=1, is_number=True),
    Column("", 1, drop=4),
    Column("chg %", 6, drop=17, is_number=True),
    Column("24h %", 6, drop=13, is_number=True),
    Column("24h vol", 9, drop=18, is_number=True),
    Column("mark", 10, drop=16, is_number=True),
    Column("basis", 5, drop=22, is_number=True),
    Column("fund %", 7, drop=14, is_number=True),
    Column("open int", 9, drop=23, is_number=True),
    Column("sprd", 5, drop=15, is_number=True),
    Column("imb", 5, drop=21, is_number=True),
    Column("volume", 7, drop=19, is_number=True),
    Column("/min", 4, drop=20, is_number=True),
    Column("position", 10, drop=12, is_number=True),
    Column("PnL", 11, drop=10, is_number=True),
    Column("liq %", 5, drop=11, is_number=True),
    Column("state", 13, drop=2),
)
"""Where room is short open interest goes first, then basis, imbalance and pace."""


TERMS: Final = (
    ("chg %", "Change since the time told at the bottom, when a price was first seen here."),
    ("24h", "What the exchange sends with its trades; -- where the trades of a symbol are not followed."),
    ("imb", "Imbalance of the ten best levels a side; -- where the book of a symbol is not followed."),
    ("volume /min", "Traded, and trades a minute, since its trades are followed; ≥ where that was not all the time."),
    ("liq %", "From mark to liquidation, as part of the mark; of several positions the nearest."),
    ("own STALE", "Prices are live, and what is named before the word is not: book, trades, own position."),
)
"""For the help."""

_GAPS: Final = (3, 2, 1)
"""Blanks between columns: as many as all columns leave room for."""


class Conditions(Struct, frozen=True):
    """All that a row knows besides its view: `now` is monotonic ns, `wall` the exchange's time of day in wall ns."""

    options: DisplayOptions
    now: int
    wall: int


def table_lines(
    view: OverviewView, conditions: Conditions, width: int, columns: ColumnMemory, drawn: DrawnRows
) -> list[Line]:
    """The heading, and a line each symbol. Which columns fit is the same in either unit."""
    now, then = (
        [measured(cells(row, view.positions, replace(conditions, options=options))) for row in view.rows]
        for options in in_both_units(conditions.options)
    )
    layouts = (fitted(COLUMNS, now, width, columns, then, gap) for gap in _GAPS)
    layout = next(one for one in layouts if len(one.columns) == len(COLUMNS) or one.gap == _GAPS[-1])
    return [
        layout.heading(),
        *(drawn.row(row.listed.symbol, _Laid(layout, one), _line) for row, one in zip(view.rows, now, strict=True)),
    ]


class _Laid(Struct, frozen=True):
    """All that a line is drawn of."""

    layout: Fitted
    row: MeasuredRow


def _line(laid: _Laid) -> Line:
    return laid.layout.line(laid.row)


def cells(row: OverviewRow, positions: Freshness, conditions: Conditions) -> list[Cell]:
    """The cells of a row; `positions` is what the list of positions is worth."""
    listed, unit, now = row.listed, conditions.options.unit, conditions.now
    last, told = _ink(listed.freshness, now), seen(positions, now).state
    ticker = _ink(row.ticker, now)
    arrow = ARROW_ROLES[listed.direction] if seen(listed.freshness, now).state.is_live else last
    return [
        Span(listed.symbol, Role.TEXT),
        Span(fmt.price(listed.last, unit), Role.STRONG if last is Role.TEXT else last),
        Span(ARROWS[listed.direction], arrow),
        _signed(fmt.percent(listed.change), last),
        *_of_24_hours(row, now),
        Span(fmt.price(row.mark, unit), ticker),
        Span(fmt.basis_points(row.basis_bp), ticker),
        Span(_funding(row), Role.WARNING if row.funding_suspect and ticker is Role.TEXT else ticker),
        Span(fmt.size(row.open_interest), ticker),
        Span(fmt.basis_points(row.spread_bp, signed=False), _ink(row.quotes, now)),
        _imbalance(row, now),
        *_of_the_session(row, now),
        *_of_the_account(row.holding, told, conditions.options),
        _state(row, positions, now),
    ]


def _ink(fresh: Freshness, now: int) -> Role:
    """What is not proven is soft, what is history is dull."""
    state = seen(fresh, now).state
    return Role.TEXT if state.is_live else Role.SOFT if state is PanelState.UNPROVEN else Role.STALE


def _signed(text: str, ink: Role) -> Span:
    """A change in the ink of its direction, while it is live."""
    if ink is not Role.TEXT or text[:1] not in "+-" or text == fmt.UNKNOWN:
        return Span(text, ink)
    return Span(text, Role.BID if text[0] == "+" else Role.ASK)


def _of_24_hours(row: OverviewRow, now: int) -> tuple[Span, Span]:
    """What came with the newest trade, where trades are followed."""
    told = row.listed.statistics
    if told is None:
        return Span(fmt.UNKNOWN, Role.FAINT), Span(fmt.UNKNOWN, Role.FAINT)
    ink = Role.STALE if told.outdated else _ink(told.freshness, now)
    return _signed(fmt.percent(told.change_24h), ink), Span(fmt.size(told.volume_24h), ink)


def _funding(row: OverviewRow) -> str:
    return f"{fmt.percent(row.funding_rate, 4)}{'?' if row.funding_suspect else ''}"


def _imbalance(row: OverviewRow, now: int) -> Span:
    """`--` also of a book that is not live."""
    leaning = row.leaning
    if leaning is None or leaning.share is None or not seen(leaning.freshness, now).state.is_live:
        return Span(fmt.UNKNOWN, Role.FAINT)
    share = fmt.with_sign(leaning.share, format(abs(leaning.share), "f"))
    return Span(f"{share} est." if leaning.is_estimate else share, Role.TEXT)


def _of_the_session(row: OverviewRow, now: int) -> tuple[Span, Span]:
    """Volume and trades a minute, where trades are followed."""
    session = row.session
    if session is None:
        return Span(fmt.UNKNOWN, Role.FAINT), Span(fmt.UNKNOWN, Role.FAINT)
    ink, least = _ink(session.freshness, now), "≥" if session.at_least else ""
    pace = fmt.UNKNOWN if session.a_minute is None else format(session.a_minute, "f")
    return Span(f"{least}{fmt.size(session.volume)}", ink), Span(pace, ink)


def _of_the_account(held: Holding | None, told: PanelState, options: DisplayOptions) -> tuple[Span, Span, Span]:
    """Position, profit and distance to liquidation: hidden with the account, history where not live.

    Nothing stands where there is no position; `--` where that is not known.
    """
    if held is None:
        nothing = Span("" if told.is_live else fmt.UNKNOWN, Role.FAINT)
        return nothing, nothing, nothing
    live = held.state.is_live and told.is_live
    near = held.distance is not None and held.distance < NEAR_LIQUIDATION

    def figure(text: str, role: Role) -> Span:
        return Span(options.mask(text), options.ink(role) if live else Role.STALE)

    side = Role.BID if held.side is PositionSide.LONG else Role.ASK if held.side is not None else Role.TEXT
    pnl = fmt.UNKNOWN if held.pnl is None else fmt.signed_money(Btc(fmt.rounded(held.pnl, 8)), options.unit)
    sign = Role.TEXT if not held.pnl else Role.BID if held.pnl > 0 else Role.ASK
    return (
        figure(_held(held), side),
        figure(pnl, sign),
        figure(fmt.percent(held.distance, 1, signed=False), Role.WARNING if near else Role.TEXT),
    )


def _held(held: Holding) -> str:
    if held.side is None:
        return fmt.UNKNOWN if held.count == 1 else f"{held.count} positions"
    return f"{held.side.value} {fmt.size(held.size)}"


def _parts(row: OverviewRow) -> list[tuple[str, Freshness]]:
    """The streams that a row is made of, the most important first, as they are named."""
    parts = [("", row.listed.freshness)]
    if row.leaning is not None:
        parts.append(("book ", row.leaning.freshness))
    if row.session is not None:
        parts.append(("trades ", row.session.freshness))
    return parts


def _worst(row: OverviewRow, now: int) -> tuple[str, Freshness]:
    """The first part of a row that is not live, else what its prices are."""
    parts = [(name, seen(fresh, now)) for name, fresh in _parts(row)]
    return next((part for part in parts if not part[1].state.is_live), parts[0])


def _state(row: OverviewRow, positions: Freshness, now: int) -> Span:
    """That of its prices where it is not live, else that of the own position, also where it is not known if any is.

    But a recording without the account lacks nothing by that.
    """
    name, fresh = _worst(row, now)
    told = seen(positions, now)
    own = row.holding.state if row.holding is not None else told.state
    is_asked = row.holding is not None or not is_not_recorded(told)
    if fresh.state.is_live and not own.is_live and is_asked:
        return Span(f"own {own.value}", STATE_ROLES[own])
    return Span(f"{name}{fresh.state.value}", STATE_ROLES[fresh.state])


def said_of(row: OverviewRow, conditions: Conditions, width: int) -> Line:
    """What a row is, since when its change counts, and its state with why and until when."""
    listed, options, now, wall = row.listed, conditions.options, conditions.now, conditions.wall
    since = "" if listed.change_since is None else f"change since {fmt.since(listed.change_since, wall)}"
    name, fresh = _worst(row, now)
    start = " · ".join(word for word in (listed.symbol, listed.description, since) if word)
    room = width - len(start) - 5 - len(name)
    state = state_of(fresh, RenderContext(width, 1, options, now, wall), max(0, room))
    if room < len(fresh.state.value):
        return (Span(cut(f" {start}", width), Role.SOFT),)
    return Span(f" {start} · ", Role.SOFT), Span(f"{name}{state}", STATE_ROLES[fresh.state])
