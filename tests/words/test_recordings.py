from __future__ import annotations

import pytest

from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.words.recordings import length_words, size_words, time_words


@pytest.mark.parametrize(
    ("length", "words"),
    [(0, "00:00"), (-5, "00:00"), (251 * SECOND, "04:11"), (HOUR - 1, "59:59"), (25 * HOUR + MINUTE, "25:01:00")],
)
def test_a_length_is_minutes_and_seconds(length: int, words: str) -> None:
    assert length_words(length) == words


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 KB"), (40_400, "40 KB"), (1_240_000, "1.2 MB"), (12_400_000, "12 MB")]
)
def test_a_size_is_read_at_a_glance(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_time_has_its_date_and_one_that_cannot_be_is_no_failure() -> None:
    assert time_words(1_767_277_327 * SECOND) == "2026-01-01 14:22:07"
    assert time_words(1 << 62) == "2116-02-20 23:53:38"
