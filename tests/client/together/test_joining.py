"""A tape that was left and joined again: trades have no numbers, so nothing shows its hole (client 3.7)."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.protocol.decode import Frame
from roxom_tui.simulator.outgoing_messages import CONTROL
from roxom_tui.state.market.trade_tape import Tape
from tests.support.rig import TRADE, Rig
from tests.support.spellings import GOLD


@pytest.fixture
def rig(private_key: rsa.RSAPrivateKey) -> Rig:
    rig = Rig(private_key.public_key())
    rig.until(lambda: rig.client.store.markets.market(GOLD).tape is not None, within=20)
    return rig


def tape(rig: Rig) -> Tape:
    tape = rig.client.store.markets.market(GOLD).tape
    assert tape is not None
    return tape


def judged(rig: Rig) -> Freshness:
    """Not as a screen would show it: what it is drawn from."""
    return rig.client.store.freshness(TRADE, rig.clock.now)


def test_a_tape_that_was_left_is_not_settled_by_data_but_by_its_acknowledgement(rig: Rig) -> None:
    rig.exchange.add_hook(lambda message: () if message.stream == CONTROL else (message,))
    rig.client.resync(TRADE)
    before = tape(rig).count
    rig.until(lambda: tape(rig).count > before, within=4)
    assert judged(rig)[:2] == (PanelState.UNPROVEN, Reason(Cause.NOT_CONFIRMED))
    arg = {"channel": "trade", "symbol": "GOLD-BTC"}
    text = json.dumps({"event": "subscribe", "arg": arg, "code": "0", "msg": "", "connId": "c-1"})
    assert rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, text))
    rig.client.subscriptions.absorb()
    assert tape(rig).count == 0, "what came before may have been told before it was left"
    assert judged(rig)[0] is PanelState.LIVE


def test_a_tape_that_was_left_is_settled_after_ten_seconds_where_nothing_is_ever_acknowledged(rig: Rig) -> None:
    rig.exchange.add_hook(lambda message: () if message.stream == CONTROL else (message,))
    rig.client.resync(TRADE)
    before = tape(rig).count
    rig.until(lambda: tape(rig).count > before, within=4)
    settled_after = rig.until(lambda: judged(rig)[0] is PanelState.LIVE, within=11)
    assert settled_after > 5
    assert tape(rig).count <= 1, "what came before may have been told before it was left"
