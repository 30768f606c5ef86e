"""What the screen asks before the feed is there is not lost, and comes in order."""

from __future__ import annotations

from roxom_tui.feed.command_queue import MOST_KEPT, CommandQueue
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import FeedCommand, Reconnect, Resync, SwitchProfile, ViewRequest

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
