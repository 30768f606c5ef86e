"""A box over the dashboard: title line, body, hint line. The dashboard stays visible and its first line uncovered.

Where the terminal is too small for that the box takes all of it, and its title line carries the environment badge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Final, TypeAlias, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.screen import ModalScreen
from textual.strip import Strip

from roxom_tui.model.market import Environment
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, is_typing
from roxom_tui.ui.lines import Line, Role, Span, cut, fit, spread_out, width_of
from roxom_tui.ui.terminal.strips import LeanStrip
from roxom_tui.ui.theme import DARK, Paint
from roxom_tui.ui.widgets.header import badge
from roxom_tui.ui.widgets.line_widget import LineWidget

Result = TypeVar("Result")
Drawing: TypeAlias = Callable[[int, int], Sequence[Line]]

DEFAULT_PAINT: Final = Paint(DARK, Environment.DEMO)
FRAME: Final = 2
"""Rows or columns that the border takes."""
_HEADER: Final = 1
_LEAST_WIDTH: Final = 60
_LEAST_HEIGHT: Final = 16
_TALL: Final = 32


def keys_for(calls: Mapping[str, str], *, letters: bool = True) -> list[BindingType]:
    """Keys of a box for actions of the table. Letters follow the configuration, arrows and Esc stay what they are."""
    return [
        Binding(key, call, show=False, id=action_id if is_typing(key) else None)
        for action_id, call in calls.items()
        for key in DEFAULT_KEYMAP.keys[action_id]
        if letters or not is_typing(key)
    ]


MOVES: Final = {
    "move_down": "move(1)",
    "move_up": "move(-1)",
    "page_down": "page(1)",
    "page_up": "page(-1)",
    "move_first": "move(-1_000_000)",
    "move_last": "move(1_000_000)",
}


class Drawn(LineWidget):
    """Lines from a function of the width and height there is; drawn again at each new size."""

    class Wheel(Message):
        """The mouse wheel turned by so many rows."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, drawing: Drawing, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.drawing = drawing

    def redraw(self) -> None:
        """Draw what is to be said now."""
        width, height = self.size
        if width and height:
            self.show_lines(self.drawing(width, height))

    def wheel(self, rows: int) -> None:
        """The box decides what moves."""
        self.post_message(self.Wheel(rows))


BOXES: Final = Path(__file__).with_name("boxes.tcss")
"""How boxes look. A style sheet takes its time to read, and none is open at the first paint."""


class ModalBox(ModalScreen[Result]):
    """The box itself. A subclass says its title and hint, the room it wants, and what stands in its body."""

    CSS_PATH = BOXES
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for({"back": "leave"}),
        *keys_for({"help": "app.help"}, letters=False),
    ]

    heading: ClassVar[str]
    hint: ClassVar[str]
    terms: ClassVar[tuple[tuple[str, str], ...]] = ()
    """For the help: its columns and words that a stranger may not know, each with its meaning."""
    lies_over_boxes: ClassVar[bool] = False
    """Whether it may be opened where another one is open already, and leads back to it."""

    def __init__(self, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__()
        self.paint = paint
        self.is_full = False
        self._has_left = False

    # --- what a subclass says ------------------------------------------------------------------

    def wanted(self) -> tuple[int, int]:
        """Columns and rows inside the border that the box would like."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The widgets between title and hint."""
        raise NotImplementedError

    def remark(self) -> str:
        """The words at the right end of the title line."""
        return ""

    def follow(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """Take this frame's picture (`now` monotonic ns, `wall` wall ns), where the box shows any of it."""

    # --- the box ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the dashboard beneath, as they are.

        Textual would take them apart and put them together again, run by run, at each frame that the dashboard paints
        and before the first of the box: half of the time that the box took to open.
        """
        stack = self.app.screen_stack
        under = stack[: stack.index(self)] if self in stack else []
        # Of two boxes only the upper one is seen.
        beneath = next((screen for screen in reversed(under) if not screen.is_modal), None)
        if beneath is None:
            return super().render_lines(crop)
        # The one may be laid out for another size than the other: the terminal has just changed.
        width, height = crop.right, crop.bottom
        rows = beneath._compositor.render_strips(Size(width, height))
        rows += [Strip.blank(width)] * (height - len(rows))
        fitted = (row.adjust_cell_length(width) for row in rows[crop.y : crop.bottom])
        return [LeanStrip(list(row), width).crop(crop.x, crop.right) for row in fitted]

    def compose(self) -> ComposeResult:
        """Title, body, hint."""
        with Vertical(id="box"):
            yield Drawn(self._title_line, id="title")
            yield from self.body()
            yield Drawn(self._hint_line, id="hint")

    def on_mount(self) -> None:
        """Take the colours, and the place: one found only after the first layout would cost a second one."""
        self._place(*self.app.size)
        self.repaint(self.paint)

    def on_resize(self, event: Resize) -> None:
        """Find the place anew. The title may speak of a body that has its size only after this."""
        self._place(event.size.width, event.size.height)
        self.call_after_refresh(self.redraw)

    def repaint(self, paint: Paint) -> None:
        """Draw in other colours, or with another badge."""
        self.paint = paint
        for widget in self.query(LineWidget):
            widget.repaint(paint.raised)
        self.redraw()

    def redraw(self) -> None:
        """Draw every line anew; only those that changed reach the terminal."""
        for widget in self.query(Drawn):
            widget.redraw()

    @property
    def stands(self) -> bool:
        """True while all of it is there, and it has not left."""
        return not self._has_left and bool(self.query("#hint"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A box that does not stand yet, has left, or lies under another, is not acted on."""
        return self.stands and self.is_current and super().check_action(action, parameters)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with an answer, once: the first one counts."""
        if self._has_left or not self.is_current:
            return AwaitComplete()
        self._has_left = True
        return super().dismiss(result)

    def action_move(self, rows: int) -> None:
        """Shift what the keys and the wheel move, never past the ends."""

    def on_drawn_wheel(self, event: Drawn.Wheel) -> None:
        """The wheel moves as the keys do."""
        self.action_move(event.rows)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def _place(self, width: int, height: int) -> None:
        self.is_full = width < _LEAST_WIDTH or height < _LEAST_HEIGHT
        self.set_class(self.is_full, "-full")
        self.set_class(height >= _TALL, "-tall")
        columns, rows = (width, height) if self.is_full else self._room(width, height)
        top = 0 if self.is_full else max(_HEADER, (height - rows) // 2)
        for box in self.query("#box"):
            box.styles.width, box.styles.height, box.styles.margin = columns, rows, (top, 0, 0, 0)

    def _room(self, width: int, height: int) -> tuple[int, int]:
        """The size the subclass wants, or all there is where a few columns or rows more would only be ragged edges."""
        columns, rows = self.wanted()
        columns, rows = columns + 2 * FRAME, rows + FRAME
        return columns if columns <= width - 8 else width, min(rows, height - _HEADER)

    def _title_line(self, width: int, height: int) -> Sequence[Line]:
        start = (badge(self.paint.environment, width), Span(" ")) if self.is_full else ()
        title = (*start, Span(self.heading, Role.STRONG))
        end = self._remark_line()
        # The remark goes first, the badge never.
        return [spread_out(title, end, width) if self._title_has_room(width) else fit(title, width)]

    def _remark_line(self) -> Line:
        remark = self.remark()
        return (Span(f"  {remark}", Role.FAINT),) if remark else ()

    def _title_has_room(self, width: int) -> bool:
        start = width_of((badge(self.paint.environment, width), Span(" "))) if self.is_full else 0
        return start + len(self.heading) + width_of(self._remark_line()) <= width

    def _hint_line(self, width: int, height: int) -> Sequence[Line]:
        """The keys; and the remark, where the title has no room for it."""
        end = () if self._title_has_room(width) else self._remark_line()
        hint = cut(self.hint, max(0, width - width_of(end)))
        return [spread_out((Span(hint, Role.FAINT),), end, width)]
