"""Choose the profile to watch: each row in the colour of its environment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from roxom_tui.config.settings import Profile
from roxom_tui.model.market import Environment
from roxom_tui.model.values import replace
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Line, Role, Span, Tint, left, tinted, width_of
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, MOVES, Drawn, ModalBox, keys_for
from roxom_tui.ui.theme import Paint

_WIDTH = 66
_BADGE_WIDTH = max(len(environment.value) for environment in Environment) + 2


def host_of(profile: Profile) -> str:
    """The host and port of a profile, never a path or anything secret."""
    if profile.ws_url is None:
        return "built in"
    parts = urlsplit(profile.ws_url)
    try:
        port = parts.port
    except ValueError:
        port = None
    return (parts.hostname or "--") + (f":{port}" if port else "")


def profile_line(profile: Profile, names: int, width: int, *, chosen: bool, current: bool) -> Line:
    """Name, badge, host; a word where the profile is the one in use. Pure."""
    badge = f" {profile.environment.value.upper()} "
    line = (
        Span("▸ " if chosen else "  ", Role.ACCENT),
        Span(left(profile.name, min(names, max(4, width - _BADGE_WIDTH - 4))), Role.ACCENT),
        Span("  "),
        Span(badge, Role.BADGE),
        Span(" " * (_BADGE_WIDTH - len(badge) + 2)),
    )
    now = (Span("  in use", Role.FAINT),) if current else ()
    room = width - width_of((*line, *now))
    host = (Span(left(host_of(profile), room), Role.SOFT),) if room >= 8 else ()
    whole = (*line, *host, *now) if room >= 0 else line
    return tinted((*whole, Span(" " * max(0, width - width_of(whole)))), Tint.CURSOR) if chosen else whole


class ProfileRow(Drawn):
    """One profile. A widget of its own because its colours are those of its own environment."""

    class Picked(Message):
        """The row was clicked."""

        def __init__(self, profile: Profile) -> None:
            super().__init__()
            self.profile = profile

    def __init__(self, profile: Profile, names: int, *, current: bool) -> None:
        super().__init__(self._line)
        self.profile = profile
        self.names = names
        self.current = current
        self.chosen = False

    def choose(self, chosen: bool) -> None:
        """Put the cursor here, or take it away."""
        self.chosen = chosen
        self.redraw()

    def repaint(self, paint: Paint) -> None:
        """The theme's colours with the profile's accent."""
        super().repaint(replace(paint, environment=self.profile.environment))

    def on_click(self) -> None:
        """A click picks the profile."""
        self.post_message(self.Picked(self.profile))

    def _line(self, width: int, height: int) -> Sequence[Line]:
        return [profile_line(self.profile, self.names, width, chosen=self.chosen, current=self.current)]


class ProfilePicker(ModalBox[str | None]):
    """Answers the name of the profile to switch to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for(MOVES),
        Binding("enter", "pick", show=False),
        *DEFAULT_KEYMAP.bindings(("toggle_account", "theme", "help", "quit")),
    ]

    heading = "Switch profile"
    hint = "Enter switch · ↑ ↓ move · Esc back"

    def __init__(self, profiles: Sequence[Profile], current: str, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        names = max((cell_len(profile.name) for profile in profiles), default=0)
        self.rows = [ProfileRow(profile, names, current=profile.name == current) for profile in profiles]
        self.cursor = next((i for i, row in enumerate(self.rows) if row.current), 0)

    def wanted(self) -> tuple[int, int]:
        """Room for every profile, and a free row on both sides."""
        return _WIDTH, len(self.rows) + 4

    def body(self) -> ComposeResult:
        """The profiles in the order of the configuration."""
        with VerticalScroll(id="profiles", can_focus=False):
            yield from self.rows

    def on_mount(self) -> None:
        """Begin on the profile in use."""
        self.action_move(0)

    def on_profile_row_picked(self, event: ProfileRow.Picked) -> None:
        """Answer the profile that was clicked."""
        self.dismiss(event.profile.name)

    def action_move(self, rows: int) -> None:
        """Shift the cursor, never past the ends."""
        self.cursor = max(0, min(self.cursor + rows, len(self.rows) - 1))
        for index, row in enumerate(self.rows):
            row.choose(index == self.cursor)
        if self.rows:
            self.rows[self.cursor].scroll_visible(animate=False)
        self.call_after_refresh(self.redraw)

    def remark(self) -> str:
        """The profiles in sight, where that is not all of them."""
        windows = self.query("#profiles").results()
        words = (RowWindow(len(self.rows), window.size.height).words(round(window.scroll_y)) for window in windows)
        return next(words, "")

    def action_page(self, pages: int) -> None:
        """Shift the cursor by a windowful."""
        self.action_move(pages * max(1, self.query_one("#profiles").size.height - 1))

    def action_pick(self) -> None:
        """Answer the profile under the cursor."""
        if self.rows:
            self.dismiss(self.rows[self.cursor].profile.name)
