"""The second quarter of a million mutated frames; a file of its own, because files run side by side."""

from __future__ import annotations

from tests.protocol.mutations import FRAMES_EACH, SEEDS, judge_frames
from tests.protocol.trial import try_frames


def test_a_second_quarter_of_a_million_mutated_frames_are_accepted_or_refused_and_none_takes_long() -> None:
    judge_frames(try_frames(FRAMES_EACH, SEEDS[1]))
