"""The journal: notices for the person, and the log of the connection screen."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Final

from roxom_tui.model.folded_lines import Folded, FoldedLines
from roxom_tui.model.ports import Clock
from roxom_tui.model.status import Notice, OrderOutcome
from roxom_tui.state.views.connection_views import LogLine

LOG_LINES: Final = 200

_log = logging.getLogger(__name__)


class Journal:
    """The log of one profile, and the notices that wait to be taken to the screen."""

    def __init__(self, profile: str, clock: Clock) -> None:
        self._profile = profile
        self._clock = clock
        self._log = FoldedLines[LogLine](LOG_LINES, lambda line: line.text)
        self._drawn: tuple[Folded[LogLine], ...] | None = None
        self._lines: tuple[LogLine, ...] = ()
        self.notices: list[Notice] = []
        """Not taken yet, the oldest first."""

    def notify(
        self,
        sentence: str,
        severity: str = "information",
        *,
        private: bool = False,
        order: OrderOutcome | None = None,
    ) -> None:
        """Something the person must not miss: on the notice line and in the log. `private` if it is of the account."""
        self.notices.append(Notice(self._clock.wall(), sentence, severity, private, order))
        self.log(sentence, private=private, order=order)

    def log(self, sentence: str, *, private: bool = False, order: OrderOutcome | None = None) -> None:
        """One line for the connection screen and the log file; an equal one of a moment ago takes it in."""
        at = self._clock.wall()
        self._log.add(LogLine(at, sentence, private, order), at)
        _log.info("%s: %s", self._profile, sentence)

    def take_notices(self) -> list[Notice]:
        """The notices since the last call."""
        taken, self.notices = self.notices, []
        return taken

    def lines(self) -> tuple[LogLine, ...]:
        """The log, equal lines folded, the one that came last at the end."""
        entries = self._log.entries()
        if entries is not self._drawn:
            self._drawn = entries
            self._lines = tuple(
                replace(entry.line, at=entry.last_at, count=entry.count, since=entry.first_at) for entry in entries
            )
        return self._lines
