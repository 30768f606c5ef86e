"""The single slot between two threads."""

from __future__ import annotations

from roxom_tui.feed.mailbox import APART, GIVEN, MOST_KEPT, NOTICES_KEPT, CommandQueue, SlotMailbox
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import FeedCommand, Reconnect, Resync, SwitchProfile, ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Notice


def test_the_newest_picture_wins_and_is_taken_once() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    assert mailbox.take() is None
    mailbox.put("old")
    mailbox.put("new")
    assert mailbox.take() == "new"
    assert mailbox.take() is None


def test_the_screen_is_woken_once_until_it_asks_again() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    woken: list[int] = []
    mailbox.on_news(lambda: woken.append(1))
    mailbox.ask()
    mailbox.put("first")
    mailbox.put("second")
    assert len(woken) == 1
    assert mailbox.take() == "second"
    mailbox.ask()
    assert len(woken) == 1
    mailbox.put("third")
    assert len(woken) == 2


def test_a_picture_that_came_unasked_is_announced_once_the_screen_asks() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    woken: list[int] = []
    mailbox.on_news(lambda: woken.append(1))
    mailbox.put("the last there will be")
    assert woken == []
    mailbox.ask()
    assert len(woken) == 1


def test_a_feed_with_news_hears_when_the_screen_asks_and_sees_it_until_it_answers() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    heard: list[bool] = []
    mailbox.on_ask(lambda: heard.append(mailbox.is_asked))
    mailbox.ask()
    assert heard == [], "it sees it with its next news"
    assert mailbox.is_asked
    mailbox.has_news = True
    mailbox.ask()
    assert heard == [True]
    mailbox.ask()
    assert heard == [True, True], "it may be wanted sooner than it was"
    mailbox.put("picture")
    assert not mailbox.is_asked


def test_what_matters_is_wanted_sooner_than_what_streams_and_the_newest_wish_holds() -> None:
    time = [100.0]
    mailbox: SlotMailbox[str] = SlotMailbox(lambda: time[0])
    mailbox.ask(0.25, 2.0)
    assert mailbox.seconds_left(matters=True) == 0.25
    assert mailbox.seconds_left(matters=False) == 2.0
    time[0] += 1
    assert mailbox.seconds_left(matters=True) == -0.75
    assert mailbox.seconds_left(matters=False) == 1.0
    mailbox.ask()
    assert mailbox.seconds_left(matters=False) == 0


def test_a_screen_that_cannot_be_woken_any_more_does_not_hurt_the_feed() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()

    def closed() -> None:
        raise RuntimeError("the loop is closed")

    mailbox.on_news(closed)
    mailbox.ask()
    mailbox.put("picture")
    mailbox.on_news(None)
    mailbox.ask()
    mailbox.put("another")
    assert mailbox.take() == "another"


def test_notices_come_in_order_and_the_oldest_are_dropped_and_counted() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    for number in range(NOTICES_KEPT + 3):
        mailbox.put_notice(Notice(number, _note(str(number))))
    notices, dropped = mailbox.notices()
    assert dropped == 3
    assert [notice.at for notice in notices] == list(range(3, NOTICES_KEPT + 3))
    assert mailbox.notices() == ((), 0)


def test_the_slot_knows_whether_its_picture_was_taken() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    known = [mailbox.is_empty]
    mailbox.put("a")
    known.append(mailbox.is_empty)
    mailbox.take()
    known.append(mailbox.is_empty)
    assert known == [True, False, True]


ERROR = LogEntry(LogKind.EXCHANGE_ERROR, reason=Reason(Cause.REFUSED, "internal error", "60019"))
FILLED = LogEntry(LogKind.NOTE, "order filled")


def test_the_mailbox_counts_what_repeats_and_loses_nothing_rare() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    mailbox.put_notice(Notice(0, FILLED))
    for number in range(10 * NOTICES_KEPT):
        mailbox.put_notice(Notice(number, ERROR))
        mailbox.put_notice(Notice(number, _note(f"symbol {number} refused")))
    notices, dropped = mailbox.notices()
    assert notices[0].entry == FILLED
    assert [notice.count for notice in notices if notice.entry == ERROR] == [10 * NOTICES_KEPT]
    assert sum(notice.count for notice in notices) + dropped == 20 * NOTICES_KEPT + 1


GOLD = Symbol("GOLD-BTC")


def test_commands_are_taken_once_and_in_order_whether_or_not_somebody_was_there() -> None:
    queue, woken = CommandQueue(), list[str]()
    early: list[FeedCommand] = [ViewRequest(GOLD), Resync(Stream(Channel.DEPTH, GOLD)), SwitchProfile("x")]
    for command in early:
        queue.send(command)
    queue.on_command(lambda: woken.append("woken"))
    queue.send(Reconnect())
    assert woken == ["woken"]
    assert queue.take() == (*early, Reconnect())
    assert queue.take() == ()


def test_what_waits_is_bounded_and_the_newest_stay() -> None:
    queue = CommandQueue()
    for levels in range(MOST_KEPT + 10):
        queue.send(ViewRequest(GOLD, levels))
    taken = queue.take()
    assert len(taken) == MOST_KEPT
    assert (taken[0], taken[-1]) == (ViewRequest(GOLD, 10), ViewRequest(GOLD, MOST_KEPT + 9))


def _note(text: str) -> LogEntry:
    return LogEntry(LogKind.NOTE, text)


def test_way_is_made_for_a_moment_and_not_again_before_the_feed_had_its_time() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    first = 10 * APART
    mailbox.make_way(first)
    assert mailbox.way.until == first + GIVEN
    assert mailbox.way.seconds_left(first) == GIVEN / 1e9
    assert mailbox.way.seconds_left(first + GIVEN) == 0
    mailbox.make_way(first + APART - 1)
    assert mailbox.way.until == first + GIVEN
    mailbox.make_way(first + APART)
    assert mailbox.way.until == first + APART + GIVEN
