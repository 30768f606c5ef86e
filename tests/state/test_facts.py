"""One list of facts: nothing that is known is left out of it, and its first answer is right."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.state.views.connection_facts import LOG, REJECTED, SECTIONS, STREAM, as_data
from roxom_tui.state.views.connection_views import ConnectionView, LogLine, RejectedMessageRow, StreamRow
from roxom_tui.state.views.overall_status import verdict
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
    assert [fact.key for fact in facts] == [field.name for field in fields(told) if field.name != "order"]


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


@pytest.mark.parametrize(
    ("view", "is_true", "state", "begins"),
    [
        (view_of(row(PanelState.LIVE), row(PanelState.QUIET)), True, PanelState.QUIET, "Yes: every stream"),
        (view_of(row(PanelState.LIVE), reason="lagging 5 s"), True, PanelState.LIVE, "Yes, but late"),
        (
            view_of(
                row(PanelState.LIVE), row(PanelState.REJECTED, Channel.ACCOUNT, "60014 Unknown channel", code="60014")
            ),
            True,
            PanelState.LIVE,
            "Yes: every stream",
        ),
        (
            view_of(row(PanelState.LIVE), row(PanelState.REJECTED, Channel.ACCOUNT, "401")),
            False,
            PanelState.REJECTED,
            "Not all",
        ),
        (view_of(row(PanelState.LIVE), row(PanelState.WAITING)), True, PanelState.WAITING, "Yes, as far as it came: 1"),
        (view_of(row(PanelState.LIVE), row(PanelState.UNPROVEN)), False, PanelState.UNPROVEN, "Not all of it: 1 of 2"),
        (view_of(row(PanelState.LIVE), row(PanelState.STALE)), False, PanelState.STALE, "Not all of it: 1 of 2"),
        (view_of(row(PanelState.RESYNC), row(PanelState.REJECTED)), False, PanelState.REJECTED, "Not all of it: 0 of"),
        (
            view_of(row(PanelState.LIVE), state=PanelState.STALE),
            False,
            PanelState.STALE,
            "No: what is shown is history",
        ),
        (view_of(row(PanelState.LIVE), state=PanelState.WAITING), False, PanelState.WAITING, "Not yet"),
        (view_of(), False, PanelState.WAITING, "Not yet"),
        (view_of(row(PanelState.LIVE), phase=Phase.WAITING), False, PanelState.DOWN, "No: there is no connection"),
    ],
)
def test_the_answer_is_never_better_than_the_worst_of_what_is_seen(
    view: ConnectionView, is_true: bool, state: PanelState, begins: str
) -> None:
    judged = verdict(view, 0)
    assert (judged.is_true, judged.state) == (is_true, state)
    assert judged.sentence.startswith(begins)


def test_what_is_wrong_is_named_the_worst_first() -> None:
    view = view_of(
        row(PanelState.UNPROVEN, Channel.DEPTH, "not decided"),
        row(PanelState.STALE, reason="silent"),
        reason="lagging 3 s",
    )
    assert verdict(view, 0).troubles == (
        "lagging 3 s",
        "level1.GOLD-BTC STALE: silent",
        "depth.GOLD-BTC UNPROVEN: not decided",
    )


def test_streams_with_the_same_trouble_share_a_sentence() -> None:
    channels = (Channel.LEVEL1, Channel.TRADE, Channel.DEPTH, Channel.TICKER)
    alike = [row(PanelState.STALE, channel, "silent") for channel in channels]
    other = row(PanelState.STALE, Channel.ORDERS, "asked for again")
    assert verdict(view_of(*alike, other), 0).troubles == (
        "level1.GOLD-BTC, trade.GOLD-BTC and 2 more STALE: silent",
        "orders.GOLD-BTC STALE: asked for again",
    )
