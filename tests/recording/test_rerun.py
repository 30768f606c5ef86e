from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.client.timing import Timing
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DepthMode, Environment
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.protocol import encode
from roxom_tui.recording.entries import Entry, Kind
from roxom_tui.recording.rerun import Rerun, standstill
from tests.recording.made import ASKED, GOLD, HEADER, WALL, quote, standing

LEVEL1, DEPTH = Stream(Channel.LEVEL1, GOLD), Stream(Channel.DEPTH, GOLD)


def rerun_of(*entries: Entry, account: bool = False) -> Rerun:
    header = replace(HEADER, account=account)
    rerun = Rerun(header, ViewRequest(GOLD), 0, DepthMode.ABSOLUTE, Timing())
    rerun.stops += [stop for entry in entries if (stop := standstill(entry)) is not None]
    for entry in entries:
        rerun.take(entry)
    return rerun


def frame(second: float, payload: str | None = None) -> Entry:
    at = int(second * SECOND)
    return Entry(at, Kind.FRAME, quote("1", "2", WALL + at) if payload is None else payload)


def link(second: float, at: str, **more: Any) -> Entry:
    return Entry(int(second * SECOND), Kind.LINK, {"at": at, "number": 1, **more})


def state(rerun: Rerun, stream: Stream = LEVEL1) -> PanelState:
    return rerun.client.store.freshness(stream, rerun.time.monotonic()).state


def test_it_is_no_exchange_and_nothing_in_it_is_called_live() -> None:
    rerun = rerun_of(standing(*ASKED), frame(1))
    picture = rerun.client.picture(is_first=True)
    assert picture.connection.environment is Environment.REPLAY
    assert picture.connection.state is PanelState.SOUND
    assert state(rerun) is PanelState.SOUND
    assert "LIVE" not in repr(picture).replace("LIVENESS", "")


def test_what_was_not_followed_is_not_recorded_and_no_trouble() -> None:
    rerun = rerun_of(standing("level1.GOLD-BTC"), frame(1))
    fresh = rerun.client.store.freshness(DEPTH, rerun.time.monotonic())
    assert fresh.state is PanelState.WAITING
    assert fresh.reason is not None
    assert fresh.reason.cause is Cause.NOT_RECORDED


def test_the_account_is_not_recorded_where_it_is_not_in_it_whatever_was_subscribed() -> None:
    ask = Entry(1, Kind.SENT, encode.subscribe((LEVEL1, Stream(Channel.ORDERS))))
    answer = '{"event":"subscribe","arg":{"channel":"orders"},"code":"0"}'
    for account, expected in ((False, PanelState.WAITING), (True, PanelState.QUIET)):
        rerun = rerun_of(standing(), link(0, "opened"), ask, frame(0.1, answer), frame(0.2), account=account)
        assert state(rerun, Stream(Channel.ORDERS)) is expected


def test_a_connection_that_ended_leaves_nothing_believed_until_the_next() -> None:
    rerun = rerun_of(standing(*ASKED), frame(1), link(2, "closed", code=1012, text="bye\x1b"))
    assert state(rerun) is PanelState.DOWN
    reason = rerun.client.status.reason
    assert reason is not None
    assert (reason.code, reason.text.isprintable()) == ("1012", True)
    rerun.take(link(3, "opened", number=2))
    assert rerun.client.status.phase is Phase.CONNECTED
    rerun.take(Entry(3 * SECOND, Kind.SENT, encode.subscribe((LEVEL1,))))
    rerun.take(frame(4))
    assert state(rerun) is PanelState.SOUND


def test_what_could_not_be_kept_up_with_leaves_nothing_believed() -> None:
    rerun = rerun_of(standing(*ASKED), frame(1), Entry(2 * SECOND, Kind.LOST, {"since": SECOND, "count": 5}))
    assert state(rerun) is PanelState.WAITING


def test_silence_makes_it_stale_by_the_time_of_the_recording() -> None:
    rerun = rerun_of(standing(*ASKED), frame(1))
    rerun.pass_to(30 * SECOND)
    assert state(rerun) is PanelState.STALE


def test_while_the_computer_stood_still_time_stands_and_then_nothing_is_believed() -> None:
    stop = Entry(20 * SECOND, Kind.CLOCK, {"stopped": 10.0, "slept": False})
    rerun = rerun_of(standing(*ASKED), frame(9.9), stop)
    assert rerun.time.elapsed == 20 * SECOND
    rerun.pass_to(20 * SECOND + SECOND // 2)
    assert state(rerun) is PanelState.STALE
    assert rerun.client.status.last_standstill is not None

    before = rerun_of(standing(*ASKED), frame(9.9))
    before.stops.append((10 * SECOND, 20 * SECOND))
    before.pass_to(15 * SECOND)
    assert before.position == 15 * SECOND
    assert before.time.elapsed <= 10 * SECOND


def test_the_time_of_day_is_that_of_the_recording_and_its_jumps() -> None:
    rerun = rerun_of(standing(*ASKED), frame(1), Entry(2 * SECOND, Kind.CLOCK, {"wall": 7 * WALL}))
    assert rerun.time.wall() == 7 * WALL
    assert standstill(Entry(1, Kind.CLOCK, {"wall": 5})) is None


def test_it_never_leaves_a_connection_by_itself() -> None:
    rerun = rerun_of(standing(*ASKED), frame(1))
    rerun.pass_to(300 * SECOND)
    assert rerun.client.status.phase is Phase.CONNECTED
    assert rerun.client.leaving is None


@pytest.mark.parametrize(
    "payload",
    [{}, {"at": 5}, {"number": "x"}, {"wall": "y"}, {"stopped": "z"}, {"kind": [], "status": 1}, {"streams": 5}],
)
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.FRAME, Kind.SENT)])
def test_payloads_that_nobody_wrote_raise_nothing(kind: Kind, payload: dict[str, Any]) -> None:
    rerun_of(standing(*ASKED), Entry(1, kind, payload), frame(1), account=True)
