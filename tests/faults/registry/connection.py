"""How a connection can end, and what can be wrong about its subscriptions (client 2.2, 2.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final
from unittest.mock import patch

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.ports import Reconnect, Resync, ViewRequest
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.simulator.scenarios import DEFAULT, SCENARIOS, AckStyle
from roxom_tui.state.store import Store
from tests.faults.bench import GOLD, US500, Bench, Setting
from tests.faults.fault import Ending, Fault
from tests.faults.hooks import TRADE, Document, all_of, edit

_INTERNAL: Final = b'{"event":"error","code":"60019","msg":"internal error","connId":"c-1"}'


def _close(code: int | None, reason: str = "") -> Callable[[Bench], None]:
    return lambda bench: bench.network.close_all(code, reason)


def _flap(times: int) -> Callable[[Bench], None]:
    def begin(bench: Bench) -> None:
        bench.network.flaps = times

    return begin


def _fail_subscribes(times: int) -> Callable[[Bench], None]:
    def begin(bench: Bench) -> None:
        bench.exchange.failing_subscribes = times

    return begin


def _crash(bench: Bench) -> None:
    """Four times an event meets a defect of our own, each time a little after the connection was made again."""
    for at in (0.0, 1.3, 3.1, 6.0):
        bench.later(at, _break_once)


def _break_once() -> None:
    def broken(*_: Any) -> None:
        patcher.stop()
        raise ZeroDivisionError

    patcher = patch.object(Store, "apply", broken)
    patcher.start()


def _switch_fast(bench: Bench) -> None:
    for turn in range(30):
        symbol = (US500, GOLD)[turn % 2]
        bench.later(turn * 0.1, partial(bench.worker.obey, ViewRequest(symbol, 12)))


def _resync_everything(bench: Bench) -> None:
    for channel in (Channel.DEPTH, Channel.LEVEL1, Channel.TRADE, Channel.TICKER):
        bench.worker.obey(Resync(Stream(channel, GOLD)))
    for channel in (Channel.ORDERS, Channel.BALANCE, Channel.POSITIONS):
        bench.worker.obey(Resync(Stream(channel)))


def _reconnect(bench: Bench) -> None:
    bench.worker.obey(Reconnect())


def _told_again(*, with_ids: bool) -> Callable[[Bench], None]:
    def begin(bench: Bench) -> None:
        repeats = _Repeats(with_ids=with_ids)

        def cut() -> None:
            repeats.is_cut = True
            bench.network.close_all(None)

        bench.exchange.add_hook(repeats.tell)
        bench.later(_REPEATS_AFTER, cut)

    return begin


class _Repeats:
    """Once the connection was cut, the first trade of the next comes behind all that were told until then.

    Of one story: what was told in another is of another day.
    """

    def __init__(self, *, with_ids: bool) -> None:
        self.is_cut = False
        self._with_ids = with_ids
        self._kept: list[bytes] = []

    def tell(self, message: Outgoing) -> Iterable[Outgoing]:
        """What leaves in the place of a message."""
        if message.stream != TRADE:
            return (message,)
        if not self._with_ids:
            (message,) = edit(_forget_id)(message)
        if not self.is_cut:
            self._kept.append(message.payload)
            return (message,)
        again, self._kept = self._kept, []
        return (*(replace(message, payload=payload) for payload in again), message)


def _forget_id(document: Document) -> None:
    del document["data"]["tradeId"]


_REPEATS_AFTER: Final = 8.0

_CLOSES: Final = (
    (1000, "", 10.0),
    (1001, "going away", 10.0),
    (1008, "policy", 10.0),
    (1011, "internal error", 10.0),
    (1012, "service restart", 20.0),
    (1013, "try again later", 65.0),
    (4000, "of its own", 10.0),
)

FAULTS: Final = (
    Fault("drop", "the connection is cut without a close frame", _close(None), seen_within=0.5),
    *(
        Fault(
            f"close {code}",
            f"the exchange closes the connection with {code}",
            _close(code, reason),
            then=within + 5,
            seen_within=0.5,
            healed_within=within,
        )
        for code, reason, within in _CLOSES
    ),
    Fault(
        "too slow a reader",
        "the exchange throws us out because its queue for us is full, twice",
        all_of(
            _close(1013, "too slow"),
            lambda bench: bench.later(70, lambda: bench.network.close_all(1013, "too slow")),
        ),
        lasts=70,
        then=70,
        seen_within=0.5,
        healed_within=65,
    ),
    Fault(
        "accept then close",
        "three connections are accepted and closed at once",
        all_of(_flap(3), _close(None)),
        then=35,
        seen_within=0.5,
        healed_within=30,
    ),
    *(
        Fault(
            f"trades told again {how}",
            f"behind a cut all trades of the last eight seconds are told again, {how}",
            _told_again(with_ids=with_ids),
            lasts=_REPEATS_AFTER,
            then=15,
            seen_within=_REPEATS_AFTER + 0.5,
        )
        for how, with_ids in (("with ids", True), ("without ids", False))
    ),
    Fault("asked to reconnect", "the person wants another connection", _reconnect, seen_within=0.5, healed_within=5),
    Fault(
        "a defect of ours",
        "applying an event raises what nobody expected, four times in ten seconds",
        _crash,
        lasts=10,
        seen_within=0.5,
        healed_within=10,
    ),
    Fault(
        "late acknowledgements",
        "acknowledgements come three seconds late",
        _close(None),
        setting=Setting(scenario=SCENARIOS["late_acks"]),
        seen_within=0.5,
        then=20,
    ),
    Fault(
        "very late acknowledgements",
        "acknowledgements come eight seconds late, after we have asked again",
        _close(None),
        setting=Setting(scenario=replace(DEFAULT, name="very_late_acks", ack_delay=8.0)),
        seen_within=0.5,
        then=25,
        healed_within=15,
    ),
    Fault(
        "missing acknowledgements",
        "no subscription is ever acknowledged",
        _close(None),
        setting=Setting(scenario=replace(DEFAULT, name="no_acks", acks=AckStyle.MISSING)),
        seen_within=0.5,
        then=20,
        healed_within=15,
    ),
    Fault(
        "internal error",
        "after a cut the first three subscriptions fail with 60019",
        all_of(_fail_subscribes(3), _close(None)),
        then=20,
        seen_within=0.5,
        healed_within=15,
    ),
    Fault(
        "internal error while all is well",
        "60019 out of the blue, and the next three subscriptions fail with it as well",
        all_of(_fail_subscribes(3), lambda bench: bench.network.tell_all(_INTERNAL)),
        then=30,
        harmless=True,
    ),
    Fault(
        "internal error for long",
        "after a cut sixty subscriptions fail with 60019",
        all_of(_fail_subscribes(60), _close(None)),
        then=110,
        seen_within=0.5,
        healed_within=100,
    ),
    Fault(
        "too few subscriptions",
        "the exchange holds six streams for a connection and we want more",
        _close(None),
        setting=Setting(scenario=SCENARIOS["few_subscriptions"]),
        seen_within=0.5,
        starts_live=False,
        ends=Ending.REFUSED,
    ),
    Fault("fast switching", "the person goes from symbol to symbol ten times a second", _switch_fast, lasts=3),
    Fault("everything asked for afresh", "the person resyncs every panel at once", _resync_everything),
)
