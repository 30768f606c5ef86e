"""The figures of the strip: what each is called, how it is written, and in which order they give way. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import TickerView, TradeStatistics
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import ARROW_ROLES, ARROWS, Line, Role, Span, width_of
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.digits import dimmed

MOST_URGENT: Final = Decimal("0.0005")
"""A funding rate beyond this is worth a warning colour."""

A_MOMENT: Final = 2 * SECOND
"""What a trade told is as old as that trade; so young it is of now."""

A_WHILE: Final = 10 * SECOND
"""So old it is history."""

LAST: Final = "LAST"
SIDES: Final = ("BID", "ASK")
AS_OF: Final = "AS OF TRADE"

WANTED: Final = (
    *SIDES,
    LAST,
    "MARK",
    "FUNDING %",
    "CHANGE 24h %",
    AS_OF,
    "OPEN INTEREST",
    "INDEX",
    "BASIS bp",
    "VOLUME 24h",
    "HIGH 24h",
    "LOW 24h",
    "OI VALUE",
    "TURNOVER 24h",
    "SPREAD bp",
    "VOLUME",
    "TOTAL VOLUME",
)
"""What is most wanted first: where there is no room for all, the last of these go first."""

_ORDER: Final = {name: place for place, name in enumerate(WANTED)}

ESSENTIAL: Final = (*SIDES, LAST, "MARK")

_PRICE: Final = 10
"""Cells of a price below 10 BTC."""

_DAY: Final = ("change_24h", "high_24h", "low_24h", "volume_24h", "turnover_24h")
"""What has a place before anything was told."""


class Figure(Struct, frozen=True):
    """A name, the spans of a value, the cells it is given; how the label above it reads, and the one before it in a
    row."""

    name: str
    value: Line
    room: int
    label: str
    short: str

    @property
    def order(self) -> int:
        """How early it is dropped."""
        return _ORDER[self.name]


def _figure(name: str, value: Line, width: int, *, unit: str = "", label: str = "", short: str = "") -> Figure:
    label = label or f"{name} {unit}".rstrip()
    return Figure(name, value, max(width, width_of(value)), label, short or label)


def market_figures(picture: ScreenSnapshot, rendering: RenderContext) -> list[Figure]:
    """Those of ticker and quote, and the last price, in their order on the screen."""
    view, book, unit = picture.ticker, picture.book, rendering.options.unit
    live = seen(view.freshness, rendering.now).state.is_live
    quoted = seen(book.quote_freshness, rendering.now).state.is_live

    def price(value: Decimal | None, role: Role, believed: bool) -> Line:
        text = fmt.price(value, unit)
        return dimmed(text, role if believed else Role.STALE, Role.SHARED if believed else Role.STALE)

    known = live or is_of_a_live_trade(view.last, view.statistics, rendering.now)
    arrow = Span(f" {ARROWS[view.last_direction]}", ARROW_ROLES[view.last_direction] if known else Role.STALE)
    last, timed = (*price(view.last, Role.STRONG, known), arrow), picture.connection.skew_ms is not None
    oi_value = (_plain(fmt.price(view.open_interest_value, unit), live),)
    return [
        _figure(LAST, last, _PRICE + 2, label=f"{LAST}{_source(view, rendering.now)}", short=LAST),
        _figure("BID", price(book.bid, Role.BID_BEST, quoted), _PRICE),
        _figure("ASK", price(book.ask, Role.ASK_BEST, quoted), _PRICE),
        _figure("MARK", price(view.mark, Role.TEXT, live), _PRICE),
        _figure("INDEX", price(view.index, Role.TEXT, live), _PRICE),
        _figure("BASIS bp", (_plain(fmt.basis_points(view.basis_bp), live),), 9),
        _figure("FUNDING %", _funding(view, rendering.wall, live, timed), 28),
        _figure("OPEN INTEREST", (_plain(fmt.size(view.open_interest), live),), 13),
        _figure("OI VALUE", oi_value, 15, unit=fmt.unit_word(unit)),
        _figure("SPREAD bp", (_plain(fmt.basis_points(view.spread_bp, signed=False), quoted),), 9),
    ]


def trade_figures(view: TickerView, rendering: RenderContext) -> list[Figure]:
    """Those that come with trades; what the exchange never sends has no place."""
    told = view.statistics
    if told is None:
        return []
    live, unit = is_of_now(told, rendering), rendering.options.unit
    texts = {
        "change_24h": ("CHANGE 24h %", "24h %", fmt.percent(told.change_24h), 6),
        "high_24h": ("HIGH 24h", "", fmt.price(told.high_24h, unit), _PRICE),
        "low_24h": ("LOW 24h", "", fmt.price(told.low_24h, unit), _PRICE),
        "volume_24h": ("VOLUME 24h", "", fmt.size(told.volume_24h), 10),
        "turnover_24h": ("TURNOVER 24h", "", turnover_text(told, rendering), 13),
        "volume": ("VOLUME", "", fmt.size(told.volume), 10),
        "total_volume": ("TOTAL VOLUME", "", fmt.size(told.total_volume), 12),
    }
    money = {"turnover_24h": fmt.unit_word(unit)}
    shown = [
        _figure(name, (_plain(text, live),), width, unit=money.get(field, ""), short=short)
        for field, (name, short, text, width) in texts.items()
        if field in (told.told or _DAY)
    ]
    age = trade_age(told, rendering.wall)
    words = fmt.UNKNOWN if age is None else "now" if age < A_MOMENT else f"{fmt.age(age)} ago"
    return [*shown, _figure(AS_OF, (Span(words, Role.SOFT if live else Role.STALE),), 14)]


def with_age_above(figures: list[Figure], view: TickerView, wall: int) -> list[Figure]:
    """The same with the age of the trade in the label of the one most wanted, which takes less room."""
    told = [figure for figure in figures if figure.name != AS_OF]
    if not told or view.statistics is None:
        return told
    age, first = trade_age(view.statistics, wall), min(told, key=lambda one: one.order)
    label = first.short if age is None or age < A_MOMENT else f"{first.short} · {fmt.short_age(age)} ago"
    labelled = replace(first, label=label, room=max(first.room, len(f"{first.short} · 59 min ago")))
    return [labelled if figure is first else figure for figure in told]


def is_of_now(told: TradeStatistics, rendering: RenderContext) -> bool:
    """Whether what came with the newest trade is to be taken for true: not once it is a while ago, or outdated.

    That no trade comes is no sign of anything: the next one may be lost, and what was told 24 h long is told of then.
    """
    age = trade_age(told, rendering.wall)
    is_young = age is None or age < A_WHILE
    return is_young and not told.outdated and seen(told.freshness, rendering.now).state.is_live


def is_of_a_live_trade(last: Price | None, told: TradeStatistics | None, now: int) -> bool:
    """Whether a last price is that of the newest trade while trades are live, whatever becomes of the ticker."""
    if last is None or told is None or told.outdated or told.trade is None or told.trade.price != last:
        return False
    return seen(told.freshness, now).state.is_live


def trade_age(told: TradeStatistics, wall: int) -> int | None:
    """The age of the trade that told them (ns), by the exchange's time of day."""
    return None if told.trade is None else max(0, wall - told.trade.exchange_at)


def turnover_text(told: TradeStatistics, rendering: RenderContext) -> str:
    """In the unit in use; as it was sent where it cannot be BTC."""
    if told.is_turnover_doubtful:
        return f"{told.turnover_24h:f} unit?"
    return fmt.price(told.turnover_24h, rendering.options.unit)


def _source(view: TickerView, now: int) -> str:
    """The stream that told the last price, where one of the two is live and the other is not."""
    if view.statistics is None or view.last_by is None:
        return ""
    streams = (view.freshness, view.statistics.freshness)
    ticker, trades = (seen(fresh, now).state.is_live for fresh in streams)
    return "" if ticker is trades else f" {view.last_by.value}"


def _plain(text: str, live: bool) -> Span:
    return Span(text, Role.TEXT if live else Role.STALE)


def _funding(view: TickerView, wall: int, live: bool, timed: bool) -> Line:
    """The rate, when it is next paid, and by whom. `wall` is the exchange's time of day, ours while not `timed`."""
    if view.funding_rate is None:
        return (_plain(fmt.UNKNOWN, live),)
    rate = fmt.percent(view.funding_rate, 4)
    if view.funding_suspect:
        return (Span(f"{rate} unit?", Role.WARNING if live else Role.STALE),)
    payer = "longs pay" if view.funding_rate > 0 else "shorts pay" if view.funding_rate < 0 else "none pays"
    role = Role.WARNING if abs(view.funding_rate) > MOST_URGENT else Role.TEXT
    return (
        Span(rate, role if live else Role.STALE),
        Span(f" {fmt.countdown(view.next_funding_at - wall)}", Role.SOFT if live and timed else Role.STALE),
        Span(f" {payer}", Role.SOFT if live else Role.STALE),
    )
