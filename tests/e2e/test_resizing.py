"""A window dragged about: a storm of changes ends in a whole picture of the last size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.support.resizing import sizes
from tests.support.terminal import Terminal

CHANGES = 100
LAST = (120, 40)


def storm() -> Iterator[tuple[int, int]]:
    """Quick changes, the last to one that is checked."""
    yield from islice(sizes(seed=7), CHANGES - 1)
    yield LAST


def is_whole(terminal: Terminal) -> bool:
    """Whether every corner of every panel is where the plan has it: the last column is closed, and no row is empty."""
    lines = terminal.lines
    text = terminal.text
    edges = [line[LAST[0] - 1] for line in lines[3:-1]]
    return (
        text.count("╭") == text.count("╮") == text.count("╰") == text.count("╯") == 6
        and all(edge in "╮│╯" for edge in edges)
        and all(line.strip() for line in lines)
        and "DEMO" in lines[0]
        and "UTC" in lines[0]
    )


def test_a_hundred_quick_changes_end_in_a_whole_picture_of_the_last_size(tmp_path: Path) -> None:
    with Terminal([], tmp_path, size=(80, 24)) as terminal:
        terminal.shows("DEMO", "LIVE", "spread")
        for width, height in storm():
            terminal.resize(width, height)
            terminal.read(0.001)
        terminal.until(is_whole)
        terminal.press("3")
        terminal.shows("▸3 GOLD-BTC", "LIVE")
        terminal.until(is_whole)
        terminal.press("q")
        assert terminal.ends() == 0
        assert b"unexpected" not in terminal.output
