"""One list of facts: nothing that is known is left out of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import ConnectionView, LogLine, RejectedMessageRow, StreamRow
from roxom_tui.words.connection_facts import LOG, REJECTED, SECTIONS, STREAM, as_data
from tests.support.spellings import connection

GOLD = Symbol("GOLD-BTC")
ASKED = Reason(Cause.SILENT_ASKED, next_at=4500 * MILLISECOND)


class Seen:
    """A view that remembers what was read of it."""

    def __init__(self, view: ConnectionView) -> None:
        self._view = view
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self._view, name)


def row(state: PanelState, channel: Channel = Channel.LEVEL1, reason: Reason | None = None) -> StreamRow:
    fresh = Freshness(state, reason, SECOND, since=2 * SECOND)
    return StreamRow(Stream(channel, GOLD), fresh, acknowledged=True, messages=7)


def view_of(*streams: StreamRow, **changes: Any) -> ConnectionView:
    return replace(connection(), streams=streams, **changes)


def test_all_that_a_view_of_the_connection_knows_is_told() -> None:
    seen: Any = Seen(connection())
    as_data(seen, 0)
    untold = set(ConnectionView.__struct_fields__) - seen.read
    assert untold == {"arrivals", "compared_at"}, "stamps of single moments are to reckon with, not to tell"
    assert {"since", "last_standstill", "verify_by", "depth_format", "last_end"} <= seen.read


def test_all_that_a_row_knows_is_told() -> None:
    assert list(REJECTED) == list(RejectedMessageRow.__struct_fields__)
    of_the_line = set(LogLine.__struct_fields__) - {"entry"}
    assert set(LOG) - of_the_line == {"kind", "text", "private"}, "the entry, in words"


def test_a_line_of_the_log_tells_its_kind_its_words_and_whether_it_is_private() -> None:
    news = LogEntry(LogKind.ACCOUNT_NEWS, "margin call")
    data: Any = as_data(view_of(log=(LogLine(7, news, 2, 5),)), 0)
    assert data["log"] == [
        {"at": 7, "kind": "account_news", "text": "account: margin call", "private": True, "count": 2, "since": 5}
    ]


def test_a_key_means_one_thing_in_its_section() -> None:
    for section in SECTIONS:
        assert Counter(fact.key for fact in section.facts).most_common(1)[0][1] == 1
        assert all(fact.part for fact in section.facts if fact.key.endswith(("p50_ms", "p99_ms")))


def test_a_stream_tells_its_state_its_age_and_why() -> None:
    data: Any = as_data(view_of(row(PanelState.STALE, reason=ASKED)), 3 * SECOND)
    assert data["streams"] == [
        {
            "stream": "level1.GOLD-BTC",
            "state": "STALE",
            "for_s": 1.0,
            "age_s": 2.0,
            "acknowledged": True,
            "messages": 7,
            "reason": "no data, and no answer yet to a refresh",
            "cause": "silent_and_asked",
            "ends": "answered",
            "next_step_s": 1.5,
        }
    ]
    assert set(data["streams"][0]) == {fact.key for fact in STREAM}


def test_the_answer_tells_each_trouble_with_its_cause_and_what_can_be_done() -> None:
    data: Any = as_data(view_of(row(PanelState.STALE, reason=Reason(Cause.SILENT, seconds=10))), 3 * SECOND)
    assert data["verdict"]["true"] is False
    assert data["verdict"]["answer"] == "partly"
    (trouble,) = data["verdict"]["troubles"]
    assert trouble.pop("sentence").startswith("level1.GOLD-BTC STALE: no data on any stream")
    assert trouble == {
        "streams": ["level1.GOLD-BTC"],
        "state": "STALE",
        "cause": "silent",
        "for_s": 1.0,
        "ends": "heard",
        "next_step_s": None,
        "can_do": ["resync"],
    }


def test_what_is_not_known_is_null_and_never_zero() -> None:
    data: Any = as_data(connection(), 0)
    unknown = {key for section in SECTIONS for key, value in data[section.key].items() if value is None}
    assert {"latency_p50_ms", "latency_p99_ms", "clock_ahead_ms", "lag_s", "last_close_code", "next_try_s"} <= unknown
