"""Every cause has words, short ones and all there is to say, and says what comes next."""

from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Ending, Guess, Reason, Rule, UserAction
from roxom_tui.ui.actions import BY_ID
from roxom_tui.words.reasons import ending, quoted, short, tag, whole

TAG_COLUMNS = 15
NARROWEST_EDGE = 26
"""Columns in the bottom edge of the narrowest panel at 120x40, the balances."""
SIDE_BY_SIDE = 73
"""The same of the orders at 160x48, where positions stand beside them."""

BY = Reason(Cause.CONNECTION_FAILED, "no route to the host")
EVERY = pytest.mark.parametrize("cause", Cause)


def usual(cause: Cause) -> Reason:
    """A reason with every particular that any of them has, as long as they usually are."""
    text = "stalled" if cause is Cause.STANDSTILL else "absolute"
    return Reason(cause, text, "60015", (), 11, 12, 120.4, BY, Rule.BALANCE)


@EVERY
def test_every_cause_has_words_and_none_is_left_with_a_gap(cause: Cause) -> None:
    for reason in (usual(cause), Reason(cause)):
        for words in (tag(reason), short(reason), whole(reason)):
            assert not any(gap in words for gap in ("{", "}", "Reason(", "Cause."))
    for words in (tag(usual(cause)), short(usual(cause)), whole(usual(cause))):
        assert words == words.strip() != ""
        assert "None" not in words
    for words in (tag(Reason(cause)), short(Reason(cause))):
        assert words.isprintable()
        assert words == words.rstrip(": ")
        assert " :" not in words


@EVERY
def test_a_tag_fits_the_narrowest_title(cause: Cause) -> None:
    assert len(tag(usual(cause))) <= TAG_COLUMNS


def test_that_no_stream_speaks_is_told_in_other_words_than_that_one_is_silent() -> None:
    others = {tag(usual(cause)) for cause in Cause if cause is not Cause.NO_DATA}
    assert tag(Reason(Cause.NO_DATA)) not in others
    assert len(f"data 12 s old · {tag(Reason(Cause.NO_DATA))}") <= NARROWEST_EDGE


@EVERY
def test_who_decides_the_words_of_a_cause_tells_it_from_every_other(cause: Cause) -> None:
    others = {whole(usual(other)) for other in Cause if other is not cause and other not in _OF_ANOTHER}
    assert cause in _OF_ANOTHER or whole(usual(cause)) not in others


_OF_ANOTHER = frozenset((Cause.CONNECTION_LOST, Cause.GIVEN_UP, Cause.CONNECTION_FAILED))
"""Causes that are told by the one behind them, or by what another said."""


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(Cause.REFUSED, "no such symbol", "60015"), "exchange error 60015: no such symbol"),
        (Reason(Cause.REFUSED, "", "60015"), "exchange error 60015"),
        (Reason(Cause.REFUSED, "no such symbol"), "exchange error: no such symbol"),
        (Reason(Cause.REFUSED), "exchange error"),
        (Reason(Cause.CONNECTION_FAILED, "::1: connection refused"), "::1: connection refused"),
        (Reason(Cause.CONNECTION_LOST), "connection lost"),
        (Reason(Cause.CONNECTION_LOST, "restarting", "1012"), "the exchange closed the connection (1012 restarting)"),
        (Reason(Cause.CONNECTION_LOST, code="1001"), "the exchange closed the connection (1001)"),
        (Reason(Cause.CONNECTION_LOST, by=Reason(Cause.ASKED)), "reconnect requested"),
        (Reason(Cause.GIVEN_UP, by=BY), "no route to the host"),
        (Reason(Cause.PONG_MISSING, seconds=5.0), "no answer to a ping within 5 s"),
    ],
)
def test_all_there_is_to_say_has_its_particulars(reason: Reason, words: str) -> None:
    assert whole(reason) == words


def test_what_the_exchange_said_stands_alone_where_that_is_the_cause() -> None:
    assert quoted(Reason(Cause.REFUSED, "no such symbol", "60015")) == "60015: no such symbol"
    assert quoted(Reason(Cause.REFUSED, "no such symbol")) == "no such symbol"
    assert quoted(Reason(Cause.REFUSED, "", "60015")) == quoted(Reason(Cause.LIST_FAILED, "HTTP 503")) == ""


@pytest.mark.parametrize("rule", Rule)
def test_that_an_update_was_missed_and_what_ends_it_has_room_in_the_edge_of_a_list_beside_another(rule: Rule) -> None:
    for reason in (Reason(Cause.EVENTS_MISSED, rule=rule), Reason(Cause.SILENCE_UNCHECKABLE)):
        assert len(f"{whole(reason)} · {ending(reason, 0)}") <= SIDE_BY_SIDE


@pytest.mark.parametrize(
    ("guesses", "said"),
    [
        ((), ""),
        ((Guess.KEY_DISABLED,), "; perhaps it is disabled or expired"),
        (
            (Guess.OTHER_ENVIRONMENT, Guess.KEY_DISABLED, Guess.KEY_MISMATCH),
            "; perhaps it belongs to another environment, it is disabled or expired or the private key does not match",
        ),
    ],
)
def test_guesses_are_told_as_guesses(guesses: tuple[Guess, ...], said: str) -> None:
    assert whole(Reason(Cause.CONNECTION_FAILED, "the key is refused", guesses=guesses)) == f"the key is refused{said}"


@pytest.mark.parametrize("guess", Guess)
def test_every_guess_has_words(guess: Guess) -> None:
    assert len(whole(Reason(Cause.CONNECTION_FAILED, "no", guesses=(guess,)))) > len("no; perhaps ")


def test_every_rule_is_told_by_what_it_accuses_of() -> None:
    told = {whole(Reason(Cause.LIST_DOUBTED, rule=rule)) for rule in Rule}
    assert len(told) == len(Rule)
    assert whole(Reason(Cause.LIST_DOUBTED)) not in told


@EVERY
def test_what_ends_it_is_told(cause: Cause) -> None:
    assert ending(Reason(cause), 0)


@EVERY
def test_the_next_step_counts_down_and_is_never_in_no_time(cause: Cause) -> None:
    at = 3 * SECOND
    reason = Reason(cause, next_at=at)
    told = [ending(reason, now) for now in (0, SECOND, 2 * SECOND, at - 1, at, at + SECOND)]
    assert [words.rsplit(" in ")[-1] for words in told[:4]] == ["3 s", "2 s", "1 s", "1 s"]
    assert told[4:] == [ending(Reason(cause), 0)] * 2, "what was due is not counted below nothing"


def test_a_list_is_asked_for_again_and_a_connection_is_tried_again() -> None:
    assert ending(Reason(Cause.LIST_FAILED, next_at=2 * SECOND), 0) == "next try in 2 s"
    assert ending(Reason(Cause.CONNECTION_FAILED, next_at=2 * SECOND), 0) == "next try in 2 s"
    assert ending(Reason(Cause.GIVEN_UP), 0) == "not retrying"


@pytest.mark.parametrize("kind", Ending)
def test_no_two_endings_of_one_cause_mean_another_wait(kind: Ending) -> None:
    words = {ending(Reason(cause), 0) for cause in Cause if Reason(cause).ending is kind}
    assert len(words) == 1


def test_a_remedy_is_named_by_the_action_that_does_it() -> None:
    assert {remedy.value for remedy in UserAction} <= set(BY_ID)


@pytest.mark.parametrize("cause", Cause)
def test_what_was_asked_for_is_told_once_by_the_cause_or_by_what_ends_it(cause: Cause) -> None:
    reason = Reason(cause, "text", "60019", by=Reason(Cause.CONNECTION_LOST), rule=Rule.ORDERS, seconds=1.0)
    for words in (whole, short, tag):
        both = f"{words(reason)} · {ending(reason, 0)}"
        assert both.count("request") <= 1
