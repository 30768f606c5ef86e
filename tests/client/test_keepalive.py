"""How long a connection may say nothing at all (protocol 3.2)."""

from __future__ import annotations

from random import Random

import pytest

from roxom_tui.client.keepalive import KeepAlive, Ping, PingReason
from roxom_tui.client.timing import Timing
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from tests.support.standing_clock import FakeClock

DEAD = Reason(Cause.PONG_MISSING, seconds=5)
LOOK = 0.25


class Line:
    """A connection that is kept alive, and time that passes by hand, looked at four times a second."""

    def __init__(self, timing: Timing | None = None) -> None:
        self.clock, self.keep_alive = FakeClock(), KeepAlive(timing or Timing())
        self.waiting: list[Ping] = []
        """Sent and not answered, the oldest first."""
        self.answered = 0
        self._wakes_at = 0
        self.connect()

    def connect(self) -> None:
        """Another connection, and the ping that it begins with."""
        self.waiting.clear()
        self.keep_alive.connected(self.clock.monotonic())
        self.send()

    def send(self) -> None:
        """What is to go out goes out, for who looks only when there is news or the time it was told has come."""
        now = self.clock.monotonic()
        if not self.keep_alive.has_news and now < self._wakes_at:
            assert self.keep_alive.next_at > now
            return
        ping = self.keep_alive.to_ping(now)
        if ping is not None:
            self.waiting.append(ping)
        self._wakes_at = self.keep_alive.next_at
        assert self._wakes_at > now
        assert not self.keep_alive.has_news
        assert self.keep_alive.to_ping(now) is None

    def tick(self, usually: int | None = None) -> None:
        self.keep_alive.tick(self.clock.monotonic(), usually)
        self.send()

    def answer(self) -> None:
        """A pong for each ping that waits."""
        self.answered += len(self.waiting)
        for ping in self.waiting:
            self.keep_alive.ponged(ping, self.clock.monotonic())
        self.waiting.clear()

    def pass_(self, seconds: float, *, usually: int | None = None, answered: bool = False) -> None:
        """Let time go by; `usually` is after how long a silence is unusual (ns)."""
        for _ in range(round(seconds / LOOK)):
            self.clock.pass_(LOOK)
            self.tick(usually)
            if answered:
                self.answer()

    def hear(self) -> None:
        """A frame comes."""
        self.keep_alive.heard_at = self.clock.monotonic()

    def hear_for(self, seconds: float) -> None:
        """Let time go by in which frames come all the time."""
        for _ in range(round(seconds / LOOK)):
            self.clock.pass_(LOOK)
            self.hear()
            self.tick()

    def reasons(self) -> list[PingReason]:
        """Why what waits was sent."""
        return [ping.reason for ping in self.waiting]


@pytest.fixture
def line() -> Line:
    """One that has answered its first ping."""
    line = Line()
    assert line.reasons() == [PingReason.DOCUMENTED]
    line.answer()
    return line


def test_a_connection_is_pinged_at_once_and_then_each_half_minute_whatever_comes(line: Line) -> None:
    line.hear_for(29.75)
    assert line.waiting == []
    line.hear_for(0.25)
    assert line.reasons() == [PingReason.DOCUMENTED]
    line.answer()
    line.hear_for(29.75)
    assert line.waiting == []
    line.hear_for(0.25)
    assert line.reasons() == [PingReason.DOCUMENTED]


def test_a_silent_line_is_asked_at_once_and_left_five_seconds_later(line: Line) -> None:
    line.pass_(2.75)
    assert line.waiting == []
    line.pass_(0.25)
    assert line.reasons() == [PingReason.SILENCE]
    line.pass_(4.75)
    assert line.keep_alive.dead is None
    line.pass_(0.25)
    assert line.keep_alive.dead == DEAD


def test_where_much_comes_it_is_asked_sooner(line: Line) -> None:
    line.pass_(1.25, usually=3 * SECOND // 2)
    assert line.waiting == []
    line.pass_(0.25, usually=3 * SECOND // 2)
    assert line.reasons() == [PingReason.SILENCE]
    line.pass_(5, usually=3 * SECOND // 2)
    assert line.keep_alive.dead == DEAD


def test_a_quiet_line_that_answers_is_not_left_in_an_hour_and_is_asked_each_three_seconds(line: Line) -> None:
    line.pass_(3600, answered=True)
    assert line.keep_alive.dead is None
    assert 1200 * 0.9 <= line.answered <= 1201


def test_frames_are_an_answer_too(line: Line) -> None:
    for _ in range(30):
        line.pass_(4)
        line.hear()
    line.pass_(0.25)
    assert line.keep_alive.dead is None


def test_a_ping_that_waits_already_does_not_make_a_dead_line_live_longer(line: Line) -> None:
    line.hear_for(30)
    (ordinary,) = line.waiting
    assert (ordinary.reason, ordinary.until - ordinary.at) == (PingReason.DOCUMENTED, 10 * SECOND)
    line.pass_(3)
    assert line.reasons() == [PingReason.DOCUMENTED, PingReason.SILENCE]
    line.pass_(5)
    assert line.keep_alive.dead == DEAD


def test_whenever_it_falls_dead_a_line_is_left_within_nine_seconds(line: Line) -> None:
    random = Random(3)
    for _ in range(20):
        line.connect()
        line.answer()
        line.pass_(random.uniform(0, 40), answered=True)
        died_at = line.clock.monotonic()
        while not line.keep_alive.dead:
            line.pass_(LOOK)
        assert line.clock.monotonic() - died_at <= 8.5 * SECOND


def test_one_that_never_says_anything_is_left_after_eight_seconds() -> None:
    line = Line()
    line.pass_(7.75)
    assert line.keep_alive.dead is None
    line.pass_(0.25)
    assert line.keep_alive.dead == DEAD


def test_another_connection_is_not_dead_for_the_one_before_it_nor_proven_by_its_pongs(line: Line) -> None:
    line.pass_(3)
    late = line.waiting[-1]
    line.pass_(5)
    assert line.keep_alive.dead == DEAD
    line.connect()
    assert [line.keep_alive.dead] == [None]
    line.keep_alive.probe(line.clock.monotonic())
    line.keep_alive.ponged(late, line.clock.monotonic())
    assert not line.keep_alive.is_sure


def test_the_time_this_program_stood_still_is_no_silence_of_the_exchange() -> None:
    line = Line()
    line.clock.pass_(3600)
    line.keep_alive.probe(line.clock.monotonic())
    line.tick()
    assert line.keep_alive.dead is None
    line.clock.pass_(2)
    line.tick()
    assert line.keep_alive.dead == Reason(Cause.PONG_MISSING, seconds=2)


def test_what_lay_there_to_be_read_is_no_answer_to_the_ping_after_a_standstill(line: Line) -> None:
    line.keep_alive.probe(line.clock.monotonic())
    line.send()
    assert line.reasons() == [PingReason.STANDSTILL]
    line.hear_for(1.75)
    assert (line.keep_alive.dead, line.keep_alive.is_sure) == (None, False)
    line.hear_for(0.25)
    assert line.keep_alive.dead == Reason(Cause.PONG_MISSING, seconds=2)


def test_a_ping_that_was_under_way_while_the_program_stood_still_is_sent_again() -> None:
    line = Line(Timing(pong_within=0.01, stall_probe=5.0))
    (first,) = line.waiting
    line.clock.pass_(60)
    line.tick()
    assert line.reasons() == [PingReason.DOCUMENTED, PingReason.STANDSTILL]
    again = line.waiting[1]
    assert again != first
    assert not line.keep_alive.is_sure
    line.keep_alive.ponged(again, line.clock.monotonic())
    assert (line.keep_alive.dead, line.keep_alive.is_sure) == (None, True)


def test_a_pong_from_before_the_stop_does_not_make_it_sure() -> None:
    line = Line(Timing(pong_within=5.0, stall_probe=5.0))
    line.keep_alive.probe(line.clock.monotonic())
    line.send()
    first, second = line.waiting
    line.keep_alive.ponged(first, line.clock.monotonic())
    sure = [line.keep_alive.is_sure]
    line.keep_alive.ponged(second, line.clock.monotonic())
    sure.append(line.keep_alive.is_sure)
    assert sure == [False, True]
