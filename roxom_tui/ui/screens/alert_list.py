"""All rules with their states: edit, on and off, mute, reset, try and delete, by the keys of the box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from roxom_tui.model.durations import HOUR
from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.state.views.alert_views import AlertRow, AlertState, AlertsView
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.format import HIDDEN, clock
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, Tint, cut, left, tinted
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, MOVES, Drawn, ModalBox, keys_for
from roxom_tui.ui.screens.reading import wrapped
from roxom_tui.ui.theme import Paint
from roxom_tui.ui.unseen_alerts import as_of_now
from roxom_tui.words.alerts import state_words, why_words

_WIDTH: Final = 104
_STATE: Final = 22
"""Columns of the state: `fired x1000 12:04:11` and a blank."""
_DETAIL: Final = 4
MUTE_NS: Final = HOUR

_ROLES: Final = {
    AlertState.ARMED: Role.GOOD,
    AlertState.HOLDING: Role.WARNING,
    AlertState.FIRED: Role.WARNING,
    AlertState.MUTED: Role.FAINT,
    AlertState.EXPIRED: Role.FAINT,
    AlertState.OFF: Role.FAINT,
    AlertState.CANNOT_JUDGE: Role.ERROR,
}


class Wanted(Struct, frozen=True):
    """A rule is to be typed: what to begin with (nothing: a new one), and what to do with it."""

    text: str
    command: ChangeAlerts


class AlertList(ModalBox[Wanted]):
    """`ask` is told what is to be done with a rule."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for(MOVES),
        *keys_for({"alerts": "leave"}),
        Binding("enter", "edit", show=False),
        Binding("n", "new", show=False),
        Binding("space", "change('switch')", show=False),
        Binding("d", "change('delete')", show=False),
        Binding("r", "change('reset')", show=False),
        Binding("x", "change('test')", show=False),
        Binding("m", "mute", show=False),
        *DEFAULT_KEYMAP.bindings(("toggle_account", "help")),
    ]

    heading = "Alerts"
    hint = "Enter edit · n new · Space on/off · m mute · r arm · x try · d delete · Esc"

    def __init__(self, ask: Callable[[ChangeAlerts], None], paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self._ask = ask
        self._view = AlertsView()
        self._hides = False
        self._now = self._wall = 0
        self._top = 0
        self.cursor = 0
        self.rows = Drawn(self._lines, id="text")

    def wanted(self) -> tuple[int, int]:
        """A line a rule, and what is to be said of the one under the cursor."""
        return _WIDTH, max(8, len(self._view.rows) + _DETAIL + 4)

    def body(self) -> ComposeResult:
        """The rules."""
        yield self.rows

    def remark(self) -> str:
        """What holds for all."""
        until = self._view.silent_until
        return "" if until is None else f"do not disturb until {clock(until)[:5]} UTC"

    def follow(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """States are those of this moment."""
        count = len(self._view.rows)
        self._view = as_of_now(picture.alerts, picture.valid_until, now)
        self._hides, self._now = options.hide_account, now
        self._wall = exchange_wall(picture.connection, now, wall)
        if not self.stands:
            return
        self.cursor = max(0, min(self.cursor, len(self._view.rows) - 1))
        if len(self._view.rows) != count:
            self._place(*self.size)
        self.redraw()

    @property
    def chosen(self) -> AlertRow | None:
        """The rule under the cursor."""
        return self._view.rows[self.cursor] if self._view.rows else None

    def action_move(self, rows: int) -> None:
        """Shift the cursor."""
        self.cursor = max(0, min(self.cursor + rows, len(self._view.rows) - 1))
        self.redraw()

    def action_page(self, pages: int) -> None:
        """Shift it by a windowful."""
        self.action_move(pages * max(1, self.rows.size.height - _DETAIL - 1))

    def action_new(self) -> None:
        """Type a new rule."""
        self.dismiss(Wanted("", ChangeAlerts(AlertVerb.ADD)))

    def action_edit(self) -> None:
        """Type it anew."""
        row = self.chosen
        if row is not None and not self._is_hidden(row):
            self.dismiss(Wanted(row.text, ChangeAlerts(AlertVerb.REPLACE, row.text)))

    def action_change(self, verb: str) -> None:
        """Have something done with the rule under the cursor."""
        row = self.chosen
        if row is not None:
            self._ask(ChangeAlerts(AlertVerb(verb), row.text))

    def action_mute(self) -> None:
        """Mute for an hour, or not any more."""
        row = self.chosen
        if row is not None:
            until = None if row.state is AlertState.MUTED else self._wall + MUTE_NS
            self._ask(ChangeAlerts(AlertVerb.MUTE, row.text, until=until))

    def _is_hidden(self, row: AlertRow) -> bool:
        return self._hides and row.is_private

    def _lines(self, width: int, height: int) -> Sequence[Line]:
        remark = wrapped(self._view.remark, width, Role.WARNING) if self._view.remark else []
        if not self._view.rows:
            none = (Span("No rule yet: n makes one; the config file may have some under [[alerts]].", Role.SOFT),)
            return [*remark, EMPTY, none]
        room = max(1, height - _DETAIL - len(remark))
        self._top = RowWindow(len(self._view.rows), room).first(
            max(self.cursor - room + 1, min(self._top, self.cursor))
        )
        shown = self._view.rows[self._top : self._top + room]
        lines = [self._line(row, width, chosen=row is self.chosen) for row in shown]
        return [*remark, *lines, *[EMPTY] * (room - len(lines)), *self._detail(width)]

    def _line(self, row: AlertRow, width: int, *, chosen: bool) -> Line:
        mark = Span("▸ " if chosen else "  ", Role.ACCENT)
        state = Span(left(state_words(row, self._now), _STATE), _ROLES[row.state])
        text = f"{row.reads} {HIDDEN}" if self._is_hidden(row) else row.text
        line = (mark, state, Span(cut(text, max(0, width - _STATE - 2)), Role.TEXT))
        return tinted(line, Tint.CURSOR) if chosen else line

    def _detail(self, width: int) -> list[Line]:
        row = self.chosen
        if row is None:
            return []
        rule: Line = (Span("─" * width, Role.BORDER),)
        text = f"{row.reads} {HIDDEN}" if self._is_hidden(row) else row.text
        lines = [rule, *wrapped(text, width, Role.TEXT)[:2], *wrapped(detail_words(row), width, Role.SOFT)]
        return lines[:_DETAIL]


def detail_words(row: AlertRow) -> str:
    """What there is to say of a rule beside its text."""
    parts = [why_words(row.why)]
    if row.fired and row.fired_at is not None:
        often = "once, at" if row.fired == 1 else f"{row.fired} times, last at"
        parts.append(f"fired {often} {clock(row.fired_at)} UTC")
    if row.is_done:
        parts.append("done: r arms it again")
    parts.append("from the config file" if row.is_configured else "made here")
    return " · ".join(filter(None, parts))
