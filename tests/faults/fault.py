"""What a fault is: data that says what happens, what may be excused for how long, and how it must end."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from tests.faults.bench import Bench, Setting

Act = Callable[[Bench], None]

BEFORE: Final = 6.0
"""Seconds of ordinary life before a fault, as a rule."""

SILENCE_BOUND: Final = 6.0
"""Seconds in which an injected silence cannot be told from a quiet market (client 1.3)."""

LISTS_BOUND: Final = 35.0
"""The same for the account: an event that never came is seen when the lists are asked for, each half minute."""

WITNESS_BOUND: Final = 5.0
"""The same where another of the account's streams tells that something was executed."""

AUDIT_BOUND: Final = 80.0
"""Seconds until the next audit of the book in view at the latest: 60 s +-20 %, and its answer (client 3.6)."""

SILENCE: Final = "silence"
UNTIL_AUDIT: Final = "until the audit"
OUT_OF_ORDER: Final = "a sum over levels while an older delta is still on its way"
LOST_TRADE: Final = "a trade that never came"

EVERYTHING: Final = (
    *(f"{channel}.GOLD-BTC" for channel in ("depth", "level1", "ticker", "trade")),
    *(f"{channel}.US500-BTC" for channel in ("level1", "ticker")),
    "orders",
    "balance",
    "positions",
)
"""Every stream that the screen of the bench shows something of."""


class Ending(StrEnum):
    """How a story may end."""

    LIVE = "live"
    STOPPED = "stopped"
    REFUSED = "streams refused"
    SINCE_CONNECT = "live, since connect"
    ACCOUNT_DOUBTED = "account not live"
    BROKEN = "not live"


class Allowance(Struct, frozen=True):
    """One of the exceptions, for values of these streams (`depth.GOLD-BTC`), so many seconds from the fault on."""

    why: str
    streams: tuple[str, ...]
    seconds: float
    of: str = ""
    """Only for what has this in its name."""

    def parsed(self) -> frozenset[Stream]:
        """The streams as values."""
        return frozenset(parse_stream(text) for text in self.streams)


def parse_stream(text: str) -> Stream:
    """`depth.GOLD-BTC` or `orders` as a stream."""
    channel, _, symbol = text.partition(".")
    return Stream(Channel(channel), Symbol(symbol) if symbol else None)


def nothing(bench: Bench) -> None:
    """Where the setting alone is the fault, or nothing has to be undone."""


ACCOUNT: Final = frozenset(parse_stream(text) for text in ("orders", "balance", "positions"))


class Fault(Struct, frozen=True):
    """One thing that can go wrong. Times in seconds.

    `begin` is done `after` some ordinary life, once everything is live, `end` after `lasts`, and `then` is how long the
    story goes on. With `seen_within` something must have been seen by then; where `harmless`, nothing may stop being
    live. All is live again `healed_within` after the end. `waits_for` names what has to be built before this can pass.
    """

    name: str
    about: str
    begin: Act = nothing
    end: Act = nothing
    after: float = BEFORE
    lasts: float = 0.0
    then: float = 10.0
    setting: Setting = field(default_factory=Setting)
    allowances: tuple[Allowance, ...] = ()
    seen_within: float | None = None
    harmless: bool = False
    starts_live: bool = True
    excused_from_the_start: bool = False
    healed_within: float = 8.0
    ends: Ending = Ending.LIVE
    waits_for: str = ""


def silence(*streams: str, seconds: float = SILENCE_BOUND) -> tuple[Allowance, ...]:
    """The first exception."""
    return (Allowance(SILENCE, streams, seconds),)


def lost_trades(*streams: str, seconds: float) -> tuple[Allowance, ...]:
    """Trades have neither numbers nor snapshots: that one is missing on the tape, nothing can tell (protocol 4.2)."""
    return (Allowance(LOST_TRADE, streams, seconds),)


def until_audit(*streams: str) -> tuple[Allowance, ...]:
    """The second exception, for books."""
    return (Allowance(UNTIL_AUDIT, streams, AUDIT_BOUND),)
