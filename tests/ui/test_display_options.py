"""The step of prices in a row of the book, by symbol."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.market import Symbol
from roxom_tui.ui.display_options import STEPS, Grouping

GOLD, OIL = Symbol("GOLD-BTC"), Symbol("OIL-BTC")


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
