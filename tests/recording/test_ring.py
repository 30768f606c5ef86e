from __future__ import annotations

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.recording.layout import FrameHead
from roxom_tui.recording.ring import Ring
from roxom_tui.recording.writer import Piece


def piece(second: int, size: int = 100) -> Piece:
    """A frame of two seconds; each minute one in which a replay can begin."""
    head = FrameHead(size, second * SECOND, (second + 2) * SECOND, is_start=second % 60 == 0)
    return Piece(head, bytes(size))


def test_five_minutes_are_kept_from_a_place_to_begin_on() -> None:
    ring = Ring()
    for second in range(0, 1200, 2):
        ring.add(piece(second))
        saved = ring.saved()
        assert saved[0].head.is_start
        held = saved[-1].head.last - saved[0].head.first
        assert held <= 6 * MINUTE + 2 * SECOND
        assert second < 300 or held >= 5 * MINUTE


def test_no_more_is_kept_than_there_is_room_for() -> None:
    ring = Ring(largest=10_000)
    for second in range(0, 1200, 2):
        ring.add(piece(second, 500))
        assert ring.size <= 10_000
    assert all(not one.head.is_start or one is ring.saved()[0] for one in ring.saved())


def test_without_a_place_to_begin_there_is_nothing_to_save() -> None:
    ring = Ring()
    ring.add(piece(2))
    assert ring.saved() == ()
    ring.add(piece(60))
    assert len(ring.saved()) == 1
    ring.clear()
    assert (ring.saved(), ring.size) == ((), 0)
