from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from roxom_tui.feed.mailbox import CommandQueue
from roxom_tui.feed.replay_feed import ONLY_WATCHED, SPEEDS, Playback, ReplayFeed, ReplayMailbox, ShownTime
from roxom_tui.feed.replay_marks import ReplayMarks
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import (
    ChangeSpeed,
    FeedCommand,
    GoTo,
    Leap,
    Mark,
    Play,
    Reconnect,
    Record,
    Resync,
    Seek,
    SwitchProfile,
    ViewRequest,
)
from roxom_tui.recording.entries import Entry, Kind
from roxom_tui.recording.player import Player
from roxom_tui.recording.reader import Recording
from roxom_tui.state.views.recording_views import Notable
from tests.recording.made import ASKED, GOLD, WALL, quote, recording_of, standing

PATIENCE = 20.0


def recording() -> Recording:
    """A minute with a quote each second, a finding, a mark and a gap."""
    notes = [
        Entry(10 * SECOND, Kind.FINDING, {"what": "late", "said": "data arrives late"}),
        Entry(20 * SECOND, Kind.MARK, {"note": "here"}),
        Entry(30 * SECOND, Kind.LINK, {"at": "closed", "number": 1}),
        Entry(40 * SECOND, Kind.LINK, {"at": "opened", "number": 2}),
    ]
    frames = [Entry(n * SECOND + SECOND // 2, Kind.FRAME, quote(f"{n + 1}", f"{n + 2}")) for n in range(60)]
    return recording_of(standing(*ASKED), *sorted([*notes, *frames], key=lambda entry: entry.elapsed))


def playback(marks: ReplayMarks | None = None, speed: float = 1.0) -> Playback:
    return Playback(Player(recording(), ViewRequest(GOLD)), "x.roxrec", marks or ReplayMarks.none(), speed)


def never() -> bool:
    return False


def test_it_goes_on_as_fast_as_it_was_or_as_many_times() -> None:
    one = playback()
    assert one.advance(1.0, never)
    assert one.player.position == SECOND
    one.change_speed(1)
    one.advance(1.0, never)
    assert one.player.position == 3 * SECOND
    one.is_playing = False
    assert not one.advance(1.0, never)
    assert one.player.position == 3 * SECOND


def test_at_its_end_it_stands() -> None:
    one = playback()
    for _ in range(1000):
        one.advance(3600.0, never)
    assert one.player.position == one.player.recording.end
    assert not one.advance(1.0, never)
    assert not one.is_playing


def test_what_the_person_wants_goes_before_what_is_played() -> None:
    one = playback(speed=0.0)
    one.advance(1.0, lambda: True)
    assert one.player.position < SECOND


def test_what_was_not_played_when_something_came_between_is_made_up_for() -> None:
    one = playback(speed=100.0)
    for _ in range(4):
        one.advance(0.04, lambda: True)
        one.advance(0.04, never)
        while one._behind:
            # A computer that is busy takes another step.
            one.advance(0.0, never)
    assert one.player.position == 32 * SECOND


@pytest.mark.parametrize(
    "go",
    [lambda one: one.seek(Seek(Leap.BY, -10.0)), lambda one: one.go_to("0%"), lambda one: one.change_speed(-1)],
    ids=["leap", "time", "pace"],
)
def test_where_the_person_goes_nothing_is_made_up_for(go: Callable[[Playback], None]) -> None:
    one = playback(speed=100.0)
    one.advance(0.2, lambda: True)
    go(one)
    at = one.player.position
    one.advance(0.01, never)
    assert one.player.position - at == int(0.01 * one.speed * SECOND)


def test_where_this_computer_is_too_slow_it_says_how_fast_it_goes() -> None:
    def reached() -> float | None:
        replay = one.picture().connection.replay
        assert replay is not None
        return replay.reached

    one = playback(speed=2.0)
    for _ in range(25):
        one.advance(0.1, never)
    assert reached() is None
    for _ in range(20):
        one.advance(0.2, lambda: True)
    assert reached() == pytest.approx(0.5)
    one.go_to("0%")
    assert reached() is None


def test_speeds_have_two_ends() -> None:
    one = playback()
    for _ in range(20):
        one.change_speed(1)
    assert one.speed == SPEEDS[-1] == 0.0
    for _ in range(20):
        one.change_speed(-1)
    assert one.speed == SPEEDS[0] == 0.25


def test_moments_are_gone_to_in_their_order_and_back() -> None:
    one = playback()
    kinds = []
    for direction in (1, 1, 1, -1, -1):
        said = one.seek(Seek(Leap.NOTABLE, direction))
        kinds.append((one.player.position // SECOND, said.partition(":")[0]))
    assert kinds == [(10, "finding"), (20, "mark"), (30, "gap"), (20, "mark"), (10, "finding")]
    assert one.seek(Seek(Leap.NOTABLE, -1)) == "nothing more to go to before here"


def test_leaps_times_and_messages() -> None:
    one = playback()
    one.seek(Seek(Leap.BY, 10))
    one.seek(Seek(Leap.BY, -4))
    assert one.player.position == 6 * SECOND
    assert one.go_to("50%") == ""
    assert one.player.position == one.player.recording.end // 2
    assert one.go_to("noon").startswith("no time: noon")
    one.seek(Seek(Leap.MESSAGE, 1))
    assert not one.is_playing
    assert one.player.position % SECOND == SECOND // 2


def test_the_picture_says_where_it_is_and_of_what(tmp_path: Path) -> None:
    one = playback(ReplayMarks(tmp_path / "x.roxrec"))
    one.go_to("+5s")
    assert "kept" in one.mark("look")
    picture = one.picture()
    replay = picture.connection.replay
    assert replay is not None
    assert (replay.position, replay.wall, replay.name) == (5 * SECOND, WALL + 5 * SECOND, "x.roxrec")
    assert replay.recorded == "demo 127.0.0.1:1"
    assert Notable.GAP in {moment.kind for moment in replay.moments}
    assert [moment.at for moment in replay.moments if moment.said == "look"] == [5 * SECOND]
    assert one.picture().connection.replay.moments is replay.moments  # type: ignore[union-attr]


class Running:
    """The thread, and a screen that looks."""

    def __init__(self, one: Playback) -> None:
        time = one.player.time
        self.clock = ShownTime(time.monotonic(), time.wall())
        self.commands, self.mailbox = CommandQueue(), ReplayMailbox(self.clock)
        self.feed = ReplayFeed(one, self.commands, self.mailbox)
        self.news = Event()
        self.mailbox.on_news(self.news.set)
        self.notices: list[str] = []

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(400):
            self.mailbox.ask()
            self.news.wait(PATIENCE / 400)
            self.news.clear()
            self.mailbox.take()
            self.notices += [notice.entry.text for notice in self.mailbox.notices()[0]]
            if holds():
                return
        raise AssertionError("it took too long")


def test_the_thread_plays_obeys_and_ends() -> None:
    one = playback()
    running = Running(one)
    running.feed.start()
    try:
        running.until(lambda: running.clock.wall() > WALL)
        running.commands.send(Play())
        running.until(lambda: not one.is_playing)
        running.commands.send(GoTo("50%"))
        running.commands.send(ChangeSpeed(1))
        running.until(lambda: running.clock.wall() == WALL + one.player.recording.end // 2)
        assert one.speed == 2.0
        running.commands.send(ViewRequest(GOLD, levels=3))
        running.commands.send(Mark("x"))
        running.until(lambda: any("mark kept" in notice for notice in running.notices))
        assert one.player.client.view_request.levels == 3
    finally:
        assert running.feed.close(PATIENCE)


def test_what_the_person_does_waits_for_no_pace_and_what_stands_is_painted_when_it_is_wanted() -> None:
    one = playback()
    one.is_playing = False
    running = Running(one)
    running.feed.start()
    try:
        running.until(lambda: not running.mailbox.has_news)
        for soonest, calmly in ((0.0, 3600.0), (0.05, 0.05)):
            running.mailbox.ask(soonest, calmly)
            running.news.clear()
            running.commands.send(ViewRequest(GOLD, levels=3))
            assert running.news.wait(PATIENCE)
            assert running.mailbox.take() is not None
    finally:
        assert running.feed.close(PATIENCE)


@pytest.mark.parametrize(
    "command", [Reconnect(), Resync(Stream(Channel.DEPTH, GOLD)), SwitchProfile("demo"), Record()], ids=repr
)
def test_nothing_is_asked_of_an_exchange_and_it_says_so(command: FeedCommand) -> None:
    one = playback()
    one.is_playing = False
    running = Running(one)
    running.feed.start()
    try:
        running.commands.send(command)
        running.until(lambda: ONLY_WATCHED in running.notices)
    finally:
        assert running.feed.close(PATIENCE)


def test_no_picture_is_older_than_itself() -> None:
    one = playback()
    running = Running(one)
    one.go_to("+10s")
    picture = one.picture()
    running.mailbox.put(picture)
    one.go_to("+30s")
    assert running.clock.monotonic() < picture.built_at
    assert running.mailbox.take() is picture
    assert running.clock.monotonic() == running.clock.awake() == picture.built_at
    assert running.clock.wall() == WALL + 10 * SECOND
