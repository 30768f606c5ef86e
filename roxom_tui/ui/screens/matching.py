"""Finding what a few typed letters mean. Pure; compares letter by letter, so that places in the text stay true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Match(NamedTuple):
    """How good a match is (0 is best) and which characters of the name it used."""

    rank: int
    marks: tuple[int, ...] = ()


def match(typed: str, name: str, about: str) -> Match | None:
    """The name's beginning beats its middle, that beats the description, and scattered letters come last."""
    needle = _letters(typed.strip())
    if not needle:
        return Match(0)
    start = _run(needle, _letters(name))
    if start is not None:
        return Match(0 if start == 0 else 1, tuple(range(start, start + len(needle))))
    if _run(needle, _letters(about)) is not None:
        return Match(2)
    scattered = _scattered(needle, _letters(name))
    return None if scattered is None else Match(3, scattered)


def _letters(text: str) -> list[str]:
    return [character.lower() for character in text]


def _run(needle: Sequence[str], text: Sequence[str]) -> int | None:
    size = len(needle)
    return next((i for i in range(len(text) - size + 1) if text[i : i + size] == needle), None)


def _scattered(needle: Sequence[str], text: Sequence[str]) -> tuple[int, ...] | None:
    marks: list[int] = []
    for letter in needle:
        start = marks[-1] + 1 if marks else 0
        place = next((i for i in range(start, len(text)) if text[i] == letter), None)
        if place is None:
            return None
        marks.append(place)
    return tuple(marks)
