"""What stops coming (client 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from tests.faults.bench import Bench
from tests.faults.fault import (
    EVERYTHING,
    LISTS_BOUND,
    SILENCE_BOUND,
    WITNESS_BOUND,
    Fault,
    lost_trades,
    silence,
    until_audit,
)
from tests.faults.hooks import DEPTH, LEVEL1, TICKER, TRADE

_GOLD: Final = (DEPTH, LEVEL1, TICKER, TRADE)


def _mute(streams: Collection[str] | None) -> Callable[[Bench], None]:
    return lambda bench: bench.network.mute(streams)


def _unmute(streams: Collection[str] | None) -> Callable[[Bench], None]:
    return lambda bench: bench.network.unmute(streams)


def _kill_lines(bench: Bench) -> None:
    bench.network.kill_lines()


def _freeze(bench: Bench) -> None:
    bench.network.freeze()


def _thaw(bench: Bench) -> None:
    bench.network.thaw()


FAULTS: Final = (
    *(
        Fault(
            f"muted {stream.partition('.')[0]}",
            f"{stream} falls silent for 20 s while the other streams go on",
            _mute((stream,)),
            _unmute((stream,)),
            lasts=20,
            allowances=silence(stream),
            seen_within=6,
        )
        for stream in (DEPTH, LEVEL1, TICKER)
    ),
    Fault(
        "muted trade",
        "trades fall silent for 20 s, which is no sign of anything, but the ticker tells of trades without a print",
        _mute((TRADE,)),
        _unmute((TRADE,)),
        # By then enough prints were told by the ticker too, also on a calm day.
        after=20,
        lasts=20,
        seen_within=8,
        # The next trade tells by its running total that others are missing, so no sum goes on over them.
        allowances=lost_trades(TRADE, seconds=22),
    ),
    Fault(
        "muted depth for a moment",
        "depth falls silent for 2 s: too short to be noticed as silence",
        _mute((DEPTH,)),
        _unmute((DEPTH,)),
        lasts=2,
        then=30,
        allowances=until_audit(DEPTH),
    ),
    *(
        Fault(
            f"muted {stream}",
            f"events of {stream} fall silent for 20 s",
            _mute((stream,)),
            _unmute((stream,)),
            lasts=20,
            then=60,
            allowances=silence(stream, "balance", seconds=20 + bound),
            healed_within=20 + bound,
        )
        for stream, bound in (("orders", LISTS_BOUND), ("balance", WITNESS_BOUND), ("positions", WITNESS_BOUND))
    ),
    Fault(
        "muted symbol",
        "every stream of the symbol in view falls silent for 20 s, the others go on",
        _mute(_GOLD),
        _unmute(_GOLD),
        lasts=20,
        allowances=silence(*_GOLD),
        seen_within=SILENCE_BOUND,
    ),
    Fault(
        "muted everything",
        "no data at all for 20 s, pings are answered",
        _mute(None),
        _unmute(None),
        lasts=20,
        allowances=silence(*EVERYTHING),
        seen_within=SILENCE_BOUND,
    ),
    Fault(
        "dead line",
        "nothing comes by the connection any more, not even a pong; another can be made",
        _kill_lines,
        allowances=silence(*EVERYTHING),
        seen_within=3.5,
        healed_within=12,
        then=30,
    ),
    Fault(
        "freeze",
        "nothing at all for 20 s, not even a pong; what was sent meanwhile is lost",
        _freeze,
        _thaw,
        lasts=20,
        allowances=silence(*EVERYTHING),
        seen_within=SILENCE_BOUND,
        healed_within=30,
        then=40,
    ),
    Fault(
        "long freeze",
        "nothing at all for 90 s: the connection is given up, and cannot be made again before the end",
        _freeze,
        _thaw,
        lasts=90,
        allowances=silence(*EVERYTHING),
        seen_within=SILENCE_BOUND,
        healed_within=30,
        then=40,
    ),
)
