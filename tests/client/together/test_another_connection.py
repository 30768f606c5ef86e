"""What was found out about one connection says nothing of the next."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.simulator.outgoing_messages import CONTROL
from tests.support.rig import DEPTH, LEVEL1, Rig


def test_a_silence_of_the_old_connection_says_nothing_of_the_new_one(rig: Rig) -> None:
    asked_for = rig.hear_doubts()
    rig.moves = False
    rig.mute()
    rig.pass_(12)
    assert rig.state() is PanelState.STALE
    rig.unmute()
    rig.connect()
    asked_for.clear()
    seen = set()
    for _ in range(25):
        rig.pass_(0.1)
        seen |= {rig.state(stream) for stream in (DEPTH, LEVEL1)}
    assert seen <= {PanelState.LIVE, PanelState.QUIET}
    assert asked_for == []


def test_how_late_the_data_of_the_old_connection_came_says_nothing_of_the_new_one(rig: Rig) -> None:
    rig.pass_(15)
    rig.delay = 12 * SECOND
    rig.until(lambda: (rig.client.status.lag_s or 0) > 11, within=30)
    rig.delay, rig.moves = 0, False
    rig.connect()
    seen = set()
    for _ in range(25):
        rig.pass_(0.1)
        seen |= {rig.state(), rig.client.status.state(rig.clock.now)[0]}
    assert seen <= {PanelState.LIVE, PanelState.QUIET}


@pytest.mark.parametrize("lost", [frozenset({CONTROL}), frozenset()], ids=["nothing", "acknowledgements"])
def test_a_connection_waits_for_its_own_first_data_whatever_came_by_the_one_before(
    rig: Rig, lost: frozenset[str]
) -> None:
    link = rig.client.status
    assert link.state(rig.clock.now) == (PanelState.LIVE, None)
    rig.mute()
    rig.exchange.add_hook(lambda message: () if message.stream in lost else (message,))
    rig.connect()
    rig.pass_(0.5)
    assert link.state(rig.clock.now) == (PanelState.WAITING, Reason(Cause.NOTHING_YET))
    rig.unmute()
    rig.until(lambda: link.state(rig.clock.now)[0] is PanelState.LIVE, within=5)
