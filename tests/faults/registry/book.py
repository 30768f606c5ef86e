"""What can happen to a book that has no sequence numbers (client 3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import orjson

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import DepthMode, Side
from roxom_tui.model.ports import Resync
from roxom_tui.protocol import encode
from roxom_tui.simulator import wire as wire
from roxom_tui.simulator.scenarios import SCENARIOS
from tests.faults.bench import GOLD, Bench, Setting
from tests.faults.fault import AUDIT_BOUND, OUT_OF_ORDER, UNTIL_AUDIT, Allowance, Ending, Fault, until_audit
from tests.faults.hooks import (
    DEPTH,
    Batches,
    again,
    all_of,
    change,
    delta_of,
    edit,
    instead,
    later,
    lose,
    of,
    removing,
    snapshot_of,
    twice,
)

_TICK: Final = Decimal("0.000001")
_TEN_TICKS: Final = Decimal("0.00001")


def _invent_a_level(bench: Bench, from_best: Decimal = -_TICK * Decimal("4.5")) -> None:
    """A bid between two ticks that no later message mentions, for nothing is there."""
    world = bench.exchange.world
    best = orjson.loads(wire.depth_snapshot(world.markets[GOLD], world.now))["data"]["bid"][0][0]
    level = [f"{Decimal(best) + from_best:.8f}", "7.77"]
    change(delta_of(DEPTH), edit(lambda document: document["data"]["bid"].append(level)))(bench)


def _lock(document: dict[str, Any]) -> None:
    """A bid where asks rest."""
    document["data"]["bid"].append([document["data"]["ask"][0][0], "1.00"])


def _spoil_size(document: dict[str, Any]) -> None:
    levels = document["data"]["bid"] or document["data"]["ask"]
    levels[0][1] = "1.2.3"


def _lengthen(bench: Bench) -> None:
    """Levels behind the last of either side of the next snapshot, which no screen reaches."""

    def lengthen(document: dict[str, Any]) -> None:
        for side, sign in ((Side.BID, -1), (Side.ASK, 1)):
            levels = document["data"][side.value]
            last = Decimal(levels[-1][0])
            more = [f"{last + sign * _TICK * n:.8f}" for n in range(1, 6_001)]
            levels += [[price, "1.00"] for price in more]
            bench.past.markets[GOLD].claim(side, [int(Decimal(price) / _TICK) for price in more], 100)

    change(snapshot_of(DEPTH), edit(lengthen))(bench)


def _swell(document: dict[str, Any]) -> None:
    document["data"]["note"] = "x" * (5 << 20)


def _subscribe_twice(bench: Bench) -> None:
    for number in bench.network.sources:
        bench.network.say(number, encode.subscribe((Stream(Channel.DEPTH, GOLD),)))


def _cut(bench: Bench) -> None:
    bench.network.close_all(None)


def _resync(bench: Bench) -> None:
    bench.worker.obey(Resync(Stream(Channel.DEPTH, GOLD)))


def _has_held_ask(message: Any) -> bool:
    return delta_of(DEPTH)(message) and b'"ask":[["' in message.payload and b'"0.00"' not in message.payload


FAULTS: Final = (
    Fault(
        "lost delta",
        "one depth delta never arrives",
        change(removing(DEPTH), lose),
        then=30,
        allowances=until_audit(DEPTH),
    ),
    Fault(
        "lost deltas",
        "twenty depth deltas in a row never arrive",
        change(delta_of(DEPTH), lose, 20),
        then=30,
        allowances=until_audit(DEPTH),
    ),
    Fault(
        "lost deltas, grouped",
        "the same with rows of ten ticks",
        change(delta_of(DEPTH), lose, 20),
        then=30,
        setting=Setting(group=_TEN_TICKS),
        allowances=until_audit(DEPTH),
    ),
    Fault(
        "drop, grouped",
        "the connection is cut while rows are of ten ticks",
        _cut,
        then=30,
        setting=Setting(group=_TEN_TICKS),
        seen_within=0.5,
    ),
    Fault(
        "nothing, grouped",
        "nothing at all goes wrong; rows are of fifty ticks",
        setting=Setting(group=5 * _TEN_TICKS, levels=30),
        then=30,
        harmless=True,
    ),
    Fault(
        "depth in batches",
        "depth is told four times a second, best prices at once: nothing is wrong, and level1 alone would say so",
        lambda bench: bench.exchange.add_hook(Batches(DEPTH, 0.25)),
        then=90,
        healed_within=30,
    ),
    Fault(
        "phantom level",
        "a delta invents a level that no later message mentions",
        _invent_a_level,
        then=AUDIT_BOUND + 10,
        allowances=until_audit(DEPTH),
        seen_within=AUDIT_BOUND,
        healed_within=AUDIT_BOUND,
    ),
    Fault(
        "phantom best price",
        "a delta invents a best bid half a tick above the best; the book is rebuilt before a check would mend it",
        lambda bench: _invent_a_level(bench, _TICK / 2),
        then=60,
        allowances=(Allowance(UNTIL_AUDIT, (DEPTH,), 10),),
        # Two quotes must speak against it, and in a calm market they take their time.
        seen_within=10,
        healed_within=12,
    ),
    Fault(
        "corrupt size",
        "a delta with a size that is no number",
        change(delta_of(DEPTH), edit(_spoil_size)),
        seen_within=1,
    ),
    Fault(
        "delta without a side",
        "a delta whose bids are missing",
        change(delta_of(DEPTH), edit(lambda document: document["data"].pop("bid"))),
        allowances=until_audit(DEPTH),
    ),
    Fault("duplicated delta", "a depth delta comes twice", change(delta_of(DEPTH), twice, 5), harmless=True),
    Fault(
        "duplicated signed delta",
        "deltas that state differences come twice",
        change(delta_of(DEPTH), twice, 3),
        then=30,
        setting=Setting(scenario=SCENARIOS["signed"]),
        allowances=until_audit(DEPTH),
    ),
    Fault(
        "overtaken delta",
        "depth deltas arrive 0.3 s late, after newer ones",
        change(delta_of(DEPTH), later(0.3), 10),
        then=30,
        # Each level is as it was told; together they never were so, which nobody knows before the late one comes.
        allowances=(Allowance(OUT_OF_ORDER, (DEPTH,), 3, of="imb"),),
    ),
    Fault(
        "overtaken signed delta",
        "the same where deltas state differences",
        change(delta_of(DEPTH), later(0.3), 10),
        then=30,
        setting=Setting(scenario=SCENARIOS["signed"]),
        # A change that comes before the level it changes is there says nothing of itself.
        allowances=until_audit(DEPTH),
    ),
    Fault(
        "replayed deltas",
        "depth deltas come again 0.7 s later, after newer ones",
        change(delta_of(DEPTH), again(0.7), 20),
        then=30,
        harmless=True,
    ),
    Fault(
        "replayed signed deltas",
        "the same where deltas state differences",
        change(delta_of(DEPTH), again(0.7), 20),
        then=30,
        setting=Setting(scenario=SCENARIOS["signed"]),
        harmless=True,
    ),
    Fault(
        "overtaken quote",
        "level1 messages arrive 0.3 s late, after newer ones and after their deltas",
        change(of("level1.GOLD-BTC"), later(0.3), 5),
        harmless=True,
    ),
    Fault(
        "crossed book",
        "a bid is reported where asks rest",
        change(_has_held_ask, edit(_lock)),
        allowances=until_audit(DEPTH),
        seen_within=5,
    ),
    Fault("second snapshot", "the exchange sends the whole book again", _subscribe_twice, harmless=True),
    Fault(
        "late snapshot",
        "after a cut the snapshot comes two seconds after the first deltas",
        all_of(change(snapshot_of(DEPTH), later(2)), _cut),
        seen_within=1,
        healed_within=8,
    ),
    Fault(
        "overtaken snapshots",
        "every snapshot arrives 0.5 s late, after newer deltas",
        change(snapshot_of(DEPTH), later(0.5), 100),
        then=80,
        harmless=True,
    ),
    Fault(
        "missing snapshot",
        "after a cut the first snapshot never comes",
        all_of(change(snapshot_of(DEPTH), lose), _cut),
        then=25,
        seen_within=1,
        healed_within=15,
    ),
    Fault(
        "snapshots cut short",
        "a resync is answered twice with broken JSON",
        all_of(change(snapshot_of(DEPTH), instead(b'{"topic":"depth.GOLD-BTC","type":"snap'), 2), _resync),
        then=40,
        seen_within=2,
        healed_within=30,
    ),
    Fault(
        "whole books of 5,000 levels a side",
        "books are told to their last level, after a cut again",
        _cut,
        setting=Setting(scenario=SCENARIOS["deep_books"]),
        then=8,
        seen_within=0.5,
    ),
    Fault(
        "longer books than are kept",
        "after a cut the snapshot has 6,000 more levels a side, all worse: the best are kept, and it says so",
        all_of(_lengthen, _cut),
        then=8,
        seen_within=0.5,
    ),
    Fault(
        "snapshot too large",
        "after a cut the first snapshot is of 5 MB",
        all_of(change(snapshot_of(DEPTH), edit(_swell)), _cut),
        then=20,
        seen_within=0.5,
        healed_within=12,
    ),
    Fault("asked for afresh", "the person asks for the book again", _resync, seen_within=1),
    Fault(
        "signed deltas unannounced",
        "deltas state differences and the profile says nothing of it",
        _cut,
        setting=Setting(scenario=SCENARIOS["signed"]),
        then=40,
        seen_within=0.5,
    ),
    Fault(
        "signed deltas told absolute",
        "deltas state differences and the profile says that they are sizes",
        setting=Setting(scenario=SCENARIOS["signed"], depth_mode=DepthMode.ABSOLUTE),
        then=30,
        starts_live=False,
        seen_within=AUDIT_BOUND,
        allowances=until_audit(DEPTH),
        excused_from_the_start=True,
        ends=Ending.BROKEN,
    ),
)
