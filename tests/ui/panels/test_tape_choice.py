"""What of the trades is shown: least size, joining, and words of the title that never hide what is hidden."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.reading.joined_prints import Join, JoinedRow
from roxom_tui.state.views.market_views import GapKind, TapeGap, TapeRow, TapeView
from roxom_tui.state.views.tape_figures import NO_FIGURES
from roxom_tui.ui.panels.tape_choice import Measure, ShownTape, TapeChoice
from tests.support.sample_screens import WALL, board, tape_figures
from tests.support.spellings import size

FIGURES = tape_figures()
GAP = TapeGap(GapKind.CONNECTION, WALL, WALL + SECOND)


def row(quantity: str, joined: int = 0) -> TapeRow:
    return TapeRow(WALL, Price("0.0431"), size(quantity), AggressorSide.BUY, False, joined)


def tape(*rows: TapeRow, past: tuple[TapeRow | TapeGap, ...] = ()) -> TapeView:
    return replace(board().tape, rows=rows, past=past)


def test_the_least_size_goes_up_and_down_through_the_tiers_and_no_further() -> None:
    choice, seen = TapeChoice(), list[int]()
    for by in (1, 1, 1, 1, -1, -1, -1, -1):
        choice = choice.raised(by, tiers=3)
        seen.append(choice.least)
    assert seen == [1, 2, 3, 3, 2, 1, 0, 0]
    assert TapeChoice().raised(1, tiers=0).raised(1, tiers=0).least == 1, "one is waited for"


def test_joining_and_measures_go_round() -> None:
    choice, joins, measures = TapeChoice(), list[Join](), list[Measure]()
    for _ in range(4):
        choice = choice.joined_next().measured_next()
        joins.append(choice.join)
        measures.append(choice.measure)
    assert joins == [Join.SAME_INSTANT, Join.WITHIN_50_MS, Join.WITHIN_200_MS, Join.OFF]
    assert measures == [Measure.COUNT, Measure.MEAN, Measure.VOLUME, Measure.COUNT]


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (TapeChoice(), []),
        (TapeChoice(join=Join.WITHIN_50_MS), ["joined 50 ms"]),
        (TapeChoice(1), ["≥ 3.20 · 143 of 1,204 · hidden 1,930.30", "≥ 3.20 · 143 of 1,204", "≥ 3.20", "≥ 3.20"]),
        (
            TapeChoice(3, Join.SAME_INSTANT),
            [
                "≥ 3.97 · joined same instant · 3 of 1,204 · hidden 2,398.50",
                "≥ 3.97 · joined same instant · 3 of 1,204",
                "≥ 3.97 · joined same instant",
                "≥ 3.97 · same instant",
                "≥ 3.97",
            ],
        ),
    ],
)
def test_the_title_says_what_is_hidden_in_fewer_and_fewer_words(choice: TapeChoice, words: list[str]) -> None:
    assert list(choice.words(FIGURES)) == words


def test_before_there_are_tiers_nothing_is_hidden_and_the_title_says_why() -> None:
    choice = TapeChoice(1)
    assert list(choice.words(NO_FIGURES)) == ["≥ -- · tiers after 100 prints", "≥ --", "≥ --"]
    view = replace(tape(row("1"), row("2")), figures=NO_FIGURES)
    assert ShownTape().of(view, choice).entries == view.rows


def test_rows_below_the_least_size_are_hidden_and_gaps_are_not() -> None:
    view = tape(row("3.20"), row("3.19"), past=(GAP, row("9"), row("1")))
    shown = ShownTape().of(view, TapeChoice(1))
    assert shown.entries == (view.rows[0], GAP, view.past[1])
    assert shown.live == 1


def test_what_is_joined_counts_as_one_for_the_least_size() -> None:
    bits = 1 << Join.SAME_INSTANT
    view = tape(row("2", bits), row("2"), row("2"))
    shown = ShownTape().of(view, TapeChoice(3, Join.SAME_INSTANT))
    (joined,) = shown.entries
    assert isinstance(joined, JoinedRow)
    assert (joined.count, joined.size) == (2, size("4"))


def test_where_all_is_shown_as_it_came_rows_are_the_very_same() -> None:
    view = tape(row("1"), row("2"), past=(GAP, row("3")))
    shown = ShownTape().of(view, TapeChoice())
    assert all(one is other for one, other in zip(shown.entries, (*view.rows, *view.past), strict=True))
    assert shown.live == 2


def test_rows_are_found_again_only_for_other_rows_another_choice_or_other_tiers() -> None:
    shown, view = ShownTape(), tape(row("1"), row("9"))
    first = shown.of(view, TapeChoice(1))
    assert shown.of(replace(view, count=99), TapeChoice(1, measure=Measure.MEAN)) is first
    assert shown.of(replace(view, figures=replace(FIGURES, tiers=(size("1"),))), TapeChoice(1)) is not first
