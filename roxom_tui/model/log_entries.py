"""What happened, as facts, for the log and the notice line; the sentences are made where they are read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from msgspec import Struct

from roxom_tui.model.channels import Stream
from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.folded_lines import meaning
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Reason
from roxom_tui.model.values import replace
from roxom_tui.model.verification import Way


class LogKind(Enum):
    """The kinds of what happens; the value is the name that programs are told."""

    NOTE = "note"
    """A sentence of another's: of a program's part that has its own, or of this computer."""
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    STOPPED = "stopped"
    REFUSED = "stream_refused"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    EXCHANGE_ERROR = "exchange_error"
    ACCOUNT_NEWS = "account_news"
    ORDER = "order"
    STANDSTILL = "computer_stopped"
    CLOCK_WRONG = "clock_wrong"
    CLOCK_RIGHT = "clock_right"
    LATE = "data_delayed"
    ON_TIME = "data_on_time"
    DOUBTED = "list_doubted"
    LIST_FAILED = "list_not_answered"
    LISTS_GIVEN_UP = "lists_given_up"
    RESUBSCRIBED = "resubscribed"
    RESUBSCRIBED_AGAIN = "resubscribed_again"
    BOOK_NOT_ANSWERED = "book_not_answered"
    BOOK_CORRECTED = "book_corrected"
    VERIFY_RETURNS = "verify_returns"
    VERIFY_FAILED = "verify_failed"
    VERIFY_BROKE = "verify_broke"
    TASK_FAILED = "task_failed"
    TASK_GIVEN_UP = "task_given_up"
    NO_PROFILE = "no_profile"


_EXECUTED: Final = frozenset((OrderStatus.FILLED, OrderStatus.PARTIALLY_FILLED_CANCELLED))

_SEVERITY: Final[Mapping[LogKind, str]] = {
    LogKind.DISCONNECTED: "warning",
    LogKind.STOPPED: "error",
    LogKind.REFUSED: "warning",
    LogKind.EXCHANGE_ERROR: "warning",
    LogKind.STANDSTILL: "warning",
    LogKind.LISTS_GIVEN_UP: "warning",
    LogKind.TASK_FAILED: "error",
    LogKind.TASK_GIVEN_UP: "error",
    LogKind.NO_PROFILE: "error",
}


class OrderOutcome(Struct, frozen=True):
    """An order's newest status; `size` is what was executed and `price` its average, None where nothing was."""

    symbol: Symbol
    side: OrderSide | None
    status: OrderStatus | str
    size: Size | None
    price: Price | None
    reason: str


def outcome_of(order: OrderUpdate) -> OrderOutcome:
    """The outcome that an event tells of its order."""
    price = order.average_price or None
    return OrderOutcome(order.symbol, order.side, order.status, order.executed, price, order.reason or "")


class LogEntry(Struct, frozen=True):
    """One thing that happened. `text` is what another said, or a name; `seconds` a length of time or a delay."""

    kind: LogKind
    text: str = ""
    stream: Stream | None = None
    seconds: float | None = None
    reason: Reason | None = None
    order: OrderOutcome | None = None
    done: int | None = None
    of: int | None = None
    ways: tuple[Way, ...] = ()
    """The way that is left, and the one that is taken."""
    proxy: str = ""
    told_as: str = ""
    """The severity, where the kind does not say it."""

    @property
    def severity(self) -> str:
        """How much the person must see it."""
        if self.order is not None:
            return "information" if self.order.status in _EXECUTED else "warning"
        return self.told_as or _SEVERITY.get(self.kind, "information")

    @property
    def is_private(self) -> bool:
        """Whether it tells of the account."""
        return self.kind in (LogKind.ACCOUNT_NEWS, LogKind.ORDER)

    @property
    def key(self) -> str:
        """What makes two entries equal: everything but how long."""
        return meaning(repr(replace(self, seconds=None, reason=self.reason and replace(self.reason, next_at=None))))
