"""The connection screen: rates, latency, checks, counters and the log, drawn anew while it is open."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.screen_snapshot import Board
from roxom_tui.ui.discretion import discreet_view
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Line
from roxom_tui.ui.look import Look
from roxom_tui.ui.screens.connection_lines import connection_lines
from roxom_tui.ui.screens.reading import Reading
from roxom_tui.ui.screens.sheet import DEFAULT_PAINT, keys_for
from roxom_tui.ui.theme import Paint


class ConnectionScreen(Reading):
    """Shows the newest view that `update` was given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for({"connection": "leave"}),
        *DEFAULT_KEYMAP.bindings(("reconnect",)),
    ]

    heading = "Connection"
    hint = "↑ ↓ PgUp PgDn move · Esc back"

    def __init__(self, view: ConnectionView | None = None, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self.view = view
        self.times: tuple[int, int] | None = None

    def follow(self, board: Board, look: Look, now: int, wall: int) -> None:
        """Show the connection as it is, the account's figures only where they may be seen."""
        self.update(discreet_view(board.connection, look), now, wall)

    def update(self, view: ConnectionView, now: int, wall: int) -> None:
        """Take this frame's picture. `now` is monotonic ns, `wall` wall ns; only lines that changed are drawn."""
        self.view, self.times = view, (now, wall)
        if self.stands:
            self.redraw()

    def wanted(self) -> tuple[int, int]:
        """All the room there is: the figures come and go, and the box must not."""
        return 140, 200

    def lines(self, width: int) -> list[Line]:
        """The view drawn; nothing before the first frame, because ages cannot be told without the time."""
        if self.view is None or self.times is None:
            return []
        return connection_lines(self.view, width, *self.times)
