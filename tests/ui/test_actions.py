"""The table of actions."""

from __future__ import annotations

from roxom_tui.ui.actions import (
    ACTIONS,
    BY_ID,
    BY_PLACE,
    EVERYWHERE,
    HEADINGS,
    UNDER_BOXES,
    Context,
    by_place,
    footer,
    here,
)
from roxom_tui.ui.keymap import key_name


def test_every_action_has_one_id_a_key_and_words() -> None:
    assert len(BY_ID) == len(ACTIONS)
    for action in ACTIONS:
        assert action.keys, action.id
        assert action.label, action.id
        assert action.help.endswith("."), action.id


def test_default_keys_are_names_that_textual_knows_and_never_clash() -> None:
    for action in ACTIONS:
        for key in action.keys:
            assert key_name(key) == key, f"{action.id}: {key}"
            others = [other for other in ACTIONS if key in other.keys and other is not action]
            assert not [other.id for other in others if other.context.meets(action.context)], f"{key}: {action.id}"


def test_a_key_with_another_meaning_elsewhere_is_bound_to_its_own_panels_alone() -> None:
    assert {"go_to_row", "cursor"} <= BY_PLACE
    assert not BY_PLACE & set(EVERYWHERE)
    assert "cursor" in by_place(Context.BOOK)
    assert "go_to_row" not in by_place(Context.BOOK)
    assert "go_to_row" in by_place(Context.ORDERS)


def test_the_footer_begins_where_the_person_is() -> None:
    assert [action.id for action in footer(Context.BOOK)][:2] == ["coarser", "finer"]
    assert [action.id for action in footer(Context.TAPE)][:3] == ["raise_least", "join_prints", "pause"]
    assert "pause" not in {action.id for action in footer(Context.PANEL)}
    assert {"help", "quit"} <= {action.id for action in footer(Context.GLOBAL)}


def test_the_actions_of_a_place_leave_out_those_of_every_place() -> None:
    assert {"coarser", "pause", "zoom"} <= {action.id for action in here(Context.BOOK)}
    assert "quit" not in {action.id for action in here(Context.BOOK)}
    assert here(Context.GLOBAL) == ()


def test_every_action_stands_under_one_heading() -> None:
    assert sorted(action.id for actions in HEADINGS.values() for action in actions) == sorted(BY_ID)


def test_priority_keys_give_way_to_a_modal_but_the_ways_out_do_not() -> None:
    assert [action.id for action in ACTIONS if action.method in UNDER_BOXES] == [
        "next_panel",
        "previous_panel",
        "palette",
    ]
    assert "focus_next" not in UNDER_BOXES
