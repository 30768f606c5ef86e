"""An exchange that repeats itself fills nothing: log, notice line and files keep what came between."""

from __future__ import annotations

from itertools import pairwise

from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.model.durations import SECOND
from roxom_tui.model.folded_lines import times
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, shown_text
from roxom_tui.ui.notices import STANDS_NS, Notices
from tests.support.standing_clock import FakeClock

ERROR = "exchange error 60019: internal error"


class Line:
    """The notice line with time in hand."""

    def __init__(self) -> None:
        self.mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
        self.clock = FakeClock()
        self.notices = Notices(self.mailbox, self.clock)

    def hear(self, *texts: str, after: float = 0.025) -> str:
        """What stands after these."""
        self.clock.pass_(after)
        for text in texts:
            self.mailbox.put_notice(Notice(self.clock.wall(), LogEntry(LogKind.NOTE, text)))
        self.notices.take()
        shown = self.notices.standing
        return "" if shown is None else times(shown.count, shown_text(shown.entry, DisplayOptions()))


def test_a_notice_that_is_news_stands_for_its_time_amid_a_flood() -> None:
    line = Line()
    for number in range(1, 100):
        assert line.hear(ERROR) == (ERROR if number == 1 else f"x{number} {ERROR}")
    assert line.hear("order filled") == "order filled"
    for _ in range(int(STANDS_NS / 25_000_000) - 2):
        assert line.hear(ERROR) == "order filled"
    assert line.hear(ERROR, after=0.2).startswith("x418 exchange error") or line.hear(ERROR).endswith(ERROR)
    assert line.hear("a second order filled", ERROR) == "a second order filled"
    assert line.notices.standing is not None
    assert line.notices.standing.more == 1


def test_two_that_alternate_do_not_flicker() -> None:
    line = Line()
    line.hear("a went"), line.hear("b went")
    shown = [line.hear(text) for text in ("a went", "b went") * 100]
    changes = sum(one.split()[-2:] != other.split()[-2:] for one, other in pairwise(shown))
    assert changes <= 1


def test_after_its_time_a_notice_goes() -> None:
    line = Line()
    assert line.hear("connected") == "connected"
    assert line.hear(after=STANDS_NS / SECOND + 1) == ""
