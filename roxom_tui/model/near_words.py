"""The known word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LONGEST: Final = 64
"""A longer word was not meant to be any of ours."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None. Among equals the first known one wins."""
    if len(word) > LONGEST:
        return None
    folded = word.casefold()
    best: tuple[int, str] | None = None
    for candidate in known:
        bound = max(1, len(candidate) // 3)
        if abs(len(candidate) - len(word)) > bound:
            continue
        distance = _distance(folded, candidate.casefold())
        if distance <= bound and (best is None or distance < best[0]):
            best = (distance, candidate)
    return best[1] if best is not None else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a refusal: the nearest known word, or all of them."""
    words = tuple(known)
    near = nearest(word, words)
    return f"did you mean {near}?" if near is not None else f"known are {', '.join(words)}"


def _distance(left: str, right: str) -> int:
    """The edit distance of two words: insertions, removals, changes and swaps of neighbours."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
