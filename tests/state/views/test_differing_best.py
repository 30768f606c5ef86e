"""Best prices of a book that are not those of level1 are told once both stood for as long as channels are apart."""

from __future__ import annotations

from roxom_tui.state.store import Store
from roxom_tui.state.views.differing_best import PATIENCE_NS, DifferingBests
from roxom_tui.state.views.market_views import DifferingBest
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import GOLD, OIL, delta, level, quote, s, snapshot

UNTIL = s(100)
TOLD = quote("100 1", "101 1")
SAME = (level("100", "3"), level("101", "2"))
OTHER = (level("99", "3"), level("101", "2"))


def test_it_is_told_after_a_second_in_which_neither_moved_and_not_before() -> None:
    differing = DifferingBests()
    assert differing.look(GOLD, TOLD, OTHER, 0, UNTIL) is None
    assert differing.look(GOLD, TOLD, OTHER, PATIENCE_NS - 1, UNTIL) is None
    assert differing.look(GOLD, TOLD, OTHER, PATIENCE_NS, UNTIL) == DifferingBest(0, UNTIL)
    assert differing.look(GOLD, TOLD, SAME, 2 * PATIENCE_NS, UNTIL) is None, "sizes may differ: they change at any time"


def test_a_delay_of_one_of_them_is_not_told_for_it_moves_on() -> None:
    differing, late = DifferingBests(), quote("102 1", "103 1")
    for step in range(20):
        now = step * PATIENCE_NS // 2
        assert differing.look(GOLD, late if step % 2 else TOLD, OTHER, now, UNTIL) is None


def test_another_symbol_and_a_time_in_which_nothing_could_be_said_begin_anew() -> None:
    differing = DifferingBests()
    differing.look(GOLD, TOLD, OTHER, 0, UNTIL)
    assert differing.look(OIL, TOLD, OTHER, PATIENCE_NS, UNTIL) is None
    differing.forget()
    assert differing.look(OIL, TOLD, OTHER, 3 * PATIENCE_NS, UNTIL) is None
    assert differing.look(OIL, None, OTHER, 9 * PATIENCE_NS, UNTIL) is None


def test_the_book_of_a_picture_says_it_while_both_are_live(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(snapshot(("100 1",), ("101 1",), at=1), s(1))
    store.apply(quote("100 1", "101 1", at=1), s(1))
    assert build(builder, 2.5).book.differs is None
    store.apply(delta(("100 0", "99 1"), at=3), s(3))
    assert build(builder, 3).book.differs is None
    told = build(builder, 4.2).book
    assert told.freshness.state.is_live
    assert told.differs is not None
    assert told.differs.since == s(3)
    assert build(builder, 30).book.differs is None, "a book that is not live is doubted anyway"
