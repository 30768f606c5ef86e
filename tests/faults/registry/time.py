"""Wrong clocks, late data, a computer that slept, a screen that does not look (client 2.10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from roxom_tui.model.durations import SECOND
from tests.faults.bench import Bench, Setting
from tests.faults.fault import EVERYTHING, SILENCE_BOUND, Fault, lost_trades, silence
from tests.faults.hooks import DEPTH, LEVEL1, TICKER, TRADE, all_of, change, edit, of

_HOUR: Final = 3600


def _lag(seconds: float) -> Callable[[Bench], None]:
    def begin(bench: Bench) -> None:
        bench.network.latency = round(seconds * SECOND)

    return begin


def _stop(seconds: float) -> Callable[[Bench], None]:
    return lambda bench: bench.clock.pass_(round(seconds * SECOND))


def _sleep(seconds: float) -> Callable[[Bench], None]:
    """The computer sleeps; the exchange too, but for the last minute, for a night of it takes long to simulate."""

    def begin(bench: Bench) -> None:
        bench.exchange.skip(round(max(0.0, seconds - 60) * SECOND))
        bench.clock.sleep(round(seconds * SECOND))

    return begin


def _set_clock(seconds: float) -> Callable[[Bench], None]:
    def begin(bench: Bench) -> None:
        bench.clock.skew += round(seconds * SECOND)

    return begin


def _look_away(bench: Bench) -> None:
    bench.screen_sleeps = True


def _look_again(bench: Bench) -> None:
    bench.screen_sleeps = False


def _an_hour_ahead(document: dict[str, Any]) -> None:
    document["data"]["timestamp"] += _HOUR * SECOND


FAULTS: Final = (
    Fault("clock ahead", "the client's wall clock is an hour ahead", setting=Setting(skew=_HOUR), harmless=True),
    Fault("clock behind", "the client's wall clock is an hour behind", setting=Setting(skew=-_HOUR), harmless=True),
    Fault(
        "clock set back",
        "the client's wall clock is set back by five minutes while it runs",
        _set_clock(-300),
        harmless=True,
    ),
    Fault(
        "clock set ahead",
        "the client's wall clock is set ahead by five minutes while it runs",
        _set_clock(300),
        harmless=True,
    ),
    Fault(
        "late by 3 s",
        "everything takes 3 s each way for 20 s: shown as lagging, and live (client 2.10)",
        _lag(3),
        _lag(0.025),
        lasts=20,
        setting=Setting(window=5 * SECOND),
        seen_within=10,
    ),
    Fault(
        "late by 12 s",
        "everything takes 12 s each way for 40 s",
        _lag(12),
        _lag(0.025),
        lasts=40,
        then=30,
        allowances=silence(*EVERYTHING),
        seen_within=SILENCE_BOUND,
        healed_within=25,
    ),
    Fault(
        "an hour ahead, once",
        "one message of each stream of gold states a time an hour ahead",
        all_of(*(change(of(stream), edit(_an_hour_ahead)) for stream in (LEVEL1, TICKER, TRADE, DEPTH))),
        then=30,
        harmless=True,
        allowances=lost_trades(TRADE, seconds=40),
    ),
    Fault("stopped for 2 s", "the program stands still for 2 s", _stop(2), seen_within=2.2, healed_within=2),
    Fault(
        "stopped for 10 s",
        "the program stands still for 10 s (Ctrl+Z, or a busy computer)",
        _stop(10),
        seen_within=11,
        healed_within=15,
    ),
    Fault(
        "slept for a minute",
        "the computer sleeps for a minute",
        _sleep(60),
        seen_within=62,
        healed_within=75,
        then=40,
    ),
    Fault(
        "slept for 8 hours",
        "the computer sleeps through the night",
        _sleep(8 * _HOUR),
        seen_within=8 * _HOUR + 2,
        healed_within=20,
        then=40,
    ),
    Fault("unread terminal", "the screen asks for nothing for 60 s", _look_away, _look_again, lasts=60),
)
