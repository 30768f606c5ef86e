"""The notice in the footer: the newest of the feed's and of the person's own, for some seconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.folded_lines import FoldedLines, meaning
from roxom_tui.model.ports import Clock, Mailbox
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

STANDS_NS: Final = 8 * SECOND
ANSWER_NS: Final = 2 * SECOND
"""So long the answer to a key stands before news of the feed may take its place: else nobody could read it."""
REMEMBERED: Final = 20
ERROR: Final = "error"


class Notices:
    """The notice line. `key` is what opens the log with the others.

    A notice that was told a moment ago is no news: it adds to its count, and takes the place of another only when
    that one has stood for its time.
    """

    def __init__(self, mailbox: Mailbox[ScreenSnapshot], clock: Clock, key: str) -> None:
        self.standing: Notice | None = None
        self._mailbox = mailbox
        self._clock = clock
        self._key = key
        self._told = FoldedLines[Notice](REMEMBERED, lambda notice: notice.text)
        self._waiting: Notice | None = None
        """The newest that an error kept from its place: its turn comes when that has stood for its time."""
        self._answers_until = 0
        self._since = 0
        """Monotonic ns: the time of day can be set."""

    def add(self, text: str) -> None:
        """Something of ours."""
        self._show(Notice(self._clock.wall(), text))
        self._answers_until = self._since + ANSWER_NS

    def take(self) -> None:
        """Take the feed's new notices; the one before goes when its time is over."""
        if self._clock.monotonic() < self._answers_until:
            return
        notices, dropped = self._mailbox.notices()
        counted = [self._counted(notice) for notice in notices]
        news = [notice for told, notice in zip(notices, counted, strict=True) if notice.count == told.count]
        is_over = self._clock.monotonic() - self._since > STANDS_NS
        if news:
            self._show_first(news, len(notices) + dropped, is_over=is_over)
        elif is_over and self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._show(waiting)
        elif counted and (is_over or self.standing is None):
            self._show(counted[-1])
        elif is_over:
            self.standing = None
        else:
            self._recount(counted)

    def _show_first(self, news: list[Notice], came: int, *, is_over: bool) -> None:
        """The newest error, else the newest; what is no error takes no error's place before its time."""
        errors = [notice for notice in news if notice.severity == ERROR]
        standing = self.standing
        if standing is not None and standing.severity == ERROR and not errors and not is_over:
            self.standing = replace(standing, more=f" (and {came} more: {self._key})")
            self._waiting = news[-1]
            return
        if errors and len(errors) < len(news):
            self._waiting = [notice for notice in news if notice.severity != ERROR][-1]
        others = f" (and {came - 1} more: {self._key})" if came > 1 else ""
        self._show(replace((errors or news)[-1], more=others))

    def _counted(self, notice: Notice) -> Notice:
        """The notice with how often it came lately."""
        entry = None
        for _ in range(notice.count):
            entry = self._told.add(notice, self._clock.monotonic())
        return notice if entry is None else replace(notice, count=entry.count)

    def _recount(self, counted: list[Notice]) -> None:
        """The one that stands came again: it says so, and stands no longer for it."""
        standing = self.standing
        if standing is not None:
            again = [notice for notice in counted if meaning(notice.text) == meaning(standing.text)]
            self.standing = replace(again[-1], more=standing.more) if again else standing

    def _show(self, notice: Notice) -> None:
        self.standing, self._since = notice, self._clock.monotonic()
