"""The pace of painting, and how long messages take to the terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.status import Notice
from roxom_tui.model.values import replace
from roxom_tui.ui.frames import (
    EACH,
    GLANCES,
    LITTLE,
    LIVELY,
    MATTERS_FPS,
    OLD,
    SLOWEST,
    SOON,
    FrameClock,
    ScreenAge,
    ScreenLatency,
)
from tests.support.sample_screens import board
from tests.support.screen_host import until
from tests.ui.connection_views import connection_view
from tests.ui.opened import moved, opened


def told(latency: ScreenLatency, now: int) -> tuple[float | None, float | None]:
    view = latency.measured(connection_view(), now)
    assert view.wire_end == "screen"
    return view.wire_p50_ms, view.wire_p99_ms


class Slot:
    """A mailbox of numbers, and a timer that runs when told."""

    def __init__(self) -> None:
        self.value: int | None = None
        self.asked: list[tuple[float, float]] = []
        """In how many seconds what matters was wanted, and a stream."""
        self.drawn: list[int] = []
        self.later: list[tuple[float, Callable[[], None]]] = []
        self.wake: Callable[[], None] | None = None
        self.behind = False
        self.skipped = 0
        self.time = 0.0
        self.drawing_takes = 0.0
        self.is_new = True
        self.weight = 1.0
        self.clock = FrameClock[int](self, self.draw, self.schedule, self.is_behind, 20, 10, lambda: self.time)
        self.time = LIVELY

    def is_behind(self) -> bool:
        self.skipped += self.behind
        return self.behind

    def on_news(self, wake: Callable[[], None] | None) -> None:
        self.wake = wake

    def ask(self, soonest: float = 0.0, calmly: float = 0.0) -> None:
        self.asked.append((soonest, calmly))

    def was_asked(self, soonest: float, calmly: float) -> bool:
        """Whether that was the last question."""
        return self.asked[-1] == pytest.approx((soonest, calmly))

    def make_way(self, now: int) -> None: ...

    def take(self) -> int | None:
        taken, self.value = self.value, None
        return taken

    def notices(self) -> tuple[tuple[Notice, ...], int]:
        return (), 0

    def draw(self, value: int) -> float:
        self.drawn.append(value)
        self.time += self.drawing_takes
        return self.weight if self.is_new else 0

    def schedule(self, delay: float, call: Callable[[], None]) -> None:
        self.later.append((delay, call))

    def go_on(self, frames: int) -> None:
        """A stream: each picture comes when it was wanted."""
        for _ in range(frames):
            self.time += self.asked[-1][1]
            self.value = 1
            self.clock.paint()

    def paint_three_at_once(self, clock: FrameClock[int]) -> None:
        """More than what a quiet while leaves over."""
        for value in range(3):
            self.value = value
            clock.paint()

    def run_later(self) -> None:
        due, self.later = self.later, []
        for _, call in due:
            call()


class Waiting:
    """A timer that runs when told."""

    def __init__(self, at: float) -> None:
        self.at = at
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class Ageing:
    """A screen that grows old."""

    def __init__(self) -> None:
        self.time = 10.0
        self.painted_at: list[float] = []
        self.timers: list[Waiting] = []
        self.is_behind = self.fails = False
        self.has_picture = True
        self.age = ScreenAge(self.paint, self.later, self.behind, lambda: self.time)

    def later(self, seconds: float, call: Callable[[], None]) -> Waiting:
        assert call == self.age.grow
        self.timers.append(Waiting(self.time + seconds))
        return self.timers[-1]

    def paint(self) -> None:
        if self.fails:
            raise ZeroDivisionError
        if self.has_picture:
            self.painted_at.append(self.time)
            self.age.painted()

    def behind(self) -> bool:
        return self.is_behind

    def wait(self) -> None:
        """Until the one timer that is left."""
        (timer,) = [timer for timer in self.timers if not timer.is_cancelled]
        self.timers.clear()
        self.time = timer.at
        self.age.grow()


def test_a_screen_is_painted_again_when_its_newest_painting_is_old_and_not_before() -> None:
    screen = Ageing()
    screen.age.grow()
    screen.time += 0.75
    assert not screen.age.is_nearly_old
    screen.paint()
    screen.wait()
    screen.wait()
    assert screen.painted_at == pytest.approx([10.0, 10.75, 10.75 + OLD, 10.75 + OLD + EACH])


def test_a_screen_that_grew_old_while_the_terminal_was_behind_is_painted_soon_after() -> None:
    screen = Ageing()
    screen.age.grow()
    screen.is_behind = True
    screen.wait()
    screen.wait()
    assert screen.painted_at == [10.0]
    assert screen.age.is_nearly_old
    screen.is_behind = False
    screen.wait()
    assert screen.painted_at == pytest.approx([10.0, 10.0 + EACH + 2 * SOON])


def test_a_screen_that_could_not_be_painted_is_tried_soon_again() -> None:
    screen = Ageing()
    screen.fails = True
    with pytest.raises(ZeroDivisionError):
        screen.age.grow()
    screen.fails = False
    screen.wait()
    assert screen.painted_at == pytest.approx([10.0 + SOON])


def test_a_screen_of_which_there_is_no_picture_yet_is_looked_at_once_a_second() -> None:
    screen = Ageing()
    screen.has_picture = False
    screen.age.grow()
    screen.wait()
    assert screen.time == pytest.approx(10.0 + EACH)


def test_the_first_picture_after_a_quiet_while_is_painted_at_once() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    slot.value = 1
    assert slot.wake is not None
    slot.wake()
    assert slot.drawn == [1]


def in_a_stream() -> Slot:
    """A slot from which the two pictures that a quiet while leaves over were taken."""
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    for value in (1, 2):
        slot.value = value
        slot.clock.paint()
    return slot


def test_after_a_quiet_while_two_pictures_are_painted_without_delay_and_the_next_after_a_calm_interval() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    for delay in (0.05, 0.2, 0.2):
        slot.value = 1
        slot.clock.paint()
        assert slot.was_asked(0.05, delay)
        slot.time += delay
    slot.time += 0.2
    slot.value = 1
    slot.clock.paint()
    assert slot.was_asked(0.05, 0.05), "nothing came for a while"


def test_what_trickles_is_painted_as_it_comes_and_what_streams_is_not() -> None:
    slot = in_a_stream()
    slot.clock.stream_at(4)
    slot.weight = LITTLE
    slot.time += 1
    for _ in range(20):
        slot.time += 0.15
        slot.value = 1
        slot.clock.paint()
        assert slot.was_asked(0.05, 0.05), "six or seven a second, of a message or two"
    delays = []
    for _ in range(40):
        slot.value = 1
        slot.clock.paint()
        delays.append(slot.asked[-1][1])
        slot.time += delays[-1]
    assert 0.07 < sum(delays[10:]) / 30 < 0.2, "twenty a second are slowed to some twelve"


def test_what_trickles_in_behind_a_stream_is_soon_painted_as_it_comes_again() -> None:
    """Some four messages a second, and a picture each second."""
    slot = in_a_stream()
    slot.clock.stream_at(4)
    slot.go_on(10)
    slot.weight = LITTLE
    delays = []
    for _ in range(20):
        slot.time += 0.2
        slot.value = 1
        slot.clock.paint()
        delays.append(slot.asked[-1][1])
    assert delays[6:] == pytest.approx([0.05] * 14)


def test_the_next_picture_of_a_stream_is_wanted_only_after_a_calm_interval_and_what_matters_sooner() -> None:
    slot = in_a_stream()
    assert slot.was_asked(0.05, 0.2)
    assert slot.later == [], "the feed waits, and no timer wakes the screen"


def test_while_somebody_is_at_the_keys_a_stream_is_painted_in_a_lively_way() -> None:
    slot = in_a_stream()
    slot.clock.touch()
    slot.go_on(20)
    assert slot.was_asked(0.05, 0.1)
    slot.go_on(int(LIVELY / 0.1))
    assert slot.was_asked(0.05, 0.2), "ten seconds are over"


def test_what_matters_is_painted_at_once_until_much_of_it_comes() -> None:
    slot = in_a_stream()
    soonest = []
    for _ in range(40):
        slot.time += slot.asked[-1][0]
        slot.value = 1
        slot.clock.paint()
        soonest.append(slot.asked[-1][0])
    assert soonest[:2] == pytest.approx([0.05, 0.05])
    assert soonest[-10:] == pytest.approx([1 / MATTERS_FPS] * 10)
    slot.go_on(3)
    assert slot.was_asked(0.05, 0.2), "a stream goes on by itself"


def test_who_has_just_started_is_at_the_keys() -> None:
    slot = Slot()
    started = FrameClock[int](slot, slot.draw, slot.schedule, slot.is_behind, 20, 10, lambda: slot.time)
    slot.paint_three_at_once(started)
    assert slot.was_asked(0.05, 0.1)


def test_a_stream_is_painted_no_faster_than_the_calm_pace_in_the_long_run() -> None:
    slot = in_a_stream()
    begun = slot.time
    for value in range(100):
        slot.value = value
        slot.clock.paint()
        slot.time += slot.asked[-1][1]
    assert slot.time - begun == pytest.approx(100 * 0.2, rel=0.02)


def test_what_comes_of_a_command_is_asked_for_at_once_and_for_a_second_as_fast_as_may_be() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    slot.value = 1
    slot.clock.paint()
    slot.time += 0.1
    slot.clock.hurry()
    assert slot.was_asked(0, 0)
    for _ in range(20):
        slot.value = 2
        slot.clock.paint()
        assert slot.was_asked(0.05, 0.05)
        slot.time += 0.05
    slot.value = 3
    slot.clock.paint()
    assert slot.was_asked(0.05, 0.2)


def test_after_a_picture_that_says_nothing_new_the_next_hardly_waits() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    slot.value, slot.is_new = 1, False
    slot.clock.paint()
    assert slot.was_asked(0, 0), "after a quiet while, at once"
    slot.time += 0.001
    slot.value = 2
    slot.clock.paint()
    assert slot.was_asked(0.05 / GLANCES - 0.001, 0.05 / GLANCES - 0.001)
    slot.time += 0.05 / GLANCES
    slot.value, slot.is_new = 3, True
    slot.clock.paint()
    assert slot.was_asked(0.05, 0.05), "no two that are painted are nearer than that"


def test_commands_that_follow_each_other_hurry_no_frame_beyond_the_ceiling() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    slot.value = 1
    slot.clock.paint()
    slot.time += 0.01
    for _ in range(5):
        slot.clock.hurry()
        assert slot.was_asked(0.04, 0.04)


def test_no_stream_is_painted_faster_than_anything_may_be() -> None:
    slot = Slot()
    slow = FrameClock[int](slot, slot.draw, slot.schedule, slot.is_behind, 2, 10, lambda: slot.time)
    for passed in (0, LIVELY):
        slot.time += passed
        slot.paint_three_at_once(slow)
        assert slot.was_asked(0.5, 0.5)


def test_another_pace_of_the_stream_holds_from_the_next_picture_on() -> None:
    slot = in_a_stream()
    for fps, interval in ((5, 0.4), (8, 0.25), (3, SLOWEST), (2, SLOWEST)):
        slot.clock.stream_at(fps)
        slot.go_on(1)
        assert slot.was_asked(0.05, interval), "half the pace, but never so calm that it is not true any more"


def test_a_terminal_that_does_not_read_gets_the_newest_picture_later_and_no_backlog() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    slot.behind, slot.value = True, 1
    slot.clock.paint()
    slot.value = 2
    slot.run_later()
    assert slot.drawn == []
    slot.behind = False
    slot.value = 3
    slot.run_later()
    assert slot.drawn == [3]
    assert slot.skipped == 2


def test_after_stop_the_feed_no_longer_wakes_the_screen() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    slot.clock.stop()
    assert slot.wake is None


def test_the_time_a_frame_takes_is_part_of_its_interval() -> None:
    slot = in_a_stream()
    slot.value, slot.drawing_takes = 3, 0.02
    slot.clock.paint()
    assert slot.was_asked(0.03, 0.18)
    slot.value, slot.drawing_takes = 2, 0.2
    slot.clock.paint()
    assert slot.was_asked(0, 0)


def test_while_the_terminal_is_behind_the_slot_is_kept_fresh_by_one_timer_only() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    slot.behind, slot.value = True, 1
    slot.clock.paint()
    asked = len(slot.asked)
    slot.clock.paint()
    slot.clock.paint()
    assert len(slot.later) == 1
    slot.run_later()
    assert len(slot.asked) == asked + 1
    assert len(slot.later) == 1


def test_a_nudge_asks_again_in_case_a_wake_was_lost() -> None:
    slot = Slot()
    slot.clock.start(slot.clock.paint)
    slot.value = 1
    slot.clock.paint()
    asked = len(slot.asked)
    slot.clock.nudge()
    assert len(slot.asked) == asked, "no frame out of turn"
    slot.time += 1.0
    slot.clock.nudge()
    assert len(slot.asked) == asked + 1


def test_nothing_painted_is_nothing_known_whatever_the_feed_measured() -> None:
    assert told(ScreenLatency(), 0) == (None, None)


def test_delays_are_told_as_quantiles_and_at_most_once_a_second() -> None:
    latency = ScreenLatency()
    for number in range(100):
        latency.painted((0,), (number + 1) * MILLISECOND)
    assert told(latency, SECOND) == (51.0, 100.0)
    latency.painted((0,) * 512, 7 * MILLISECOND)
    assert told(latency, 2 * SECOND - 1) == (51.0, 100.0), "figures that dance cannot be read"
    assert told(latency, 2 * SECOND) == (7.0, 7.0)


async def test_a_picture_is_timed_once_when_its_frame_went_to_the_terminal() -> None:
    async with opened() as (desk, pilot):
        came = desk.clock.monotonic() - 4 * MILLISECOND
        picture = moved(board(), 1)
        timed = replace(picture, connection=replace(picture.connection, arrivals=(came, came)))
        desk.mailbox.put(timed)
        desk.clock.advance(3 * MILLISECOND)
        await until(pilot, lambda: told(desk.app.latency, SECOND) == (7.0, 7.0))
        desk.clock.advance(100 * MILLISECOND)
        desk.app.tick()
        await pilot.pause()
        assert told(desk.app.latency, 3 * SECOND) == (7.0, 7.0), "the same picture painted again is no news"
        late = replace(timed.connection, arrivals=(came,))
        desk.mailbox.put(replace(timed, connection=late))
        await pilot.pause()
        assert told(desk.app.latency, 5 * SECOND) == (7.0, 7.0), "what changes nothing in sight is not timed"
