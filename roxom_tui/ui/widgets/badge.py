"""The badge: which environment this is, in a word and a colour. The last thing to go, and never covered. Pure."""

from __future__ import annotations

from roxom_tui.model.market import Environment
from roxom_tui.ui.lines import Role, Span


def badge(environment: Environment, width: int) -> Span:
    """The word, or as much of its beginning as there are columns: the first letters differ."""
    word = environment.value.upper()
    return Span(f" {word} " if len(word) + 2 <= width else word[:width], Role.BADGE)
