"""The judge of painted causes finds nothing in a true frame, and finds words of another part, state or time."""

from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.reasons import Cause, Ending, Reason, Rule
from roxom_tui.model.status import Freshness, Notice, PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import LogLine
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.reasons import brief_ending, ending, short, tag, whole
from tests.faults.canvas import WIDE, Canvas, canvas
from tests.faults.cause_words import reads_like_a_cause
from tests.faults.mistakes import scene
from tests.faults.painted_causes import PaintedCauses, header_words, strange_words
from tests.faults.picture import Picture
from tests.faults.reading import PAINTED
from tests.faults.verdicts import Tally

NOW, DAY = scene().bench.clock.monotonic(), scene().bench.clock.wall()
BOOK_BROKEN = Reason(Cause.QUOTES_DIFFER, next_at=NOW + 4 * SECOND)
LOST = Reason(Cause.CONNECTION_LOST, "reset by peer")


@pytest.fixture(autouse=True)
def _nothing_said() -> None:
    """The screen draws a picture that it has already only once a second: each test begins in another one."""
    for size in (WIDE, (120, 40)):
        screen(size).begin()
        screen(size).wait(NOW + 100 * SECOND, DAY + 100 * SECOND)


def screen(size: tuple[int, int] = WIDE) -> Canvas:
    return canvas(scene().bench.setting.symbols, size)


def painted(board: ScreenSnapshot, size: tuple[int, int] = WIDE) -> Picture:
    screen(size).paint(board, NOW, DAY)
    return screen(size).settled()


def judged(picture: Picture, board: ScreenSnapshot, later: int = 0) -> list[str]:
    """What is found, as `where: words`."""
    tally = Tally(scene().bench.clock.true())
    PaintedCauses(tally).judge(picture, board, NOW + later, scene().bench.clock.true())
    assert tally.checks[PAINTED] > 5
    return [f"{hit.what.removeprefix('painted: ')}: {hit.shown}" for hit in tally.kept]


def told(part: str, state: PanelState, reason: Reason) -> ScreenSnapshot:
    """The board of the scene with a part in another state."""
    board = scene().board
    view = getattr(board, part)
    fresh = Freshness(state, reason, NOW - 3 * SECOND, NOW + SECOND, since=NOW - 2 * SECOND)
    changes: dict[str, Any] = {part: replace(view, freshness=fresh)}
    return replace(board, **changes)


def refused(reason: Reason) -> ScreenSnapshot:
    """The board of the scene, its last symbol refused."""
    board = scene().board
    *rows, last = board.symbols.rows
    fresh = Freshness(PanelState.REJECTED, reason, None, NOW + SECOND, since=NOW - 2 * SECOND)
    return replace(board, symbols=replace(board.symbols, rows=(*rows, replace(last, freshness=fresh))))


def cut(reason: Reason = LOST, seconds: float = 4) -> ScreenSnapshot:
    """The board of the scene two seconds after the connection went; the next try is so many later."""
    board = scene().board
    down = Freshness(PanelState.DOWN, reason, NOW - 3 * SECOND, NOW + SECOND, since=NOW - 2 * SECOND)
    parts: dict[str, Any] = {
        part: replace(getattr(board, part), freshness=down)
        for part in ("ticker", "book", "tape", "positions", "balances", "orders")
    }
    rows = tuple(replace(row, freshness=down) for row in board.symbols.rows)
    connection = replace(
        board.connection,
        phase=Phase.WAITING,
        state=PanelState.DOWN,
        reason=reason,
        since=NOW - 2 * SECOND,
        retry_at=NOW + round(seconds * SECOND),
        last_end=reason,
    )
    return replace(board, **parts, symbols=replace(board.symbols, rows=rows), connection=connection)


BOARDS = {
    "all is well": scene().board,
    "a book being rebuilt": told("book", PanelState.RESYNC, BOOK_BROKEN),
    "a silent tape": told("tape", PanelState.STALE, Reason(Cause.SILENT_ASKED, next_at=NOW + SECOND)),
    "orders that fail": told("orders", PanelState.STALE, Reason(Cause.LIST_FAILED, "HTTP 503", "503")),
    "no connection": cut(),
}


@pytest.mark.parametrize("size", [WIDE, (120, 40)], ids=["wide", "120x40"])
@pytest.mark.parametrize("what", BOARDS)
def test_in_a_true_frame_nothing_is_found(what: str, size: tuple[int, int]) -> None:
    assert judged(painted(BOARDS[what], size), BOARDS[what]) == []


@pytest.mark.parametrize("what", sorted(set(BOARDS) - {"all is well"}))
def test_the_words_of_one_state_are_found_where_all_is_well(what: str) -> None:
    assert judged(painted(BOARDS[what]), scene().board) != []


def test_a_title_with_another_cause_is_found_and_so_is_the_bottom_of_the_frame() -> None:
    shown = told("book", PanelState.RESYNC, Reason(Cause.DELTAS_DISORDERED, next_at=NOW + 4 * SECOND))
    found = judged(painted(shown), told("book", PanelState.RESYNC, BOOK_BROKEN))
    assert found == [
        "words of Order book: updates out of order",
        "words of Order book: updates came out of order; rebuilding",
        "notice: updates out of order",
    ]


def test_a_first_cause_of_another_part_and_what_does_not_end_it_is_found() -> None:
    mine = Reason(Cause.LIST_FAILED, "HTTP 503", "503", next_at=NOW + 4 * SECOND)
    frame = painted(told("orders", PanelState.STALE, mine))
    assert "orders: GET failed: HTTP 503 · next try in 4 s" in frame.rows[-1].text
    late = told("orders", PanelState.STALE, replace(mine, next_at=NOW + 9 * SECOND))
    assert "notice: next try in 4 s" in judged(frame, late)
    assert "notice: GET failed: HTTP 503" in judged(frame, told("positions", PanelState.STALE, mine))


def with_more(board: ScreenSnapshot, *parts: str) -> ScreenSnapshot:
    """Other parts in the state of the orders."""
    changes: dict[str, Any] = {part: replace(getattr(board, part), freshness=board.orders.freshness) for part in parts}
    return replace(board, **changes)


def test_a_first_cause_that_one_of_the_named_parts_does_not_share_is_found() -> None:
    mine = Reason(Cause.LIST_FAILED, "HTTP 503", "503")
    one = told("orders", PanelState.STALE, mine)
    for size, parts, words in (
        (WIDE, ("positions",), "positions, orders: GET failed: HTTP 503"),
        (WIDE, ("positions", "balances"), "account: GET failed: HTTP 503"),
    ):
        more = with_more(one, *parts)
        frame = painted(more, size)
        assert words in frame.rows[-1].text
        assert judged(frame, more) == []
        assert any(hit.startswith("notice: GET failed") for hit in judged(frame, with_more(one, *parts[1:])))


def test_a_first_cause_that_one_part_in_the_named_state_does_not_share_is_found() -> None:
    one = told("orders", PanelState.STALE, Reason(Cause.LIST_FAILED, "HTTP 503", "503"))
    more = with_more(one, "positions", "book")
    frame = painted(more, (80, 40))
    assert " STALE: GET failed" in frame.rows[-1].text
    assert judged(frame, more) == []
    other = Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW, NOW + 9 * SECOND)
    strange = replace(more, balances=replace(more.balances, freshness=other))
    assert any(hit.startswith("notice: GET failed") for hit in judged(frame, strange))


def late(seconds: float) -> ScreenSnapshot:
    """The board of the scene, everything on it late."""
    board = scene().board
    return replace(board, connection=replace(board.connection, reason=Reason(Cause.LATE, seconds=seconds)))


def test_how_late_data_is_and_what_ends_that_is_found_where_it_is_not_so() -> None:
    frame = painted(late(3))
    assert "ALL LIVE · data delay 3 s · until data is on time  " in frame.rows[0].text
    assert judged(frame, late(3)) == []
    for board in (late(4), scene().board, BOARDS["a silent tape"]):
        assert any(words.startswith("header: ALL LIVE · data delay 3 s") for words in judged(frame, board))


def test_what_the_exchange_said_is_found_where_it_said_something_else() -> None:
    mine = Reason(Cause.REFUSED, "Too many subscriptions", "60016")
    frame = painted(refused(mine), (80, 24))
    assert any("60016: Too many subscriptions ─" in row.text for row in frame.rows)
    assert judged(frame, refused(mine)) == []
    found = judged(frame, refused(replace(mine, text="Invalid symbol", code="60015")))
    assert "words of Symbols: 60016: Too many subscriptions" in found


def test_a_cause_of_another_part_is_found() -> None:
    mine = Reason(Cause.LIST_FAILED, "HTTP 503", "503")
    frame, board = painted(told("orders", PanelState.STALE, mine)), told("positions", PanelState.STALE, mine)
    found = judged(frame, board)
    assert "words of Orders: GET failed: 503" in found
    assert any(words.startswith("header: CONNECTED · orders STALE") for words in found)


def test_a_next_step_at_another_time_or_none_at_all_is_found() -> None:
    frame = painted(BOARDS["a book being rebuilt"])
    late = replace(BOOK_BROKEN, next_at=NOW + 9 * SECOND)
    for board in (told("book", PanelState.RESYNC, late), told("book", PanelState.RESYNC, Reason(Cause.QUOTES_DIFFER))):
        assert "words of Order book: resubscribing in 4 s" in judged(frame, board)


def test_an_outage_of_another_reason_or_length_or_none_is_found() -> None:
    frame = painted(cut())
    for board, later in ((cut(Reason(Cause.CONNECTING)), 0), (cut(), 5 * SECOND), (scene().board, 0)):
        assert any(words.startswith("outage: ") for words in judged(frame, board, later))


def said(entry: LogEntry, board: ScreenSnapshot) -> list[str]:
    """What is found where a notice of that entry stands, told a moment ago."""
    screen().tell([Notice(DAY, entry)], NOW, DAY)
    frame = painted(board)
    assert "next try in" in frame.rows[-1].text or entry.kind is LogKind.NOTE
    return [words for words in judged(frame, board) if words.startswith("notice")]


TRY = LogEntry(LogKind.LIST_FAILED, "HTTP 503", Stream(Channel.ORDERS), 4.0)


def with_log(board: ScreenSnapshot, entry: LogEntry) -> ScreenSnapshot:
    """The board, the entry in its log and its list not answered."""
    reason = Reason(Cause.LIST_FAILED, "HTTP 503", "503", next_at=NOW + 4 * SECOND)
    fresh = Freshness(PanelState.STALE, reason, NOW, NOW + SECOND, since=NOW)
    rows = tuple(
        replace(row, freshness=fresh) if row.stream == entry.stream else row for row in board.connection.streams
    )
    connection = replace(board.connection, streams=rows, log=(*board.connection.log, LogLine(DAY, entry)))
    return replace(told("orders", PanelState.STALE, reason), connection=connection)


def test_a_notice_of_the_log_is_true_while_the_next_try_is_ahead() -> None:
    assert said(TRY, with_log(scene().board, TRY)) == []


def test_a_notice_of_a_try_that_nobody_plans_is_found() -> None:
    late = replace(TRY, seconds=9.0)
    assert said(late, with_log(scene().board, late)) == ["notice: next try in 9 s"]


def test_a_notice_that_speaks_of_a_state_and_is_in_no_log_is_found() -> None:
    note = LogEntry(LogKind.NOTE, "no data on any stream of this connection")
    assert "notice: no data on any stream of this connection" in said(note, scene().board)


@pytest.mark.parametrize("cause", Cause, ids=lambda cause: cause.name)
def test_the_words_of_every_cause_are_known_for_its_words(cause: Cause) -> None:
    reason = Reason(
        cause, "some text", "60019", (), 3, 12, 7, Reason(Cause.CONNECTION_FAILED, "a try failed"), Rule.ORDERS
    )
    for words in (short(reason), tag(reason), whole(reason)):
        if words not in ("some text", "a try failed"):
            assert reads_like_a_cause(words), words
            assert strange_words(f"STALE · data 3 s old · {words} · checked 3 s ago", ()) == [words]
            assert strange_words(f"STALE · data 3 s old · {words} · checked 3 s ago", (words,)) == []
    if reason.ending not in (Ending.PERSON, Ending.ACCEPTED):
        assert reads_like_a_cause(ending(reason, 0))
        assert reads_like_a_cause(brief_ending(reason, 0))


def test_what_a_title_says_besides_is_no_cause() -> None:
    for words in ("LIVE", "data 3 s old", "checked 3 s ago", "PAUSED since 12:00:00", "3 held", "verified 12 s ago"):
        assert not reads_like_a_cause(words)


def test_the_header_says_what_is_not_well() -> None:
    assert header_words(scene().board, NOW) >= {"ALL LIVE", "LIVE"}
    assert "CONNECTED · book RESYNC" in header_words(BOARDS["a book being rebuilt"], NOW)
    assert "DOWN for 2 s · next try in 4 s" in header_words(cut(), NOW)


def test_of_several_states_the_header_names_what_is_alone_in_its_own_and_may_count_the_others() -> None:
    waiting = replace(scene().board.ticker.freshness, state=PanelState.WAITING, reason=Reason(Cause.NOTHING_YET))
    board = told("orders", PanelState.STALE, Reason(Cause.LIST_ASKED))
    board = replace(
        board,
        ticker=replace(board.ticker, freshness=waiting),
        tape=replace(board.tape, freshness=waiting),
        book=replace(board.book, quote_freshness=waiting),
    )
    words = header_words(board, NOW)
    assert words >= {"orders STALE · 3 WAITING", "CONNECTED · 1 STALE · 3 WAITING"}
    assert not words & {"orders STALE · 2 WAITING", "CONNECTED · 2 STALE · 2 WAITING"}


def test_a_cause_of_what_is_out_of_sight_is_found_where_its_part_is_in_another_state() -> None:
    asked = Reason(Cause.LIST_ASKED)
    frame = painted(told("orders", PanelState.STALE, asked), (80, 24))
    assert "orders STALE: no list yet" in frame.rows[-1].text
    assert judged(frame, told("orders", PanelState.STALE, asked)) == []
    assert judged(frame, told("orders", PanelState.UNPROVEN, asked)) != []
