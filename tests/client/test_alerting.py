"""Rules are judged within the client: by each frame, by outages, and they bring along what they read."""

from __future__ import annotations

import pytest

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.state.views.alert_views import AlertState, AlertWhat
from tests.support.rig import GOLD, OIL, Rig
from tests.support.standing_clock import FakeClock


def test_a_rule_that_is_made_brings_its_stream_and_fires_by_it(rig: Rig) -> None:
    rig.client.change_alerts(ChangeAlerts(AlertVerb.ADD, text="OIL-BTC state(book) is live"))
    rig.client.change_alerts(ChangeAlerts(AlertVerb.ADD, text="OIL-BTC last > 0.000001"))
    assert Stream(Channel.DEPTH, OIL) in rig.client.alerts.streams
    rig.pass_(3)
    assert rig.state(Stream(Channel.DEPTH, OIL)).is_live
    assert {news.rule for news in rig.client.alerts.delivery.take_happenings()} == {
        "OIL-BTC state(book) is live",
        "OIL-BTC last > 0.000001",
    }
    assert len(rig.client.picture(is_first=True).alerts.rows) == 2


@pytest.mark.parametrize(
    ("rule", "muted"), [("GOLD-BTC last > 1", "ticker.GOLD-BTC"), ("GOLD-BTC bid > 1", "level1.GOLD-BTC")]
)
def test_a_silent_stream_makes_its_rules_blind_and_they_say_so_once(rig: Rig, rule: str, muted: str) -> None:
    rig.client.change_alerts(ChangeAlerts(AlertVerb.ADD, text=rule))
    rig.pass_(1)
    rig.mute([muted])
    rig.pass_(12)
    (row,) = rig.client.picture(is_first=True).alerts.rows
    assert row.state is AlertState.CANNOT_JUDGE
    rig.pass_(60)
    assert [news.what for news in rig.client.alerts.delivery.take_happenings()] == [AlertWhat.BLIND]
    rig.unmute()
    rig.pass_(20)
    assert [news.what for news in rig.client.alerts.delivery.take_happenings()] == [AlertWhat.SEES]


def test_an_outage_however_short_begins_a_hold_anew(rig: Rig) -> None:
    rig.client.change_alerts(ChangeAlerts(AlertVerb.ADD, text="GOLD-BTC last > 0.000001 for 10s"))
    rig.pass_(8)
    rig.connect()
    rig.pass_(4)
    assert rig.client.alerts.delivery.take_happenings() == ()
    rig.pass_(9)
    assert [news.what for news in rig.client.alerts.delivery.take_happenings()] == [AlertWhat.FIRED]


def test_what_the_demo_tells_stays_in_it() -> None:
    for environment, goes_out in ((Environment.DEMO, False), (Environment.SANDBOX, True)):
        profile = Profile("x", environment, symbols=(GOLD,), alerts=("state(account) is down",))
        client = Client(profile, None, FakeClock(), Timing())
        client.tick()
        assert bool(client.alerts.delivery.take_deliveries()) is goes_out
