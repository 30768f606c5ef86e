"""The base of all panels: the view it draws, pause, scrolling, and when it is drawn anew."""

from __future__ import annotations

from typing import Any, Final, Generic, TypeVar

from textual.message import Message
from textual.reactive import reactive

from roxom_tui.model.durations import HOUR, SECOND
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.actions import by_place
from roxom_tui.ui.alike import is_alike
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.panels.face import Ageing, Face
from roxom_tui.ui.row_window import TO_AN_END
from roxom_tui.ui.widgets.digits import ColumnMemory
from roxom_tui.ui.widgets.line_widget import LineWidget

V = TypeVar("V")

_DAY: Final = 24 * HOUR


class Panel(LineWidget, Face[V], Generic[V], can_focus=True):
    """A framed part of the dashboard. Subclasses pick their view from the picture and draw it; nothing else.

    `view` is the newest picture and `paused_view` the one a pause keeps on screen.
    """

    class RoomChanged(Message):
        """The panel has another size, and may want more of its data."""

    view: reactive[Any] = reactive(None, repaint=False, init=False, always_update=True)
    """Always, because a picture that equals the one before may be due in another unit, or as history."""

    def __init_subclass__(cls, **how: Any) -> None:
        """A key that does something else elsewhere is bound here; the app has the others."""
        cls.BINDINGS = [*DEFAULT_KEYMAP.bindings(by_place(cls.context))]
        super().__init_subclass__(inherit_bindings=False, **how)

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
        self._drawn = DrawnRows()
        self._ageing = Ageing.ALL
        """What of the last drawing goes on with time."""
        self._run_out: list[bool] = []
        """Which of its values were drawn as history."""
        self._second = (0, 0)
        """The second for which it was drawn, and the age in seconds of what it holds."""

    def held_back(self, view: V) -> int:
        """While paused, how much came since: changed pictures, unless a panel can count better."""
        return self.changes_since

    def newest(self, view: V) -> V:
        """Beside PAUSED stands what becomes of the feed."""
        return view if self.paused_view is None or self.view is None else self.view

    def update_picture(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """Take this frame's picture. One that says nothing new is drawn again only when it runs out, and once a second
        where it tells what time changes."""
        picked = self.pick(picture)
        if self.paused_view is not None and getattr(self.paused_view, "symbol", None) != getattr(
            picked, "symbol", None
        ):
            # Paused in the moment before: what is held must not stand under another symbol.
            self.toggle_pause()
        run_out = [end < now for end in self.ends(picked)]
        is_same = options is self.options and wall // _DAY == self.wall // _DAY and run_out == self._run_out
        is_same = is_same and self.is_drawn_for_its_size and self._is_told(picked)
        second = now // SECOND, self._age_of(picked, now)
        is_next_second = second != self._second
        self.options, self.now, self.wall, self._run_out = options, now, wall, run_out
        self._second = second
        if is_same:
            self.set_reactive(Panel.view, picked)
            if is_next_second:
                self._grow_older()
        elif picked is self.view:
            self.redraw()
        else:
            self.changes_since += 1
            self.view = picked

    def _age_of(self, picked: V, now: int) -> int:
        """The seconds that a title tells of data that is not live: other places tell them with every frame."""
        fresh = self.freshness(picked)
        return 0 if fresh.state.is_live or fresh.data_at is None else (now - fresh.data_at) // SECOND

    def _is_told(self, picked: V) -> bool:
        """Whether what was drawn says all that this view does. What a pause holds back is counted."""
        return picked is self.view or (self.paused_view is None and is_alike(self.view, picked))

    def _grow_older(self) -> None:
        if self._ageing is Ageing.ALL:
            self.redraw()
        elif self._ageing is Ageing.EDGES:
            self.redraw_edges()

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
            rendering = self.place_rows(view, self.rendering(width, height))
            self.show_lines(self.draw(view, rendering))
            self._drawn.turn()
            self._ageing = self.ageing(view, rendering)

    def redraw_edges(self) -> None:
        """Draw the frame anew around rows that are as they were."""
        view = self.shown
        if view is not None:
            rendering = self.place_rows(view, self.rendering(*self.size))
            top, bottom = self.draw_edges(view, rendering)
            self.show_lines([top, *self._lines[1:-1], bottom])
            self._ageing = self.ageing(view, rendering)

    def place_rows(self, view: V, rendering: RenderContext) -> RenderContext:
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
            drawn=self._drawn,
            tints=self.paint.has_tints,
        )

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
