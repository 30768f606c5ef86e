"""Prints by size: for the whole session, in each way to join them, exactly what was printed."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import Size
from roxom_tui.state.reading.joined_prints import Join, JoinedRow, JoinedRows, PrintRuns
from roxom_tui.state.reading.print_counts import PrintCounts
from roxom_tui.state.reading.size_tiers import ENOUGH_PRINTS, Counted
from roxom_tui.state.views.market_views import TapeGap, TapeRow
from tests.support.prints import Print, prints, row, times
from tests.support.spellings import size


def counted(tape: list[Print], configured: tuple[Size, ...] = ()) -> tuple[PrintCounts, list[TapeRow]]:
    """What was counted of a tape, and its rows, newest first."""
    counts, runs, rows = PrintCounts(configured), PrintRuns(), list[TapeRow]()
    for one, at in zip(tape, times(tape), strict=True):
        rows.append(row(one, at, runs.take(one.side, at)))
        counts.note(one.size, rows[-1].joined)
    return counts, rows[::-1]


def reaching(rows: list[TapeRow], way: Join, least: Size | None) -> Counted:
    """The same found among all rows."""
    found = [
        (entry.count if isinstance(entry, JoinedRow) else 1, entry.size)
        for entry in JoinedRows().of(rows, way)
        if not isinstance(entry, TapeGap) and (least is None or entry.size >= least)
    ]
    return Counted(sum(count for count, _ in found), Size(sum((volume for _, volume in found), size("0"))))


configured = st.sampled_from([(), (size("5"),), (size("1.25"), size("20")), (size("1"), size("9"), size("30"))])


@given(prints, configured, st.integers(1, 4))
def test_what_reaches_a_tier_is_what_all_rows_together_would_say(
    tape: list[Print], tiers: tuple[Size, ...], times_over: int
) -> None:
    counts, rows = counted(tape * times_over, tiers)
    assert counts.count == len(rows)
    for way in Join:
        for rank, least in enumerate((None, *counts.tiers)):
            assert counts.reaching(way, rank) == reaching(rows, way, least)


def test_nothing_is_called_large_before_there_are_enough_prints() -> None:
    counts = PrintCounts()
    for number in range(1, ENOUGH_PRINTS + 1):
        assert counts.tiers == ()
        counts.note(Size(size("1") * number), 0)
    assert counts.tiers == (size("76"), size("96"), size("100"))


def test_tiers_are_found_anew_only_when_a_tenth_of_the_prints_is_new() -> None:
    counts, random, seen = PrintCounts(), Random(3), []
    for _ in range(5000):
        counts.note(Size(size("0.01") * random.randrange(1, 10**4)), 0)
        seen.append(counts.tiers)
    assert sum(one is not other for one, other in pairwise(seen)) <= 45


def test_a_print_that_stands_alone_leaves_the_row_that_grows() -> None:
    counts = PrintCounts((size("3"),))
    counts.note(size("2"), 0)
    counts.note_alone(size("9"))
    counts.note(size("2"), 1 << Join.WITHIN_50_MS)
    assert counts.reaching(Join.WITHIN_50_MS, 1) == (3, size("13"))
    assert counts.reaching(Join.OFF, 1) == (1, size("9"))


def test_the_classes_of_sizes_are_bounded() -> None:
    counts, random = PrintCounts(), Random(1)
    for _ in range(20_000):
        counts.note(Size(size(str(random.randrange(1, 10**12))).scaleb(-random.randrange(18))), 0)
    assert len(counts._classes) <= 90 * 31
    assert counts.reaching(Join.OFF, 0).prints == 20_000
