"""States and outcomes: of connections, subscriptions, messages, orders and events, and the freshness of data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from roxom_tui.model.channels import Stream
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Price, Size


class PanelState(StrEnum):
    """The states of a panel, worst first; the first that holds is the one shown (client 1.2)."""

    DOWN = "DOWN"
    REJECTED = "REJECTED"
    STALE = "STALE"
    RESYNC = "RESYNC"
    UNPROVEN = "UNPROVEN"
    WAITING = "WAITING"
    QUIET = "QUIET"
    LIVE = "LIVE"

    @property
    def rank(self) -> int:
        """0 for the worst state."""
        return _RANK[self]

    @property
    def is_live(self) -> bool:
        """Whether values may be drawn as true right now."""
        return self in (PanelState.LIVE, PanelState.QUIET)


_RANK = {state: rank for rank, state in enumerate(PanelState)}


def worst(*states: PanelState) -> PanelState:
    """The least trustworthy of some states: what a derived value takes over from its inputs."""
    return min(states, key=_RANK.__getitem__)


class Freshness(NamedTuple):
    """The state of one stream or panel, why, and since when. Times are monotonic nanoseconds.

    `data_at` is when data last came (None: never), `valid_until` when the screen must stop believing it. Where it is
    LIVE and yet unusually silent, `silent_since` says since when.
    """

    state: PanelState
    reason: str = ""
    data_at: int | None = None
    valid_until: int = 0
    silent_since: int | None = None


class Phase(StrEnum):
    """The phases of a connection."""

    CONNECTING = "CONNECTING"
    CONNECTED = "CONNECTED"
    WAITING = "WAITING"
    STOPPED = "STOPPED"


class Subscribed(NamedTuple):
    """The exchange acknowledged subscriptions (protocol 3.3)."""

    streams: tuple[Stream, ...]
    connection_id: str | None = None


class Unsubscribed(NamedTuple):
    """The exchange acknowledged the end of subscriptions (protocol 3.3)."""

    streams: tuple[Stream, ...]


class Rejected(NamedTuple):
    """An acknowledgement that refuses one named stream (protocol 3.3)."""

    stream: Stream
    code: str
    text: str


class ErrorReceived(NamedTuple):
    """An error message; nothing in it names the stream it is about (protocol 3.4)."""

    code: str
    error_class: ErrorClass
    text: str
    connection_id: str | None = None


class RejectReason(StrEnum):
    """The reasons for refusing a message; also the names of their counters."""

    TOO_LARGE = "too large"
    TOO_DEEP = "nested too deep"
    BINARY = "binary frame"
    BAD_TEXT = "not UTF-8"
    BAD_JSON = "not JSON"
    NOT_AN_OBJECT = "not an object"
    UNKNOWN_SHAPE = "unknown shape"
    UNKNOWN_CHANNEL = "unknown channel"
    MISSING_FIELD = "missing field"
    WRONG_TYPE = "wrong type"
    BAD_NUMBER = "bad number"
    SYMBOL_MISMATCH = "topic and symbol disagree"


class FrameRejected(NamedTuple):
    """A message that was not believed: the reason, the field, the stream if known, and a clipped excerpt."""

    reason: RejectReason
    detail: str
    excerpt: str
    stream: Stream | None = None


Control: TypeAlias = Subscribed | Unsubscribed | Rejected | ErrorReceived


_BECAME: Final[Mapping[str, str]] = {
    OrderStatus.PARTIALLY_FILLED: "partly filled",
    OrderStatus.PARTIALLY_FILLED_CANCELLED: "partly filled, then cancelled",
}


class OrderOutcome(NamedTuple):
    """An order's newest status; `size` is what was executed and `price` its average, None where nothing was."""

    symbol: Symbol
    side: OrderSide | None
    status: OrderStatus | str
    size: Size | None
    price: Price | None
    reason: str

    def sentence(self, price: str) -> str:
        """The outcome in words that fit a line; `price` is the average price with its unit."""
        side = "order" if self.side is None else self.side.value
        size = "" if self.size is None else f" {self.size:f}"
        at = f" at {price}" if self.price is not None else ""
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.symbol}: {side}{size} {_BECAME.get(self.status, self.status)}{at}{reason}"

    @property
    def plain_sentence(self) -> str:
        """The same for logs and programs, in BTC as the exchange sent it."""
        return self.sentence("" if self.price is None else f"{self.price:f} BTC")


def outcome_of(order: OrderUpdate) -> OrderOutcome:
    """The outcome that an event tells of its order."""
    price = order.average_price or None
    return OrderOutcome(order.symbol, order.side, order.status, order.executed, price, order.reason or "")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that must not be lost between frames, for the log and the notice line. Times: wall nanoseconds.

    `private` is what tells of the account, and is hidden with its figures. `order` are the facts of a notice about
    one: its `text` says them in BTC, the screen in the unit in use. `count` equal ones came since `since`; `more` is
    what stands behind the text.
    """

    at: int
    text: str
    severity: str = "information"
    private: bool = False
    order: OrderOutcome | None = None
    count: int = 1
    more: str = ""


class Applied(NamedTuple):
    """The event is part of the state now."""

    stream: Stream


class Skipped(NamedTuple):
    """The event changed nothing: a duplicate, late, or for something we do not follow."""

    stream: Stream
    why: str
    is_kept: bool = False
    """It will be part of the state once the snapshot that it amends has come."""


class NeedsResync(NamedTuple):
    """The stream's data can no longer be believed; ask for a snapshot."""

    stream: Stream
    why: str


Outcome: TypeAlias = Applied | Skipped | NeedsResync
