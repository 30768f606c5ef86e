"""This program stopped, or this computer asleep: how it is noticed, and what the next picture says of it."""

from __future__ import annotations

import pytest

from roxom_tui.client.stall_detector import Pause, Paused, StallDetector
from roxom_tui.model.channels import ACCOUNT_LISTS
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.mailbox_reader import states
from tests.support.rig import Rig
from tests.support.standing_clock import FakeClock

STOPPED = Reason(Cause.STANDSTILL, "stalled", seconds=13)
SLEPT = Reason(Cause.STANDSTILL, "slept", seconds=13)


def picture(rig: Rig) -> ScreenSnapshot:
    return rig.client.picture(is_first=True)


def told(rig: Rig) -> list[Reason | None]:
    """The reasons of the notices since the last call."""
    return [notice.entry.reason for notice in rig.client.journal.take_notices()]


def account(rig: Rig) -> set[PanelState]:
    return {rig.state(stream) for stream in ACCOUNT_LISTS}


def test_looks_that_come_in_time_find_nothing_and_each_gap_is_told_once() -> None:
    clock = FakeClock()
    detector = StallDetector(clock, 1.0)
    for _ in range(10):
        clock.pass_(1.0)
        assert detector.look() is None
    clock.pass_(1.0)
    clock.now += 1
    paused = detector.look()
    assert paused == Paused(Pause.STALLED, 1.000000001)
    assert detector.look() is None


def test_sleep_is_told_from_a_program_that_was_held_up_by_the_clock_that_stands_meanwhile() -> None:
    clock = FakeClock()
    detector = StallDetector(clock, 1.0)
    clock.slept += 13 * SECOND
    clock.pass_(0.25)
    paused = detector.look()
    assert paused == Paused(Pause.SLEPT, 13.0)
    assert paused.reason == SLEPT
    clock.pass_(13)
    paused = detector.look()
    assert paused == Paused(Pause.STALLED, 13.0)
    assert paused.reason == STOPPED


def test_the_first_picture_after_a_stop_says_so_until_the_connection_has_answered(rig: Rig) -> None:
    told(rig)
    assert states(picture(rig)) == {PanelState.LIVE}
    rig.clock.pass_(13)
    board = picture(rig)
    assert states(board) == {PanelState.STALE}
    assert board.connection.reason == board.book.freshness.reason == STOPPED
    assert told(rig) == [STOPPED]
    rig.client.tick()
    assert states(picture(rig)) == {PanelState.STALE}, "no pong came yet"
    rig.pass_(0.1)
    rig.client.tick()
    assert picture(rig).connection.reason != STOPPED
    rig.pass_(5)
    assert states(picture(rig)) == {PanelState.LIVE}
    assert rig.client.leaving is None


def test_a_tick_notices_it_too(rig: Rig) -> None:
    rig.clock.pass_(13)
    rig.client.tick()
    assert states(picture(rig)) == {PanelState.STALE}
    assert picture(rig).connection.reason == STOPPED


def test_a_short_stop_is_in_the_first_picture_too_but_worth_no_notice(rig: Rig) -> None:
    told(rig)
    rig.clock.pass_(1.2)
    board = picture(rig)
    assert states(board) == {PanelState.STALE}
    assert board.connection.reason == Reason(Cause.STANDSTILL, "stalled", seconds=1.2)
    assert rig.client.journal.lines()[-1].entry.reason == board.connection.reason
    rig.pass_(1)
    assert picture(rig).connection.reason is None
    assert told(rig) == []


def test_after_a_stop_a_peer_that_does_not_answer_soon_is_left(rig: Rig) -> None:
    rig.clock.pass_(13)
    picture(rig)
    assert rig.client.to_ping() is not None, "it is asked at once"
    rig.clock.pass_(1)
    rig.client.tick()
    assert [rig.client.leaving] == [None]
    rig.clock.pass_(1)
    rig.client.tick()
    assert rig.client.leaving == Reason(Cause.PONG_MISSING, seconds=2)
    assert rig.client.status.leaving_is_dead
    assert picture(rig).connection.reason == STOPPED


def test_the_first_picture_after_sleep_says_so_and_the_connection_is_discarded(rig: Rig) -> None:
    rig.clock.slept += 13 * SECOND
    board = picture(rig)
    assert states(board) == {PanelState.STALE}
    assert board.connection.reason == board.book.freshness.reason == SLEPT
    assert rig.client.leaving == SLEPT
    assert not rig.client.status.leaving_is_dead
    rig.connect()
    assert [rig.client.leaving] == [None]
    assert SLEPT not in (picture(rig).connection.reason, picture(rig).book.freshness.reason)


def test_what_was_drawn_before_sleep_is_too_old_after_it(rig: Rig) -> None:
    board = picture(rig)
    assert rig.clock.monotonic() <= board.valid_until
    rig.clock.slept += 13 * SECOND
    assert rig.clock.monotonic() > board.valid_until


def test_a_stop_while_there_is_no_connection_is_told_and_says_nothing_about_the_next(rig: Rig) -> None:
    rig.client.disconnected()
    rig.clock.pass_(13)
    assert states(picture(rig)) == {PanelState.DOWN}
    assert STOPPED in told(rig)
    rig.connect()
    assert rig.client.status.phase is Phase.CONNECTED
    assert picture(rig).connection.reason is None
    rig.pass_(5)
    assert states(picture(rig)) == {PanelState.LIVE}


@pytest.mark.parametrize("answered_before_the_beat", [True, False])
def test_a_silence_while_this_program_stood_still_loses_nothing_of_the_account(
    rig: Rig, answered_before_the_beat: bool
) -> None:
    rig.pass_(15)
    rig.clock.pass_(13)
    picture(rig)
    if answered_before_the_beat:
        ping = rig.client.to_ping()
        assert ping is not None
        rig.client.ponged(ping, 0.0)
        rig.client.standstill.tick(rig.clock.monotonic())
        assert not rig.client.status.standstill
    rig.client.health.tick(rig.clock.monotonic(), rig.clock.wall(), 0.0)
    rig.pass_(3)
    assert [rig.client.status.standstill] == [None]
    assert account(rig) == {PanelState.LIVE}


def test_what_is_read_before_the_clock_is_looked_at_is_no_silence_of_the_exchange_either(rig: Rig) -> None:
    rig.clock.pass_(13.0)
    assert [rig.client.status.standstill] == [None]
    rig.pass_(0.1)
    assert rig.client.status.standstill == replace(STOPPED, seconds=13.1), "the first that was read made us look"
    rig.pass_(5)
    assert [rig.client.status.standstill] == [None]
    assert account(rig) == {PanelState.LIVE}


def heartbeat(clock: FakeClock) -> StallDetector:
    return StallDetector(clock, stall=3.0)


def test_even_looks_are_no_pause() -> None:
    clock = FakeClock()
    beats = heartbeat(clock)
    for seconds in (1.0, 1.2, 2.5, 3.0):
        clock.pass_(seconds)
        assert beats.look() is None


def test_a_gap_between_looks_is_this_computers_fault() -> None:
    clock = FakeClock()
    beats = heartbeat(clock)
    clock.pass_(3.1)
    paused = beats.look()
    assert paused is not None
    assert paused.pause is Pause.STALLED
    assert paused.reason == Reason(Cause.STANDSTILL, "stalled", seconds=3.1)
    clock.pass_(1)
    assert beats.look() is None


def test_sleep_is_told_from_a_stall_by_the_clock_that_goes_on() -> None:
    clock = FakeClock()
    beats = heartbeat(clock)
    clock.pass_(1)
    clock.slept += 3600 * SECOND
    paused = beats.look()
    assert paused is not None
    assert paused.pause is Pause.SLEPT
    assert paused.reason == Reason(Cause.STANDSTILL, "slept", seconds=3600)
