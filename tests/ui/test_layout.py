"""Layouts as text: rows, columns, places, and the room they get."""

from __future__ import annotations

import re

import pytest

from roxom_tui.ui.layout import BUILT_IN, TRADE, Room, Row, Stack, all_layouts, own_layout, parse
from roxom_tui.ui.panels import PANELS


def test_rows_are_parted_by_strokes_columns_by_blanks_and_weights_stand_behind_them() -> None:
    assert parse("book:3 tape:2 / positions balances") == (
        Row((Stack((("book",),), Room(3)), Stack((("tape",),), Room(2)))),
        Row((Stack((("positions",),)), Stack((("balances",),)))),
    )


def test_places_stand_over_one_another_and_panels_share_one() -> None:
    (row,) = parse("symbols+trades|orders book")
    assert [column.places for column in row.stacks] == [(("symbols",), ("trades", "orders")), (("book",),)]
    assert row.panels == ("symbols", "trades", "orders", "book")


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("4", Room(4)),
        ("26%", Room(26, of_whole=True)),
        ("4[6]", Room(4, least=6)),
        ("25%[10-16]", Room(25, of_whole=True, least=10, most=16)),
        ("43%[-36]", Room(43, of_whole=True, most=36)),
        ("0[5-]", Room(0, least=5)),
    ],
)
def test_a_room_is_parts_or_percent_within_bounds(text: str, room: Room) -> None:
    (row,) = parse(f"{text}: book:{text}")
    assert (row.room, row.stacks[0].room) == (room, room)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "a row of the layout has no panel"),
        ("book / / trades", "a row of the layout has no panel"),
        ("book:", "expected a whole number of parts, or percent such as 25%, not ''"),
        ("book:much", "expected a whole number of parts, or percent such as 25%, not 'much'"),
        ("much: book", "expected a whole number of parts, or percent such as 25%, not 'much'"),
        ("book:-1", "expected a whole number of parts, or percent such as 25%, not '-1'"),
        ("book:1.5", "expected a whole number of parts, or percent such as 25%, not '1.5'"),
        ("book:9999999", "expected from 1 to 100 parts, not '9999999'"),
        (f"book:{'9' * 5000}", f"expected from 1 to 100 parts, not '{'9' * 5000}'"),
        ("book:101", "expected from 1 to 100 parts, not '101'"),
        ("101: book", "expected from 1 to 100 parts, not '101'"),
        ("book:0", "expected from 1 to 100 parts of the width, not '0'"),
        ("book:0[-30] trades", "expected from 1 to 100 parts of the width, not '0[-30]'"),
        ("book:0%", "expected from 1% to 100%, not '0%'"),
        ("book:101% trades", "expected from 1% to 100%, not '101%'"),
        ("book:1[34-28]", "expected bounds that rise, up to 1000 columns or rows, not '1[34-28]'"),
        ("1[1001]: book", "expected bounds that rise, up to 1000 columns or rows, not '1[1001]'"),
        ("book:1[-1001]", "expected bounds that rise, up to 1000 columns or rows, not '1[-1001]'"),
        ("book trades+", "'trades+' names no panel"),
        ("book / trades book", "book stands in the layout twice"),
    ],
)
def test_what_is_no_layout_is_refused_with_the_part_that_is_none(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse(text)


def test_the_layout_for_trading_names_every_panel_at_every_size() -> None:
    assert {tuple(sorted(form.panels)) for form in TRADE.forms} == {tuple(sorted(panel.panel_id for panel in PANELS))}
    assert TRADE.first == "book"


KNOWN = [panel.panel_id for panel in PANELS]


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_built_in_layout_names_every_panel_at_every_size(name: str) -> None:
    for form in BUILT_IN[name].forms:
        missing = set(KNOWN) - set(form.panels)
        assert missing == set() or name == "chart"


def test_an_own_layout_names_known_panels_and_the_tape_by_either_name() -> None:
    mine = own_layout("mine", "book:3 tape:2 / chart", KNOWN)
    assert mine.forms[0].panels == ("book", "trades", "chart")
    assert (mine.is_own, mine.first) == (True, "book")
    with pytest.raises(ValueError, match="there is no panel boook; known are symbols, book"):
        own_layout("mine", "boook", KNOWN)


def test_own_layouts_are_walked_after_the_built_in_ones() -> None:
    assert list(all_layouts({"mine": "book"}, KNOWN)) == ["trade", "chart", "book", "account", "mine"]
