"""An exchange that repeats itself fills nothing: log, notice line and files keep what came between."""

from __future__ import annotations

import logging
from itertools import pairwise
from pathlib import Path

import pytest

from roxom_tui.client.journal import LOG_LINES, Journal
from roxom_tui.client.traffic import REJECTED_KEPT, Traffic
from roxom_tui.commands.stream import RepeatedWords
from roxom_tui.config.log_file import FoldingHandler, OneLine
from roxom_tui.feed.mailbox import NOTICES_KEPT, SlotMailbox
from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import FrameRejected, Notice, RejectReason
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.notices import STANDS_NS, Notices, discreet_notice
from tests.support.standing_clock import FakeClock

ERROR = "exchange error 60019: internal error"


def test_the_log_counts_what_repeats_and_keeps_what_came_between() -> None:
    clock = FakeClock()
    began = clock.wall()
    journal = Journal("loop", clock)
    journal.log("connected to loop")
    for number in range(10_000):
        clock.now = 1000 * SECOND + number * SECOND // 40
        journal.log(ERROR)
        journal.log(f"trade.GOLD-BTC: trade {number} of an unknown shape")
    lines = journal.lines()
    assert len(lines) <= LOG_LINES
    assert "connected to loop" in [line.text for line in lines]
    (error,) = (line for line in lines if line.text == ERROR)
    assert (error.count, error.since, error.at) == (10_000, began, began + 9_999 * SECOND // 40)
    assert journal.lines() is lines


def test_the_rejected_messages_keep_one_of_each_kind() -> None:
    traffic = Traffic()
    traffic.reject(FrameRejected(RejectReason.BAD_JSON, "column 3", "{x"), 1)
    for number in range(5_000):
        traffic.reject(FrameRejected(RejectReason.UNKNOWN_SHAPE, "trade", f'{{"n":{number}}}'), number)
    rows = traffic.last_rejected()
    assert len(rows) <= REJECTED_KEPT
    assert any(row.excerpt == "{x" for row in rows)
    assert rows[-1].excerpt == '{"n":4999}'
    for number in range(500):
        traffic.reject(FrameRejected(RejectReason.BAD_NUMBER, "px", "same"), number)
    assert traffic.last_rejected()[-1].count == 500
    assert traffic.rejected == 5_501


def test_the_mailbox_counts_what_repeats_and_loses_nothing_rare() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    mailbox.tell(Notice(0, "order filled"))
    for number in range(10 * NOTICES_KEPT):
        mailbox.tell(Notice(number, ERROR))
        mailbox.tell(Notice(number, f"symbol {number} refused"))
    notices, dropped = mailbox.notices()
    assert notices[0].text == "order filled"
    assert [notice.count for notice in notices if notice.text == ERROR] == [10 * NOTICES_KEPT]
    assert sum(notice.count for notice in notices) + dropped == 20 * NOTICES_KEPT + 1


class Line:
    """The notice line with time in hand."""

    def __init__(self) -> None:
        self.mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
        self.clock = FakeClock()
        self.notices = Notices(self.mailbox, self.clock, "i")

    def hear(self, *texts: str, after: float = 0.025) -> str:
        """What stands after these."""
        self.clock.pass_(after)
        for text in texts:
            self.mailbox.tell(Notice(self.clock.wall(), text))
        self.notices.take()
        shown = discreet_notice(self.notices.standing, DisplayOptions())
        return "" if shown is None else shown.text


def test_a_notice_that_is_news_stands_for_its_time_amid_a_flood() -> None:
    line = Line()
    for number in range(1, 100):
        assert line.hear(ERROR) == (ERROR if number == 1 else f"x{number} {ERROR}")
    assert line.hear("order filled") == "order filled"
    for _ in range(int(STANDS_NS / 25_000_000) - 2):
        assert line.hear(ERROR) == "order filled"
    assert line.hear(ERROR, after=0.2).startswith("x418 exchange error") or line.hear(ERROR).endswith(ERROR)
    assert line.hear("a second order filled", ERROR).startswith("a second order filled (and 1 more: i)")


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


def test_the_file_of_the_log_counts_what_repeats_and_keeps_what_came_between(tmp_path: Path) -> None:
    handler = FoldingHandler(tmp_path / "log")
    handler.setFormatter(OneLine("%(levelname)s %(name)s %(message)s"))
    for number in range(4_000):
        for text in (ERROR, "connected")[: 2 if number == 1_000 else 1]:
            record = logging.LogRecord("a", logging.INFO, "", 1, text, (), None)
            record.created = 1_767_225_600 + number / 40
            handler.handle(record)
    handler.close()
    lines = (tmp_path / "log").read_text().splitlines()
    assert len(lines) <= 14
    assert sum("connected" in line for line in lines) == 1
    counts = [int(line.split(" x")[1].split()[0]) if " x" in line else 1 for line in lines if ERROR in line]
    assert sum(counts) == 4_000


def test_words_beside_a_stream_count_what_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    words = RepeatedWords()
    for number in range(400):
        words.add(ERROR, number * SECOND // 40)
        if number == 100:
            words.add("trade.GOLD-BTC refused: 60015", number * SECOND // 40)
    words.finish()
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == [ERROR, "trade.GOLD-BTC refused: 60015"]
    assert lines[2:] == [f"x399 {ERROR}"]
