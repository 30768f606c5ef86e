"""One list of facts: nothing that is known is left out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from typing import Any

import pytest
from roxom_tui.state.views.connection_facts import LOG, REJECTED, SECTIONS, STREAM, as_data

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.connection_views import ConnectionView, LogLine, RejectedMessageRow, StreamRow
from tests.support.spellings import connection

GOLD = Symbol("GOLD-BTC")


class Seen:
    """A view that remembers what was read of it."""

    def __init__(self, view: ConnectionView) -> None:
        self._view = view
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self._view, name)


def row(state: PanelState, channel: Channel = Channel.LEVEL1, reason: str = "", code: str = "") -> StreamRow:
    fresh = Freshness(state, reason, SECOND)
    return StreamRow(Stream(channel, GOLD), fresh, acknowledged=True, messages=7, refusal_code=code)


def view_of(*streams: StreamRow, **changes: Any) -> ConnectionView:
    return replace(connection(), streams=streams, **changes)


def test_all_that_a_view_of_the_connection_knows_is_told() -> None:
    seen: Any = Seen(connection())
    as_data(seen, 0)
    untold = {field.name for field in fields(ConnectionView)} - seen.read
    assert untold == {"arrivals", "compared_at"}, "stamps of single moments are to reckon with, not to tell"


@pytest.mark.parametrize(("facts", "told"), [(REJECTED, RejectedMessageRow), (LOG, LogLine)])
def test_all_that_a_row_knows_is_told(facts: Any, told: Any) -> None:
    # What became of an order is told by its text.
    assert list(facts) == [field.name for field in fields(told) if field.name != "order"]


def test_a_key_means_one_thing_in_its_section() -> None:
    for section in SECTIONS:
        assert Counter(fact.key for fact in section.facts).most_common(1)[0][1] == 1
        assert all(fact.part for fact in section.facts if fact.key.endswith(("p50_ms", "p99_ms")))


def test_a_stream_tells_its_state_its_age_and_why() -> None:
    data: Any = as_data(view_of(row(PanelState.STALE, reason="silent")), 3 * SECOND)
    assert data["streams"] == [
        {
            "stream": "level1.GOLD-BTC",
            "state": "STALE",
            "age_s": 2.0,
            "acknowledged": True,
            "messages": 7,
            "reason": "silent",
        }
    ]
    assert set(data["streams"][0]) == {fact.key for fact in STREAM}


def test_what_is_not_known_is_null_and_never_zero() -> None:
    data: Any = as_data(connection(), 0)
    unknown = {key for section in SECTIONS for key, value in data[section.key].items() if value is None}
    assert {"latency_p50_ms", "latency_p99_ms", "clock_ahead_ms", "lag_s", "last_close_code", "next_try_s"} <= unknown
