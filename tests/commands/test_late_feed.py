"""A feed that is loaded after the first paint: it is started once, or never, and that it never comes is told."""

from __future__ import annotations

import threading
from typing import NoReturn

import pytest

from roxom_tui.commands.late_feed import Feed, LateFeed
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.log import log_sentence

PATIENCE = 5.0


class Recorder:
    """A feed that writes down what happens to it."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")

    def close(self, timeout: float) -> bool:
        self.calls.append("close")
        return True


def test_a_feed_that_cannot_be_loaded_is_told_once() -> None:
    failed = threading.Event()

    class Failing(LateFeed):
        def _bring_up(self) -> None:
            super()._bring_up()
            failed.set()

    def load() -> NoReturn:
        raise ImportError("canary")

    mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
    Failing(load, mailbox).start()
    assert failed.wait(PATIENCE)
    (notice,), _ = mailbox.notices()
    assert log_sentence(notice.entry) == "the feed cannot be loaded (ImportError); reinstall roxom-tui"
    assert notice.entry.severity == "error"
    assert mailbox.notices() == ((), 0)


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

    late = Watched(load, SlotMailbox())
    late.start()
    if loaded:
        go_on.set()
        assert done.wait(PATIENCE)
    assert late.close(1.0)
    go_on.set()
    assert done.wait(PATIENCE)
    assert recorder.calls == (["start", "close"] if loaded else [])
