"""What the exchange may answer instead of letting us in (client 2.3)."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Final

from roxom_tui.simulator.scenarios import SCENARIOS, HttpRefusal
from tests.faults.bench import Bench
from tests.faults.fault import Ending, Fault


def _refuse(*answers: HttpRefusal | OSError) -> Callable[[Bench], None]:
    """Cut the connection, and answer the next handshakes with these."""

    def begin(bench: Bench) -> None:
        bench.network.refusals.extend(answers)
        bench.network.close_all(None)

    return begin


def _error_then_close(bench: Bench) -> None:
    bench.exchange.scenario = SCENARIOS["auth_error_then_close"]
    bench.network.close_all(None)


def _refused(status: int, about: str, *, retry_after: int | None = None, times: int = 1) -> Callable[[Bench], None]:
    return _refuse(*(HttpRefusal(status, about, retry_after) for _ in range(times)))


FAULTS: Final = (
    *(
        Fault(
            f"handshake {status}",
            f"after a cut the handshake is answered {status}: the key is refused",
            _refused(status, "no"),
            then=30,
            seen_within=0.5,
            ends=Ending.STOPPED,
        )
        for status in (401, 403)
    ),
    Fault(
        "handshake 302",
        "after a cut the handshake is answered with another address",
        _refused(302, "elsewhere"),
        then=30,
        seen_within=0.5,
        ends=Ending.STOPPED,
    ),
    Fault(
        "handshake 429",
        "after a cut the handshake is answered 429, come back in 20 s",
        _refused(429, "slow down", retry_after=20),
        then=40,
        seen_within=0.5,
        healed_within=30,
    ),
    Fault(
        "handshake 429 without a time",
        "after a cut the handshake is answered 429 and nothing else",
        _refused(429, "slow down"),
        then=75,
        seen_within=0.5,
        healed_within=70,
    ),
    *(
        Fault(
            f"handshake {status}",
            f"after a cut three handshakes are answered {status}",
            _refused(status, "maintenance", times=3),
            then=40,
            seen_within=0.5,
            healed_within=35,
        )
        for status in (408, 500, 503)
    ),
    Fault(
        "nobody listens",
        "after a cut nothing listens there for five tries",
        _refuse(*(ConnectionRefusedError(errno.ECONNREFUSED, "refused") for _ in range(5))),
        then=70,
        seen_within=0.5,
        healed_within=65,
    ),
    Fault(
        "error 600010 then close",
        "after a cut the exchange lets us in, says 600010 and closes",
        _error_then_close,
        then=30,
        seen_within=0.5,
        ends=Ending.STOPPED,
    ),
)
