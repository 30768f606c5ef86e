"""Prints of one taker as one row: by side and time, none of the other side between, nothing lost and nothing added."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price
from roxom_tui.state.reading.joined_prints import WITHIN, Entry, Join, JoinedRow, JoinedRows, PrintRuns, first_print
from roxom_tui.state.views.market_views import GapKind, TapeGap, TapeRow
from tests.support.prints import MS, Print, prints, row, times
from tests.support.spellings import size

BUY, SELL = AggressorSide.BUY, AggressorSide.SELL
GAP = TapeGap(GapKind.CONNECTION, 0, 1)


def rows_of(tape: Sequence[Print], at: Sequence[int]) -> list[TapeRow]:
    """Oldest first."""
    runs = PrintRuns()
    return [row(one, when, runs.take(one.side, when)) for one, when in zip(tape, at, strict=True)]


def naive(tape: Sequence[Print], at: Sequence[int], within: int) -> list[list[int]]:
    """The places of the prints of each row, oldest first."""
    rows: list[list[int]] = []
    for place, one in enumerate(tape):
        newest = rows[-1] if rows else []
        goes_on = bool(newest) and one.side is not None and tape[newest[0]].side is one.side
        if goes_on and 0 <= at[place] - at[newest[0]] <= within:
            newest.append(place)
        else:
            rows.append([place])
    return rows


def measure(entry: Entry) -> tuple[int, Decimal]:
    assert not isinstance(entry, TapeGap)
    return (entry.count if isinstance(entry, JoinedRow) else 1), entry.size


@given(prints, st.sampled_from(list(WITHIN)))
def test_what_is_joined_is_what_a_plain_reading_of_the_rule_joins(tape: list[Print], way: Join) -> None:
    at = times(tape)
    entries = list(JoinedRows().of(rows_of(tape, at)[::-1], way))
    expected = naive(tape, at, WITHIN[way])[::-1]
    assert [measure(entry)[0] for entry in entries] == [len(places) for places in expected]
    for entry, places in zip(entries, expected, strict=True):
        assert not isinstance(entry, TapeGap)
        assert first_print(entry).exchange_at == at[places[0]]
        if isinstance(entry, JoinedRow):
            assert entry.size == sum(tape[place].size for place in places)
            assert entry.low.key == min(tape[place].price.key for place in places)
            assert entry.high.key == max(tape[place].price.key for place in places)
            assert entry.estimated == any(tape[place].guessed for place in places)


@given(prints, st.sampled_from(list(Join)), st.integers(1, 5000))
def test_count_and_volume_are_conserved_under_any_filter_too(tape: list[Print], way: Join, least: int) -> None:
    rows = rows_of(tape, times(tape))
    measured = [measure(entry) for entry in JoinedRows().of(rows[::-1], way)]
    shown = [one for one in measured if one[1] * 100 >= least]
    hidden = [one for one in measured if one[1] * 100 < least]
    assert sum(count for count, _ in (*shown, *hidden)) == len(tape)
    assert sum(volume for _, volume in (*shown, *hidden)) == sum(one.size for one in tape)


def test_without_joining_every_print_is_a_row_and_the_very_same() -> None:
    tape = [Print(BUY, size("1"), 0, Price("1"))] * 3
    rows = rows_of(tape, times(tape))[::-1]
    assert all(one is other for one, other in zip(JoinedRows().of(rows, Join.OFF), rows, strict=True))


@pytest.mark.parametrize(("way", "counts"), [(Join.SAME_INSTANT, [1, 1, 2]), (Join.WITHIN_200_MS, [2, 2])])
def test_time_counts_from_the_first_print_so_a_row_ends_in_a_busy_market(way: Join, counts: list[int]) -> None:
    tape = [Print(BUY, size("1"), after, Price("1")) for after in (0, 0, 150 * MS * 2, 150 * MS)]
    entries = list(JoinedRows().of(rows_of(tape, times(tape))[::-1], way))
    assert [measure(entry)[0] for entry in entries] == counts


def test_a_gap_stays_where_it_is() -> None:
    tape = [Print(BUY, size("1"), 0, Price("1"))] * 2
    rows = rows_of(tape, times(tape))[::-1]
    entries = list(JoinedRows().of([*rows, GAP, *rows], Join.SAME_INSTANT))
    assert [isinstance(entry, TapeGap) for entry in entries] == [False, True, False]


def test_a_row_whose_first_prints_fell_off_the_tape_is_left_out() -> None:
    tape = [Print(side, size("1"), 0, Price("1")) for side in (BUY, BUY, BUY, SELL)]
    rows = rows_of(tape, times(tape))[::-1]
    assert [measure(entry)[0] for entry in JoinedRows().of(rows[:-1], Join.SAME_INSTANT)] == [1]


def test_a_row_that_did_not_change_is_the_same_object_and_one_that_grew_is_not() -> None:
    tape = [Print(side, size("1"), 0, Price("1")) for side in (BUY, BUY, SELL, SELL, SELL)]
    rows, joined = rows_of(tape, times(tape))[::-1], JoinedRows()
    before = list(joined.of(rows[1:], Join.SAME_INSTANT))
    after = list(joined.of(rows, Join.SAME_INSTANT))
    assert after[1] is before[1]
    assert measure(after[0]) == (3, size("3"))
    assert measure(before[0]) == (2, size("2"))


def test_what_comes_after_an_end_goes_on_with_nothing() -> None:
    runs = PrintRuns()
    runs.take(BUY, 0)
    runs.end()
    assert runs.take(BUY, 0) == 0
