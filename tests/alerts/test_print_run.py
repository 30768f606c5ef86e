"""One taker's prints: together, and told once."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.alerts.print_run import PrintRun
from roxom_tui.model.market import AggressorSide
from roxom_tui.state.market.trade_tape import Tape
from tests.support.spellings import s, trade


def sizes(*prints: tuple[float, str, AggressorSide]) -> list[Decimal | None]:
    """What is told after each print of at least 10, bought."""
    tape, run = Tape(), PrintRun(AggressorSide.BUY, lambda size: size >= 10)
    found = []
    for number, (at, size, side) in enumerate(prints):
        tape.apply(trade("100", size, at=at, trade_id=str(number))._replace(aggressor=side), s(at))
        found.append(run.take(tape))
        assert run.take(tape) is None
    return found


BUY, SELL = AggressorSide


def test_prints_of_one_taker_count_together_and_are_told_once() -> None:
    told = sizes((1, "4", BUY), (1.01, "4", BUY), (1.02, "4", BUY), (1.03, "4", BUY), (5, "11", BUY))
    assert told == [None, None, 12, None, 11]


def test_the_other_side_or_a_later_moment_is_another_taker() -> None:
    assert sizes((1, "6", BUY), (1.01, "1", SELL), (1.02, "6", BUY)) == [None] * 3
    assert sizes((1, "6", BUY), (1.2, "6", BUY)) == [None] * 2
    assert sizes((1, "20", SELL)) == [None]
