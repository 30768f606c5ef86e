"""Answers of the GETs gone wrong; and that the numbers of all mutants are what was promised."""

from __future__ import annotations

from roxom_tui.model.events import BalancesSeed, BookSnapshot, OrdersSeed, PositionsSeed
from roxom_tui.protocol.get_requests import GetRefused
from tests.protocol.mutations import ANSWERS, FRAMES_EACH, FRAMES_PROMISED, LEAST_OF_EACH, SEEDS
from tests.protocol.trial import try_answers


def test_the_frames_of_all_files_are_as_many_as_promised_and_no_two_files_try_the_same() -> None:
    assert len(set(SEEDS)) * FRAMES_EACH >= FRAMES_PROMISED


def test_fifty_thousand_mutated_answers_are_accepted_or_refused_and_none_takes_long() -> None:
    tally = try_answers(ANSWERS, seed=1)
    assert tally.total == ANSWERS
    assert tally.worst <= 1
    for kind in (BalancesSeed, PositionsSeed, OrdersSeed, BookSnapshot, GetRefused):
        assert tally.said[kind] >= LEAST_OF_EACH, str(tally)
    assert tally.accepted >= 0.2 * ANSWERS, str(tally)
