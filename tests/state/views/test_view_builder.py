"""A view stays the same object while it says the same, and is renewed before it expires."""

from __future__ import annotations

import pytest

from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from roxom_tui.state.views.view_builder import Settled, worst_of
from tests.state.pictures import build
from tests.support.spellings import s

PARTS = ("symbols", "ticker", "book", "tape", "positions", "balances", "orders")


def changed(before: ScreenSnapshot, after: ScreenSnapshot) -> set[str]:
    return {part for part in PARTS if getattr(before, part) is not getattr(after, part)}


def test_nothing_new_gives_the_same_objects(builder: SnapshotBuilder) -> None:
    before = build(builder)
    after = build(builder, 1.5)
    assert changed(before, after) == set()
    assert after.revision == before.revision


def test_an_untouched_part_is_renewed_before_it_expires(builder: SnapshotBuilder) -> None:
    before = build(builder)
    for step in range(1, 9):
        now = 1 + step
        after = build(builder, now)
        for part in ("book", "tape", "positions", "balances", "orders"):
            assert getattr(after, part).freshness.valid_until > s(now)
    assert after.positions is not before.positions
    assert after.positions.rows == before.positions.rows


def test_a_change_of_freshness_appears_without_any_event(builder: SnapshotBuilder) -> None:
    assert build(builder, 10.9).book.freshness.state is PanelState.LIVE
    picture = build(builder, 11)
    assert picture.book.freshness.state is PanelState.STALE
    assert picture.ticker.freshness.state is PanelState.STALE
    assert picture.tape.freshness.state is PanelState.STALE
    assert picture.symbols.rows[0].freshness.state is PanelState.STALE


@pytest.mark.parametrize(
    ("one", "other", "state", "since"),
    [
        (PanelState.LIVE, PanelState.LIVE, PanelState.LIVE, 7),
        (PanelState.STALE, PanelState.STALE, PanelState.STALE, 3),
        (PanelState.STALE, PanelState.LIVE, PanelState.STALE, 3),
        (PanelState.LIVE, PanelState.STALE, PanelState.STALE, 7),
    ],
)
def test_what_is_made_of_two_streams_is_well_since_both_are_and_ill_since_the_first_is(
    one: PanelState, other: PanelState, state: PanelState, since: int
) -> None:
    worst = worst_of(Freshness(one, valid_until=20, since=3), Freshness(other, valid_until=10, since=7))
    assert (worst.state, worst.since, worst.valid_until) == (state, since, 10)


def test_what_is_made_of_two_streams_that_are_no_better_is_as_old_as_the_older() -> None:
    down = PanelState.DOWN
    one, other = Freshness(down, data_at=9, valid_until=20), Freshness(down, data_at=4, valid_until=20)
    assert worst_of(one, other).data_at == worst_of(other, one).data_at == 4
    assert worst_of(one, Freshness(PanelState.LIVE, data_at=2, valid_until=20)).data_at == 9
    assert worst_of(one, Freshness(down, valid_until=20)).data_at == 9


def test_a_state_that_began_anew_between_two_pictures_says_since_when() -> None:
    settled = Settled()
    settled("symbols", Freshness(PanelState.REJECTED, valid_until=s(20), since=s(1)), s(6))
    assert settled("symbols", Freshness(PanelState.REJECTED, valid_until=s(21), since=s(7)), s(7)).since == s(7)
