from __future__ import annotations

from typing import Any

from roxom_tui.recording.entries import Entry, Kind
from roxom_tui.recording.moments import gaps, moments
from roxom_tui.state.views.recording_views import Moment, Notable


def link(at: int, what: str, **more: Any) -> Entry:
    return Entry(at, Kind.LINK, {"at": what, **more})


def test_a_gap_lasts_from_the_end_of_a_connection_to_the_next() -> None:
    notes = [link(1, "opened"), link(5, "closed", code=1001), link(6, "closed"), link(9, "opened"), link(9, "pong")]
    assert moments(notes, 20) == (Moment(5, Notable.GAP, "connection lost (1001)", 9),)


def test_a_gap_at_the_end_lasts_until_there_and_leaving_at_the_end_is_none() -> None:
    assert moments([link(5, "closed")], 20) == (Moment(5, Notable.GAP, "connection lost", 20),)
    assert moments([link(20, "closed")], 20) == ()


def test_a_connection_that_never_was_is_a_gap_from_the_beginning() -> None:
    begun = Entry(2, Kind.START, {"number": None})
    (gap,) = moments([begun, link(3, "absent"), link(9, "absent")], 9)
    assert gap == Moment(2, Notable.GAP, "no connection", 9)
    (gap,) = moments([begun, link(3, "absent"), Entry(7, Kind.START, {}), link(7, "opened")], 20)
    assert (gap.at, gap.until) == (2, 7)
    assert moments([begun, link(3, "opened")], 20) == ()


def test_that_there_is_none_at_the_end_is_a_gap_since_it_was_there() -> None:
    notes = [link(1, "opened"), link(5, "closed", code=1006), link(8, "absent"), link(9, "absent")]
    assert moments(notes, 9) == (Moment(5, Notable.GAP, "connection lost (1006)", 9),)
    stood = Entry(0, Kind.START, {"number": 4})
    assert gaps(moments([stood, link(5, "absent")], 9))[0].at == 5


def test_a_gap_whose_end_could_not_be_kept_ends_where_a_connection_is_said_to_stand() -> None:
    notes = [link(1, "opened"), link(10, "closed"), Entry(31, Kind.START, {"number": 2}), Entry(91, Kind.START, {})]
    assert moments(notes, 1000) == (Moment(10, Notable.GAP, "connection lost", 31),)


def test_what_could_not_be_kept_up_with_is_a_gap() -> None:
    (gap,) = moments([Entry(8, Kind.LOST, {"since": 3, "count": 9})], 20)
    assert (gap.at, gap.until, gap.kind) == (3, 8, Notable.GAP)
    (gap,) = moments([Entry(8, Kind.LOST, {"since": "x"})], 20)
    assert (gap.at, gap.until) == (8, 8)


def test_findings_fills_and_marks_are_told_apart_and_in_the_order_of_time() -> None:
    notes = [
        Entry(4, Kind.MARK, {"note": "here\x1b[2J"}),
        Entry(2, Kind.FINDING, {"what": "order", "said": "filled"}),
        Entry(3, Kind.FINDING, {"what": "rejected", "said": 5}),
        Entry(9, Kind.START, {}),
    ]
    found = moments(notes, 20)
    assert [one.kind for one in found] == [Notable.FILL, Notable.FINDING, Notable.MARK]
    assert all(one.said.isprintable() for one in found)
    assert gaps(found) == ()
