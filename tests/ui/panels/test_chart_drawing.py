"""What of a series is in sight, where the crosshair goes, and what stands beside a chart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import Price
from roxom_tui.ui.charts.scale import fitted
from roxom_tui.ui.lines import Role, Tint, width_of
from roxom_tui.ui.panels.chart_drawing import Aim, axis_rows, in_sight, moved, part, readout, side_for, step_key
from tests.support.sample_charts import price
from tests.ui.drawing import rendering, text

STARTS = list(range(0, 500, 5))


def test_the_newest_columns_are_in_sight_until_it_was_scrolled() -> None:
    assert in_sight(STARTS, 30, Aim()) == (70, 100, None)
    assert in_sight(STARTS, 30, Aim(start=490)) == (70, 100, 98)
    assert in_sight(STARTS, 30, Aim(right=250)) == (21, 51, None)
    assert in_sight(STARTS[:10], 30, Aim(right=20)) == (0, 10, None)
    assert in_sight([], 30, Aim()) == (0, 0, None)


@given(st.lists(st.integers(-40, 40), max_size=30), st.integers(1, 120))
def test_the_crosshair_is_always_in_sight_and_on_a_column(moves: list[int], columns: int) -> None:
    aim = Aim()
    for by in moves:
        aim = moved(aim, STARTS, columns, by)
        sight = in_sight(STARTS, columns, aim)
        assert sight.cross is not None
        assert sight.first <= sight.cross < sight.end
        assert sight.end - sight.first == min(columns, len(STARTS))


def test_back_at_the_newest_it_follows_again() -> None:
    aim = moved(Aim(), STARTS, 30, -60)
    assert aim.right is not None
    assert moved(aim, STARTS, 30, 60) == Aim(start=495)
    assert moved(Aim(), [], 30, -1) == Aim()


def test_the_crosshair_stays_at_its_time_while_columns_come() -> None:
    aim = moved(Aim(), STARTS, 30, -40)
    later = [*STARTS, 500, 505]
    assert later[in_sight(later, 30, aim).cross or 0] == aim.start
    assert in_sight(later, 30, aim).end == in_sight(STARTS, 30, aim).end


def test_round_prices_and_the_last_one_stand_at_the_side_in_one_column() -> None:
    scale, last = fitted(price(43100).key, price(43200).key, price(1).key, 40), Price("0.04315450")
    on = rendering(60, 24)
    side = side_for(scale, price(1).key, last, on)
    rows = axis_rows(scale, price(1).key, side, last, 20)
    assert {width_of(row) for row in rows} == {side.room.width + 1}
    badge = [row for row in rows if any(span.tint is Tint.CURSOR for span in row)]
    assert [text(row).strip() for row in badge] == ["0.04315450"]
    assert badge[0][-1].role is Role.STRONG
    assert len([row for row in rows if text(row).strip()]) >= 3


def test_pieces_of_a_readout_go_whole_the_least_wanted_first() -> None:
    pieces = [part(0, "", "14:22:05"), part(2, "O", "1.5"), part(1, "C", "2.5")]
    assert text(readout(pieces, 40)).split() == ["14:22:05", "O", "1.5", "C", "2.5"]
    assert text(readout(pieces, 17)).split() == ["14:22:05", "C", "2.5"]
    assert text(readout(pieces, 10)).split() == ["14:22:05"]
    assert readout(pieces, 3) == ()


def test_the_price_step_is_that_of_the_book_else_the_last_decimal() -> None:
    assert step_key(price(3), ()) == price(3).key
    assert step_key(None, [Price("0.0431"), Price("0.04312")]) == Price("0.00001").key
