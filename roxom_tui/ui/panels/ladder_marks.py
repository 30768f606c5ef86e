"""Prices that matter to the person, in the gutter of the book: mark, entry, liquidation, orders, alerts. Pure.

What lies between two rows stands at the nearer one with an arrow that points to it; what is out of sight is told at the
bottom of the frame. A mark whose source is not live is history there, and is not told at the bottom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import Side, Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.decimal_math import ratio
from roxom_tui.state.views.account_views import OrderRow, OrdersView, PositionsView
from roxom_tui.state.views.alert_views import AlertRow, AlertState
from roxom_tui.state.views.market_views import BookRow, BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.face import Further
from roxom_tui.ui.states import seen

MOST_ORDERS: Final = 200
"""So many orders are marked, those nearest to the market."""

_UP, _DOWN = "↑", "↓"
_OFF: Final = frozenset({AlertState.OFF, AlertState.EXPIRED})
_INKS: Final = {
    "mark": Role.SOFT,
    "entry": Role.OWN,
    "liq": Role.WARNING,
    "stop": Role.OWN,
    "buy": Role.OWN,
    "sell": Role.OWN,
    "alert": Role.ACCENT,
}
_ORDER: Final = tuple(_INKS)
_AT_THE_EDGE: Final = ("liq", "entry", "stop", "alert", "buy", "sell", "mark")
"""What matters most is told first where there is little room."""

MARKS: Final = Further(
    "Marks in the gutter",
    (
        (
            "mark, entry",
            "The mark; the entry of your position. With ↑ or ↓ the price lies a little above or below that row.",
        ),
        ("liq, stop", "Where your position is liquidated; where an order of yours is triggered."),
        ("alert", "The price that a rule of yours waits for."),
        ("M·E", "Several at one row, by their first letters."),
        ("liq ▼ 5.2 %", "At the bottom: out of sight below, and how far from the mark; of others from the mid."),
    ),
)


class LadderMark(Struct, frozen=True):
    """A price with a name. `distance` is a fraction, where another place tells it too; `is_resting`: its size stands in
    the gutter anyway. `is_own`: it tells something of the account."""

    name: str
    price: Price
    fresh: Freshness
    is_own: bool = True
    is_resting: bool = False
    distance: Decimal | None = None


class Placed(Struct, frozen=True):
    """What stands in the gutter of a row: the whole of it, the same beside an own size, and its ink."""

    words: str
    short: str
    role: Role


class MarkReader:
    """Collects the marks of a picture; of parts that stayed the same they are the same."""

    def __init__(self) -> None:
        self._made_of: tuple[object, ...] = ()
        self._marks: tuple[LadderMark, ...] = ()

    def read(self, picture: ScreenSnapshot) -> tuple[LadderMark, ...]:
        """All of them in the symbol of the book."""
        made_of = (picture.book.symbol, picture.ticker, picture.positions, picture.orders, picture.alerts)
        if len(made_of) != len(self._made_of) or any(a is not b for a, b in zip(made_of, self._made_of, strict=True)):
            self._made_of, self._marks = made_of, tuple(_marks(picture))
        return self._marks


def _marks(picture: ScreenSnapshot) -> Iterator[LadderMark]:
    symbol, ticker = picture.book.symbol, picture.ticker
    if ticker.symbol == symbol and ticker.mark is not None:
        yield LadderMark("mark", ticker.mark, ticker.freshness, is_own=False)
    yield from _of_positions(picture.positions, symbol)
    rows = (row for row in picture.orders.rows if row.symbol == symbol)
    for row in islice(rows, MOST_ORDERS):
        yield from _of_order(row, picture.orders)
    believed = Freshness(PanelState.LIVE, valid_until=picture.valid_until)
    for rule in picture.alerts.rows:
        yield from _of_alert(rule, symbol, believed)


def _of_positions(view: PositionsView, symbol: Symbol) -> Iterator[LadderMark]:
    """Where their unit is not known there is no price. How far liquidation is follows from the mark too."""
    for row in view.rows:
        if row.symbol != symbol:
            continue
        if row.entry is not None:
            yield LadderMark("entry", row.entry, view.freshness)
        if row.liquidation is not None:
            distance = row.liquidation_distance if row.state.is_live else None
            yield LadderMark("liq", row.liquidation, view.freshness, distance=distance)


def _of_order(row: OrderRow, view: OrdersView) -> Iterator[LadderMark]:
    """At its trigger until that was reached; a limit by its side."""
    if row.trigger is not None:
        yield LadderMark("stop", row.trigger, view.freshness)
    elif row.price is not None and row.side is not None:
        yield LadderMark(row.side.value, row.price, view.freshness, is_resting=True)


def _of_alert(rule: AlertRow, symbol: Symbol, believed: Freshness) -> Iterator[LadderMark]:
    if rule.symbol == symbol and rule.price is not None and rule.state not in _OFF and not rule.is_done:
        yield LadderMark("alert", rule.price, believed, is_own=False)


class InSight(Struct, frozen=True):
    """The rows of the ladder in sight: their prices' keys by side and place, and the step of a group (0: none)."""

    keys: Sequence[tuple[int, Side, int]]
    step: int
    highest: int = 0
    """The highest key that a row in sight holds, and the lowest."""
    lowest: int = 0

    @classmethod
    def of(cls, view: BookView, asks: range, bids: range) -> InSight:
        """From the places that a window shows."""
        sides: tuple[tuple[Side, Sequence[BookRow], range], ...] = (
            (Side.ASK, view.asks, asks),
            (Side.BID, view.bids, bids),
        )
        keys = [
            (rows[place].price.key, side, place)
            for side, rows, places in sides
            for place in places
            if place < len(rows)
        ]
        if not keys:
            return cls(keys, 0)
        (highest, above, _), (lowest, below, _) = max(keys, key=_price), min(keys, key=_price)
        if view.group is None:
            return cls(keys, 0, highest, lowest)
        from roxom_tui.state.book.price_buckets import key_of_step

        # A row of a group reaches away from the spread.
        step = key_of_step(view.group)
        highest += step - 1 if above is Side.BID else 0
        lowest -= step - 1 if below is Side.ASK else 0
        return cls(keys, step, highest, lowest)

    def edge(self, key: int) -> int:
        """1 above all rows in sight, -1 below them, 0 among them."""
        if not self.keys:
            return 0
        return 1 if key > self.highest else -1 if key < self.lowest else 0

    def nearest(self, key: int) -> tuple[Side, int, str]:
        """The row at which a price stands, and an arrow where it lies beside it."""
        found, side, place = min(self.keys, key=lambda row: (not self._holds(row, key), abs(row[0] - key)))
        is_there = self._holds((found, side, place), key)
        return side, place, "" if is_there else _UP if key > found else _DOWN

    def _holds(self, row: tuple[int, Side, int], key: int) -> bool:
        if not self.step:
            return row[0] == key
        # Loaded with what works on books, which the first paint does not wait for.
        from roxom_tui.state.book.price_buckets import bucket_key

        return row[0] == bucket_key(key, self.step, row[1])


def _price(row: tuple[int, Side, int]) -> int:
    return row[0]


def placed(marks: Sequence[LadderMark], in_sight: InSight, rendering: RenderContext) -> dict[tuple[Side, int], Placed]:
    """What stands in the gutter, by side and place of the rows."""
    found: dict[tuple[Side, int], list[tuple[LadderMark, str]]] = {}
    for mark in visible(marks, rendering):
        if in_sight.keys and not mark.is_resting and not in_sight.edge(mark.price.key):
            side, place, arrow = in_sight.nearest(mark.price.key)
            found.setdefault((side, place), []).append((mark, arrow))
    return {where: _placed(there, rendering) for where, there in found.items()}


def visible(marks: Sequence[LadderMark], rendering: RenderContext) -> list[LadderMark]:
    """Those that may be seen."""
    return [mark for mark in marks if not (mark.is_own and rendering.options.hide_account)]


def _placed(there: Sequence[tuple[LadderMark, str]], rendering: RenderContext) -> Placed:
    names = sorted({mark.name for mark, _ in there}, key=_ORDER.index)
    live = all(_is_live(mark, rendering) for mark, _ in there)
    letters = [name[0].upper() for name in names]
    more = "+" if len(letters) > 1 else ""
    words = f"{names[0]}{there[0][1]}" if len(names) == 1 else "·".join(letters)
    role = _INKS["liq"] if "liq" in names else _INKS[names[-1]]
    return Placed(words, f"{letters[0]}{more}", role if live else Role.STALE)


def _is_live(mark: LadderMark, rendering: RenderContext) -> bool:
    return seen(mark.fresh, rendering.now).state.is_live


def edge_words(
    marks: Sequence[LadderMark], in_sight: InSight, mid: Decimal | None, rendering: RenderContext, room: int
) -> str:
    """What is out of sight: of each name and way the nearest, and how many more there are; as many as have room."""
    outside: dict[tuple[str, int], list[LadderMark]] = {}
    for mark in visible(marks, rendering):
        edge = in_sight.edge(mark.price.key)
        if edge and _is_live(mark, rendering):
            outside.setdefault((mark.name, edge), []).append(mark)
    ways = sorted(outside, key=lambda way: (_AT_THE_EDGE.index(way[0]), -way[1]))
    told: list[str] = []
    for name, edge in ways:
        words = _edge_word(outside[name, edge], edge, mid)
        if len(" · ".join([*told, words])) > room:
            break
        told.append(words)
    return " · ".join(told)


def _edge_word(there: Sequence[LadderMark], edge: int, mid: Decimal | None) -> str:
    nearest = min(there, key=lambda mark: mark.price.key * edge)
    distance = nearest.distance
    if distance is None and mid and nearest.name != "liq":
        distance = ratio(abs(nearest.price - mid), mid)
    parts = [nearest.name, "▲" if edge > 0 else "▼"]
    if distance is not None:
        parts.append(f"{fmt.percent(distance, 1, signed=False)} %")
    if len(there) > 1:
        parts.append(f"and {len(there) - 1} farther")
    return " ".join(parts)
