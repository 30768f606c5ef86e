"""The answer whether what is seen is true: never better than the worst of it."""

from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import ConnectionView, StreamRow
from roxom_tui.state.views.overall_status import OverallAnswer as Answer
from roxom_tui.state.views.overall_status import Trouble, overall
from tests.support.spellings import GOLD, connection

LATE = Reason(Cause.LATE, seconds=5)
SILENT = Reason(Cause.SILENT, seconds=10)
UNKNOWN_CHANNEL = Reason(Cause.REFUSED, "Unknown channel", "60014")


def row(
    state: PanelState, channel: Channel = Channel.LEVEL1, reason: Reason | None = None, since: int | None = None
) -> StreamRow:
    fresh = Freshness(state, reason, SECOND, since=since)
    return StreamRow(Stream(channel, GOLD), fresh, acknowledged=True, messages=7)


def view_of(*streams: StreamRow, **changes: Any) -> ConnectionView:
    return replace(connection(), streams=streams, **changes)


@pytest.mark.parametrize(
    ("view", "is_true", "state", "answer", "good"),
    [
        (view_of(row(PanelState.LIVE), row(PanelState.QUIET)), True, PanelState.QUIET, Answer.ALL, "2/2"),
        (view_of(row(PanelState.LIVE), reason=LATE), True, PanelState.LIVE, Answer.LATE, "1/1"),
        (view_of(row(PanelState.LIVE), silent_since=0), True, PanelState.LIVE, Answer.SILENT, "1/1"),
        (
            view_of(row(PanelState.LIVE), row(PanelState.REJECTED, Channel.ACCOUNT, UNKNOWN_CHANNEL)),
            True,
            PanelState.LIVE,
            Answer.ALL,
            "1/1",
        ),
        (
            view_of(row(PanelState.LIVE), row(PanelState.REJECTED, Channel.ACCOUNT, Reason(Cause.REFUSED, code="401"))),
            False,
            PanelState.REJECTED,
            Answer.PARTLY,
            "1/2",
        ),
        (
            view_of(row(PanelState.LIVE), row(PanelState.REJECTED, Channel.DEPTH, UNKNOWN_CHANNEL)),
            False,
            PanelState.REJECTED,
            Answer.PARTLY,
            "1/2",
        ),
        (view_of(row(PanelState.LIVE), row(PanelState.WAITING)), True, PanelState.WAITING, Answer.SO_FAR, "1/2"),
        (
            view_of(row(PanelState.LIVE), row(PanelState.UNPROVEN)),
            False,
            PanelState.UNPROVEN,
            Answer.PARTLY,
            "1/2",
        ),
        (view_of(row(PanelState.LIVE), row(PanelState.STALE)), False, PanelState.STALE, Answer.PARTLY, "1/2"),
        (
            view_of(row(PanelState.RESYNC), row(PanelState.REJECTED)),
            False,
            PanelState.REJECTED,
            Answer.PARTLY,
            "0/2",
        ),
        (view_of(row(PanelState.LIVE), state=PanelState.STALE), False, PanelState.STALE, Answer.HISTORY, "1/1"),
        (
            view_of(row(PanelState.LIVE), state=PanelState.WAITING),
            False,
            PanelState.WAITING,
            Answer.NOTHING_YET,
            "1/1",
        ),
        (view_of(), False, PanelState.WAITING, Answer.NOTHING_YET, "0/0"),
        (view_of(row(PanelState.LIVE), phase=Phase.WAITING), False, PanelState.DOWN, Answer.DISCONNECTED, "0/0"),
    ],
)
def test_the_answer_is_never_better_than_the_worst_of_what_is_seen(
    view: ConnectionView, is_true: bool, state: PanelState, answer: Answer, good: str
) -> None:
    judged = overall(view)
    assert (judged.is_true, judged.state, judged.answer) == (is_true, state, answer)
    assert f"{judged.good}/{judged.total}" == good


def test_what_is_wrong_is_named_the_connection_first_and_then_the_worst() -> None:
    doubted = Reason(Cause.FORMAT_OPEN, done=3, of=12)
    view = view_of(
        row(PanelState.UNPROVEN, Channel.DEPTH, doubted, since=5),
        row(PanelState.STALE, reason=SILENT, since=6),
        reason=LATE,
        since=7,
    )
    assert overall(view).troubles == (
        Trouble((), PanelState.LIVE, LATE, 7),
        Trouble((Stream(Channel.LEVEL1, GOLD),), PanelState.STALE, SILENT, 6),
        Trouble((Stream(Channel.DEPTH, GOLD),), PanelState.UNPROVEN, doubted, 5),
    )


def test_without_a_connection_its_reason_is_the_only_trouble() -> None:
    lost = Reason(Cause.CONNECTION_LOST, code="1012")
    view = view_of(row(PanelState.DOWN, reason=lost), phase=Phase.WAITING, state=PanelState.DOWN, reason=lost, since=3)
    assert overall(view).troubles == (Trouble((), PanelState.DOWN, lost, 3),)


def test_streams_with_the_same_trouble_share_one_that_began_with_the_first() -> None:
    channels = (Channel.LEVEL1, Channel.TRADE, Channel.DEPTH, Channel.TICKER)
    alike = [row(PanelState.STALE, channel, SILENT, since=9 - n) for n, channel in enumerate(channels)]
    other = row(PanelState.STALE, Channel.ORDERS, Reason(Cause.LIST_ASKED))
    shared, single = overall(view_of(*alike, other)).troubles
    assert shared == Trouble(tuple(Stream(channel, GOLD) for channel in channels), PanelState.STALE, SILENT, 6)
    assert single.streams == (Stream(Channel.ORDERS, GOLD),)


def test_streams_that_are_asked_again_at_different_moments_share_a_trouble_with_the_next_of_them() -> None:
    asked = Reason(Cause.SILENT_ASKED)
    alike = [
        row(PanelState.STALE, channel, replace(asked, next_at=at))
        for channel, at in ((Channel.LEVEL1, 8 * SECOND), (Channel.DEPTH, 7 * SECOND), (Channel.TRADE, None))
    ]
    (shared,) = overall(view_of(*alike)).troubles
    assert (len(shared.streams), shared.reason) == (3, replace(asked, next_at=7 * SECOND))
