"""Digits that a reader need not read again are dim: leading zeros, and what a column has in common. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from roxom_tui.ui.lines import Role, Span, Tint


class Shared(NamedTuple):
    """How many characters all texts of a column have in common at their start, and as idle zeros at their end."""

    before: int = 0
    after: int = 0


def shared(texts: Sequence[str]) -> Shared:
    """What a reader need not read again. A single text shares only its leading zeros and its idle ones."""
    if not texts:
        return Shared()
    first, last = min(texts), max(texts)
    pairs = enumerate(zip(first, last, strict=False))
    before = next((i for i, (a, b) in pairs if a != b), len(first))
    if before == len(first):
        before = leading_zeros(first)
    return Shared(before, min(_idle_zeros(text, before) for text in texts))


def split(text: str, dim: Shared, bright: Role, soft: Role, tint: Tint = Tint.NONE) -> tuple[Span, ...]:
    """The text in two roles: what is shared is soft. Padding around the number counts as shared."""
    lead = len(text) - len(text.lstrip(" "))
    start = min(len(text), lead + dim.before)
    end = max(start, len(text.rstrip(" ")) - dim.after)
    pieces = (Span(text[:start], soft, tint), Span(text[start:end], bright, tint), Span(text[end:], soft, tint))
    return tuple(piece for piece in pieces if piece.text)


def dimmed(text: str, bright: Role, soft: Role) -> tuple[Span, ...]:
    """A lone number, with or without blanks around it: its leading zeros are soft."""
    return split(text, Shared(leading_zeros(text.strip(" "))), bright, soft)


def leading_zeros(text: str) -> int:
    """How many characters stand before the first digit that is not zero; of zero itself the last digit counts."""
    for i, character in enumerate(text):
        if character in "123456789":
            return i
    return max(0, len(text) - 1) if text[-1:].isdigit() else 0


def _idle_zeros(text: str, after: int) -> int:
    """Zeros at the end, behind a point and behind the first `after` characters."""
    point = text.find(".")
    if point < 0:
        return 0
    kept = max(after, point + 1)
    return len(text) - max(kept, len(text.rstrip("0")))
