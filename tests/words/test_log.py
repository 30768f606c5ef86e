"""What happened, in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.log_entries import LogEntry, LogKind, OrderOutcome
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Reason, Rule
from roxom_tui.model.values import replace
from roxom_tui.model.verification import Way
from roxom_tui.words.log import log_sentence
from tests.support.spellings import DEPTH, GOLD

FILLED = OrderOutcome(GOLD, OrderSide.SELL, OrderStatus.FILLED, Size(Decimal("0.06")), Price("0.24394"), "")
REASON = Reason(Cause.LIST_DOUBTED, rule=Rule.ORDERS)


@pytest.mark.parametrize("kind", LogKind)
def test_every_kind_is_a_sentence_without_a_gap(kind: LogKind) -> None:
    order = FILLED if kind is LogKind.ORDER else None
    ways = (Way.REPEAT, Way.REJOIN)
    said = log_sentence(LogEntry(kind, "words", DEPTH, 7.0, REASON, order, 1, 2, ways))
    assert said == said.strip() != ""
    assert not any(gap in said for gap in ("{", "}", "None", "Reason(", "  ", ": ;"))


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (LogEntry(LogKind.CONNECTED, "a.example"), "connected to a.example"),
        (LogEntry(LogKind.CONNECTED, "a.example", proxy="p"), "connected to a.example through p"),
        (LogEntry(LogKind.DISCONNECTED, reason=Reason(Cause.ASKED), seconds=0.0), "reconnect requested; reconnecting"),
        (
            LogEntry(LogKind.DISCONNECTED, reason=Reason(Cause.ASKED), seconds=1.26),
            "reconnect requested; next try in 1.3 s",
        ),
        (
            LogEntry(LogKind.REFUSED, stream=DEPTH, reason=Reason(Cause.REFUSED, "no such symbol", "60015")),
            "depth.GOLD-BTC rejected: exchange error 60015: no such symbol",
        ),
        (LogEntry(LogKind.EXCHANGE_ERROR, reason=Reason(Cause.REFUSED, "", "60019")), "exchange error 60019"),
        (
            LogEntry(LogKind.BOOK_CORRECTED, stream=DEPTH, done=2, of=9),
            "depth.GOLD-BTC: book check: 2 of 9 levels corrected",
        ),
        (
            LogEntry(LogKind.VERIFY_FAILED, stream=DEPTH, ways=(Way.REPEAT, Way.GET)),
            "depth.GOLD-BTC: resubscribe brought no snapshot; verifying by GET",
        ),
    ],
    ids=str,
)
def test_what_happened_is_told_with_its_particulars(entry: LogEntry, sentence: str) -> None:
    assert log_sentence(entry) == sentence


@pytest.mark.parametrize(
    ("ahead", "words"), [(-7.0, "7 s ahead of"), (7.0, "7 s behind"), (-2000.0, "2,000 s ahead of")]
)
def test_a_wrong_clock_is_told_from_the_side_of_this_computer(ahead: float, words: str) -> None:
    assert words in log_sentence(LogEntry(LogKind.CLOCK_WRONG, seconds=ahead))


@pytest.mark.parametrize(("pause", "who"), [("slept", "slept"), ("stalled", "held the program up")])
def test_a_standstill_says_who_stood_still(pause: str, who: str) -> None:
    reason = Reason(Cause.STANDSTILL, pause, seconds=13.0)
    assert log_sentence(LogEntry(LogKind.STANDSTILL, reason=reason, seconds=13.0)) == f"this computer {who} for 13 s"


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (FILLED, "GOLD-BTC: sell 0.06 filled at 0.24394 BTC"),
        (replace(FILLED, side=None, size=None), "GOLD-BTC: order filled at 0.24394 BTC"),
        (replace(FILLED, status=OrderStatus.PARTIALLY_FILLED), "GOLD-BTC: sell 0.06 partly filled at 0.24394 BTC"),
        (replace(FILLED, status="paused", price=None, reason="halt"), "GOLD-BTC: sell 0.06 paused (halt)"),
    ],
    ids=str,
)
def test_an_orders_outcome_is_one_sentence_of_what_is_known(outcome: OrderOutcome, sentence: str) -> None:
    assert log_sentence(LogEntry(LogKind.ORDER, order=outcome)) == sentence


def test_the_screen_says_the_price_in_its_own_unit() -> None:
    told = log_sentence(LogEntry(LogKind.ORDER, order=FILLED), lambda _: "24,394,000 sats")
    assert told == "GOLD-BTC: sell 0.06 filled at 24,394,000 sats"
