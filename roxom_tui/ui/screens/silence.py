"""Do not disturb: for how long alerts stay on the screen and go nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from roxom_tui.alerts.quantities import deadline, span
from roxom_tui.alerts.tokens import Slip, Unreadable, Words
from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.model.values import replace
from roxom_tui.ui.format import clock
from roxom_tui.ui.lines import EMPTY, Line, Role, Span
from roxom_tui.ui.screens.line_editor import LineEditor
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT
from roxom_tui.ui.theme import Paint

_OFF: Final = "off"
_EXPECTED: Final = "15m, 1h, a time (UTC) such as 18:00, or off"


class SilenceBox(LineEditor[ChangeAlerts]):
    """Answers the command. `wall` is the exchange's clock (ns); `until` when it ends now, if it is on."""

    heading = "Do not disturb"
    hint = "Enter set · Esc back"

    def __init__(self, wall: int, until: int | None, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__("15m" if until is None else _OFF, paint)
        self._wall = wall
        self._until = until

    def wanted(self) -> tuple[int, int]:
        """The line and what is said of it."""
        return 60, 9

    def answer(self, text: str) -> ChangeAlerts | None:
        """The command, if the line can be read."""
        found = silent_until(text, self._wall)
        return None if isinstance(found, Slip) else ChangeAlerts(AlertVerb.SILENCE, until=found)

    def remarks(self, text: str, width: int) -> Sequence[Line]:
        """What Enter does."""
        found = silent_until(text, self._wall)
        now = "off now" if self._until is None else f"on until {clock(self._until)} UTC"
        if isinstance(found, Slip):
            return [EMPTY, (Span(found.sentence, Role.WARNING),), (Span(now, Role.FAINT),)]
        told = "alerts go out again" if found is None else f"alerts stay on the screen until {clock(found)} UTC"
        return [EMPTY, (Span(told, Role.GOOD),), (Span(now, Role.FAINT),)]


def silent_until(text: str, wall: int) -> int | Slip | None:
    """The end (wall ns) of what was typed at `wall`: a length of time or a time; None for `off`."""
    if text.strip().lower() == _OFF:
        return None
    words = Words(text)
    try:
        until = deadline(words).after(wall) if ":" in text else wall + span(words)
    except Unreadable as error:
        return replace(error.slip, expected=_EXPECTED)
    return until if words.is_over else Slip(words.next.column, _EXPECTED, words.next.text)
