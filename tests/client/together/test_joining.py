"""A tape that was left and joined again: trades have no numbers, so nothing shows its hole (client 3.7)."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec.structs import astuple

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.protocol.decode import Frame
from roxom_tui.simulator.outgoing_messages import CONTROL
from roxom_tui.state.market.trade_tape import Gap, Tape
from roxom_tui.state.views.market_views import GapKind, TapeRow
from tests.support.rig import OIL, TRADE, Rig
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
    assert astuple(judged(rig))[:2] == (PanelState.UNPROVEN, Reason(Cause.NOT_CONFIRMED))
    arg = {"channel": "trade", "symbol": "GOLD-BTC"}
    text = json.dumps({"event": "subscribe", "arg": arg, "code": "0", "msg": "", "connId": "c-1"})
    assert rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, text))
    rig.client.subscriptions.absorb(rig.clock.now)
    assert tape(rig).rows == (), "what came before may have been told before it was left"
    gap, newest = tape(rig).past[:2]
    assert isinstance(gap, Gap)
    assert (gap.kind, gap.until) == (GapKind.REFRESH, rig.clock.now)
    assert isinstance(newest, TapeRow)
    assert judged(rig).state is PanelState.LIVE


def test_a_tape_that_was_left_is_settled_after_ten_seconds_where_nothing_is_ever_acknowledged(rig: Rig) -> None:
    rig.exchange.add_hook(lambda message: () if message.stream == CONTROL else (message,))
    rig.client.resync(TRADE)
    before = tape(rig).count
    rig.until(lambda: tape(rig).count > before, within=4)
    settled_after = rig.until(lambda: judged(rig).state is PanelState.LIVE, within=11)
    assert settled_after > 5
    assert len(tape(rig).rows) <= 1, "what came before may have been told before it was left"


def gaps(rig: Rig) -> list[Gap]:
    return [one for one in tape(rig).past if isinstance(one, Gap)]


def test_trades_of_before_another_symbol_was_in_view_stand_below_a_gap_as_long_as_it_was(rig: Rig) -> None:
    request, before = rig.client.view_request, tape(rig).rows
    left_at = rig.clock.now
    rig.client.view(replace(request, symbol=OIL))
    rig.pass_(20)
    assert (tape(rig).rows, gaps(rig)[0].until) == ((), None)
    back_at = rig.clock.now
    rig.client.view(request)
    rig.until(lambda: bool(tape(rig).rows), within=20)
    (gap,) = gaps(rig)
    assert gap.kind is GapKind.OTHER_SYMBOL
    assert gap.until is not None
    assert 0 <= gap.since - left_at < 3 * SECOND
    assert 0 <= gap.until - back_at < 2 * SECOND
    assert tape(rig).past[-len(before) :] == before


def test_after_a_reconnect_the_gap_began_with_the_last_frame_of_the_connection_before(rig: Rig) -> None:
    heard_at = rig.client.store.clocks.line.last_at
    rig.clock.now += 9 * SECOND
    rig.connect()
    rig.until(lambda: bool(tape(rig).rows), within=20)
    (gap,) = gaps(rig)
    assert (gap.kind, gap.since) == (GapKind.CONNECTION, heard_at)
    assert gap.until is not None
    assert gap.until - gap.since >= 9 * SECOND
