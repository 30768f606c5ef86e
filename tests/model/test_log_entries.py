"""What happened, as facts: how much it must be seen, whether it is private, and what is the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.log_entries import LogEntry, LogKind, OrderOutcome, outcome_of
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.values import replace
from roxom_tui.model.verification import Way
from tests.support.spellings import DEPTH, GOLD, LEVEL1, order

FILLED = OrderOutcome(GOLD, OrderSide.SELL, OrderStatus.FILLED, Size(Decimal("0.06")), Price("0.24394"), "")
REASON = Reason(Cause.CONNECTION_LOST, "restarting", "1012", next_at=5)
ENTRY = LogEntry(LogKind.DISCONNECTED, "a text", DEPTH, 1.5, REASON, done=1, of=2, ways=(Way.GET,), proxy="p")


@pytest.mark.parametrize("changed", [{"seconds": 2.5}, {"seconds": None}, {"reason": replace(REASON, next_at=9)}])
def test_how_long_something_takes_makes_no_other_entry(changed: dict[str, object]) -> None:
    assert replace(ENTRY, **changed).key == ENTRY.key  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": LogKind.REFUSED},
        {"text": "another"},
        {"stream": LEVEL1},
        {"reason": replace(REASON, cause=Cause.ASKED)},
        {"reason": replace(REASON, text="overload")},
        {"reason": None},
        {"ways": (Way.REPEAT,)},
        {"proxy": "q"},
        {"order": FILLED},
    ],
    ids=str,
)
def test_anything_else_makes_another_entry(changed: dict[str, object]) -> None:
    assert replace(ENTRY, **changed).key != ENTRY.key  # type: ignore[arg-type]


def test_streams_of_another_symbol_are_others() -> None:
    keys = {LogEntry(LogKind.REFUSED, stream=stream).key for stream in (DEPTH, LEVEL1, Stream(Channel.ORDERS))}
    assert len(keys) == 3


@pytest.mark.parametrize("kind", LogKind)
def test_only_what_tells_of_the_account_is_private(kind: LogKind) -> None:
    assert LogEntry(kind).is_private is (kind in (LogKind.ACCOUNT_NEWS, LogKind.ORDER))


@pytest.mark.parametrize(
    ("entry", "severity"),
    [
        (LogEntry(LogKind.CONNECTED), "information"),
        (LogEntry(LogKind.DISCONNECTED), "warning"),
        (LogEntry(LogKind.STOPPED), "error"),
        (LogEntry(LogKind.NOTE), "information"),
        (LogEntry(LogKind.NOTE, told_as="warning"), "warning"),
        (LogEntry(LogKind.ORDER, order=FILLED), "information"),
        (LogEntry(LogKind.ORDER, order=replace(FILLED, status=OrderStatus.REJECTED)), "warning"),
    ],
    ids=str,
)
def test_its_severity_is_that_of_its_kind_or_of_the_order(entry: LogEntry, severity: str) -> None:
    assert entry.severity == severity


def test_an_order_without_an_average_price_has_none() -> None:
    outcome = outcome_of(order("a", at=None))
    assert (outcome.symbol, outcome.price) == (GOLD, None)
