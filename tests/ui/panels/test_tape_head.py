"""The head of the trades: both sides with a bar, sums with their windows, parts dropped whole in their order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import NO_SIZE
from roxom_tui.state.reading.trade_flow import Flow
from roxom_tui.state.views.tape_figures import FlowWindow, TapeFlow, TradeRate
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Role, width_of
from roxom_tui.ui.panels.tape_choice import Measure
from roxom_tui.ui.panels.tape_head import head_lines
from tests.support.sample_screens import flow, tape_figures
from tests.support.spellings import size
from tests.ui.drawing import rendering, texts


def sample(**changes: object) -> TapeFlow:
    told = tape_figures().flow
    assert told is not None
    return replace(told, **changes)  # type: ignore[arg-type]


def head(told: TapeFlow | None, width: int, measure: Measure = Measure.VOLUME) -> list[str]:
    return texts(head_lines(told, measure, rendering(width, 20)))


def test_it_tells_both_sides_and_sums_where_there_is_room_for_all() -> None:
    balance, sums = head(sample(), 76)
    assert balance == f" 5m 151.55 {'━' * 23}{'─' * 23} 152.35 4 % guessed"
    assert sums == " delta 1m +3.10 5m -0.80 · CVD +12.40 since 11:42 · 34/min 1.8x usual 11:00"


@pytest.mark.parametrize(
    ("width", "sums"),
    [
        (74, " delta 1m +3.10 5m -0.80 · CVD +12.40 since 11:42"),
        (60, " delta 1m +3.10 5m -0.80 · CVD +12.40 since 11:42"),
        (50, " Δ 1m +3.10 5m -0.80 · CVD +12.40 since 11:42"),
        (44, " Δ 1m +3.10 5m -0.80"),
        (19, " Δ 1m +3.10"),
        (9, ""),
    ],
)
def test_pace_gives_way_first_then_cvd_then_the_longer_delta_and_no_number_is_cut(width: int, sums: str) -> None:
    assert head(sample(), width)[1] == sums


def test_a_window_that_is_not_full_says_how_full_it_is() -> None:
    young = sample(
        short=FlowWindow(MINUTE, 40 * SECOND, flow("3", "1")), long=FlowWindow(5 * MINUTE, 40 * SECOND, flow("3", "1"))
    )
    balance, sums = head(young, 76)
    assert balance.startswith(" 5m 0:40 3 ")
    assert sums.startswith(" delta 1m 0:40 +2 · CVD")
    older = sample(long=FlowWindow(5 * MINUTE, 190 * SECOND, flow("3", "1")))
    assert " 5m 3:10 +2 · CVD" in head(older, 76)[1]


def test_a_sum_that_began_after_a_gap_says_so() -> None:
    assert "CVD +12.40 since gap 11:42" in head(sample(after_gap=True), 76)[1]


def test_what_is_guessed_and_what_has_no_side_is_named_at_any_width() -> None:
    told = flow("80", "10", "10")
    without = Flow(told.volumes, (*told.counts[:4], 3))
    for width in range(20, 77):
        line = head(sample(long=FlowWindow(5 * MINUTE, 5 * MINUTE, without)), width)[0]
        assert any(words in line for words in ("10 % guessed · 3 without side", "△10% ·3", "est.")), width
    assert "<1 % guessed" in head(sample(long=FlowWindow(MINUTE, MINUTE, flow("800", "10", "1"))), 76)[0]


def test_where_no_side_is_guessed_nothing_is_said_of_it() -> None:
    line = head(sample(long=FlowWindow(5 * MINUTE, 5 * MINUTE, flow("3", "1"))), 60)[0]
    assert line.endswith("─ 1")


@pytest.mark.parametrize(
    ("measure", "start", "end"),
    [(Measure.COUNT, " 5m count 81 ", " 80"), (Measure.MEAN, " 5m mean 1.87 ", " 1.90")],
)
def test_the_bar_counts_prints_or_their_mean_size_too(measure: Measure, start: str, end: str) -> None:
    line = head(sample(), 60, measure)[0]
    assert line.startswith(start)
    assert end in line


def test_a_side_without_a_print_has_no_mean() -> None:
    window = FlowWindow(MINUTE, MINUTE, Flow((size("3"), *[NO_SIZE] * 4), (2, 0, 0, 0, 0)))
    assert head(sample(long=window), 60, Measure.MEAN)[0].rstrip().endswith("--")


@pytest.mark.parametrize(
    ("bought", "sold", "heavy"), [("1", "1", 0.5), ("0", "5", 0.0), ("5", "0", 1.0), ("0.01", "500", None)]
)
def test_the_bar_is_as_long_as_what_was_bought_and_a_side_that_traded_is_seen(
    bought: str, sold: str, heavy: float | None
) -> None:
    line = head(sample(long=FlowWindow(MINUTE, MINUTE, flow(bought, sold))), 60)[0]
    cells = line.count("━"), line.count("─")
    assert cells[0] == (1 if heavy is None else round(sum(cells) * heavy))


def test_where_nothing_was_traded_the_bar_is_blank() -> None:
    line = head(sample(long=FlowWindow(MINUTE, MINUTE, flow("0", "0"))), 60)[0]
    assert "━" not in line
    assert "─" not in line


def test_without_whole_trades_there_is_nothing_to_tell() -> None:
    assert head(None, 60) == [" bought -- sold --", " delta -- CVD --"]


def test_a_pace_that_is_not_known_yet_says_so() -> None:
    young = sample(rate=TradeRate(None, None, 0), cvd=size("1"))
    assert head(young, 76)[1].endswith(" · --/min")


def test_colours_tell_the_sign_and_no_line_is_wider_than_there_is_room() -> None:
    lines = head_lines(sample(), Measure.VOLUME, rendering(76, 20))
    figures = {span.text.strip(): span.role for span in lines[1]}
    assert (figures["+3.10"], figures["-0.80"]) == (Role.BID, Role.ASK)
    for width in range(20, 90):
        assert all(width_of(line) <= width for line in head_lines(sample(), Measure.VOLUME, rendering(width, 20)))


def test_numbers_that_grew_shorter_leave_all_behind_them_where_it_was() -> None:
    drawing: RenderContext = rendering(76, 20)
    wide = head_lines(sample(cvd=size("-1234.50")), Measure.VOLUME, drawing)
    narrow = head_lines(sample(cvd=size("1.5")), Measure.VOLUME, drawing)
    assert texts(wide)[1].index("since") == texts(narrow)[1].index("since")
    assert Decimal(texts(narrow)[1].split("CVD")[1].split()[0]) == Decimal("1.5")
