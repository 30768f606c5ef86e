"""The step of prices in a row of the book, by symbol; notices and log in the unit in use, or hidden."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.log_entries import LogEntry, LogKind, outcome_of
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.state.views.connection_views import LogLine
from roxom_tui.ui.display_options import NEWS, STEPS, DisplayOptions, Grouping, redacted_view, shown_text
from tests.ui.connection_views import WALL, connection_view

FILL = OrderUpdate(
    "o-1",
    Symbol("GOLD-BTC"),
    OrderStatus.FILLED,
    side=OrderSide.BUY,
    executed=Size(Price("0.50")),
    average_price=Price("0.043123456789"),
)
IN_BTC = "GOLD-BTC: buy 0.50 filled at 0.043123456789 BTC"
IN_SATS = "GOLD-BTC: buy 0.50 filled at 4,312,345.6789 sats"
GOLD, OIL = Symbol("GOLD-BTC"), Symbol("OIL-BTC")


def entry_of(order: OrderUpdate) -> LogEntry:
    return LogEntry(LogKind.ORDER, order=outcome_of(order))


def test_a_step_is_a_multiple_of_the_finest_that_was_seen() -> None:
    grouping = Grouping().learned(GOLD, Decimal("0.000002")).moved(GOLD, 1)
    assert grouping.step(GOLD) == Decimal("0.000004")
    assert grouping.moved(GOLD, 1).step(GOLD) == Decimal("0.00001")
    assert grouping.moved(GOLD, -1).step(GOLD) is None, "each level by itself"


def test_a_step_that_was_chosen_before_the_finest_is_known_waits_for_it() -> None:
    chosen = Grouping().moved(GOLD, 2)
    assert chosen.step(GOLD) is None
    assert chosen.learned(GOLD, Decimal(1)).step(GOLD) == Decimal(5)


def test_symbols_have_steps_of_their_own() -> None:
    grouping = Grouping().learned(GOLD, Decimal(1)).learned(OIL, Decimal(3)).moved(GOLD, 1)
    assert (grouping.step(GOLD), grouping.step(OIL)) == (Decimal(2), None)


def test_there_is_a_coarsest_and_a_finest_step() -> None:
    grouping = Grouping().learned(GOLD, Decimal(1))
    assert grouping.moved(GOLD, 99).step(GOLD) == STEPS[-1]
    assert grouping.moved(GOLD, -99).step(GOLD) is None


def test_what_is_known_already_changes_nothing() -> None:
    grouping = Grouping().learned(GOLD, Decimal(1))
    assert grouping.learned(GOLD, Decimal(1)) is grouping
    assert grouping.learned(GOLD, None) is grouping


def test_a_fill_is_told_in_the_unit_in_use() -> None:
    assert shown_text(entry_of(FILL), DisplayOptions()) == IN_BTC
    assert shown_text(entry_of(FILL), DisplayOptions(unit=Unit.SATS)) == IN_SATS


def test_a_fill_is_hidden_with_the_account_in_either_unit() -> None:
    for unit in Unit:
        assert shown_text(entry_of(FILL), DisplayOptions(unit=unit, hide_account=True)) == NEWS


def test_the_log_of_the_connection_tells_it_in_the_unit_in_use_too() -> None:
    log = (LogLine(WALL, entry_of(FILL)), LogLine(WALL, LogEntry(LogKind.NOTE, "connected")))
    shown = {unit: redacted_view(connection_view(log=log), DisplayOptions(unit=unit)).log for unit in Unit}
    assert [line.entry.text for line in shown[Unit.BTC]] == [IN_BTC, "connected"]
    assert [line.entry.text for line in shown[Unit.SATS]] == [IN_SATS, "connected"]
    hidden = redacted_view(connection_view(log=log), DisplayOptions(unit=Unit.SATS, hide_account=True)).log
    assert [line.entry.text for line in hidden] == [NEWS, "connected"]


def test_what_the_exchange_left_out_is_left_out_of_the_sentence() -> None:
    bare = OrderUpdate("o", Symbol("X"), OrderStatus.REJECTED, reason="margin", average_price=Price("0"))
    assert shown_text(entry_of(bare), DisplayOptions(unit=Unit.SATS)) == "X: order rejected (margin)"
