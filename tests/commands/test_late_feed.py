"""What the screen asks before the feed is there is not lost, and a feed that never comes is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NoReturn

import pytest

from roxom_tui.commands.late_feed import MOST_KEPT, Feed, LateFeed
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import FeedCommand, Reconnect, Resync, SwitchProfile, ViewRequest
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

PATIENCE = 5.0
GOLD = ViewRequest(Symbol("GOLD-BTC"))
BOOK = Stream(Channel.DEPTH, Symbol("GOLD-BTC"))


class Recorder:
    """A feed that writes down what it is asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.started = threading.Event()

    def start(self) -> None:
        self.calls.append("start")
        self.started.set()

    def close(self, timeout: float) -> bool:
        self.calls.append("close")
        return True

    def send(self, command: FeedCommand) -> None:
        match command:
            case ViewRequest():
                self.calls.append(f"wish {command.symbol} {command.levels}")
            case Resync(stream):
                self.calls.append(f"resync {stream}")
            case Reconnect():
                self.calls.append("reconnect")
            case SwitchProfile(name):
                self.calls.append(f"switch {name}")

    def on_news(self, wake: Callable[[], None] | None) -> None:
        self.calls.append("on_news")

    def ask(self) -> None:
        self.calls.append("ask")

    def take(self) -> ScreenSnapshot | None:
        return None

    def notices(self) -> tuple[tuple[Notice, ...], int]:
        return (Notice(0, "from the feed"),), 3


def brought_up(late: LateFeed, recorder: Recorder) -> None:
    late.start()
    assert recorder.started.wait(PATIENCE)
    # The last thing done while loading; calls that come meanwhile wait for it.
    late.send(Reconnect())


def test_wishes_before_the_feed_are_handed_over_in_order_before_it_starts() -> None:
    recorder = Recorder()
    late = LateFeed(lambda: recorder)
    late.on_news(None)
    late.ask()
    late.send(GOLD)
    late.send(Resync(BOOK))
    late.send(SwitchProfile("x"))
    assert late.take() is None
    assert late.notices() == ((), 0)
    brought_up(late, recorder)
    assert recorder.calls == [
        "on_news",
        "ask",
        "wish GOLD-BTC 20",
        "resync depth.GOLD-BTC",
        "switch x",
        "start",
        "reconnect",
    ]
    assert late.notices() == ((Notice(0, "from the feed"),), 3)


def test_what_is_kept_is_bounded_and_the_newest_wins() -> None:
    recorder = Recorder()
    late = LateFeed(lambda: recorder)
    for levels in range(MOST_KEPT + 10):
        late.send(ViewRequest(Symbol("A"), levels))
    brought_up(late, recorder)
    assert recorder.calls[0] == "wish A 10"
    assert recorder.calls[-3] == f"wish A {MOST_KEPT + 9}"


def test_a_feed_that_cannot_be_loaded_is_told_once() -> None:
    failed = threading.Event()

    class Failing(LateFeed):
        def _bring_up(self) -> None:
            super()._bring_up()
            failed.set()

    def load() -> NoReturn:
        raise ImportError("canary")

    late = Failing(load)
    late.start()
    assert failed.wait(PATIENCE)
    (notice,), _ = late.notices()
    assert notice.text == "the feed cannot be loaded (ImportError); reinstall roxom-tui"
    assert notice.severity == "error"
    assert late.notices() == ((), 0)


@pytest.mark.parametrize("loaded", [False, True])
def test_closing_ends_the_feed_and_one_still_loading_never_starts(loaded: bool) -> None:
    recorder = Recorder()
    done = threading.Event()
    go_on = threading.Event()

    class Watched(LateFeed):
        def _bring_up(self) -> None:
            super()._bring_up()
            done.set()

    def load() -> Feed:
        assert go_on.wait(PATIENCE)
        return recorder

    late = Watched(load)
    late.start()
    if loaded:
        go_on.set()
        assert done.wait(PATIENCE)
    assert late.close(1.0)
    go_on.set()
    assert done.wait(PATIENCE)
    assert recorder.calls == (["start", "close"] if loaded else [])
