"""Every cause has a way out of it, and what is told once for all is of the connection."""

from __future__ import annotations

import pytest

from roxom_tui.model.reasons import DISPROVEN_BY_SUCCESS, OF_CONNECTION, Cause, Ending, Guess, Reason, UserAction

EVERY = pytest.mark.parametrize("cause", Cause)


@EVERY
def test_every_cause_says_what_ends_it(cause: Cause) -> None:
    assert isinstance(Reason(cause).ending, Ending)


@pytest.mark.parametrize("ending", Ending)
def test_no_ending_is_there_for_nothing(ending: Ending) -> None:
    assert any(Reason(cause).ending is ending for cause in Cause)


@EVERY
def test_what_may_be_done_is_told_once_each(cause: Cause) -> None:
    remedies = Reason(cause).remedies
    assert len(set(remedies)) == len(remedies)
    assert set(remedies) <= set(UserAction)


@EVERY
def test_where_only_the_person_can_end_it_there_is_something_to_do(cause: Cause) -> None:
    reason = Reason(cause)
    if reason.ending in (Ending.PERSON, Ending.RECONNECTED, Ending.ACCEPTED):
        assert reason.remedies


def test_what_holds_for_all_of_a_connection_is_told_once() -> None:
    assert all(Reason(cause).is_of_connection is (cause in OF_CONNECTION) for cause in Cause)
    assert Reason(Cause.GIVEN_UP).is_of_connection
    assert not Reason(Cause.SILENT).is_of_connection


def test_names_for_programs_are_one_thing_each() -> None:
    names = [member.value for enum in (Cause, Guess, Ending) for member in enum]
    assert all(name == name.lower() and " " not in name for name in names)
    assert len({cause.value for cause in Cause}) == len(Cause)


def test_a_success_disproves_what_is_wrong_always_and_not_what_may_come_any_time() -> None:
    assert Guess.OTHER_ENVIRONMENT in DISPROVEN_BY_SUCCESS
    assert not DISPROVEN_BY_SUCCESS & {Guess.UNAVAILABLE, Guess.KEY_DISABLED, Guess.SIGN_IN}
