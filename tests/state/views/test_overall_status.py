"""The answer whether what is seen is true: never better than the worst of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.state.views.connection_views import ConnectionView, StreamRow
from roxom_tui.state.views.overall_status import verdict
from tests.support.spellings import connection

GOLD = Symbol("GOLD-BTC")


def row(state: PanelState, channel: Channel = Channel.LEVEL1, reason: str = "", code: str = "") -> StreamRow:
    fresh = Freshness(state, reason, SECOND)
    return StreamRow(Stream(channel, GOLD), fresh, acknowledged=True, messages=7, refusal_code=code)


def view_of(*streams: StreamRow, **changes: Any) -> ConnectionView:
    return replace(connection(), streams=streams, **changes)


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
