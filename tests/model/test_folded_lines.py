"""What repeats is told once with a count: nothing is lost of the count, and what is rare is never driven out."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.durations import SECOND
from roxom_tui.model.folded_lines import WINDOW_NS, FoldedLines, RepeatGate, kind, meaning, times

MOST = 8

REPEATING = [
    "exchange error 60019: internal error",
    "exchange error 60015: unknown symbol",
    "data comes 3 s late",
    "data comes 4 s late",
    "connection lost; next try in 1.5 s",
    "connection lost; next try in 12.0 s",
    *(f"order {number} filled at 0.04312{number}" for number in range(30)),
]
RARE = ["connected", "a certificate is not trusted", "this computer slept for 7 s"]

EVENTS = st.lists(st.tuples(st.sampled_from(REPEATING), st.integers(0, 3 * WINDOW_NS)), max_size=200)


def folded(events: list[tuple[str, int]], most: int = MOST) -> FoldedLines[str]:
    lines: FoldedLines[str] = FoldedLines(most, lambda line: line)
    at = 0
    for text, gap in events:
        at += gap
        lines.add(text, at)
    return lines


@given(EVENTS)
def test_every_line_is_counted_and_the_list_is_bounded(events: list[tuple[str, int]]) -> None:
    lines = folded(events)
    entries = lines.entries()
    assert len(entries) <= MOST
    assert sum(entry.count for entry in entries) + lines.left_out == len(events)
    assert all(entry.first_at <= entry.last_at for entry in entries)
    assert [entry.last_at for entry in entries] == sorted(entry.last_at for entry in entries)


@given(EVENTS)
def test_with_room_every_text_stands_with_its_count_and_its_newest_words(events: list[tuple[str, int]]) -> None:
    entries = folded(events, most=1000).entries()
    counts: Counter[str] = Counter()
    for entry in entries:
        counts[meaning(entry.line)] += entry.count
    assert counts == Counter(meaning(text) for text, _ in events)
    if events:
        assert entries[-1].line == events[-1][0]


@given(EVENTS, st.permutations(RARE))
def test_what_is_rare_outlives_whatever_repeats(events: list[tuple[str, int]], rare: list[str]) -> None:
    lines = folded([*((text, SECOND) for text in rare), *events, *events])
    assert {entry.line for entry in lines.entries()} >= set(rare)


@given(EVENTS, st.integers(1, MOST))
def test_a_full_list_gives_up_the_oldest_entry_of_the_kind_with_the_most(
    events: list[tuple[str, int]], most: int
) -> None:
    lines: FoldedLines[str] = FoldedLines(most, lambda line: line)
    at = 0
    for text, gap in events:
        at += gap
        before, left_out = lines.entries(), lines.left_out
        entry = lines.add(text, at)
        held = [*(each for each in before if entry.count == 1 or each.line != text), entry]
        if lines.left_out > left_out:
            ((commonest, _),) = Counter(kind(meaning(each.line)) for each in held).most_common(1)
            held.remove(next(each for each in held if kind(meaning(each.line)) == commonest))
            assert list(lines.entries()) == held


def test_the_kind_of_a_line_is_worked_out_once_however_many_come_and_go() -> None:
    asked = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal asked
        asked += event == "call" and frame.f_code is kind.__code__

    sys.setprofile(count)
    try:
        folded([(f"order {number} filled", 1) for number in range(500)])
    finally:
        sys.setprofile(None)
    assert asked == 500


def test_lines_that_alternate_fold_as_well() -> None:
    (first, second) = folded([("a", 1), ("b", 1)] * 100).entries()
    assert (first.line, first.count, first.first_at, first.last_at) == ("a", 100, 1, 199)
    assert (second.line, second.count, second.first_at, second.last_at) == ("b", 100, 2, 200)


def test_what_is_told_again_after_a_while_is_another_line() -> None:
    first, second = folded([("connected", 0), ("connected", WINDOW_NS + 1), ("connected", 5)]).entries()
    assert (first.count, second.count) == (1, 2)


def test_measured_times_do_not_tell_lines_apart_and_other_numbers_do() -> None:
    assert meaning("data comes 3 s late") == meaning("data comes 14.5 s late")
    assert meaning("wire 1.2 ms") == meaning("wire 250 ms")
    assert meaning("exchange error 60019: x") != meaning("exchange error 60015: x")
    assert meaning("sell 3 at 0.0431") != meaning("sell 4 at 0.0431")
    assert meaning("seed 5 said") != meaning("seed 6 said")
    assert kind("order 17 filled") == kind("order 4 filled")


def test_the_entries_are_one_object_while_nothing_comes() -> None:
    lines = folded([("a", 1), ("b", 1)])
    before = lines.entries()
    assert lines.entries() is before
    lines.add("a", 9)
    assert lines.entries() is not before


@given(EVENTS, st.integers(1, 5))
def test_a_gate_loses_no_count_and_passes_what_is_new_at_once(events: list[tuple[str, int]], most: int) -> None:
    gate = RepeatGate(10 * SECOND, most)
    written: Counter[str] = Counter()
    at = 0
    for text, gap in events:
        at += gap
        is_new = meaning(text) not in written
        lines = gate.pass_(text, at)
        for told, count in lines:
            written[meaning(told)] += count
        assert not is_new or (text, 1) in lines
    for told, count in gate.rest():
        written[meaning(told)] += count
    assert written == Counter(meaning(text) for text, _ in events)
    assert gate.rest() == []


def test_a_flood_is_written_once_a_window_and_what_comes_between_at_once() -> None:
    gate = RepeatGate(10 * SECOND)
    written = []
    for tick in range(40 * 60):
        written += gate.pass_("exchange error 60019: internal error", tick * SECOND // 40)
        if tick == 1000:
            written += gate.pass_("connected", tick * SECOND // 40)
    assert ("connected", 1) in written
    assert 4 <= len(written) <= 8
    assert sum(count for _, count in [*written, *gate.rest()]) == 40 * 60 + 1


def test_a_count_of_one_is_not_told() -> None:
    assert times(1, "connected") == "connected"
    assert times(214, "exchange error 60019") == "x214 exchange error 60019"
