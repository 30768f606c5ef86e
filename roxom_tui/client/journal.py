"""The journal: notices for the person, and the log of the connection screen."""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.model.folded_lines import Folded, FoldedLines
from roxom_tui.model.log_entries import LogEntry
from roxom_tui.model.ports import Clock
from roxom_tui.model.status import Notice
from roxom_tui.state.views.connection_views import LogLine

LOG_LINES: Final = 200
MOST_UNWRITTEN: Final = 1000


class Journal:
    """The log of one profile, the notices that wait to be taken to the screen, and the entries for the log file."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._log = FoldedLines[LogEntry](LOG_LINES, lambda entry: entry.key)
        self._drawn: tuple[Folded[LogEntry], ...] | None = None
        self._lines: tuple[LogLine, ...] = ()
        self.notices: list[Notice] = []
        """Not taken yet, the oldest first."""
        self._unwritten: deque[LogEntry] = deque(maxlen=MOST_UNWRITTEN)

    def notify(self, entry: LogEntry) -> None:
        """Something the person must not miss: on the notice line and in the log."""
        self.notices.append(Notice(self._clock.wall(), entry))
        self.log(entry)

    def log(self, entry: LogEntry) -> None:
        """One line for the connection screen and the log file; an equal one of a moment ago takes it in."""
        self._log.add(entry, self._clock.wall())
        self._unwritten.append(entry)

    def take_notices(self) -> list[Notice]:
        """The notices since the last call."""
        taken, self.notices = self.notices, []
        return taken

    def take_unwritten(self) -> tuple[LogEntry, ...]:
        """What was logged since the last call, for the log file."""
        taken = tuple(self._unwritten)
        self._unwritten.clear()
        return taken

    def lines(self) -> tuple[LogLine, ...]:
        """The log, equal lines folded, the one that came last at the end."""
        entries = self._log.entries()
        if entries is not self._drawn:
            self._drawn = entries
            self._lines = tuple(LogLine(entry.last_at, entry.line, entry.count, entry.first_at) for entry in entries)
        return self._lines
