"""The first line: badge, symbol and state at any width, and why the connection is not there."""

from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import LastStandstill
from roxom_tui.state.views.recording_views import RecordingView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.widgets.header import header, window_title
from tests.support.sample_screens import NOW, WALL, board, down, partly_refused
from tests.ui.replayed import replayed_board


def rendering(width: int, height: int = 1, now: int = NOW, options: DisplayOptions | None = None) -> RenderContext:
    return RenderContext(width, height, options or DisplayOptions(), now, WALL)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


@pytest.mark.parametrize("environment", list(Environment))
@pytest.mark.parametrize("width", [14, 16, 24, 40, 60, 80, 120, 200])
def test_the_badge_is_on_screen_at_every_width(environment: Environment, width: int) -> None:
    line = header(board(environment), rendering(width)).line
    badge = next(span for span in line if span.role is Role.BADGE)
    assert badge.text.strip() == environment.value.upper()
    assert len(text(line)) == width


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_state_and_symbol_are_on_screen_from_40_columns(width: int) -> None:
    line = text(header(board(Environment.PRODUCTION), rendering(width)).line)
    assert "LIVE" in line
    assert "● ALL LIVE" in line
    assert "GOLD-BTC" in line


def test_a_lost_connection_says_for_how_long_and_when_the_next_try_is() -> None:
    assert "○ DOWN for 2 s · next try in 2 s" in text(header(down(board(), "reset"), rendering(120)).line)


@pytest.mark.parametrize(
    ("phase", "attempts", "words"),
    [
        (Phase.STOPPED, 3, "○ STOPPED for 2 s · not retrying"),
        (Phase.CONNECTING, 3, "○ DOWN for 2 s · connecting"),
        (Phase.CONNECTING, 1, "○ CONNECTING"),
    ],
)
def test_the_header_says_what_becomes_of_the_connection(phase: Phase, attempts: int, words: str) -> None:
    picture = down(board(), "reset")
    picture = replace(picture, connection=replace(picture.connection, phase=phase, attempts=attempts))
    assert words in text(header(picture, rendering(120)).line)


def test_a_feed_that_sends_nothing_more_is_told_whatever_the_last_picture_said() -> None:
    line = text(header(board(), rendering(120, now=NOW + 4 * SECOND)).line)
    assert "● UNKNOWN · no update from the feed · until one comes" in line
    assert "LIVE" not in line
    assert "STALE" in window_title(board(), Unit.BTC, NOW + 4 * SECOND)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_data_that_lags_says_so_beside_the_state(width: int) -> None:
    late = board()
    late = replace(late, connection=replace(late.connection, reason=Reason(Cause.LATE, seconds=3)))
    line = text(header(late, rendering(width)).line)
    assert ("● ALL LIVE · data delay 3 s" in line) is (width > 40)
    assert ("data delay 3 s · until data is on time" in line) is (width >= 120)
    assert "LIVE" in line


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_an_unusual_silence_is_told_beside_the_state(width: int) -> None:
    silent = board()
    silent = replace(silent, connection=replace(silent.connection, silent_since=NOW - 2 * SECOND))
    line = text(header(silent, rendering(width)).line)
    assert ("● ALL LIVE · data 2 s old" in line) is (width > 40)
    assert "LIVE" in line


def test_the_price_on_a_line_that_is_alone_is_as_true_as_the_ticker() -> None:
    for picture, ink in ((board(), Role.STRONG), (down(board(), "gone"), Role.STALE)):
        line = header(picture, rendering(60), alone=True).line
        assert {span.role for span in line if "0.0431" in span.text} == {ink}


def test_the_window_is_named_after_symbol_price_and_state() -> None:
    assert window_title(board(), Unit.BTC, NOW) == "GOLD-BTC 0.04312700 LIVE · roxom-tui"


def test_the_state_beside_the_symbol_is_the_worst_of_what_is_drawn_for_it() -> None:
    picture = board()
    broken = replace(
        picture,
        book=replace(
            picture.book, freshness=Freshness(PanelState.RESYNC, Reason(Cause.CROSSED_LONG), NOW, NOW + SECOND)
        ),
    )
    assert "● CONNECTED · book RESYNC" in text(header(broken, rendering(120)).line)
    assert "RESYNC" in window_title(broken, Unit.BTC, NOW)
    expired = replace(
        picture, ticker=replace(picture.ticker, freshness=replace(picture.ticker.freshness, valid_until=0))
    )
    assert "● CONNECTED · ticker STALE" in text(header(expired, rendering(120)).line)


def troubled(*states: PanelState) -> ScreenSnapshot:
    """The board with book, trades, positions, orders and balances in these states, as many as there are."""
    picture = board()
    fresh = [Freshness(state, Reason(Cause.SILENT), NOW, NOW + SECOND) for state in states]
    parts = ("book", "tape", "positions", "orders", "balances")
    changes: dict[str, Any] = {
        part: replace(getattr(picture, part), freshness=each) for part, each in zip(parts, fresh, strict=False)
    }
    return replace(picture, **changes)


def test_what_is_not_well_is_named_by_part_and_from_three_on_counted_where_names_would_cost_the_clock() -> None:
    one, two = troubled(PanelState.STALE), troubled(PanelState.STALE, PanelState.STALE)
    three = troubled(PanelState.STALE, PanelState.UNPROVEN, PanelState.STALE, PanelState.STALE)
    assert "● CONNECTED · book STALE" in text(header(one, rendering(120)).line)
    assert "● CONNECTED · book, trades STALE" in text(header(two, rendering(120)).line)
    assert "● CONNECTED · 3 parts STALE · trades UNPROVEN" in text(header(three, rendering(88)).line)
    for width in range(89, 140):
        line = text(header(three, rendering(width)).line)
        assert "● CONNECTED · book, positions, orders STALE · trades UNPROVEN" in line or "3 parts STALE" in line
        assert "UTC" in line
    assert "book, positions, orders STALE · trades UNPROVEN" in text(header(three, rendering(120)).line)


def test_a_connection_by_which_nothing_comes_says_what_ends_that() -> None:
    picture = board()
    link = replace(picture.connection, state=PanelState.STALE, reason=Reason(Cause.NO_DATA))
    line = text(header(replace(picture, connection=link), rendering(120)).line)
    assert "● CONNECTED · no data on any stream · until data comes" in line


def test_that_data_is_late_is_told_beside_what_is_not_well() -> None:
    picture = troubled(PanelState.STALE)
    picture = replace(picture, connection=replace(picture.connection, reason=Reason(Cause.LATE, seconds=3)))
    line = text(header(picture, rendering(120)).line)
    assert "● CONNECTED · book STALE · data delay 3 s · until data is on time" in line
    assert "● CONNECTED · book STALE · data delay 3 s  " in text(header(picture, rendering(90)).line)


@pytest.mark.parametrize("width", range(30, 200))
def test_what_is_not_well_is_told_in_whole_words_at_any_width(width: int) -> None:
    picture = troubled(PanelState.STALE, PanelState.UNPROVEN, PanelState.STALE, PanelState.STALE)
    line = text(header(picture, rendering(width)).line)
    named = "book, positions, orders STALE · trades UNPROVEN"
    forms = (named, "3 parts STALE · trades UNPROVEN", "3 parts STALE +1", "● STALE", "STALE")
    assert any(form in line for form in forms)
    assert len(line) == width


def test_a_symbol_that_is_refused_is_named() -> None:
    assert "● CONNECTED · OIL-BTC REJECTED" in text(header(partly_refused(board()), rendering(120)).line)


@pytest.mark.parametrize(("checked_at", "word"), [(None, "checking"), (NOW - SECOND, "checked")])
def test_a_stop_of_this_computer_is_told_for_a_minute(checked_at: int | None, word: str) -> None:
    picture = board()
    for ago, is_told in ((4, True), (61, False)):
        stop = LastStandstill(7.2, NOW - ago * SECOND, checked_at)
        stopped = replace(picture, connection=replace(picture.connection, last_standstill=stop))
        line = text(header(stopped, rendering(160)).line)
        assert (f"stopped 7 s, back since 14:22:03, {word}" in line) is is_told


@pytest.mark.parametrize("width", range(8, 220, 4))
def test_a_replay_has_its_badge_with_date_time_and_speed_at_every_width_that_has_room(width: int) -> None:
    line = header(replayed_board(), rendering(width)).line
    badge = next(span.text for span in line if span.role is Role.BADGE)
    assert len(text(line)) == width
    assert "LIVE" not in text(line)
    if width >= 40:
        assert "SOUND" in text(line)
        assert badge.strip() in ("REPLAY 2026-01-01 14:22:07 2x", "REPLAY 01-01 14:22 2x")
    elif width >= 8:
        assert badge.strip().startswith("REPLAY"[:width])


def test_nobody_connects_in_a_replay_whatever_was_tried_then() -> None:
    picture = replayed_board()
    lost = replace(picture.connection, phase=Phase.CONNECTING, attempts=3, since=NOW - 4 * SECOND)
    line = text(header(replace(picture, connection=lost), rendering(120)).line)
    assert "DOWN for 4 s" in line
    assert "connecting" not in line


def test_a_replay_says_how_fast_it_is_played() -> None:
    told: list[tuple[dict[str, Any], str]] = [
        ({"speed": 0.25}, "0.25x"),
        ({"speed": 0.0}, "max"),
        ({"is_playing": False}, "paused"),
        ({"reached": 41.3}, "~41x"),
        ({"reached": 1.27}, "~1.3x"),
    ]
    for changes, word in told:
        line = header(replayed_board(**changes), rendering(120)).line
        assert f"14:22:07 {word} " in text(line)


def test_the_title_of_the_window_says_that_it_is_a_replay_and_of_when() -> None:
    title = window_title(replayed_board(), Unit.BTC, NOW)
    assert title == "REPLAY 2026-01-01 14:22:07 · GOLD-BTC 0.04312700 SOUND · roxom-tui"


def test_a_recording_says_how_much_for_how_long_and_what_is_wrong_with_it() -> None:
    picture = board()
    for account, lost, words in ((False, 0, ""), (True, 0, " WITH ACCOUNT"), (False, 1200, " 1,200 lost")):
        recording = RecordingView(NOW - 251 * SECOND, 12_000_000, lost, account)
        told = replace(picture, connection=replace(picture.connection, recording=recording))
        line = header(told, rendering(140)).line
        (span,) = [span for span in line if "rec" in span.text and "reconnects" not in span.text]
        assert span.text.strip() == f"● rec 12 MB 04:11{words}"
        assert (span.role is Role.WARNING) is bool(words)


def underlying_closed(*, closed: bool) -> ScreenSnapshot:
    picture = board()
    rows = tuple(replace(row, is_underlying_closed=closed) for row in picture.symbols.rows)
    return replace(picture, symbols=replace(picture.symbols, rows=rows))


def test_that_the_underlying_is_closed_stands_behind_its_name_where_it_has_room() -> None:
    assert "PAXG · underlying closed" in text(header(underlying_closed(closed=True), rendering(200)).line)
    assert "underlying" not in text(header(underlying_closed(closed=False), rendering(200)).line)
    for width in (40, 60, 80, 100, 120):
        line = text(header(underlying_closed(closed=True), rendering(width)).line)
        assert ("underlying" in line) is ("underlying closed" in line)
        assert "● ALL LIVE" in line


def test_each_part_that_is_alone_in_its_state_is_named_at_80_columns_and_the_clock_stays() -> None:
    picture = troubled(PanelState.RESYNC, PanelState.WAITING, PanelState.LIVE, PanelState.STALE)
    waiting = Freshness(PanelState.WAITING, Reason(Cause.NOTHING_YET), NOW, NOW + SECOND)
    picture = replace(
        picture,
        ticker=replace(picture.ticker, freshness=waiting),
        book=replace(picture.book, quote_freshness=waiting),
    )
    line = text(header(picture, rendering(80)).line)
    assert "● orders STALE · book RESYNC · 3 WAITING" in line
    assert "14:22:0" in line
    wide = text(header(picture, rendering(160)).line)
    assert "● CONNECTED · orders STALE · book RESYNC · ticker, level1, trades WAITING" in wide


def test_lists_that_are_not_whole_say_why_and_what_ends_that_where_there_is_room() -> None:
    picture, why = board(), Reason(Cause.LISTS_REFUSED, "sandbox refuses the key …9f3a (HTTP 401)", "401")
    picture = replace(picture, orders=replace(picture.orders, since_connect=True, unlisted=why))
    told = [text(header(picture, rendering(width)).line) for width in (80, 120)]
    assert "● ALL LIVE · account lists incomplete" in told[0]
    assert "● ALL LIVE · account lists incomplete: GET refused: 401 · until reconnected" in told[1]


def test_an_outage_with_a_connection_in_between_that_brought_nothing_counts_from_the_last_data() -> None:
    picture = down(board(), "reset")
    picture = replace(picture, connection=replace(picture.connection, since=NOW))
    line = text(header(picture, rendering(80)).line)
    assert "○ DOWN · no data for 4 s · next try in 2 s" in line


def test_a_try_whose_time_has_come_is_not_told_as_the_next() -> None:
    lost = down(board(), "reset by peer")
    due = replace(lost, connection=replace(lost.connection, retry_at=NOW))
    assert "○ DOWN for 2 s · connecting" in text(header(due, RenderContext(120, 1, DisplayOptions(), NOW, WALL)).line)
