"""Find a symbol by typing a part of its name or description."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from msgspec import Struct
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Click
from textual.message import Message
from textual.widgets import Input

from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.status import PanelState
from roxom_tui.state.views.market_views import SymbolsView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line, Role, Span, Tint, fit, left, spread_out, tinted, width_of
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, MOVES, Drawn, ModalBox, keys_for
from roxom_tui.ui.states import STATE_ROLES, seen
from roxom_tui.ui.theme import Paint

_WIDTH = 64
_STATE_WIDTH = max(len(state.value) for state in PanelState)


class PickRow(Struct, frozen=True):
    """A symbol to pick. `last` is the price as text, in the unit on screen."""

    symbol: Symbol
    description: str
    last: str
    state: PanelState


class Found(NamedTuple):
    """A row that matches: how well (0 is best), its number in the whole list, and the characters that matched."""

    rank: int
    number: int
    row: PickRow
    marks: Sequence[int] = ()


def find(rows: Sequence[PickRow], typed: str) -> tuple[Found, ...]:
    """The rows that match, best first, otherwise in the order of the list."""
    found = (_match(_letters(typed.strip()), number, row) for number, row in enumerate(rows, 1))
    return tuple(sorted(filter(None, found)))


def _match(typed: Sequence[str], number: int, row: PickRow) -> Found | None:
    """The name's beginning beats its middle, that beats the description, and scattered letters come last.

    Letter is compared by letter, so that the places in the name stay true.
    """
    name = _letters(row.symbol)
    if (start := _run(typed, name)) is not None:
        return Found(min(start, 1), number, row, range(start, start + len(typed)))
    if _run(typed, _letters(row.description)) is not None:
        return Found(2, number, row)
    scattered = _scattered(typed, name)
    return None if scattered is None else Found(3, number, row, scattered)


def rows_of(view: SymbolsView, unit: Unit, now: int) -> tuple[PickRow, ...]:
    """The symbols of the list, as they may be shown at this moment (monotonic ns)."""
    return tuple(
        PickRow(row.symbol, row.description, fmt.price(row.last, unit), seen(row.freshness, now).state)
        for row in view.rows
    )


class Choices(Drawn):
    """The rows found, with a cursor that the window follows."""

    class Picked(Message):
        """A row was clicked."""

    def __init__(self) -> None:
        super().__init__(self._window, id="choices")
        self.found: tuple[Found, ...] = ()
        self.why_empty = ""
        self.cursor = 0
        self._top = 0

    def show(self, found: tuple[Found, ...], cursor: int) -> None:
        """Take these rows with the cursor on one of them."""
        self.found, self.cursor, self._top = found, cursor, 0
        self.redraw()

    def renew(self, found: tuple[Found, ...]) -> None:
        """Take newer rows; the cursor stays on its symbol."""
        chosen = self.chosen
        places = {one.row.symbol: place for place, one in enumerate(found)}
        here = self.cursor if chosen is None else places.get(chosen.symbol, self.cursor)
        self.found, self.cursor = found, max(0, min(here, len(found) - 1))
        self.redraw()

    def move(self, rows: int) -> None:
        """Shift the cursor, never past the ends."""
        self.cursor = max(0, min(self.cursor + rows, len(self.found) - 1))
        self.redraw()

    def top(self, height: int) -> int:
        """The first row in sight: the window follows the cursor, and hides nothing while it has room."""
        top = max(self.cursor - height + 1, min(self._top, self.cursor))
        return RowWindow(len(self.found), height).first(top)

    @property
    def in_sight(self) -> str:
        """The words for the rows in sight, where that is not all of them."""
        height = self.size.height
        return RowWindow(len(self.found), height).words(self.top(height))

    @property
    def chosen(self) -> PickRow | None:
        """The row under the cursor."""
        return self.found[self.cursor].row if self.found else None

    def on_click(self, event: Click) -> None:
        """A click picks the row it hits."""
        if self._top + event.y < len(self.found):
            self.cursor = self._top + event.y
            self.post_message(self.Picked())

    def _window(self, width: int, height: int) -> Sequence[Line]:
        if not self.found:
            return [(Span(f"  {self.why_empty}", Role.SOFT),)]
        self._top = self.top(height)
        return choice_lines(self.found, self.cursor, width)[self._top : self._top + height]


class SymbolPicker(ModalBox[Symbol | None]):
    """Type to filter, Enter to go: answers the symbol, or None."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for(MOVES, letters=False),
        Binding("enter", "pick", show=False),
    ]

    heading = "Go to symbol"
    hint = "Enter go · ↑ ↓ move · Esc back"

    def __init__(self, rows: Sequence[PickRow], selected: Symbol | None, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self.rows = tuple(rows)
        self.selected = selected
        self.choices = Choices()
        self.choices.why_empty = why_nothing(rows)

    def wanted(self) -> tuple[int, int]:
        """Room for every row, so that the box does not change size while one types."""
        return _WIDTH, len(self.rows) + 5

    def body(self) -> ComposeResult:
        """The line to type on, and the rows."""
        with Horizontal(id="filter"):
            yield Drawn(lambda width, height: [(Span("›", Role.ACCENT),)], id="prompt")
            field = Input(placeholder="type to filter", compact=True)
            field.cursor_blink = False
            yield field
        yield Drawn(lambda width, height: [(Span("─" * width, Role.BORDER),)], id="rule")
        yield self.choices

    def on_mount(self) -> None:
        """Begin with everything, the cursor on the symbol in view."""
        found = find(self.rows, "")
        here = next((i for i, one in enumerate(found) if one.row.symbol == self.selected), 0)
        self.choices.show(found, here)

    def follow(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """Prices and states are those of this moment for as long as the box is open."""
        rows = rows_of(picture.symbols, options.unit, now)
        if rows == self.rows or not self.stands:
            return
        has_room = len(rows) == len(self.rows)
        self.rows, self.choices.why_empty = rows, why_nothing(rows)
        if not has_room:
            self._place(*self.size)
        self.choices.renew(find(rows, self.query_one(Input).value))
        self.redraw()

    def remark(self) -> str:
        """The rows in sight, and the number of those that match."""
        matching = f"{len(self.choices.found)} of {len(self.rows)}"
        in_sight = self.choices.in_sight
        if len(self.choices.found) == len(self.rows):
            return in_sight or matching
        return f"{in_sight} · {matching} match" if in_sight else matching

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by what is typed now."""
        self.choices.show(find(self.rows, event.value), 0)
        self.redraw()

    def on_input_submitted(self) -> None:
        """Enter in the field goes to the row under the cursor."""
        self.action_pick()

    def on_choices_picked(self) -> None:
        """So does a click on a row."""
        self.action_pick()

    def action_move(self, rows: int) -> None:
        """Shift the cursor."""
        self.choices.move(rows)
        self.redraw()

    def action_page(self, pages: int) -> None:
        """Shift the cursor by a windowful."""
        self.action_move(pages * max(1, self.choices.size.height - 1))

    def action_pick(self) -> None:
        """Answer the row under the cursor; where nothing matches there is no answer to give."""
        row = self.choices.chosen
        if row is not None:
            self.dismiss(row.symbol)


def why_nothing(rows: Sequence[PickRow]) -> str:
    """The words for an empty list of choices."""
    return "No symbol matches." if rows else "Nothing has come yet."


def choice_lines(found: Sequence[Found], cursor: int, width: int) -> list[Line]:
    """One line a row: number, symbol, description, last price on its point, state. Pure."""
    prices = on_point([one.row.last for one in found])
    names = max(cell_len(one.row.symbol) for one in found)
    lines = []
    for index, (one, price) in enumerate(zip(found, prices, strict=True)):
        line = _choice_line(one, price, names, width, chosen=index == cursor)
        lines.append(tinted(line, Tint.CURSOR) if index == cursor else line)
    return lines


def _choice_line(one: Found, price: str, names: int, width: int, *, chosen: bool) -> Line:
    row = one.row
    state = Span(f"  {row.state.value:<{_STATE_WIDTH}}", STATE_ROLES[row.state])
    end = (Span(price, Role.TEXT if row.state.is_live else Role.STALE), state)
    number = f"{one.number}" if one.number < 10 else ""
    start = (
        Span("▸ " if chosen else "  ", Role.ACCENT),
        Span(f"{number:<2}", Role.FAINT),
        *_marked(row.symbol, one.marks),
        Span(" " * (names - cell_len(row.symbol) + 2)),
    )
    room = width - width_of((*start, *end)) - 2
    if room >= 8:
        return spread_out((*start, Span(left(row.description, room), Role.SOFT)), end, width)
    return spread_out(start, end, width) if room > -4 else fit(start, width)


def _marked(symbol: str, marks: Sequence[int]) -> Line:
    """The symbol with the letters that were typed brightened."""
    if not marks:
        return (Span(symbol, Role.TEXT),)
    return tuple(Span(letter, Role.ACCENT if i in marks else Role.TEXT) for i, letter in enumerate(symbol))


def on_point(texts: Sequence[str]) -> list[str]:
    """Numbers padded on both sides until their points stand in one column."""
    tails = [len(text.partition(".")[2]) + 1 if "." in text else 0 for text in texts]
    longest = max(tails, default=0)
    padded = [text + " " * (longest - tail) for text, tail in zip(texts, tails, strict=True)]
    width = max(map(len, padded), default=0)
    return [text.rjust(width) for text in padded]


def _letters(text: str) -> list[str]:
    return [character.lower() for character in text]


def _run(needle: Sequence[str], text: Sequence[str]) -> int | None:
    size = len(needle)
    return next((i for i in range(len(text) - size + 1) if text[i : i + size] == needle), None)


def _scattered(needle: Sequence[str], text: Sequence[str]) -> tuple[int, ...] | None:
    marks: list[int] = []
    for letter in needle:
        start = marks[-1] + 1 if marks else 0
        place = next((i for i in range(start, len(text)) if text[i] == letter), None)
        if place is None:
            return None
        marks.append(place)
    return tuple(marks)
