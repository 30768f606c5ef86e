"""The base of all panels: an id, a title, the view it draws, and a pure drawing of it in a frame."""

from __future__ import annotations

import textwrap
from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, Final, Generic, NamedTuple, Protocol, TypeVar, cast

from textual.message import Message
from textual.reactive import reactive

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.layout import Floor, Need, Slot
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, faded, fit, left, width_of
from roxom_tui.ui.row_window import TO_AN_END, RowWindow, bottom_line
from roxom_tui.ui.states import Told, dulled, explanation, paused_words, seen, state_words
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.line_widget import LineWidget

V = TypeVar("V")

FOCUS_MARK: Final = "▸"
"""In front of the title of the panel that has the keys, for whoever does not see it by the colour of the frame."""


class _Dated(Protocol):
    @property
    def freshness(self) -> Freshness: ...


_BOTTOM_FRAME: Final = 5
_BEFORE_RANGE: Final = 4
"""Columns of a frame's bottom that are neither the reason's nor the rows in sight; more where there are those."""


class Titled(NamedTuple):
    """A state, and what the title says of it."""

    fresh: Freshness
    words: Line


class Panel(LineWidget, Generic[V], can_focus=True):
    """A framed part of the dashboard. Subclasses pick their view from the picture and draw it; nothing else.

    `view` is the newest picture and `paused_view` the one a pause keeps on screen.
    """

    panel_id: ClassVar[str]
    title: ClassVar[str]
    about: ClassVar[str]
    """A sentence or two for the help."""
    slot: ClassVar[Slot] = Slot.MARKET
    """The company it stands in if the layout does not name it."""
    floor: ClassVar[Floor] = Floor(24, 5)
    """The least size at which it is shown."""
    weight: ClassVar[int] = 1
    """Its part of the room, if the layout does not say."""
    widest: ClassVar[int | None] = None
    """The most columns it is drawn in, without the frame: label and number stay within one look. None: any."""
    context: ClassVar[Context] = Context.PANEL
    """The keys that hold here."""
    channels: ClassVar[tuple[Channel, ...]] = ()
    """The channels that a resync of this panel asks for anew."""
    each_by_itself: ClassVar[bool] = False
    """Its rows have states of their own, and are drawn accordingly by `body`."""
    held_unit: ClassVar[str] = "change"
    """One of what a pause holds back."""
    terms: ClassVar[tuple[tuple[str, str], ...]] = ()
    """For the help: its columns and words that a stranger may not know, each with its meaning."""

    class RoomChanged(Message):
        """The panel has another size, and may want more of its data."""

    view: reactive[Any] = reactive(None, repaint=False, init=False, always_update=True)
    """Always, because a picture that equals the one before may be due in another unit, or as history."""

    def __init__(self) -> None:
        super().__init__(id=self.panel_id)
        self.options = DisplayOptions()
        self.now = 0
        self.wall = 0
        self.scrolled = 0
        self.paused_view: V | None = None
        self.paused_at = 0
        self.changes_since = 0
        self.keymap: Keymap = DEFAULT_KEYMAP
        """The keys as they are bound, where a title names one."""
        self._columns = ColumnMemory()

    # --- what a panel must say ---------------------------------------------------------------

    @abstractmethod
    def pick(self, picture: ScreenSnapshot) -> V:
        """This panel's part of the picture."""

    def freshness(self, view: V) -> Freshness:
        """The freshness of the view: as it says itself, unless a panel knows better."""
        return cast(_Dated, view).freshness

    def need(self, view: V, symbols: int) -> Need:
        """The rows it needs for this view, where the list of symbols has so many."""
        return Need(self.floor.height)

    @property
    def levels_wanted(self) -> int:
        """The number of levels of the book a side that it could draw."""
        return 0

    def point_at(self, y: int) -> None:
        """A click on this row, for what has a cursor."""

    def symbol_at(self, y: int) -> Symbol | None:
        """The symbol that a click on this row means."""
        return None

    def ends(self, view: V) -> Iterable[int]:
        """The times at which its values become history if nothing new comes (monotonic ns)."""
        return (self.freshness(view).valid_until,)

    @abstractmethod
    def body(self, view: V, rendering: RenderContext) -> list[Line]:
        """The rows inside the frame. Pure: everything it may know is in the view and in the context."""

    def heading(self, view: V) -> str:
        """The words of the title."""
        return self.title

    def beside(self, view: V, rendering: RenderContext) -> Line:
        """Figures behind the name in the title; they leave room for the state."""
        return ()

    def remark(self, view: V, rendering: RenderContext) -> str:
        """The words beside the state in the title, such as an audit or a count."""
        return ""

    def note(self, view: V, rendering: RenderContext, room: int) -> str:
        """What is to be said at the bottom of the frame while it is live, in so many columns."""
        return ""

    def scope(self, view: V, rendering: RenderContext) -> str:
        """How much of the panel its state is of, where that is not all."""
        return ""

    def holds(self, view: V) -> bool:
        """Whether there is anything to see; where there is not, the reason stands in its place."""
        return True

    def row_count(self, view: V) -> int:
        """The rows of the list that it shows, in sight or not; 0 where there is none."""
        return 0

    def window(self, view: V, inner: RenderContext) -> RowWindow:
        """The rows that can be moved through, and the room for them inside the frame; none where it shows all."""
        return RowWindow(0, inner.height)

    def first_row(self, view: V, inner: RenderContext) -> int:
        """The row at the top: where it was scrolled to, but never past the ends."""
        return self.window(view, inner).first(inner.offset)

    def typed(self, view: V) -> Line:
        """What is being typed, at the bottom of the frame."""
        return EMPTY

    def held_back(self, view: V) -> int:
        """While paused, how much came since: changed pictures, unless a panel can count better."""
        return self.changes_since

    # --- life ---------------------------------------------------------------------------------

    def update_picture(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """Take this frame's picture. One that did not change is drawn again once a second, and when it runs out."""
        picked = self.pick(picture)
        if self.paused_view is not None and getattr(self.paused_view, "symbol", None) != getattr(
            picked, "symbol", None
        ):
            # Paused in the moment before: what is held must not stand under another symbol.
            self.toggle_pause()
        ran_out = any(self.now <= end < now for end in self.ends(picked))
        is_same = picked is self.view and options is self.options and now // SECOND == self.now // SECOND
        if is_same and not ran_out and self.is_drawn_for_its_size:
            return
        self.options, self.now, self.wall = options, now, wall
        if picked is self.view:
            self.redraw()
        else:
            self.changes_since += 1
            self.view = picked

    def watch_view(self) -> None:
        """A new picture is drawn at once."""
        self.redraw()

    def toggle_pause(self) -> None:
        """Let the picture stand still, or go on."""
        self.paused_view = self.view if self.paused_view is None else None
        self.paused_at = self.wall
        self.changes_since = 0
        self.redraw()

    def move(self, rows: int) -> None:
        """Scroll by some rows, as far as there are any."""
        if self.shown is not None:
            self.scrolled += rows
            self.redraw()

    def page(self, pages: int) -> None:
        """Scroll by what is in sight, one row of it kept for the eye."""
        view = self.shown
        if view is not None:
            inner = self.inside(self.rendering(*self.size))
            self.move(pages * max(1, self.window(view, inner).room - 1))

    def to_end(self, direction: int) -> None:
        """The first row (-1) or the last (1)."""
        self.move(direction * TO_AN_END)

    def go_home(self) -> None:
        """Back to where it stands by itself."""
        self.to_end(-1)

    def follow_symbol(self) -> None:
        """Another symbol is in view: what is held or scrolled of the one before ends."""
        self.scrolled = 0
        if self.paused_view is not None:
            self.toggle_pause()
        self.redraw()

    def begin_anew(self) -> None:
        """Another profile: all of the one before ends."""
        self.follow_symbol()

    @property
    def shown(self) -> V | None:
        """The view that is drawn: the one held by a pause, else the newest."""
        return self.view if self.paused_view is None else self.paused_view

    def redraw(self) -> None:
        """Draw the rows anew; only those that changed reach the terminal."""
        width, height = self.size
        view = self.shown
        if view is not None and width > 2 and height > 2:
            self.show_lines(self.draw(view, self.settle(view, self.rendering(width, height))))

    def settle(self, view: V, rendering: RenderContext) -> RenderContext:
        """The same conditions once the rows in sight are found in a picture, and a room, that may be others."""
        self.scrolled = self.first_row(view, self.inside(rendering))
        return replace(rendering, offset=self.scrolled)

    def rendering(self, width: int, height: int) -> RenderContext:
        """The conditions of this drawing."""
        held_back = None if self.paused_view is None or self.view is None else self.held_back(self.view)
        shown = self.shown
        self._columns.about((getattr(shown, "symbol", None), getattr(shown, "group", None), self.options))
        return RenderContext(
            width,
            height,
            self.options,
            self.now,
            self.wall,
            focused=self.has_focus,
            offset=self.scrolled,
            held_back=held_back,
            held_unit=self.held_unit,
            paused_at=None if held_back is None else self.paused_at,
            columns=self._columns,
            tints=self.paint.has_tints,
        )

    def inside(self, rendering: RenderContext) -> RenderContext:
        """The same conditions inside the frame."""
        whole = max(0, rendering.width - 2)
        return replace(rendering, width=min(whole, self.widest or whole), height=max(0, rendering.height - 2))

    def draw(self, view: V, rendering: RenderContext) -> list[Line]:
        """The whole panel with its frame. Values that may not be believed are drawn as history."""
        # Beside PAUSED stands what becomes of the feed, not that the held picture is old.
        newest = view if self.paused_view is None or self.view is None else self.view
        fresh = seen(self.freshness(newest), rendering.now)
        rendering = replace(rendering, offset=self.first_row(view, self.inside(rendering)))
        inner, whole = self.inside(rendering), max(0, rendering.width - 2)
        rows = self.body(view, inner)[: inner.height]
        if rendering.held_back is not None:
            rows = [faded(row) for row in rows]
        elif not self.each_by_itself:
            rows = dulled(rows, fresh.state)
        edge = Role.FOCUS if rendering.focused else Role.BORDER
        filled = [*rows, *([EMPTY] * (inner.height - len(rows)))]
        side, behind = Span("│", edge), Span(" " * (whole - inner.width))
        framed: list[Line] = [(side, *fit(row, inner.width), behind, side) for row in filled]
        heading, beside = self.heading(view), self.beside(view, rendering)
        room = room_beside(heading, rendering.width) - width_of(beside)
        if not self.holds(view):
            # Of nothing there is no age.
            fresh = fresh._replace(data_at=None)
        told = Told(fresh, self.remark(view, rendering), self.scope(view, rendering))
        words = state_words(told, rendering, room)
        top = title_line(heading, words, rendering.width, edge, beside)
        start, in_sight = self._at_the_bottom(view, Titled(fresh, words), inner, rendering.width)
        return [top, *framed, bottom_line(start, in_sight, rendering.width, edge)]

    def _at_the_bottom(self, view: V, titled: Titled, inner: RenderContext, width: int) -> tuple[Line, str]:
        """In the bottom of the frame: what is typed, else why it is not live, else its note; and the rows in sight."""
        in_sight = self.window(view, inner).words(inner.offset)
        start, room = self.typed(view), width - _BOTTOM_FRAME - (len(in_sight) + _BEFORE_RANGE if in_sight else 0)
        words = "" if start else self._said_below(view, titled, inner, room)
        return (Span(words, Role.SOFT),) if words else start, in_sight

    def _said_below(self, view: V, titled: Titled, inner: RenderContext, room: int) -> str:
        if inner.held_back is not None:
            words = paused_words(inner)
            return words if len(words) <= room else ""
        fresh = titled.fresh._replace(data_at=None) if self.each_by_itself else titled.fresh
        why = explanation(fresh, titled.words, inner, room) if self.holds(view) else ""
        return why or self.note(view, inner, room)

    def on_resize(self) -> None:
        """Draw for the new size at once."""
        super().on_resize()
        self.post_message(self.RoomChanged())

    def on_focus(self) -> None:
        """The border says where the keys go."""
        self.redraw()

    def on_blur(self) -> None:
        """The border is quiet again."""
        self.redraw()

    def wheel(self, rows: int) -> None:
        """The wheel moves as the keys do."""
        self.move(rows)


def in_the_middle(words: str, rendering: RenderContext) -> list[Line]:
    """The reason why a panel is empty, whole, in the middle of it."""
    wrapped = textwrap.wrap(words, max(1, rendering.width - 2))[: rendering.height]
    above: list[Line] = [EMPTY] * ((rendering.height - len(wrapped)) // 2)
    return [*above, *((Span(text.center(rendering.width), Role.SOFT),) for text in wrapped)]


def at_the_top(words: str, rendering: RenderContext) -> list[Line]:
    """The reason why a list is empty, whole, where its rows would be."""
    wrapped = textwrap.wrap(words, max(1, rendering.width - 2))[: rendering.height]
    return [(Span(f" {text}", Role.SOFT),) for text in wrapped]


def title_line(title: str, words: Line, width: int, edge: Role, beside: Line = ()) -> Line:
    """The top of a frame: the name and what stands beside it, the state at the right; the name gives way last."""
    name = left(title, min(len(title), max(0, width - 6)))
    words = _fitting(words, room_beside(name, width) - width_of(beside))
    rule = "─" * (width - len(name) - width_of(beside) - width_of(words) - (7 if words else 5))
    end: Line = (Span(" ", edge), *words, Span(" ─╮", edge)) if words else (Span("─╮", edge),)
    focused = edge is Role.FOCUS
    corner = Span(f"╭{FOCUS_MARK}" if focused else "╭ ", edge)
    start = (corner, Span(name, Role.TEXT if focused else Role.SOFT))
    return fit((*start, *beside, Span(" " + rule, edge), *end), width)


def room_beside(title: str, width: int) -> int:
    """Columns of a frame's top that the name leaves to the state."""
    return width - len(title) - 8


def _fitting(words: Line, room: int) -> Line:
    """The words with remarks dropped from the right until they fit; the state itself is the last to go."""
    while len(words) > 1 and width_of(words) > room:
        words = words[:-2]
    return words if width_of(words) <= room else ()
