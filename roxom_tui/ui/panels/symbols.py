"""The symbol list: every contract's last price, direction and recent course, whatever is in view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import HISTORY_INTERVAL_NS, HISTORY_SPAN_NS, SymbolRow, SymbolsView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need
from roxom_tui.ui.lines import EMPTY, Line, Role, Span
from roxom_tui.ui.panels.face import Ageing
from roxom_tui.ui.panels.frame import at_the_top
from roxom_tui.ui.panels.row_panel import NOTHING_MATCHES, RowPanel, rows_in_sight
from roxom_tui.ui.panels.symbol_card import STATISTICS, Mark, Shape, beginning, symbol_card
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.states import dulled, seen

if TYPE_CHECKING:
    from roxom_tui.ui.copying import Copying, Table

TALLEST = 9

_ONE_STATISTIC_FROM: Final = 5
_TWO_FROM: Final = 7
"""Lines of a card from which it tells what came with the trades."""

_USUAL: Final = ("change_24h", "volume_24h")


class SymbolsPanel(RowPanel[SymbolsView]):
    """One card a symbol, as tall as the room allows: price, then description and change, what came with its trades
    where they are followed, then a graph. Below all cards stands since when changes and graphs are counted."""

    panel_id = "symbols"
    title = "Symbols"
    about = "Last price, direction and course of every contract, whichever is in view."
    terms = (
        ("▸", "The symbol in view; its number is the key that goes there. In focus: what Enter goes to."),
        ("•", "The symbol in view, while ▸ is on another."),
        ("▲ ▼", "The last price is above, below the one before."),
        ("% since", "Change since the time shown, when a price was first seen here."),
        ("24h", "What the exchange sends with its trades, of the contract in view; -- of the others."),
        ("graph", "The last price over 15 min, each from its lowest to its highest; blank where it was not known."),
        ("3 of 15 min", "So much of that time was watched so far."),
        ("1 of 4", "So many symbols are in the state named; the others are well."),
    )
    floor = Floor(28, 3)
    widest = 50
    channels = (Channel.LEVEL1, Channel.TICKER)
    each_by_itself = True

    def pick(self, picture: ScreenSnapshot) -> SymbolsView:
        return picture.symbols

    def freshness(self, view: SymbolsView) -> Freshness:
        """The worst, from when the first of them runs out, and as old as the oldest of those in its state."""
        rows = [row.freshness for row in view.rows]
        if not rows:
            return Freshness(PanelState.WAITING, Reason(Cause.NOTHING_YET))
        worst = min(rows, key=lambda fresh: fresh.state.rank)
        ages = (fresh.data_at for fresh in rows if fresh.state is worst.state and fresh.data_at is not None)
        return replace(worst, data_at=min(ages, default=None), valid_until=min(fresh.valid_until for fresh in rows))

    def ends(self, view: SymbolsView) -> Iterable[int]:
        traded = (row.statistics.freshness.valid_until for row in view.rows if row.statistics is not None)
        return [*(row.freshness.valid_until for row in view.rows), *traded]

    def ageing_when_live(self, view: SymbolsView, rendering: RenderContext) -> Ageing:
        """Statistics are as old as the trade they came with."""
        tall = card_height(self.inside(rendering).height, len(view.rows))
        return Ageing.ALL if _told(view, tall) else Ageing.NOTHING

    def scope(self, view: SymbolsView, rendering: RenderContext) -> str:
        """The number of symbols meant by the state, where it is not all of them."""
        count, live = len(view.rows), self._live_count(view, rendering)
        return f"{count - live} of {count}" if 0 < live < count else ""

    def _live_count(self, view: SymbolsView, rendering: RenderContext) -> int:
        return sum(seen(row.freshness, rendering.now).state.is_live for row in view.rows)

    def rows(self, view: SymbolsView) -> Sequence[SymbolRow]:
        return view.rows

    def key_of(self, row: SymbolRow) -> Symbol:
        return row.symbol

    def words_of(self, row: SymbolRow) -> str:
        return f"{row.symbol} {row.description}"

    def table(self, view: SymbolsView, copying: Copying) -> Table:
        from roxom_tui.ui.panels.tables import symbols_table

        return symbols_table(self.kept_rows(view), copying)

    def resting_key(self, view: SymbolsView) -> Symbol:
        """The symbol in view."""
        return view.selected

    def follow_symbol(self) -> None:
        self._key = None
        super().follow_symbol()

    def on_blur(self) -> None:
        """The mark goes back to the symbol in view."""
        self._key = None
        super().on_blur()

    def window(self, view: SymbolsView, inner: RenderContext) -> RowWindow:
        return RowWindow(len(self.kept(view)), inner.height // card_height(inner.height, len(view.rows)))

    def body(self, view: SymbolsView, rendering: RenderContext) -> list[Line]:
        tall = card_height(rendering.height, len(view.rows))
        places = rows_in_sight(len(view.rows), -(-rendering.height // tall), rendering)
        if not places and rendering.kept is not None:
            return at_the_top(NOTHING_MATCHES, rendering)
        # The last line is free where the cards leave one, or end with a blank one.
        is_free = tall * len(places) - (tall >= 4) < rendering.height
        common = _common_beginning(view, rendering) if is_free else ""
        prices = rendering.columns.room("price", (fmt.price(row.last, rendering.options.unit) for row in view.rows))
        shape = Shape(tall, prices, _told(view, tall), common)
        lines: list[Line] = []
        for place in places:
            row = view.rows[place]
            lines += symbol_card(row, place, Mark.of(place, row, view, rendering), shape, rendering)
        if common and tall > 1:
            lines = [*lines, *[EMPTY] * (rendering.height - len(lines))][: rendering.height]
            lines[-1] = _caption(shape, _length(view), rendering)
        if self._live_count(view, rendering):
            return lines
        return dulled(lines, seen(self.freshness(view), rendering.now).state)

    def need(self, view: SymbolsView, symbols: int) -> Need:
        return Need(symbols + 2, TALLEST * symbols + 2)

    def symbol_at(self, y: int) -> Symbol | None:
        view = self.shown
        if view is None or not view.rows:
            return None
        places = self.kept(view)
        place = self.scrolled + (y - 1) // card_height(self.size.height - 2, len(view.rows))
        return view.rows[places[place]].symbol if y > 0 and place < len(places) else None


def card_height(height: int, count: int) -> int:
    """Lines a card may take: price; description and change; a graph of what is left; from 4 on a blank one below."""
    return max(1, min(TALLEST, height // max(1, count)))


def _told(view: SymbolsView, tall: int) -> tuple[str, ...]:
    """The statistics that cards so tall tell: of those that the exchange sends, or the usual ones."""
    told = next((row.statistics.told for row in view.rows if row.statistics is not None), frozenset[str]())
    names = [name for name in STATISTICS if name in (told or _USUAL)]
    return tuple(names[: (tall >= _ONE_STATISTIC_FROM) + (tall >= _TWO_FROM)])


def _common_beginning(view: SymbolsView, rendering: RenderContext) -> str:
    """That of most cards."""
    times = [time for row in view.rows if (time := beginning(row, rendering.wall))]
    return max(times, key=times.count, default="")


def _length(view: SymbolsView) -> str:
    """What the graphs go over; while it fills, how much of it there is."""
    there = max(len(row.price_history) for row in view.rows) * HISTORY_INTERVAL_NS
    whole = f"{HISTORY_SPAN_NS // MINUTE} min"
    if there >= HISTORY_SPAN_NS:
        return whole
    return f"{there // MINUTE} of {whole}" if there >= MINUTE else f"{there // SECOND} s of {whole}"


def _caption(shape: Shape, length: str, rendering: RenderContext) -> Line:
    """What changes and graphs are counted over."""
    graph = (f" · graph {length}", f" · {length}") if shape.graph else ("", "")
    forms = (
        f"change since {shape.since}{graph[0]}",
        f"% since {shape.since}{graph[0]}",
        f"since {shape.since}{graph[0]}",
        f"since {shape.since}{graph[1]}",
        f"since {shape.since}{graph[1].replace(' of ', '/')}",
    )
    return (Span(f" {next((form for form in forms if len(form) < rendering.width), forms[-1])}", Role.FAINT),)
