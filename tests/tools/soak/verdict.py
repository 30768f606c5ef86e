"""Whether a life was as it must be: nothing wrong drawn as true, nothing broken, nothing that grows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tests.tools.soak.life import Chronicle
from tests.tools.soak.weighing import Figures

GROWTH_MOST: Final = 2 * 2**20
"""Bytes by which the resident memory may grow in the last quarter of a long life."""

FULL_AFTER: Final = 24 * 3600
"""Seconds of a life until what is kept of charts and prices is as much as it may be: until then memory grows."""


def flaws(chronicle: Chronicle) -> list[str]:
    """What was not as it must be, in words."""
    return [*broken(chronicle), *_grown(chronicle)]


def broken(chronicle: Chronicle) -> list[str]:
    """What was wrong on the screen, did not heal, or failed."""
    wrong = [f"{chronicle.hits} values drawn as live were wrong, first: {chronicle.kept[0]}"] if chronicle.hits else []
    return [*wrong, *chronicle.problems, *chronicle.failures]


def growth(figures: Sequence[Figures]) -> int:
    """Bytes of resident memory gained in the last quarter, at most: they come and go with what is being done."""
    quarter = len(figures) // 4
    before = max(one.resident for one in figures[: len(figures) - quarter])
    return max(0, max(one.resident for one in figures[-quarter:]) - before) if quarter else 0


def _grown(chronicle: Chronicle) -> Iterator[str]:
    figures = chronicle.figures
    first = figures[0]
    for name, before, after in (
        ("tasks", first.tasks, figures[-1].tasks),
        ("threads", first.threads, figures[-1].threads),
        ("descriptors", first.files, figures[-1].files),
    ):
        if after != before:
            yield f"{after} {name} in the end, {before} in the beginning"
    gained = growth(figures)
    if chronicle.seconds >= FULL_AFTER and gained > GROWTH_MOST:
        yield f"{gained / 2**20:.1f} MiB more than before the last quarter"
