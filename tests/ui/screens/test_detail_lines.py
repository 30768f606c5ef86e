"""Fields of details: each with its age, in the unit in use, and long lines that go on below their own words."""

from __future__ import annotations

import pytest

from roxom_tui.model.money import Unit
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import Kind
from roxom_tui.ui.lines import Role, Span
from roxom_tui.ui.screens.detail_lines import fields_block, labelled, laid_out
from roxom_tui.ui.widgets.digits import ColumnMemory
from tests.ui.drawing import points, roles, text, texts
from tests.ui.screens.detail_samples import FIELDS, field, ink


def block(width: int = 90, **more: object) -> list[str]:
    return texts(fields_block(FIELDS, ink(**more), width, ColumnMemory()))  # type: ignore[arg-type]


def test_each_field_has_its_age_and_the_exchange_s_name_and_numbers_stand_on_their_points() -> None:
    lines = block()
    assert "5 s ago  SIZE" in lines[2]
    assert "1 min ago  ENTRY" in lines[3]
    assert len(points([line[19:36] for line in (lines[2], lines[3], lines[4], lines[5])])) == 1


def test_money_is_in_the_unit_in_use_and_contracts_are_never_converted() -> None:
    lines = block(unit=Unit.SATS)
    assert "4,300,000" in lines[3]
    assert "+600" in lines[4]
    assert "1.50" in lines[2]


@pytest.mark.parametrize("name", ["size", "entry", "realized PnL", "leverage", "id"])
def test_of_a_hidden_account_no_figure_and_no_id_is_told(name: str) -> None:
    line = next(line for line in block(hide_account=True) if line.startswith(name))
    assert "••••" in line
    assert not any(sign.isdigit() for sign in line.split("••••")[0])
    assert "1.50" not in "".join(block(hide_account=True))


def test_what_could_not_be_read_and_a_unit_nobody_knows_are_words() -> None:
    rows = (field("size", Kind.SIZE, None), field("entry", Kind.PRICE, None, is_unit_unknown=True))
    lines = fields_block(rows, ink(), 90, ColumnMemory())
    assert "not readable" in text(lines[1])
    assert "unit?" in text(lines[2])
    assert all(any(span.role is Role.STALE for span in line) for line in lines[1:])


def test_of_a_list_that_is_not_live_all_fields_are_history() -> None:
    lines = fields_block(FIELDS, ink(PanelState.STALE), 90, ColumnMemory())
    assert roles(lines[1:]) == {Role.STALE}


def test_what_has_no_room_is_left_out_whole() -> None:
    for width in range(30, 90):
        for line in block(width)[2:6]:
            assert len(line) <= max(width, 33)
            assert not line.rstrip().endswith(("ag", "EN", "ENT"))


def test_a_line_that_is_too_long_goes_on_below_its_words_and_loses_none() -> None:
    line = (*labelled("label", "one two three · four five six"), Span(" · STALE", Role.WARNING))
    for width in range(24, 60):
        parts = laid_out([line], width)
        assert all(len(text(part)) <= width for part in parts)
        assert all(text(part).startswith(" " * 15) for part in parts[1:])
        assert " ".join(text(part)[15:].strip() for part in parts) == "one two three · four five six · STALE"
        assert any(span.role is Role.WARNING for part in parts for span in part)
    assert laid_out([replace_role(line)], 99) == [replace_role(line)]


def replace_role(line: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(span, role=Role.SOFT) for span in line)


def test_a_time_of_another_day_has_its_date() -> None:
    at = ink().wall
    rows = [field("updated", Kind.TIME, moment) for moment in (at, at - 86_400 * 10**9)]
    today, before = texts(fields_block(rows, ink(), 90, ColumnMemory()))[1:]
    assert len(before) > len(today)
    assert "UTC" in today
