"""The end of a connection, or of a try, as a reason."""

from __future__ import annotations

import pytest

from roxom_tui.model.connection import Closed, Failed, Trouble
from roxom_tui.model.reasons import Cause, Guess, Reason

ASKED = Reason(Cause.ASKED)


@pytest.mark.parametrize(
    ("closed", "reason"),
    [
        (Closed(None, ""), Reason(Cause.CONNECTION_LOST)),
        (Closed(None, "", ASKED), Reason(Cause.CONNECTION_LOST, by=ASKED)),
        (Closed(1001, ""), Reason(Cause.CONNECTION_LOST, code="1001")),
        (Closed(1012, "restarting"), Reason(Cause.CONNECTION_LOST, "restarting", "1012")),
    ],
)
def test_an_end_says_who_ended_it_and_how(closed: Closed, reason: Reason) -> None:
    assert closed.reason == reason
    assert closed.reason.is_of_connection


def test_a_failure_tells_its_sentence_and_what_may_be_behind_it() -> None:
    failed = Failed(Trouble.REFUSED, "no", 401, guesses=(Guess.KEY_DISABLED,))
    assert failed.reason == Reason(Cause.CONNECTION_FAILED, "no", guesses=(Guess.KEY_DISABLED,))
