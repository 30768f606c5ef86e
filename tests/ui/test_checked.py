"""How old the proof of an account's list is, in its title."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roxom_tui.model.status import PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.balances import BalancesPanel
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from tests.support.sample_screens import NOW, WALL, board, down

LISTS = (OrdersPanel, PositionsPanel, BalancesPanel)


def title(kind: type[Panel[Any]], picture: ScreenSnapshot, width: int = 60) -> str:
    panel = kind()
    lines = panel.draw(panel.pick(picture), RenderContext(width, 8, DisplayOptions(), NOW, WALL))
    return "".join(span.text for span in lines[0])


def unproven(picture: ScreenSnapshot) -> ScreenSnapshot:
    """Nobody answered the GETs for a while."""
    fresh = picture.orders.freshness._replace(state=PanelState.UNPROVEN, reason="unchecked: GETs fail")
    return replace(
        picture,
        orders=replace(picture.orders, freshness=fresh),
        positions=replace(picture.positions, freshness=fresh),
        balances=replace(picture.balances, freshness=fresh),
    )


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(("width", "words"), [(60, "─ checked 23 s ago · LIVE ─"), (30, "─ LIVE ─")])
def test_a_list_says_when_it_was_last_checked_where_that_fits(kind: type[Panel[Any]], width: int, words: str) -> None:
    assert words in title(kind, board(), width)


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_that_was_not_checked_for_long_says_so_and_how_long(kind: type[Panel[Any]]) -> None:
    words = "─ checked 23 s ago · unchecked: GETs fail · UNPROVEN "
    assert words in title(kind, unproven(board()), 80)


def test_what_is_outdated_in_a_list_that_is_not_proven_still_looks_so() -> None:
    picture = unproven(board())
    rows = tuple(replace(row, outdated=True) for row in picture.balances.rows)
    picture = replace(picture, balances=replace(picture.balances, rows=rows))
    total, available, *_ = BalancesPanel().draw(picture.balances, RenderContext(60, 8, DisplayOptions(), NOW, WALL))[1:]
    assert Role.STALE in {span.role for span in available}
    assert Role.STALE not in {span.role for span in total}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_that_is_not_believed_speaks_of_no_check(kind: type[Panel[Any]]) -> None:
    assert "checked" not in title(kind, down(board(), "cut off"))


def test_a_list_that_nobody_was_asked_for_speaks_of_no_check() -> None:
    picture = board()
    unasked = replace(picture, orders=replace(picture.orders, since_connect=True, checked_at=None))
    assert "─ since connect · LIVE ─" in title(OrdersPanel, unasked)


def test_rows_in_sight_come_before_the_check_where_there_is_no_room_for_both() -> None:
    picture = board()
    many = replace(picture, orders=replace(picture.orders, rows=picture.orders.rows * 5))
    assert "─ 1-5 of 20 · checked 23 s ago · LIVE ─" in title(OrdersPanel, many, 70)
    assert "─ 1-5 of 20 · LIVE ─" in title(OrdersPanel, many, 44)
