"""Named behaviours of the simulated exchange, as data: what differs from a healthy ordinary day."""

from __future__ import annotations

import difflib
from enum import StrEnum
from typing import Final

from msgspec import Struct

from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import DepthMode
from roxom_tui.model.money import Unit
from roxom_tui.simulator import faults
from roxom_tui.simulator.faults import Fault


class AckStyle(StrEnum):
    """The spelling of the symbol in acknowledgements (protocol 3.3), or that none is sent."""

    INST_ID = "instId"
    SYMBOL = "symbol"
    MISSING = "missing"


class HttpRefusal(Struct, frozen=True):
    """An HTTP answer in place of the wanted one. `retry_after` in seconds."""

    status: int
    message: str
    retry_after: int | None = None


class Departure(Struct, frozen=True):
    """The server ends every connection after some seconds: with a close code, or by dropping it (None)."""

    after: float
    code: int | None
    reason: str = ""


class Scenario(Struct, frozen=True):
    """One behaviour. `pace` multiplies what happens per second, `volatility` how far prices move.

    `more_levels` a side lie behind the usual ones of every book, `more_orders` of the account rest far away.
    """

    name: str
    about: str
    pace: float = 1.0
    volatility: float = 1.0
    depth_mode: DepthMode = DepthMode.ABSOLUTE
    acks: AckStyle = AckStyle.INST_ID
    ack_delay: float = 0.0
    unit: Unit = Unit.BTC
    short_orders: bool = False
    nested_account: bool = False
    old_rest: bool = False
    signed_sizes: bool = False
    json_numbers: bool = False
    more_levels: int = 0
    more_orders: int = 0
    broadcast_account: bool = True
    most_subscriptions: int = 100
    refusal: HttpRefusal | None = None
    rest_refusal: HttpRefusal | None = None
    greeting_error: str | None = None
    failing_subscribes: int = 0
    departure: Departure | None = None
    faults: tuple[Fault, ...] = ()


DEFAULT: Final = Scenario("default", "an ordinary day")

_UNKNOWN_KEY: Final = HttpRefusal(401, "Invalid API key")

SCENARIOS: Final = {
    scenario.name: scenario
    for scenario in (
        DEFAULT,
        Scenario("calm", "few events and small moves", pace=0.3, volatility=0.4),
        Scenario("burst", "thousands of messages a second", pace=80.0, volatility=3.0),
        Scenario("signed", "depth deltas state differences", depth_mode=DepthMode.SIGNED),
        Scenario("instid_acks", "acknowledgements spell the symbol instId", acks=AckStyle.INST_ID),
        Scenario("symbol_acks", "acknowledgements spell the symbol symbol", acks=AckStyle.SYMBOL),
        Scenario("late_acks", "acknowledgements come three seconds late", ack_delay=3.0),
        Scenario("missing_acks", "no acknowledgements", acks=AckStyle.MISSING),
        Scenario("old_rest", "GETs answer in the older shapes, under /api/v1", old_rest=True),
        Scenario("sats", "tickers and balances are in sats", unit=Unit.SATS),
        Scenario("short_orders", "order events without side, type and price", short_orders=True),
        Scenario("nested_account", "account events say their type one level down", nested_account=True),
        Scenario("signed_sizes", "sizes of short positions and of sales are negative", signed_sizes=True),
        Scenario("json_numbers", "prices and sizes are JSON numbers with a fraction", json_numbers=True),
        Scenario("deep_books", "books of 5,000 levels a side", more_levels=5_000 - 58),
        Scenario("many_orders", "the account has 5,000 orders", more_orders=5_000 - 7),
        Scenario("quiet_account", "account events only where subscribed", broadcast_account=False),
        Scenario("few_subscriptions", "at most six subscriptions a connection", most_subscriptions=6),
        Scenario("internal_error", "the first three subscribes fail with 60019", failing_subscribes=3),
        Scenario("auth_rejected", "the handshake is answered 401", refusal=_UNKNOWN_KEY),
        Scenario("auth_forbidden", "the handshake is answered 403", refusal=HttpRefusal(403, "API key expired")),
        Scenario("auth_error_then_close", "accepted, error 600010, closed", greeting_error=ErrorCode.BAD_KEY),
        Scenario("handshake_limited", "the handshake is answered 429", refusal=HttpRefusal(429, "Slow down", 2)),
        Scenario("unavailable", "the handshake is answered 503", refusal=HttpRefusal(503, "Maintenance")),
        Scenario("rest_limited", "GETs are answered 429", rest_refusal=HttpRefusal(429, "Too many requests", 5)),
        Scenario("flapping", "accepts and closes at once", departure=Departure(0.0, 1011, "flapping")),
        Scenario("drop", "drops the connection after 20 s", departure=Departure(20.0, None)),
        Scenario("close_1000", "closes normally after 20 s", departure=Departure(20.0, 1000)),
        Scenario("close_1001", "goes away after 20 s", departure=Departure(20.0, 1001, "going away")),
        Scenario("close_1008", "closes for policy after 20 s", departure=Departure(20.0, 1008, "policy")),
        Scenario("close_1011", "fails after 20 s", departure=Departure(20.0, 1011, "internal error")),
        Scenario("close_1012", "restarts after 20 s", departure=Departure(20.0, 1012, "service restart")),
        Scenario(
            "close_1013", "asks to come back later after 20 s", departure=Departure(20.0, 1013, "try again later")
        ),
        Scenario("crossed_book", "a bid above the asks now and then", faults=(Fault(faults.CROSSED_BOOK),)),
        Scenario("lost_delta", "a depth delta is lost now and then", faults=(Fault(faults.LOST_DELTA),)),
        Scenario("mute", "data stops for 30 s in each minute", faults=(Fault(faults.MUTE, 20, 60, 30),)),
        Scenario("malformed_json", "cut-off messages in between", faults=(Fault(faults.MALFORMED),)),
        Scenario("binary_frame", "binary frames in between", faults=(Fault(faults.BINARY),)),
        Scenario("unknown_channel", "messages of a channel nobody knows", faults=(Fault(faults.UNKNOWN_CHANNEL),)),
        Scenario("unknown_type", "messages of a type nobody knows", faults=(Fault(faults.UNKNOWN_TYPE),)),
        Scenario("mismatch", "messages that name two symbols", faults=(Fault(faults.MISMATCH),)),
        Scenario("null_ticker", "tickers with nulls", faults=(Fault(faults.NULL_TICKER, every=3.1),)),
        Scenario("duplicates", "trades and account events come twice", faults=(Fault(faults.DUPLICATE, 0, 0),)),
    )
}


def scenario_named(name: str) -> Scenario:
    """The scenario of that name; UsageError names the nearest ones for a name nobody knows."""
    found = SCENARIOS.get(name)
    if found is not None:
        return found
    near = difflib.get_close_matches(name, SCENARIOS, n=3)
    hint = f": did you mean {' or '.join(near)}?" if near else f": there are {', '.join(SCENARIOS)}"
    raise UsageError(f"no scenario is called {name!r}{hint}")
