"""The trades tape: newest first, under a head of what was bought and sold; history below a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import SECOND
from roxom_tui.model.values import replace
from roxom_tui.state.reading.joined_prints import JoinedRow, first_print
from roxom_tui.state.views.market_views import TapeGap, TapeRow, TapeView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need
from roxom_tui.ui.lines import EMPTY, Line, Role, Span
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.face import Ageing
from roxom_tui.ui.panels.frame import in_the_middle, room_beside
from roxom_tui.ui.panels.tape_choice import SIZES_AND_JOINING, Entries, Shown, ShownTape, TapeChoice
from roxom_tui.ui.panels.tape_head import HEAD, HEAD_FROM, HEAD_ROWS, head_lines
from roxom_tui.ui.panels.tape_rows import tape_lines
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.states import empty_words

if TYPE_CHECKING:
    from roxom_tui.ui.copying import Copying, Table

_HEADING_FROM = 9
"""Rows inside the frame from which the columns get a heading."""

_STATE_ROOM = 5
"""Of a title's width, for the shortest state."""


class _Read(Struct, frozen=True):
    """A trade that keeps its line: so many lines below the top of the window."""

    row: TapeRow
    lines: int

    @classmethod
    def of(cls, entries: Entries, top: int) -> _Read | None:
        """The first trade in sight; a gap is another one whenever it is told."""
        in_sight = enumerate(entries[top:])
        trades = (cls(first_print(entry), lines) for lines, entry in in_sight if not isinstance(entry, TapeGap))
        return next(trades, None)

    def place(self, entries: Entries) -> int:
        """The top of the window now; past the end for a trade that is not shown any more."""
        trades = ((n, entry) for n, entry in enumerate(entries) if not isinstance(entry, TapeGap))
        places = (n - self.lines for n, entry in trades if first_print(entry) is self.row)
        return next(places, len(entries))


class TapePanel(Panel[TapeView]):
    """Executions of the symbol in view. Quiet is normal here: the age of the last trade is shown, never STALE alone."""

    panel_id = "trades"
    title = "Trades"
    about = "Executions of the symbol in view, newest first, in the exchange's time."
    terms = (
        ("▲ ▼", "The buyer, the seller crossed the spread."),
        ("△ ▽", "The same, inferred: the exchange did not say."),
        ("·", "Nobody knows who did."),
        ("last 12 s", "Age of the newest trade: no trades is no fault."),
        ("3 newer", "Trades above what you scrolled to, which stays; the key beside it follows the newest again."),
        ("gap", "Trades may be missing of that time; the dim ones below are history."),
    )
    further = (SIZES_AND_JOINING, HEAD)
    context = Context.TAPE
    floor = Floor(28, 5)
    widest = 76
    weight = 2
    channels = (Channel.TRADE,)
    held_unit = "trade"
    range_yields = True

    def __init__(self) -> None:
        super().__init__()
        self.choice = TapeChoice()
        self._tape = ShownTape()
        self._read: _Read | None = None
        """What is read while that is not the newest."""

    def pick(self, picture: ScreenSnapshot) -> TapeView:
        return picture.tape

    def need(self, view: TapeView, symbols: int) -> Need:
        """A handful of trades, and the frame; more are always welcome."""
        return Need(8)

    def ageing_when_live(self, view: TapeView, rendering: RenderContext) -> Ageing:
        """The title tells the age of the newest trade."""
        return Ageing.EDGES if view.rows else Ageing.NOTHING

    # --- what is chosen

    def choose(self, choice: TapeChoice) -> None:
        """Show other rows, from the newest on; or count otherwise."""
        if (choice.least, choice.join) != (self.choice.least, self.choice.join):
            self._read, self.scrolled = None, 0
        self.choice = choice
        self.redraw()

    def raise_least(self, by: int) -> None:
        """Hide smaller prints up to the next tier, or show them again."""
        tiers = 0 if self.view is None else len(self.view.figures.tiers)
        self.choose(self.choice.raised(by, tiers))

    def let_go(self) -> bool:
        had_least = self.choice.least > 0
        if had_least:
            self.choose(replace(self.choice, least=0))
        return had_least

    # --- title and edges

    def beside(self, view: TapeView, rendering: RenderContext) -> Line:
        """What is hidden, and how prints are joined."""
        room = room_beside(self.title, rendering.width) - _STATE_ROOM
        remark = self.remark(view, rendering)
        room -= len(f" · {remark}") if remark else 0
        forms = list(self.choice.words(view.figures)) if self.holds(view) else []
        words = next((form for form in forms if len(form) < room), forms[-1] if forms else "")
        return (Span(f" {words}", Role.TEXT),) if words else EMPTY

    def note(self, view: TapeView, rendering: RenderContext, room: int) -> str:
        """What is hidden, where the title had no room for it."""
        counts = self.choice.counts(view.figures)
        told = "".join(span.text for span in self.beside(view, replace(rendering, width=self._whole(rendering))))
        if not counts or counts[-1] in told:
            return ""
        forms = (" · ".join(counts), counts[0])
        return next((form for form in forms if len(form) <= room), "")

    def remark(self, view: TapeView, rendering: RenderContext) -> str:
        entries = self._shown(view).entries[: rendering.offset]
        above = sum(_prints(entry) for entry in entries if not isinstance(entry, TapeGap))
        newer = f"{above} newer · {self.keymap.key_label('move_first')}" if above else ""
        quiet = rendering.wall - view.rows[0].exchange_at if view.rows else 0
        last = f"last {fmt.age(quiet)} ago" if quiet > 10 * SECOND else ""
        return " · ".join(word for word in (last, newer) if word)

    # --- rows

    def holds(self, view: TapeView) -> bool:
        return bool(view.rows or view.past)

    def row_count(self, view: TapeView) -> int:
        return len(self._shown(view).entries)

    def window(self, view: TapeView, inner: RenderContext) -> RowWindow:
        return RowWindow(self.row_count(view), inner.height - _head_rows(inner) - _is_headed(inner))

    def in_sight(self, view: TapeView, inner: RenderContext) -> str:
        """Of trades, joined ones as one: the line of a gap is none."""
        entries, window = self._shown(view).entries, self.window(view, inner)
        above, there = (
            sum(not isinstance(entry, TapeGap) for entry in part)
            for part in (entries[: inner.offset], entries[inner.offset : inner.offset + max(0, window.room)])
        )
        trades = sum(not isinstance(entry, TapeGap) for entry in entries)
        return "" if window.total <= window.room else RowWindow(trades, there).words(above)

    def table(self, view: TapeView, copying: Copying) -> Table:
        from roxom_tui.ui.panels.tables import tape_table

        shown = self._shown(view)
        return tape_table(view, shown.entries, shown.live, copying)

    def place_to_copy(self, view: TapeView) -> int | None:
        """The first in sight: the newest, unless older ones are read."""
        return self.scrolled if self._shown(view).entries else None

    def move(self, rows: int) -> None:
        self._read = None
        super().move(rows)

    def follow_symbol(self) -> None:
        self._read = None
        super().follow_symbol()

    def place_rows(self, view: TapeView, rendering: RenderContext) -> RenderContext:
        """What is read stays where it is while newer trades come on top; what fell off leaves the oldest there are."""
        entries = self._shown(view).entries
        if self._read is not None:
            rendering = replace(rendering, offset=self._read.place(entries))
        rendering = super().place_rows(view, rendering)
        self._read = _Read.of(entries, self.scrolled) if self.scrolled else None
        return rendering

    def held_back(self, view: TapeView) -> int:
        return 0 if self.paused_view is None else view.count - self.paused_view.count

    def told_inside(self, view: TapeView, rows: list[Line], words: str) -> list[Line]:
        """In the place of the oldest in sight: so narrow a frame has no room for all."""
        return [*rows[:-1], (Span(f" {words}", Role.SOFT),)] if words and len(rows) > 2 else rows

    def body(self, view: TapeView, rendering: RenderContext) -> list[Line]:
        if not self.holds(view):
            return in_the_middle(empty_words(view.freshness, "no trade yet since connecting", rendering.now), rendering)
        figures, room = view.figures, self.window(view, rendering).room
        head = head_lines(figures.flow, self.choice.measure, rendering) if _head_rows(rendering) else []
        lines = tape_lines(self._shown(view), figures.tiers, rendering, room)
        return [*head, *(lines if _is_headed(rendering) else lines[1:])]

    def _shown(self, view: TapeView) -> Shown:
        return self._tape.of(view, self.choice)

    def _whole(self, inner: RenderContext) -> int:
        """The width with the frame."""
        return max(inner.width + 2, self.size.width)


def _prints(entry: TapeRow | JoinedRow) -> int:
    return entry.count if isinstance(entry, JoinedRow) else 1


def _is_headed(inner: RenderContext) -> bool:
    return inner.height >= _HEADING_FROM


def _head_rows(inner: RenderContext) -> int:
    return HEAD_ROWS if inner.height >= HEAD_FROM else 0
