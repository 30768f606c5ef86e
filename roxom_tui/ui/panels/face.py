"""What a panel says and how it is drawn: its part of the picture, words of its title and edges, rows inside. Pure."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Protocol, TypeVar, cast

from msgspec import Struct

from roxom_tui.config.settings import UiSettings
from roxom_tui.model.book_columns import TOTAL_ONLY, ColumnsRequest
from roxom_tui.model.channels import Channel
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.layout import Floor, Need, Slot
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, faded, width_of
from roxom_tui.ui.panels.frame import between_sides, room_beside, title_line
from roxom_tui.ui.row_window import RowWindow, bottom_line
from roxom_tui.ui.states import Told, dulled, explanation, left_over, paused_words, seen, state_words

if TYPE_CHECKING:
    from roxom_tui.ui.copying import Copying, Table

V = TypeVar("V")

_BOTTOM_FRAME: Final = 4
_BEFORE_RANGE: Final = 4
"""Columns of a frame's bottom that are neither the reason's nor the rows in sight; more where there are those."""


class _Dated(Protocol):
    @property
    def freshness(self) -> Freshness: ...


class _Titled(Struct, frozen=True):
    """A state, and what the title says of it."""

    fresh: Freshness
    words: Line


class Further(Struct, frozen=True):
    """A part of the help of a panel under a title of its own, terms as there."""

    title: str
    terms: tuple[tuple[str, str], ...]


class BookWanted(Struct, frozen=True):
    """What is drawn of a book: so many levels a side, or all of them, with these columns.

    `is_more` says that the levels that were asked for do not do any more.
    """

    levels: int = 0
    is_whole: bool = False
    columns: ColumnsRequest = TOTAL_ONLY
    is_more: bool = False


class Ageing(Enum):
    """The part of a panel that tells what changes with time alone, and so is drawn anew each second."""

    NOTHING = "nothing"
    EDGES = "the frame's top and bottom"
    ALL = "all of it"


class _Edges(Struct, frozen=True):
    """The frame above and below the rows, and what it had no room for."""

    top: Line
    bottom: Line
    left_over: str


class Face(Generic[V]):
    """What subclasses say of a panel; everything they may know is in the view and in the conditions of a drawing."""

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
    range_yields: ClassVar[bool] = False
    """Its rows go on below by nature: unless scrolled, why it is not live, or its note, is worth the room more."""
    each_by_itself: ClassVar[bool] = False
    """Its rows have states of their own, and are drawn accordingly by `body`."""
    held_unit: ClassVar[str] = "change"
    """One of what a pause holds back."""
    terms: ClassVar[tuple[tuple[str, str], ...]] = ()
    """For the help: its columns and words that a stranger may not know, each with its meaning."""
    further: ClassVar[tuple[Further, ...]] = ()
    """The same of what is laid over it, told after its keys."""

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
    def book_wanted(self) -> BookWanted | None:
        """What it draws of the book; None where it draws none."""
        return None

    def configure(self, settings: UiSettings) -> None:
        """Take what the configuration says of this panel."""

    def point_at(self, y: int) -> None:
        """A click on this row, for what has a cursor."""

    def let_go(self) -> bool:
        """Take off what was laid over it, the newest first: a cursor, a readout, a filter. Whether there was one."""
        return False

    def symbol_at(self, y: int) -> Symbol | None:
        """The symbol that a click on this row means."""
        return None

    def ends(self, view: V) -> Iterable[int]:
        """The times at which its values become history if nothing new comes (monotonic ns)."""
        return (self.freshness(view).valid_until,)

    def ageing(self, view: V, rendering: RenderContext) -> Ageing:
        """What of it an age, a countdown or a pause keeps moving. Where something is not well, all of it may."""
        fresh = seen(self.freshness(self.newest(view)), rendering.now)
        if not fresh.state.is_live or fresh.silent_since is not None or rendering.held_back is not None:
            return Ageing.ALL
        return self.ageing_when_live(view, rendering)

    def ageing_when_live(self, view: V, rendering: RenderContext) -> Ageing:
        """The same while all is well. Who does not say so tells the time everywhere."""
        return Ageing.ALL

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

    def elsewhen(self, view: V, rendering: RenderContext) -> str:
        """What its title says in place of its state where not the present is in sight; empty where it is."""
        return ""

    def told_inside(self, view: V, rows: list[Line], words: str) -> list[Line]:
        """The rows, and in a spare one these words, for which the frame had no room."""
        return rows

    def holds(self, view: V) -> bool:
        """Whether there is anything to see; where there is not, the reason stands in its place."""
        return True

    def row_count(self, view: V) -> int:
        """The rows of the list that it shows, in sight or not; 0 where there is none."""
        return 0

    def table(self, view: V, copying: Copying) -> Table | None:
        """What it shows as a table, for copies; also the rows that are out of sight."""
        return None

    def place_to_copy(self, view: V) -> int | None:
        """The row of that table where the person is; None while that is at none."""
        return None

    def window(self, view: V, inner: RenderContext) -> RowWindow:
        """The rows that can be moved through, and the room for them inside the frame; none where it shows all."""
        return RowWindow(0, inner.height)

    def in_sight(self, view: V, inner: RenderContext) -> str:
        """The rows in sight in words, `4-9 of 23`; nothing where all are."""
        return self.window(view, inner).words(inner.offset)

    def first_row(self, view: V, inner: RenderContext) -> int:
        """The row at the top: where it was scrolled to, but never past the ends."""
        return self.window(view, inner).first(inner.offset)

    def typed(self, view: V) -> Line:
        """What is being typed, at the bottom of the frame."""
        return EMPTY

    def newest(self, view: V) -> V:
        """The view whose state stands in the title: of a held one what becomes of the feed, not that it is old."""
        return view

    def inside(self, rendering: RenderContext) -> RenderContext:
        """The same conditions inside the frame."""
        whole = max(0, rendering.width - 2)
        return replace(rendering, width=min(whole, self.widest or whole), height=max(0, rendering.height - 2))

    def draw(self, view: V, rendering: RenderContext) -> list[Line]:
        """The whole panel with its frame. Values that may not be believed are drawn as history."""
        rendering, inner = self._both(view, rendering)
        whole = max(0, rendering.width - 2)
        rows = self.body(view, inner)[: inner.height]
        if rendering.held_back is not None:
            rows = [faded(row) for row in rows]
        elif not self.each_by_itself:
            rows = dulled(rows, seen(self.freshness(self.newest(view)), rendering.now).state)
        edges = self._edges(view, rendering, inner)
        if self.holds(view) and rendering.held_back is None:
            rows = self.told_inside(view, rows, edges.left_over)
        return [edges.top, *between_sides(rows, inner, whole, _edge_role(rendering)), edges.bottom]

    def draw_edges(self, view: V, rendering: RenderContext) -> tuple[Line, Line]:
        """The first and the last row of the whole panel."""
        edges = self._edges(view, *self._both(view, rendering))
        return edges.top, edges.bottom

    def _both(self, view: V, rendering: RenderContext) -> tuple[RenderContext, RenderContext]:
        """The conditions of the whole panel and of what is inside the frame, from the first row there is on."""
        inner = self.inside(rendering)
        offset = self.first_row(view, inner)
        if offset == rendering.offset:
            return rendering, inner
        return replace(rendering, offset=offset), replace(inner, offset=offset)

    def _edges(self, view: V, rendering: RenderContext, inner: RenderContext) -> _Edges:
        fresh, edge = seen(self.freshness(self.newest(view)), rendering.now), _edge_role(rendering)
        heading, beside = self.heading(view), self.beside(view, rendering)
        room = room_beside(heading, rendering.width) - width_of(beside)
        if not self.holds(view):
            # Of nothing there is no age.
            fresh = replace(fresh, data_at=None)
        told = Told(fresh, self.remark(view, rendering), self.scope(view, rendering))
        back = self.elsewhen(view, rendering)
        words: Line = (Span(back, Role.WARNING),) if back else state_words(told, rendering, room)
        top = title_line(heading, words, rendering.width, edge, beside)
        start, in_sight = self._at_the_bottom(view, _Titled(fresh, words), inner, rendering.width)
        rest = left_over(fresh, (*words, *start), rendering.now, inner.width - 2)
        return _Edges(top, bottom_line(start, in_sight, rendering.width, edge), rest)

    def _at_the_bottom(self, view: V, titled: _Titled, inner: RenderContext, width: int) -> tuple[Line, str]:
        """In the bottom of the frame: what is typed, else why it is not live, else its note; and the rows in sight."""
        in_sight = self.in_sight(view, inner)
        if self.range_yields and not inner.offset:
            has_more = not titled.fresh.state.is_live or self.note(view, inner, width - _BOTTOM_FRAME)
            in_sight = "" if has_more else in_sight
        start, room = self.typed(view), width - _BOTTOM_FRAME - (len(in_sight) + _BEFORE_RANGE if in_sight else 0)
        words = "" if start else self._said_below(view, titled, inner, room)
        return (Span(words, Role.SOFT),) if words else start, in_sight

    def _said_below(self, view: V, titled: _Titled, inner: RenderContext, room: int) -> str:
        if inner.held_back is not None:
            paused = paused_words(inner)
            why = explanation(titled.fresh, titled.words, inner, room - len(paused) - 3)
            return f"{paused} · {why}" if why else paused if len(paused) <= room else ""
        fresh, reason = titled.fresh, titled.fresh.reason
        if self.each_by_itself and not (reason is not None and reason.is_of_connection):
            # Each tells its own age; there is room for that of the oldest only where nothing else is to be told.
            fresh = replace(fresh, data_at=None)
        why = explanation(fresh, titled.words, inner, room) if self.holds(view) else ""
        return why or self.note(view, inner, room)


def _edge_role(rendering: RenderContext) -> Role:
    return Role.FOCUS if rendering.focused else Role.BORDER
