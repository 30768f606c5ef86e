"""States in words: the age of data, and reasons in as many words as fit."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Guess, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.ui.lines import Role, Span
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.states import Told, empty_words, explanation, left_over, seen, state_words
from tests.support.sample_screens import NOW, board
from tests.ui.drawing import drawn, rendering, texts

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)


def test_where_there_is_no_room_for_both_the_state_stands_and_that_it_is_paused_is_told_below() -> None:
    unproven = Freshness(PanelState.UNPROVEN, Reason(Cause.SILENCE_UNCHECKABLE), NOW, NOW + SECOND)
    paused = replace(rendering(40), held_back=2)
    told = {room: "".join(span.text for span in state_words(Told(unproven), paused, room)) for room in (17, 14)}
    assert told == {17: "PAUSED · UNPROVEN", 14: "UNPROVEN"}


@pytest.mark.parametrize(("silent", "words"), [(None, "LIVE ─"), (NOW - 2 * SECOND, "LIVE · data 2 s old ─")])
def test_an_unusual_silence_is_told_beside_live(silent: int | None, words: str) -> None:
    picture = board()
    picture = replace(
        picture, book=replace(picture.book, freshness=replace(picture.book.freshness, silent_since=silent))
    )
    lines = drawn(BookPanel(), picture, rendering(80))
    assert words in texts(lines)[0]
    assert (Role.WARNING in {span.role for span in lines[0]}) is (silent is not None)


def title(fresh: Freshness, width: int) -> str:
    view = replace(board().book, freshness=fresh, is_audited=True)
    return texts(BookPanel().draw(view, rendering(width)))[0]


def test_of_what_is_not_proven_the_cause_is_worth_more_room_than_the_age() -> None:
    unchecked = Freshness(PanelState.UNPROVEN, Reason(Cause.SILENCE_UNCHECKABLE), NOW - 2 * SECOND, NOW + SECOND)
    assert explanation(unchecked, (), rendering(160), 60) == "data 2 s old · cannot be verified · until reconnected"
    assert explanation(unchecked, (), rendering(160), 26) == "cannot be verified"
    unread = replace(unchecked, reason=Reason(Cause.UNREADABLE, "not JSON"))
    assert explanation(unread, (), rendering(160), 26) == "data 2 s old · unreadable", "its last is all there is"


def test_a_part_that_ran_out_while_others_are_live_says_that_no_update_came() -> None:
    fresh = seen(replace(STALE, state=PanelState.LIVE, reason=None, valid_until=NOW - 1), NOW)
    assert "STALE · data 9 s old · no update from the feed" in title(fresh, 80)


def test_what_is_not_live_says_how_old_its_data_is() -> None:
    assert "STALE · data 9 s old" in title(STALE, 80)


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (100, "─ UNPROVEN · data 0 s old · depth format 7 of 12 · not yet verified ─"),
        (52, "─ UNPROVEN · depth format 7 of 12 ─"),
        (44, "─ UNPROVEN · format 7/12 ─"),
        (30, "─ UNPROVEN ─"),
    ],
)
def test_a_reason_that_does_not_fit_is_told_in_fewer_words(width: int, words: str) -> None:
    unproven = Freshness(PanelState.UNPROVEN, Reason(Cause.FORMAT_OPEN, done=7, of=12), NOW, NOW + SECOND)
    assert words in title(unproven, width)


FAILED = Freshness(
    PanelState.STALE,
    Reason(Cause.LIST_FAILED, "127.0.0.1: too many requests (HTTP 429)", "429", next_at=NOW + 18 * SECOND),
    NOW - 9 * SECOND,
    NOW + SECOND,
    since=NOW - 12 * SECOND,
)


TITLE = (Span("data 9 s old"),)


@pytest.mark.parametrize("room", range(160))
def test_a_title_loses_whole_words_in_order_and_its_state_never(room: int) -> None:
    line = state_words(Told(FAILED, "checked 3 s ago"), rendering(160), room)
    words = "".join(span.text for span in line)
    forms = [
        "STALE · data 9 s old · GET failed: 429 · next try in 18 s · checked 3 s ago",
        "STALE · data 9 s old · GET failed: 429 · next try in 18 s",
        "STALE · data 9 s old · GET failed: 429",
        "STALE · data 9 s old · GET failed",
        "STALE · data 9 s old",
        "STALE · GET failed: 429",
        "STALE · GET failed",
        "STALE",
    ]
    assert words == next((form for form in forms if len(form) <= room), "STALE")


@pytest.mark.parametrize("room", range(160))
def test_the_whole_reason_says_since_when_why_and_what_comes_next_as_far_as_there_is_room(room: int) -> None:
    words = explanation(FAILED, TITLE, rendering(160), room)
    forms = [
        "for 12 s · GET failed: 127.0.0.1: too many requests (HTTP 429) · next try in 18 s",
        "GET failed: 127.0.0.1: too many requests (HTTP 429) · next try in 18 s",
        "for 12 s · GET failed: 429 · next try in 18 s",
        "GET failed: 429 · next try in 18 s",
    ]
    assert len(words) <= max(0, room)
    forms += ["GET failed · next try in 18 s", "GET failed: 429", "GET failed", ""]
    assert words == next(form for form in forms if len(form) <= room)


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (60, "exchange error 60016: Too many subscriptions · not retrying"),
        (40, "exchange error 60016 · not retrying"),
        (30, "60016: Too many subscriptions"),
        (26, "error 60016 · not retrying"),
    ],
)
def test_what_the_exchange_said_goes_after_what_ends_it_and_before_a_number_alone(room: int, words: str) -> None:
    refused = replace(
        FAILED, state=PanelState.REJECTED, reason=Reason(Cause.REFUSED, "Too many subscriptions", "60016"), data_at=None
    )
    assert explanation(refused, (), rendering(160), room) == words


def test_what_is_only_guessed_goes_before_what_is_known() -> None:
    reason = Reason(Cause.LIST_FAILED, "api.example answers HTTP 503", "503", (Guess.UNAVAILABLE, Guess.ADDRESS_WRONG))
    fresh = replace(FAILED, reason=reason)
    assert "perhaps the exchange is unavailable" in explanation(fresh, TITLE, rendering(160), 140)
    assert "for 12 s · GET failed: api.example answers HTTP 503 · " in explanation(fresh, TITLE, rendering(160), 80)


def test_where_the_title_had_no_room_for_the_age_of_the_data_the_bottom_begins_with_it() -> None:
    assert explanation(FAILED, (), rendering(160), 40) == "data 9 s old · GET failed: 429"
    assert explanation(FAILED, (), rendering(160), 26) == "data 9 s old · GET failed"
    assert explanation(FAILED, (), rendering(160), 14) == "data 9 s old"


def test_where_the_age_says_what_is_wrong_the_bottom_says_what_comes_next() -> None:
    reason = Reason(Cause.SILENT_ASKED, next_at=NOW + 3 * SECOND)
    silent = replace(FAILED, reason=reason)
    assert explanation(silent, TITLE, rendering(160), 24) == "no data · again in 3 s"
    assert explanation(silent, TITLE, rendering(160), 20) == "resubscribing in 3 s"
    assert explanation(silent, TITLE, rendering(160), 15) == "again in 3 s"


@pytest.mark.parametrize(
    ("told", "room", "words"),
    [
        ((), 30, "data 9 s old · subscribing"),
        (("subscribing",), 60, "data 9 s old · subscribing · until the exchange answers"),
        (("subscribing",), 30, "data 9 s old · until answered"),
        (("data 9 s old", "subscribing"), 30, "subscribing · until answered"),
        (("data 9 s old", "subscribing"), 20, "until answered"),
    ],
)
def test_a_cause_that_the_title_tells_gives_way_to_what_ends_it(told: tuple[str, ...], room: int, words: str) -> None:
    waiting = replace(FAILED, state=PanelState.WAITING, reason=Reason(Cause.PENDING), since=None)
    assert explanation(waiting, tuple(map(Span, told)), rendering(160), room) == words


def test_a_time_in_a_state_is_never_written_like_the_age_of_data() -> None:
    words = explanation(FAILED, TITLE, rendering(160), 160)
    assert "for 12 s" in words
    assert "data" not in words


def test_what_holds_for_the_whole_connection_is_not_told_in_each_panel() -> None:
    lost = replace(FAILED, state=PanelState.DOWN, reason=Reason(Cause.CONNECTION_FAILED, "refused"))
    assert explanation(lost, TITLE, rendering(160), 160) == ""
    assert "─ DOWN · data 9 s old" in title(lost, 100)
    assert "no connection" not in title(lost, 100)
    assert empty_words(lost, "nothing", NOW) == "no connection"


def test_an_empty_panel_says_why_and_what_would_fill_it() -> None:
    assert empty_words(FAILED, "nothing", NOW) == (
        "for 12 s · GET failed: 127.0.0.1: too many requests (HTTP 429) · next try in 18 s"
    )
    assert empty_words(Freshness(PanelState.LIVE), "nothing", NOW) == "nothing"


def test_a_picture_that_expired_is_stale_since_then() -> None:
    live = Freshness(PanelState.LIVE, None, NOW - SECOND, NOW)
    shown = seen(live, NOW + 3 * SECOND)
    assert (shown.state, shown.since) == (PanelState.STALE, NOW)
    assert shown.reason == Reason(Cause.PICTURE_OLD)
    assert seen(live, NOW) is live


@pytest.mark.parametrize(
    ("frame", "room", "words"),
    [
        ("STALE", 40, "GET failed · next try in 18 s"),
        ("STALE", 20, "next try in 18 s"),
        ("STALE · data 9 s old · GET failed", 40, "next try in 18 s"),
        ("STALE · GET failed · next try in 18 s", 40, ""),
        ("STALE", 10, ""),
    ],
)
def test_what_the_frame_has_no_room_for_is_what_ends_it_and_why(frame: str, room: int, words: str) -> None:
    assert left_over(FAILED, (Span(frame),), NOW, room) == words


def test_nothing_is_left_over_of_what_is_live_or_told_once_for_all() -> None:
    assert left_over(Freshness(PanelState.LIVE), (), NOW, 40) == ""
    assert left_over(replace(FAILED, reason=Reason(Cause.CONNECTION_LOST)), (), NOW, 40) == ""


def test_what_ends_it_is_not_told_twice_in_longer_and_shorter_words() -> None:
    fresh = Freshness(PanelState.WAITING, Reason(Cause.PENDING), None, NOW + SECOND)
    assert left_over(fresh, (Span("subscribing · until answered"),), NOW, 40) == ""
    assert left_over(fresh, (Span("WAITING"),), NOW, 40) == "subscribing · until the exchange answers"
