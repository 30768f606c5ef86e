"""What the connection screen says, without a screen."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import Channel
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.state.views import ConnectionView
from roxom_tui.ui.lines import Role, width_of
from roxom_tui.ui.screens.blocks import balanced, headed
from roxom_tui.ui.screens.connection_lines import byte_count, connection_lines
from tests.ui.connection_views import GOLD, NOW, SECOND, WALL, connection_view, stream


def text_of(view: ConnectionView, width: int = 76, now: int = NOW) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in connection_lines(view, width, now, WALL)]


def fact(view: ConnectionView, label: str, now: int = NOW) -> str:
    """What stands behind a label in the column of facts."""
    return next(line.removeprefix(label).strip() for line in text_of(view, 76, now) if line.startswith(label + " "))


def test_facts_are_told_with_their_units() -> None:
    view = connection_view()
    assert fact(view, "environment") == "SANDBOX"
    assert fact(view, "phase") == "connected  STALE"
    assert fact(view, "why") == "depth.OIL-BTC is silent"
    assert fact(view, "connected") == "since 07:51:17 UTC, 1 h 02 min"
    assert fact(view, "rate") == "118 msg/s"
    assert fact(view, "received") == "88.1 MB"
    assert fact(view, "round trip") == "1.8 ms"
    assert fact(view, "wire to state") == "p50 0.4 ms · p99 --"
    assert fact(view, "rejected") == "14"
    assert fact(view, "proxy") == "none"


def test_the_exchanges_clock_and_lateness_are_told_once_known() -> None:
    assert fact(connection_view(skew_ms=-120.4, lag_s=0.04), "its clock") == "120 ms behind · data 0.0 s late"
    assert fact(connection_view(skew_ms=3.21), "its clock") == "3.2 ms ahead"
    assert not [line for line in text_of(connection_view()) if line.startswith("its clock")]


def test_what_is_not_known_is_never_zero() -> None:
    view = connection_view(round_trip_ms=None, wire_p50_ms=None, key_tail="", host="", depth_mode="")
    assert {fact(view, label) for label in ("round trip", "key", "host", "depth mode")} == {"--"}


def test_a_lost_connection_tells_when_the_next_try_is() -> None:
    view = connection_view(phase=Phase.WAITING, state=PanelState.DOWN, retry_at=NOW + 3 * SECOND + 1, reason="refused")
    assert fact(view, "next try") == "in 4 s"
    assert fact(view, "next try", NOW + 2 * SECOND) == "in 2 s"
    assert fact(view, "next try", NOW + 9 * SECOND) == "in 0 s"
    assert fact(view, "connected") == "no"
    assert not any(line.startswith("next try") for line in text_of(connection_view()))


def test_a_stream_tells_state_age_and_acknowledgement() -> None:
    rows = text_of(connection_view())
    assert any(line.split() == ["level1.GOLD-BTC", "LIVE", "0", "s", "yes", "120,345"] for line in rows)
    assert any(line.split() == ["trade.GOLD-BTC", "QUIET", "1", "min", "15", "s", "yes", "120,345"] for line in rows)
    assert any(line.split() == ["account", "REJECTED", "never", "no", "120,345"] for line in rows)


def test_a_refused_stream_says_what_the_exchange_said() -> None:
    assert any("401 not for this key [red]" in line for line in text_of(connection_view()))


def test_a_stream_that_outlived_its_proof_is_stale_though_the_feed_says_nothing() -> None:
    view = connection_view(streams=(stream(Channel.LEVEL1, GOLD, PanelState.LIVE),))
    assert any("LIVE" in line for line in text_of(view, now=NOW + 10 * SECOND))
    late = text_of(view, now=NOW + 10 * SECOND + 1)
    assert any("level1.GOLD-BTC" in line and "STALE" in line for line in late)
    assert any("the feed is silent" in line for line in late)


def test_the_newest_log_line_comes_first() -> None:
    rows = text_of(connection_view())
    newest = next(i for i, line in enumerate(rows) if line == "08:53:20  connected (number 3)")
    older = next(i for i, line in enumerate(rows) if line.startswith("08:52:20"))
    assert newest < older


def test_rejected_messages_show_their_reason_count_and_newest_excerpt() -> None:
    rows = text_of(connection_view())
    place = next(i for i, line in enumerate(rows) if "unknown shape · trade.GOLD-BTC" in line)
    assert rows[place].split()[0] == "12"
    assert '{"px":"0.0431","[/x]":[' in rows[place + 1]
    assert rows[place + 1].endswith("…")
    assert not any("Rejected messages" in line for line in text_of(connection_view(rejects=())))


def test_lists_stand_beside_the_facts_only_where_it_is_wide() -> None:
    wide, narrow = text_of(connection_view(), 106), text_of(connection_view(), 99)
    assert "Link" in wide[0]
    assert "Streams" in wide[0]
    assert "Streams" not in narrow[0]


@pytest.mark.parametrize("width", [36, 40, 56, 76, 99, 100, 116, 160])
def test_no_line_is_wider_than_the_box(width: int) -> None:
    lines = connection_lines(connection_view(), width, NOW, WALL)
    assert max(map(width_of, lines)) <= width


def test_every_figure_of_the_view_survives_the_narrowest_box() -> None:
    page = " ".join(text_of(connection_view(), 38))
    for figure in ("118 msg/s", "412,345", "88.1 MB", "1.8 ms", "120,345", "number 3"):
        assert figure in page


def test_a_bad_state_is_coloured_and_a_good_one_is_not_alarming() -> None:
    roles = {span.text: span.role for line in connection_lines(connection_view(), 76, NOW, WALL) for span in line}
    assert roles["REJECTED"] is Role.ERROR
    assert roles["LIVE"] is Role.GOOD
    assert roles["QUIET"] is Role.SOFT


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (88_123_456, "88.1 MB"), (5 * 10**15, "5000.0 TB")],
)
def test_bytes_are_told_in_a_fitting_unit(count: int, text: str) -> None:
    assert byte_count(count) == text


def test_two_columns_keep_the_reading_order() -> None:
    blocks = [headed(name, [()] * size, 20) for name, size in (("a", 6), ("b", 2), ("c", 2))]
    rows = ["".join(span.text for span in line) for line in balanced(blocks, 20)]
    assert rows[0].startswith("a")
    assert "b" in rows[0]
    assert not any("c" in row[:20] for row in rows)
