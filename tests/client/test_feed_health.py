"""A connection that falls silent altogether, and what becomes of the account by it (client 2.6)."""

from __future__ import annotations

from msgspec.structs import astuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from tests.support.rig import LEVEL1, Rig

LIVE, STALE = PanelState.LIVE, PanelState.STALE


def test_the_account_follows_a_connection_that_falls_silent_and_is_asked_for_again_after_it(rig: Rig) -> None:
    orders, seeded = Stream(Channel.ORDERS), rig.hear_doubts()
    assert rig.state(orders) is LIVE
    rig.mute()
    rig.until(lambda: rig.state(orders) is STALE, within=6)
    assert seeded == []
    rig.pass_(3)
    rig.unmute()
    rig.until(lambda: bool(seeded), within=10)
    assert {str(stream) for stream in seeded} == {"orders", "balance", "positions"}
    assert rig.state(orders) is STALE, "until it is answered"


def test_a_connection_that_falls_silent_is_not_called_live_either(rig: Rig) -> None:
    rig.mute()
    rig.until(lambda: rig.client.status.state(rig.clock.now) == (STALE, Reason(Cause.NO_DATA)), within=5.1)


def test_a_silence_that_no_beat_has_seen_has_the_account_asked_for_all_the_same(rig: Rig) -> None:
    seeded = rig.hear_doubts()
    rig.mute()
    rig.until(lambda: rig.state(Stream(Channel.ORDERS)) is STALE, within=6)
    rig.unmute()
    rig.until(lambda: rig.state(LEVEL1) is LIVE, within=3)
    assert {str(stream) for stream in seeded} == {"orders", "balance", "positions"}


def test_a_silence_that_no_beat_has_seen_leaves_an_account_without_gets_unproven(rig: Rig) -> None:
    orders = Stream(Channel.ORDERS)
    rig.mute()
    rig.until(lambda: rig.state(orders) is STALE, within=6)
    rig.pass_(2.5)
    rig.unmute()
    rig.until(lambda: rig.state(LEVEL1) is LIVE, within=3)
    assert astuple(rig.fresh(orders))[:2] == (
        PanelState.UNPROVEN,
        Reason(Cause.SILENCE_UNCHECKABLE),
    )


def test_a_lull_costs_an_account_without_gets_nothing(rig: Rig) -> None:
    orders = Stream(Channel.ORDERS)
    rig.mute()
    rig.until(lambda: rig.state(orders) is STALE, within=3.9)
    rig.unmute()
    rig.until(lambda: rig.state(orders) is LIVE, within=3)


def test_where_an_answer_takes_long_it_is_waited_for(rig: Rig) -> None:
    for round_trip, stale_at in ((0, 3.1), (SECOND, 4.1), (2 * SECOND, 4.9)):
        rig.round_trip = round_trip / SECOND
        rig.client.store.clocks.line.round_trip = round_trip
        rig.pass_(20)
        rig.mute()
        waited = rig.until(lambda: rig.state() is STALE, within=5.1)
        assert stale_at - 0.4 <= waited <= stale_at + 0.4
        rig.unmute()
        rig.until(lambda: rig.state() is LIVE, within=8)
        rig.pass_(60)


def test_a_connection_that_has_had_no_time_to_speak_is_not_silent(rig: Rig) -> None:
    seeded = rig.hear_doubts()
    rig.delay = SECOND * 3 // 2
    rig.connect()
    heard_after = rig.until(lambda: rig.state() not in (PanelState.RESYNC, PanelState.WAITING), within=3)
    assert heard_after > 1.4, "a beat came before"
    assert rig.state() is LIVE
    rig.pass_(3)
    assert seeded == [], "no list of the account was doubted"


def test_a_connection_that_says_nothing_for_two_seconds_is_silent_and_its_first_data_is_not_believed(rig: Rig) -> None:
    seeded = rig.hear_doubts()
    rig.mute()
    rig.connect()
    rig.pass_(3.5)
    rig.unmute()
    rig.until(lambda: rig.state(LEVEL1) is not PanelState.WAITING, within=8)
    assert rig.state(LEVEL1) is STALE
    assert rig.fresh(LEVEL1).reason == Reason(Cause.AFTER_SILENCE)
    rig.until(lambda: rig.state(LEVEL1) is LIVE, within=3)
    assert {str(stream) for stream in seeded} == {"orders", "balance", "positions"}
