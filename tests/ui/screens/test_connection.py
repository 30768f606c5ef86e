"""The connection screen: the answer first, then what is wrong, then all there is to tell."""

from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.state.views.connection_views import ConnectionView, StreamRow
from roxom_tui.ui.lines import Role, width_of
from roxom_tui.ui.screens.connection import STREAM_COLUMNS, ConnectionScreen, byte_count, connection_lines
from roxom_tui.words.connection_facts import SECTIONS, STREAM
from tests.support.screen_host import BoxHost, on_screen
from tests.ui.connection_views import GOLD, NOW, WALL, connection_view, stream


def text_of(view: ConnectionView, width: int = 76, now: int = NOW) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in connection_lines(width, view, now, WALL)]


def fact(view: ConnectionView, label: str, width: int = 76) -> str:
    """What stands behind a label in the column of facts, with single blanks."""
    row = next(line for line in text_of(view, width) if line.startswith(label + " "))
    return " ".join(row.removeprefix(label).split())


def only(*rows: StreamRow, **changes: Any) -> ConnectionView:
    """A connection that is fine but for these streams."""
    return connection_view(**{"streams": rows, "state": PanelState.LIVE, "reason": None} | changes)


LIVE_QUOTES = stream(Channel.LEVEL1, GOLD, PanelState.LIVE)


def _words(row: str) -> list[str]:
    """What stands in a row of facts besides the figures."""
    return [word for word in row[:50].split() if word.isalpha()]


async def test_a_frame_in_which_nothing_changed_draws_nothing() -> None:
    app = BoxHost()
    screen = ConnectionScreen()
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(screen)
        screen.update(connection_view(), NOW, WALL)
        await pilot.pause()
        assert screen.text.show_lines(screen.text.drawing(*screen.text.size)) == 0
        screen.update(connection_view(rate=119), NOW, WALL)
        assert any("119/s" in row for row in on_screen(app))


async def test_before_the_first_frame_no_age_is_made_up() -> None:
    app = BoxHost()
    screen = ConnectionScreen()
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        assert not any("connected for" in row for row in on_screen(app))
        screen.update(connection_view(), NOW, WALL)
        assert any("1 h 02 min" in row for row in on_screen(app))


async def test_reconnect_and_quit_reach_the_app_from_the_connection_screen() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        await app.push_screen(ConnectionScreen())
        await pilot.press("R", "t", "q", "i")
        assert app.asked == ["reconnect", "theme", "quit"]
        assert not app.screen.is_modal


def test_the_first_line_answers_whether_what_is_seen_is_true() -> None:
    assert text_of(only(LIVE_QUOTES))[0] == "● All data current, all checks pass"
    late = only(LIVE_QUOTES, stream(Channel.DEPTH, GOLD, PanelState.STALE, 14, Reason(Cause.SILENT_ASKED)))
    answer, why, *_ = text_of(late)
    assert answer == "○ 1 of 2 streams OK"
    assert why.strip() == "╰ depth.GOLD-BTC STALE: no data, and no answer yet to a refresh; until the"


def test_what_is_wrong_stands_before_everything_else_the_worst_first() -> None:
    rows = text_of(connection_view())
    wrong = [" ".join(row.split()) for row in rows[1 : rows.index("")]]
    assert wrong == [
        "╰ data arrives 12 s late; until data is on time",
        "╰ account REJECTED: exchange error 401: not for this key [red]; not",
        "retrying",
        "╰ depth.OIL-BTC STALE: no data while other streams of this symbol move;",
        "until data comes",
    ]


def test_facts_are_told_with_their_units() -> None:
    view = connection_view()
    assert fact(view, "profile") == "SANDBOX sandbox"
    assert fact(view, "phase") == "connected STALE"
    assert fact(view, "connected for") == "1 h 02 min"
    assert fact(view, "connection") == "3 5 tries"
    assert fact(view, "last close") == "08:52:20 1012 code"
    assert fact(view, "messages") == "118/s 412,345 in all"
    assert fact(view, "received") == "88.1 MB"
    assert fact(view, "round trip") == "1.8 ms"
    assert fact(view, "wire to screen") == "0.4 ms p50 -- p99"
    assert fact(view, "exchange clock") == "-120 ms ahead 0.9 ms ±"
    assert fact(view, "data delay") == "12 s"
    assert fact(view, "verified") == "17 3 corrected"
    assert fact(view, "book checks") == "1,204 2 unconfirmed"
    assert fact(view, "rejected") == "14 4 replaced"
    assert fact(view, "proxy") == "none"


def test_what_is_not_known_is_never_zero() -> None:
    view = connection_view(round_trip_ms=None, key_tail="", host="", verify_by=None, last_end=None)
    labels = ("round trip", "key", "host", "verify by", "ended by")
    assert {fact(view, label) for label in labels} == {"--"}


def test_every_fact_of_the_list_is_on_the_screen() -> None:
    view = connection_view()
    for width in (160, 76, 40):
        rows = text_of(view, width)
        for section in SECTIONS:
            assert any(section.title in row for row in rows)
            for told in section.facts:
                shown = [row for row in rows if not told.label or row.startswith(told.label + " ")]
                assert shown, f"{told.key} has no row"
                if told.part:
                    assert told.part in " ".join(rows)
    assert set(STREAM_COLUMNS) | {"reason", "cause", "ends", "next_step_s"} == {told.key for told in STREAM}


def test_figures_stand_where_they_stood_when_they_change() -> None:
    calm = connection_view(rate=1, round_trip_ms=0.1, wire_p50_ms=0.4, wire_p99_ms=9.1, checks=0, text_marks=0)
    busy = connection_view(
        rate=9_118, round_trip_ms=999.0, wire_p50_ms=120, wire_p99_ms=999, checks=10**6, text_marks=99
    )
    rows = [[row for row in text_of(view, 116) if " ms" in row or "replaced" in row] for view in (calm, busy)]
    for one, other in zip(*rows, strict=True):
        assert [len(one[: one.index(word)]) for word in _words(one)] == [
            len(other[: other.index(word)]) for word in _words(one)
        ]


def test_a_lost_connection_tells_when_the_next_try_is() -> None:
    view = connection_view(
        phase=Phase.WAITING,
        state=PanelState.DOWN,
        retry_at=NOW + 3 * SECOND + 1,
        reason=Reason(Cause.CONNECTION_FAILED, "refused", next_at=NOW + 3 * SECOND + 1),
    )
    assert text_of(view)[:2] == ["○ No connection: what is shown is history", "  ╰ refused; next try in 4 s"]
    assert text_of(view, now=NOW + 2 * SECOND)[1].endswith("next try in 2 s")
    assert text_of(view, now=NOW + 9 * SECOND)[1].endswith("until connected")
    assert fact(view, "connected for") == "--"


def test_a_stream_tells_state_age_and_acknowledgement() -> None:
    rows = text_of(connection_view())
    assert any(line.split() == ["level1.GOLD-BTC", "LIVE", "--", "0", "s", "yes", "120,345"] for line in rows)
    assert any(
        line.split() == ["trade.GOLD-BTC", "QUIET", "--", "1", "min", "15", "s", "yes", "120,345"] for line in rows
    )
    assert any(line.split() == ["account", "REJECTED", "--", "none", "yet", "no", "120,345"] for line in rows)


def test_a_stream_that_outlived_its_proof_is_stale_though_the_feed_says_nothing() -> None:
    view = only(LIVE_QUOTES)
    assert text_of(view, now=NOW + 10 * SECOND)[0].startswith("● All data current")
    late = text_of(view, now=NOW + 10 * SECOND + 1)
    assert late[0].startswith("○ 0 of 1 streams OK")
    assert "level1.GOLD-BTC STALE: the program's own feed sends no update" in late[1]


def test_the_newest_log_line_comes_first() -> None:
    rows = text_of(connection_view())
    newest = next(i for i, line in enumerate(rows) if line == "08:53:20  connected to sandbox.example.com:443")
    older = next(i for i, line in enumerate(rows) if line.startswith("08:52:20"))
    assert newest < older


def test_rejected_messages_show_their_reason_count_and_newest_excerpt() -> None:
    rows = text_of(connection_view())
    assert any(line.split() == ["12", "unknown", "shape"] for line in rows)
    place = next(i for i, line in enumerate(rows) if "trade.GOLD-BTC · unknown shape · no list" in line)
    assert rows[place].startswith("08:53:20")
    assert '{"px":"0.0431","[/x]":[' in rows[place + 1]
    assert rows[place + 1].endswith("…")
    assert rows[place + 2].startswith("08:53:19  not JSON · column 3"), "the newest first"
    none = connection_view(rejects=(), last_rejected=())
    assert not any("Rejected messages" in line for line in text_of(none))


def test_lists_stand_beside_the_facts_only_where_it_is_wide() -> None:
    wide, narrow = text_of(connection_view(), 106), text_of(connection_view(), 99)
    assert any("Link" in row and "Streams" in row for row in wide)
    assert not any("Link" in row and "Streams" in row for row in narrow)


@pytest.mark.parametrize("width", [36, 40, 56, 76, 99, 100, 116, 160])
def test_no_line_is_wider_than_the_box(width: int) -> None:
    lines = connection_lines(width, connection_view(), NOW, WALL)
    assert max(map(width_of, lines)) <= width


def test_every_figure_of_the_view_survives_the_narrowest_box() -> None:
    page = " ".join(text_of(connection_view(), 38))
    for figure in ("118/s", "412,345", "88.1 MB", "1.8 ms", "120,345", "1,204", "-120 ms"):
        assert figure in page


def test_a_bad_state_is_coloured_and_a_good_one_is_not_alarming() -> None:
    roles = {span.text: span.role for line in connection_lines(76, connection_view(), NOW, WALL) for span in line}
    assert roles["REJECTED"] is Role.ERROR
    assert roles["LIVE"] is Role.GOOD
    assert roles["QUIET"] is Role.SOFT


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (88_123_456, "88.1 MB"),
        (999_999, "1000.0 kB"),
        (5 * 10**15, "5000.0 TB"),
    ],
)
def test_bytes_are_told_in_a_fitting_unit(count: int, text: str) -> None:
    assert byte_count(count) == text
