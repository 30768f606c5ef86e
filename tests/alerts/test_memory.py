"""What is kept comes back as it was, and what is not ours is refused whole."""

from __future__ import annotations

import json
from random import Random

import pytest

from roxom_tui.alerts.memory import AlertMemory, Record, memory_text, read_memory

KEPT = AlertMemory(
    ("GOLD-BTC last > 1", 'order is filled "é"'),
    {"GOLD-BTC last > 1": Record(3, 17, True, True, 99)},
    silent_until=5,
)


def test_what_is_kept_comes_back() -> None:
    assert read_memory(memory_text(KEPT)) == KEPT


def test_what_says_nothing_is_not_kept() -> None:
    assert json.loads(memory_text(AlertMemory(("a",), {"a": Record()})))["records"] == {}


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "null", "[" * 100_000, '{"version": 2, "rules": [], "records": {}, "silent_until": null}'),
        '{"version": 1, "rules": [1], "records": {}, "silent_until": null}',
        '{"version": 1, "rules": "ab", "records": [], "silent_until": null}',
        '{"version": 1, "rules": [], "records": {"a": {}}, "silent_until": null}',
        '{"version": 1, "rules": [], "records": {}, "silent_until": true}',
    ],
)
def test_what_is_damaged_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_memory(text)


def test_a_file_that_is_cut_or_changed_anywhere_is_refused_or_read_whole() -> None:
    text, random = memory_text(KEPT), Random(1)
    for at in range(len(text) - 2):
        with pytest.raises(ValueError, match=r"."):
            read_memory(text[:at])
    for _ in range(2_000):
        at = random.randrange(len(text))
        try:
            read_memory(text[:at] + random.choice('x"{}[],:0 ') + text[at + 1 :])
        except ValueError:
            continue
