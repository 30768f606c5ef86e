"""Digits that a reader need not read again are dim: leading zeros, and what a column has in common. Pure."""

from __future__ import annotations

from roxom_tui.ui.lines import Role, Span, Tint


def split(text: str, dim: int, bright_role: Role, dim_role: Role, tint: Tint = Tint.NONE) -> tuple[Span, ...]:
    """The text with its first `dim` characters in the dim role."""
    if dim <= 0:
        return (Span(text, bright_role, tint),)
    if dim >= len(text):
        return (Span(text, dim_role, tint),)
    return (Span(text[:dim], dim_role, tint), Span(text[dim:], bright_role, tint))


def leading_zeros(text: str) -> int:
    """How many characters stand before the first digit that is not zero; a lone zero keeps its last."""
    for i, character in enumerate(text):
        if character in "123456789":
            return i
    return max(0, len(text) - 1) if text[-1:].isdigit() else 0
