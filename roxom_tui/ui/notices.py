"""The notice in the footer: the newest of the feed's and of the person's own, for some seconds."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.folded_lines import FoldedLines, times
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.ports import Clock, Mailbox
from roxom_tui.model.reasons import Cause
from roxom_tui.model.status import Notice, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, shown_text

STANDS_NS: Final = 8 * SECOND
ANSWER_NS: Final = 2 * SECOND
"""So long the answer to a key stands before news of the feed may take its place: else nobody could read it."""
REMEMBERED: Final = 20
ERROR: Final = "error"

OF_AN_OUTAGE: Final = frozenset((LogKind.DISCONNECTED, LogKind.STOPPED))
_TRIED_AGAIN: Final = frozenset((LogKind.DISCONNECTED, LogKind.LIST_FAILED))
_LASTS_WHILE: Final = {LogKind.REFUSED: Cause.REFUSED, LogKind.LIST_FAILED: Cause.LIST_FAILED}
"""What a stream is refused or not answered for; another state of it ends what was said."""


class Notices:
    """The notice line.

    A notice that was told a moment ago is no news: it adds to its count, and takes the place of another only when
    that one has stood for its time.
    """

    def __init__(self, mailbox: Mailbox[ScreenSnapshot], clock: Clock) -> None:
        self.standing: Notice | None = None
        self._mailbox = mailbox
        self._clock = clock
        self._told = FoldedLines[Notice](REMEMBERED, lambda notice: notice.entry.key)
        self._waiting: Notice | None = None
        """The newest that an error kept from its place: its turn comes when that has stood for its time."""
        self._answers_until = 0
        self._since = 0
        """Monotonic ns: the time of day can be set."""

    def look(self, picture: ScreenSnapshot) -> None:
        """What was said of a state goes with the state."""
        if self.standing is not None and is_past(self.standing.entry, picture):
            self.standing = None
        if self._waiting is not None and is_past(self._waiting.entry, picture):
            self._waiting = None

    def add(self, text: str) -> None:
        """Something of ours."""
        self._show(Notice(self._clock.wall(), LogEntry(LogKind.NOTE, text)))
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
        errors = [notice for notice in news if notice.entry.severity == ERROR]
        standing = self.standing
        if standing is not None and standing.entry.severity == ERROR and not errors and not is_over:
            self.standing = replace(standing, more=came)
            self._waiting = news[-1]
            return
        if errors and len(errors) < len(news):
            self._waiting = [notice for notice in news if notice.entry.severity != ERROR][-1]
        self._show(replace((errors or news)[-1], more=came - 1))

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
            again = [notice for notice in counted if notice.entry.key == standing.entry.key]
            self.standing = replace(again[-1], more=standing.more) if again else standing

    def _show(self, notice: Notice) -> None:
        self.standing, self._since = notice, self._clock.monotonic()


def is_past(entry: LogEntry, picture: ScreenSnapshot) -> bool:
    """Whether an entry tells of a state that this picture is not in any more."""
    if entry.kind in OF_AN_OUTAGE:
        return picture.connection.phase is Phase.CONNECTED
    if entry.kind is LogKind.CONNECTED:
        return picture.connection.phase is not Phase.CONNECTED
    cause = _LASTS_WHILE.get(entry.kind)
    if cause is None or entry.stream is None:
        return False
    row = next((row for row in picture.connection.streams if row.stream == entry.stream), None)
    reason = None if row is None else row.freshness.reason
    return reason is None or reason.cause is not cause


def notice_words(notice: Notice, options: DisplayOptions, key: str, wall: int) -> str:
    """A notice as it may be shown at `wall` (ns); `key` opens the log with the others."""
    others = f" (and {notice.more} more: {key})" if notice.more else ""
    return times(notice.count, shown_text(_as_of_now(notice, wall), options)) + others


def _as_of_now(notice: Notice, wall: int) -> LogEntry:
    """The entry with the time that is left until the next try, which was longer when it was told."""
    entry = notice.entry
    if entry.kind not in _TRIED_AGAIN or entry.seconds is None:
        return entry
    return replace(entry, seconds=max(0.0, entry.seconds - max(0, wall - notice.at) / SECOND))
