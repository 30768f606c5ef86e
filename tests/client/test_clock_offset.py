"""The exchange's clock and the lateness of its data, with every time injected."""

from __future__ import annotations

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.clock_offset import ClockOffsetEstimator
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Hook, Outgoing
from tests.support.rig import DEPTH, LEVEL1, TRADE, Rig


def beats(clock_offset: ClockOffsetEstimator, *delays_ms: float, start: int = 0, offset: int = 0) -> int:
    """A change each second, so many ms after it happened; the time of the last beat."""
    now = start * SECOND
    for delay in delays_ms:
        now += SECOND
        clock_offset.note(now, now - int(delay * MILLISECOND) - offset, is_change=True)
        clock_offset.tick(now)
    return now


def test_before_anything_came_nothing_is_known() -> None:
    clock_offset = ClockOffsetEstimator()
    clock_offset.tick(SECOND)
    assert (clock_offset.seconds, clock_offset.skew_ms(SECOND, SECOND, 10.0)) == (None, None)


def test_lateness_is_what_a_change_needs_more_than_the_shortest_way() -> None:
    clock_offset = ClockOffsetEstimator()
    beats(clock_offset, 20, 20, 30, 25, 3020)
    assert clock_offset.seconds == pytest.approx(3.0, abs=0.01)


def test_a_clock_that_differs_is_no_lateness() -> None:
    clock_offset = ClockOffsetEstimator()
    beats(clock_offset, 20, 20, 20, 20, offset=-3600 * SECOND)
    assert clock_offset.seconds == 0


def test_one_message_with_a_wrong_time_makes_nothing_else_late() -> None:
    clock_offset = ClockOffsetEstimator()
    now = beats(clock_offset, 20, 20, 20, 20, 20, 20)
    clock_offset.note(now, now + 3600 * SECOND, is_change=True)
    clock_offset.tick(now + SECOND)
    beats(clock_offset, 20, start=8)
    assert clock_offset.seconds == 0


def test_a_wrong_time_in_each_stream_of_a_symbol_makes_nothing_else_late() -> None:
    clock_offset = ClockOffsetEstimator()
    beats(clock_offset, *[20] * 12)
    for beat in range(13, 17):
        clock_offset.note(beat * SECOND, (beat + 3600) * SECOND, is_change=False)
        clock_offset.tick(beat * SECOND)
    beats(clock_offset, 20, start=17)
    assert clock_offset.seconds == 0


def test_a_clock_of_the_exchange_that_is_set_back_is_no_lateness_and_its_data_late_again_is() -> None:
    clock_offset = ClockOffsetEstimator()
    now = beats(clock_offset, 20, 20, 20, 20)
    for tenth in range(1, 6):
        at = now + tenth * SECOND // 10
        clock_offset.note(at, at - 20 * SECOND, is_change=True)
    clock_offset.tick(now + SECOND)
    assert clock_offset.seconds == 0
    beats(clock_offset, 20, 20, 5020, start=5, offset=20 * SECOND)
    assert clock_offset.seconds == pytest.approx(5.0, abs=0.05)


def test_a_snapshot_can_be_old_without_being_late() -> None:
    clock_offset = ClockOffsetEstimator()
    now = beats(clock_offset, 20, 20, 20)
    clock_offset.note(now, now - 600 * SECOND, is_change=False)
    clock_offset.tick(now + SECOND)
    assert clock_offset.seconds == 0


def test_anything_that_comes_says_how_late_it_is_at_most_until_the_next_connection() -> None:
    clock_offset = ClockOffsetEstimator()
    now = beats(clock_offset, 20, 20, 20)
    for age in (600, 12):
        clock_offset.note(now, now - age * SECOND, is_change=False)
    clock_offset.tick(now + SECOND)
    assert clock_offset.seconds_at_most == pytest.approx(12, abs=0.05)
    clock_offset.restart()
    assert clock_offset.seconds_at_most is None


def test_without_changes_lateness_is_soon_unknown() -> None:
    clock_offset = ClockOffsetEstimator()
    now = beats(clock_offset, 20, 20, 4020)
    clock_offset.tick(now + 5 * SECOND)
    assert clock_offset.seconds is not None
    clock_offset.tick(now + 6 * SECOND)
    assert clock_offset.seconds is None


def test_the_skew_is_true_within_half_a_round_trip() -> None:
    clock_offset = ClockOffsetEstimator()
    wall_at_zero, ahead = 1_000_000 * SECOND, 5 * SECOND
    for second in range(1, 20):
        sent_by_its_clock = wall_at_zero + second * SECOND - 30 * MILLISECOND + ahead
        clock_offset.note(second * SECOND, sent_by_its_clock, is_change=True)
        clock_offset.tick(second * SECOND)
    skew = clock_offset.skew_ms(20 * SECOND, wall_at_zero + 20 * SECOND, 60.0)
    assert skew == pytest.approx(5000, abs=0.1)
    assert clock_offset.skew_ms(20 * SECOND, wall_at_zero + 20 * SECOND, 100.0) == pytest.approx(5000, abs=50)
    assert clock_offset.skew_ms(20 * SECOND, wall_at_zero, None) is None


# The whole feed


@pytest.fixture
def rig(private_key: rsa.RSAPrivateKey) -> Rig:
    rig = Rig(private_key.public_key())
    rig.exchange_ahead = -7 * SECOND
    rig.clock.pass_(7.0)
    rig.client.traffic.round_trip_ms = 0.0
    rig.pass_(20)
    return rig


def test_data_that_comes_late_is_told_as_lagging_and_then_stale(rig: Rig) -> None:
    link, clock = rig.client.status, rig.clock
    assert link.state(clock.now) == (PanelState.LIVE, None)
    assert link.skew_ms == pytest.approx(-7000, abs=300)
    rig.delay = 3 * SECOND
    rig.pass_(8)
    assert link.state(clock.now) == (PanelState.LIVE, Reason(Cause.LATE, seconds=3))
    rig.delay = 12 * SECOND
    rig.pass_(30)
    assert link.state(clock.now) == (PanelState.STALE, Reason(Cause.LATE, seconds=12))
    assert {rig.state(stream) for stream in (DEPTH, LEVEL1, TRADE)} == {PanelState.STALE}
    assert rig.fresh(TRADE).reason == Reason(Cause.LATE, seconds=12)
    rig.delay = 0
    rig.pass_(14)
    assert link.state(clock.now) == (PanelState.LIVE, None)
    assert rig.state(LEVEL1) is PanelState.LIVE


def test_what_comes_late_after_a_silence_is_not_believed_though_no_book_is_told_that_shows_it(rig: Rig) -> None:
    rig.mute({"depth.GOLD-BTC"})
    rig.delay = 12 * SECOND
    rig.pass_(6)
    for _ in range(200):
        rig.pass_(0.1)
        assert rig.state(LEVEL1) is PanelState.STALE
    assert rig.fresh(LEVEL1).reason == Reason(Cause.AFTER_SILENCE)
    rig.delay = 0
    rig.until(lambda: rig.state(LEVEL1) is PanelState.LIVE, within=3)


def test_where_a_market_rests_a_question_that_is_answered_at_once_shows_that_old_data_is_not_late(rig: Rig) -> None:
    rig.moves = False
    rig.pass_(15)
    rig.mute()
    rig.until(lambda: rig.state(LEVEL1) is PanelState.STALE, within=6)
    rig.pass_(2)
    rig.unmute()
    rig.until(lambda: rig.state(LEVEL1).is_live, within=10)


def test_an_exchange_whose_clock_is_set_back_stays_live_but_for_moments(rig: Rig) -> None:
    rig.exchange.add_hook(set_back(20))
    states = []
    for _ in range(300):
        rig.pass_(0.1)
        states.append({rig.state(stream) for stream in (DEPTH, LEVEL1, TRADE)})
    assert rig.client.status.state(rig.clock.now) == (PanelState.LIVE, None)
    assert all(state == {PanelState.LIVE} for state in states[40:])
    assert rig.book_is_true()


def set_back(seconds: int) -> Hook:
    """Every time that the exchange states is earlier by so much."""

    def hook(message: Outgoing) -> tuple[Outgoing]:
        document = orjson.loads(message.payload)
        if isinstance(document.get("data"), dict) and "timestamp" in document["data"]:
            document["data"]["timestamp"] -= seconds * SECOND
        return (replace(message, payload=orjson.dumps(document)),)

    return hook


def test_a_computer_whose_clock_is_wrong_is_told_so_once_and_once_when_it_is_right(rig: Rig) -> None:
    (told,) = clock_news(rig)
    assert told.kind is LogKind.CLOCK_WRONG
    assert told.seconds == pytest.approx(-7, abs=0.3), "the exchange's is so much behind"
    rig.exchange_ahead = 0
    rig.pass_(400)
    assert [entry.kind for entry in clock_news(rig)] == [LogKind.CLOCK_WRONG, LogKind.CLOCK_RIGHT]


def clock_news(rig: Rig) -> list[LogEntry]:
    """What the log tells of this computer's clock."""
    entries = [line.entry for line in rig.client.journal.lines()]
    return [entry for entry in entries if entry.kind in (LogKind.CLOCK_WRONG, LogKind.CLOCK_RIGHT)]
