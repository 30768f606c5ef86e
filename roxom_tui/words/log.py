"""What happened, in words: the lines of the log and of the notice line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import Final

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.log_entries import LogEntry, LogKind, OrderOutcome
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.words.checks import WAYS
from roxom_tui.words.reasons import stopped_words, whole

PriceWords = Callable[[OrderOutcome], str]
"""An average price with its unit."""

_BECAME: Final[Mapping[str, str]] = {
    OrderStatus.PARTIALLY_FILLED: "partly filled",
    OrderStatus.PARTIALLY_FILLED_CANCELLED: "partly filled, then cancelled",
}


def in_btc(outcome: OrderOutcome) -> str:
    """A price as the exchange sent it."""
    return "" if outcome.price is None else f"{outcome.price:f} BTC"


def log_sentence(entry: LogEntry, price: PriceWords = in_btc) -> str:
    """An entry as one sentence; `price` says prices, for programs and files in BTC."""
    return _SENTENCES[entry.kind](entry) if entry.order is None else order_sentence(entry.order, price(entry.order))


def order_sentence(outcome: OrderOutcome, price: str) -> str:
    """The outcome in words that fit a line; `price` is the average price with its unit."""
    side = "order" if outcome.side is None else outcome.side.value
    size = "" if outcome.size is None else f" {outcome.size:f}"
    at = f" at {price}" if outcome.price is not None else ""
    reason = f" ({outcome.reason})" if outcome.reason else ""
    return f"{outcome.symbol}: {side}{size} {_BECAME.get(outcome.status, outcome.status)}{at}{reason}"


def _why(entry: LogEntry) -> str:
    return "" if entry.reason is None else whole(entry.reason)


def _disconnected(entry: LogEntry) -> str:
    return f"{_why(entry)}; next try in {entry.seconds:.1f} s" if entry.seconds else f"{_why(entry)}; reconnecting"


def _list_failed(entry: LogEntry) -> str:
    then = f"next try in {ceil(entry.seconds)} s" if entry.seconds else "trying again"
    return f"{entry.stream}: {entry.text}; {then}"


def _clock(entry: LogEntry) -> str:
    ahead = entry.seconds or 0.0
    side = "behind" if ahead > 0 else "ahead of"
    return f"this computer's clock is {abs(ahead):,.0f} s {side} the exchange clock, which is shown"


def _standstill(entry: LogEntry) -> str:
    did = "stopped" if entry.reason is None else stopped_words(entry.reason)
    return f"this computer {did} for {entry.seconds or 0:.0f} s"


def _ways(entry: LogEntry) -> tuple[str, ...]:
    return tuple(WAYS[way] for way in entry.ways)


_SENTENCES: Final[Mapping[LogKind, Callable[[LogEntry], str]]] = {
    LogKind.NOTE: lambda entry: entry.text,
    LogKind.CONNECTED: lambda entry: f"connected to {entry.text}" + (f" through {entry.proxy}" if entry.proxy else ""),
    LogKind.DISCONNECTED: _disconnected,
    LogKind.STOPPED: _why,
    LogKind.REFUSED: lambda entry: f"{entry.stream} rejected: {_why(entry)}",
    LogKind.NOT_ACKNOWLEDGED: lambda entry: (
        f"{entry.stream}: subscription not acknowledged; its data is shown if it comes"
    ),
    LogKind.EXCHANGE_ERROR: _why,
    LogKind.ACCOUNT_NEWS: lambda entry: f"account: {entry.text}",
    LogKind.STANDSTILL: _standstill,
    LogKind.CLOCK_WRONG: _clock,
    LogKind.CLOCK_RIGHT: lambda _: "this computer's clock agrees with the exchange clock again",
    LogKind.LATE: lambda entry: whole(Reason(Cause.LATE, seconds=entry.seconds or 0)),
    LogKind.ON_TIME: lambda _: "data arrives on time again",
    LogKind.DOUBTED: lambda entry: f"{entry.stream}: {_why(entry)}",
    LogKind.LIST_FAILED: _list_failed,
    LogKind.LISTS_GIVEN_UP: lambda entry: f"account lists hold only changes since connecting: {entry.text}",
    LogKind.RESUBSCRIBED: lambda entry: f"{entry.stream} resubscribed: {_why(entry)}",
    LogKind.RESUBSCRIBED_AGAIN: lambda entry: f"{entry.stream} resubscribed once more: {_why(entry)}",
    LogKind.BOOK_NOT_ANSWERED: lambda entry: f"{entry.stream}: snapshot by GET failed: {entry.text}",
    LogKind.BOOK_CORRECTED: lambda entry: f"{entry.stream}: book check: {entry.done} of {entry.of} levels corrected",
    LogKind.VERIFY_RETURNS: lambda entry: f"{entry.stream}: verifying by {_ways(entry)[0]} again",
    LogKind.VERIFY_FAILED: lambda entry: (
        f"{entry.stream}: {_ways(entry)[0]} brought no snapshot; verifying by {_ways(entry)[1]}"
    ),
    LogKind.VERIFY_BROKE: lambda entry: (
        f"{entry.stream}: {_ways(entry)[0]} broke the book; verifying by {_ways(entry)[1]}"
    ),
    LogKind.TASK_FAILED: lambda entry: f"{entry.text}; the log file says where",
    LogKind.TASK_GIVEN_UP: lambda entry: f"{entry.text} failed again and again; the log file says where",
    LogKind.NO_PROFILE: lambda entry: f"there is no profile {entry.text}",
}
