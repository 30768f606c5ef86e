"""Why nothing comes at all, told once and whole, with the keys that help."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Guess, Reason
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.lines import Role, width_of
from roxom_tui.ui.widgets.outage import outage_lines
from tests.support.sample_screens import NOW, board, down
from tests.support.screen_host import rebound
from tests.ui.replayed import replay_view

REFUSED = Reason(
    Cause.CONNECTION_FAILED,
    "sandbox refuses the key …9f3a (HTTP 401)",
    guesses=(Guess.OTHER_ENVIRONMENT, Guess.KEY_DISABLED, Guess.KEY_MISMATCH),
)
SENTENCE = (
    "sandbox refuses the key …9f3a (HTTP 401); perhaps it belongs to another environment, it is disabled or expired or"
    " the private key does not match"
)


def stopped() -> ConnectionView:
    view = down(board(), "").connection
    return replace(view, phase=Phase.STOPPED, reason=Reason(Cause.GIVEN_UP, by=REFUSED), retry_at=None)


def told(view: ConnectionView, width: int = 120, now: int = NOW, keys: Keymap = DEFAULT_KEYMAP) -> str:
    lines = outage_lines(view, keys, width, now)
    assert all(width_of(line) == width for line in lines)
    return " ".join(" ".join("".join(span.text for span in line) for line in lines).split())


def test_it_says_since_when_why_what_comes_next_and_which_keys_help() -> None:
    lost = down(board(), "reset by peer").connection
    assert told(lost) == "NO CONNECTION for 2 s reset by peer · next try in 2 s R Reconnect i Why"


def test_an_outage_says_how_much_it_lies_over_and_counts_from_the_last_data_where_a_connection_brought_none() -> None:
    lost = down(board(), "reset by peer").connection
    lines = outage_lines(lost, DEFAULT_KEYMAP, 80, NOW, heard=NOW - 12 * SECOND, covers=True)
    words = " ".join("".join(span.text for line in lines for span in line).split())
    assert words.startswith("NO CONNECTION · no data for 12 s")
    assert words.endswith(f"over {len(lines)} lines of the panels")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_where_nothing_is_tried_any_more_the_whole_cause_stands_at_any_width(width: int) -> None:
    words = told(stopped(), width)
    assert SENTENCE in words
    assert words.startswith("NO CONNECTION for 2 s")
    assert "not retrying R Reconnect P Profile i Why" in words


def test_an_outage_is_told_from_its_first_moment() -> None:
    lost = replace(down(board(), "reset by peer").connection, since=NOW)
    assert told(lost).startswith("NO CONNECTION for 0 s reset by peer")
    assert told(replace(stopped(), since=NOW)) != ""


def test_while_it_is_tried_again_the_cause_is_what_ended_the_last_try() -> None:
    lost = down(board(), "reset by peer").connection
    trying = replace(lost, phase=Phase.CONNECTING, reason=Reason(Cause.CONNECTING), retry_at=None)
    assert "reset by peer" in told(trying)
    assert told(replace(trying, last_end=None)) == "", "at the start nothing has failed yet"


def test_what_was_lost_in_a_recording_is_neither_awaited_nor_helped_by_a_key() -> None:
    lost = down(board(), "reset by peer").connection
    assert told(replace(lost, replay=replay_view())) == "NO CONNECTION for 2 s reset by peer · in the recording i Why"
    at_the_end = replace(lost, replay=replay_view(position=replay_view().end))
    assert told(at_the_end) == "NO CONNECTION for 2 s reset by peer · the recording ends here i Why"


def test_with_the_connection_it_is_gone() -> None:
    assert told(board().connection) == ""
    assert told(replace(board().connection, state=PanelState.STALE, reason=Reason(Cause.NO_DATA))) == ""


def test_the_keys_are_those_that_are_bound() -> None:
    assert "X Reconnect" in told(stopped(), keys=rebound(reconnect="X"))


def test_the_cause_is_bright_and_its_head_the_colour_of_an_error() -> None:
    head, cause, *_ = outage_lines(stopped(), DEFAULT_KEYMAP, 200, NOW)[0]
    assert (head.role, cause.role) == (Role.ERROR, Role.TEXT)
