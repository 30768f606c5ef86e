"""What the keys of recordings and replays do: each is a command to the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roxom_tui.model.ports import ChangeSpeed, GoTo, Leap, Mark, Record, SaveLast, Seek
from roxom_tui.state.views.recording_views import ReplayView

if TYPE_CHECKING:
    from roxom_tui.ui.base_app import BaseApp as _App
else:
    _App = object

ONLY_WATCHED = "this is a replay: nothing is asked of an exchange"


class RecordingActions(_App):
    """Mixed into the app."""

    @property
    def replay(self) -> ReplayView | None:
        """Where in a recording this is; None where it is an exchange."""
        return None if self.picture is None else self.picture.connection.replay

    def is_only_watched(self) -> bool:
        """Whether this is a replay, in which nothing can be asked for; then the person is told."""
        if self.replay is None:
            return False
        self._show_notice(ONLY_WATCHED)
        return True

    # --- recording ----------------------------------------------------------------------------

    def action_record(self) -> None:
        """Begin, or end."""
        if not self.is_only_watched():
            self.order(Record())

    def action_save_last(self) -> None:
        """The last minutes."""
        if not self.is_only_watched():
            self.order(SaveLast())

    def action_mark(self) -> None:
        """With a note."""
        from roxom_tui.ui.screens.prompt import Prompt

        self.push_screen(Prompt("Mark", "a note, or nothing", self.colours), self._mark)

    def _mark(self, note: str | None) -> None:
        if note is not None:
            self.order(Mark(note.strip() or "mark"))

    # --- in a replay --------------------------------------------------------------------------

    def action_leap(self, seconds: int) -> None:
        self._in_replay(Seek(Leap.BY, seconds))

    def action_pace(self, by: int) -> None:
        self._in_replay(ChangeSpeed(by))

    def action_next_message(self) -> None:
        self._in_replay(Seek(Leap.MESSAGE, 1))

    def action_moment(self, direction: int) -> None:
        self._in_replay(Seek(Leap.NOTABLE, direction))

    def action_go_to_time(self) -> None:
        """To a time that is typed."""
        from roxom_tui.ui.screens.prompt import Prompt

        if self.replay is None:
            self._show_notice("only in a replay")
            return
        self.push_screen(Prompt("Go to time", "12:03, +30s, 50%", self.colours), self._go_to)

    def _go_to(self, text: str | None) -> None:
        if text:
            self.order(GoTo(text))

    def _in_replay(self, command: ChangeSpeed | Seek) -> None:
        if self.replay is None:
            self._show_notice("only in a replay")
        else:
            self.order(command)

    def _show_notice(self, words: str) -> None:
        self.notices.add(words)
        self.repaint()
