"""An order in detail: its states, the newest first, each with the time that is known of it."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.ui.lines import Role
from roxom_tui.ui.screens.order_lines import order_lines
from tests.ui.screens.detail_samples import STOP, ink, joined, order


def test_each_state_has_its_time_and_how_it_was_learnt() -> None:
    lines = joined(order_lines(order(), ink(), 90)).splitlines()
    assert lines[3].split()[:4] == ["14:21:57", "odd", "filled", "0.7"]
    assert lines[3].endswith("told after an outage")
    assert lines[4].startswith("<= 14:21:37  partly filled")
    assert lines[4].endswith("seen in a list")
    assert lines[5].startswith("14:21:07     working")


def test_states_that_are_not_kept_are_counted_where_they_would_stand() -> None:
    lines = joined(order_lines(order(left_out=7), ink(), 90)).splitlines()
    assert lines[-1].startswith("14:21:07")
    assert lines[-2] == "7 more between"


def test_one_that_a_list_does_not_name_any_more_says_so() -> None:
    gone = replace(order().steps[-1], status="", at=None)
    assert "not listed any more" in joined(order_lines(order(None, steps=(*order().steps, gone)), ink(), 90))
    assert "not open any more" in joined(order_lines(order(None), ink(), 90))


def test_its_distance_is_as_good_as_the_market_and_hidden_with_the_account() -> None:
    assert "2.60 %" in joined(order_lines(order(), ink(), 90))
    stale = order_lines(order(replace(STOP, state=PanelState.STALE)), ink(), 90)
    assert stale[0][-1].role is Role.STALE
    assert "through" in joined(order_lines(order(replace(STOP, distance=Decimal(-1))), ink(), 90))
    hidden = joined(order_lines(order(), ink(hide_account=True), 90))
    assert "2.60" not in hidden
    assert "0.7" not in hidden
