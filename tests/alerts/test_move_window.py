"""The move over a window: from the price in force a window ago, at most a sixtieth of it earlier."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from roxom_tui.alerts.move_window import SLOTS, MoveWindow
from roxom_tui.model.durations import MINUTE, SECOND


def test_there_is_no_move_before_the_window_is_full() -> None:
    window = MoveWindow(MINUTE)
    window.note(Decimal(100), 0)
    assert window.move(Decimal(101), 59 * SECOND) is None
    assert window.filled(59 * SECOND) == 59 * SECOND
    assert window.move(Decimal(101), 61 * SECOND) == Decimal("0.01")


def test_it_begins_anew_after_a_gap() -> None:
    window = MoveWindow(MINUTE)
    window.note(Decimal(100), 0)
    window.begin_anew()
    assert window.filled(MINUTE) == 0
    assert window.move(Decimal(101), 2 * MINUTE) is None


def test_in_any_market_it_is_a_move_from_a_price_that_was_in_force_then_and_little_is_kept() -> None:
    random = Random(4)
    for length in (SECOND, 7 * SECOND, MINUTE, 60 * MINUTE):
        window, told, at = MoveWindow(length), list[tuple[int, Decimal]](), 0
        for _ in range(1_500):
            at += random.randrange(1, length // 20)
            price = Decimal(random.randrange(90, 110))
            window.note(price, at)
            told.append((at, price))
            move = window.move(price, at)
            begins = at - length
            in_force = [one for then, one in told if begins - length // SLOTS <= then <= begins]
            in_force += [one for then, one in told if then <= begins - length // SLOTS][-1:]
            if move is not None:
                assert any(move == (price - before) / before for before in in_force)
            else:
                assert told[0][0] > begins - length // SLOTS
            assert len(window._prices) <= SLOTS + 2
