"""Numbers below one another: points in one column, what they have in common dim."""

from __future__ import annotations

from functools import partial
from operator import neg

from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.ui.lines import Role
from roxom_tui.ui.widgets import digits
from roxom_tui.ui.widgets.digits import ColumnMemory, Shared, in_column, split
from tests.ui.drawing import TEXTS, points


def test_leading_and_idle_zeros_that_all_rows_share_are_soft() -> None:
    shared = digits.shared(["0.04312700", "0.04313100", "0.04312300"])
    spans = digits.split("0.04312700", shared, Role.BID, Role.BID_SOFT)
    assert [(span.text, span.role) for span in spans] == [
        ("0.0431", Role.BID_SOFT),
        ("27", Role.BID),
        ("00", Role.BID_SOFT),
    ]


def test_a_lone_number_keeps_all_that_counts_bright() -> None:
    assert [span.text for span in digits.dimmed("0.04312700", Role.TEXT, Role.FAINT)] == ["0.0", "4312700"]
    assert [span.text for span in digits.dimmed("0.00000000", Role.TEXT, Role.FAINT)][-1] == "0"


def test_zeros_before_the_point_are_never_taken_for_idle() -> None:
    assert digits.shared(["4,312,700", "4,312,300"]).after == 0
    assert digits.shared(["100", "200"]).after == 0


@settings(deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=12), min_size=1, max_size=5))
def test_any_columns_line_up_say_what_was_sent_and_never_shrink(frames: list[list[str]]) -> None:
    memory, width, point = ColumnMemory(), 0, None
    for frame in frames:
        room = memory.room("price", frame)
        column = [in_column(text, room) for text in frame]
        assert [text.strip() for text in column] == frame
        assert {len(text) for text in column} == {room.width}
        assert len(points(column)) <= 1
        assert room.width >= width
        assert point is None or room.after >= point
        width, point = room.width, room.after
    memory.about("another symbol")
    assert memory.room("price", ["7"]).width == 1


@given(TEXTS, TEXTS)
def test_the_inks_of_a_padded_number_are_those_of_the_number(first: str, second: str) -> None:
    room = ColumnMemory().room("x", (first, second))
    placed = split(in_column(first, room), Shared(1, 0), Role.TEXT, Role.FAINT)
    assert "".join(span.text for span in placed).strip() == first
    bright = "".join(span.text for span in placed if span.role is Role.TEXT)
    assert bright.strip() == first[1:].strip()


def test_what_was_laid_out_is_laid_out_anew_once_a_column_needs_more() -> None:
    memory, laid = ColumnMemory(), list[int]()

    def lay() -> int:
        laid.append(len(laid))
        return len(laid)

    assert (memory.laid("shape", lay), memory.laid("shape", lay)) == (1, 1)
    memory.room("price", ["1.5"])
    assert memory.laid("shape", lay) == 2, "a number needs more"
    memory.room("price", ["2.5"])
    memory.needed("price", 3)
    assert memory.laid("shape", lay) == 3, "a column does"
    memory.needed("price", 2)
    assert memory.laid("shape", lay) == 3
    memory.about("another symbol")
    assert memory.laid("shape", lay) == 4
    memory.sized(80)
    assert memory.laid("shape", lay) == 5


@given(st.lists(st.integers(0, 40), max_size=80))
def test_few_layouts_are_kept(shapes: list[int]) -> None:
    memory = ColumnMemory()
    for shape in shapes:
        assert memory.laid(shape, partial(neg, shape)) == -shape
    assert len(memory._laid) <= 16
