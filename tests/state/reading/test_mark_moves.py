"""The mean move of the mark: five minutes at a time, only where both ends are known, against a plain reading."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price
from roxom_tui.state.reading.mark_moves import STRETCH_NS, STRETCHES_NEEDED, TOLD_BEFORE_NS, MarkMoves
from tests.support.spellings import WALL


def price(number: int) -> Price:
    return Price(Decimal(number).scaleb(-8))


def walked(moves: MarkMoves, marks: list[int], begins: int = WALL) -> int:
    """A mark at the end of each stretch; returns when the last was told."""
    at = begins
    for mark in marks:
        at = begins + STRETCH_NS - SECOND
        moves.note(price(mark), at)
        begins += STRETCH_NS
    moves.note(price(marks[-1]), begins)
    return at


def test_it_is_the_mean_of_the_moves_without_sign_once_there_are_twelve() -> None:
    moves = MarkMoves()
    walked(moves, [100, 110, 90] * 4)
    assert (moves.mean.mean, moves.mean.stretches, moves.mean.missing) == (None, 11, 1)
    walked(moves, [90, 100, 110], WALL + STRETCH_NS * 12)
    expected = Decimal((10 + 20 + 10) * 3 + 10 + 20 + 0 + 10 + 10) / 14
    assert (moves.mean.stretches, moves.mean.missing) == (14, 0)
    assert moves.mean.mean is not None
    assert abs(moves.mean.mean * 10**8 - expected) < Decimal("1e-9")


def test_a_stretch_that_something_was_missed_in_does_not_count() -> None:
    moves = MarkMoves()
    walked(moves, [100, 200])
    moves.miss()
    walked(moves, [900, 950], WALL + STRETCH_NS * 2)
    assert (moves.stretches, moves._sum) == (2, price(150))


def test_a_mark_that_is_not_known_any_more_is_a_gap_and_so_is_a_clock_that_was_set_back() -> None:
    for mark, at in ((None, WALL + STRETCH_NS * 2), (price(5), WALL)):
        moves = MarkMoves()
        walked(moves, [100, 200])
        moves.note(mark, at)
        moves.note(price(999), WALL + STRETCH_NS * 2 + SECOND)
        moves.note(price(999), WALL + STRETCH_NS * 3)
        assert moves.stretches == 1


def test_an_end_that_was_told_long_before_is_none() -> None:
    moves = MarkMoves()
    walked(moves, [100, 200])
    early = WALL + STRETCH_NS * 3 - TOLD_BEFORE_NS - SECOND
    moves.note(price(300), early)
    moves.note(price(300), early + 3 * TOLD_BEFORE_NS)
    assert moves.stretches == 1


def test_in_any_market_the_mean_is_that_of_a_plain_reading() -> None:
    for seed in range(20):
        random, moves = Random(seed), MarkMoves()
        at, told = WALL + random.randrange(STRETCH_NS), []
        for _ in range(400):
            at += random.randrange(20 * SECOND, 26 * SECOND)
            told.append((at, random.randrange(1000)))
            moves.note(price(told[-1][1]), at)
        first, ends = told[0][0] // STRETCH_NS + 1, {}
        for when, mark in told:
            ends[when // STRETCH_NS] = mark
        last = told[-1][0] // STRETCH_NS
        plain = [abs(ends[n] - ends[n - 1]) for n in range(first, last)]
        assert (moves.stretches, moves._sum) == (len(plain), price(sum(plain)))
        assert (moves.mean.mean is None) is (len(plain) < STRETCHES_NEEDED)
