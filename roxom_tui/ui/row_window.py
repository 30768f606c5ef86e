"""Which rows of a list are in sight where there is no room for all, and the words that tell of it. Pure."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from roxom_tui.ui.lines import Line, Role, Span, cut, fit, width_of

TO_AN_END: Final = 1_000_000
"""More rows than any list has: moving by so many leads to its end."""


class RowWindow(Struct, frozen=True):
    """Of how many rows, and how many there is room for."""

    total: int
    room: int

    def first(self, wished: int) -> int:
        """The row at the top: the wished one, but no row is hidden while there is room for another."""
        return max(0, min(wished, self.total - max(0, self.room)))

    def words(self, first: int) -> str:
        """The rows in sight, `4-9 of 23`; nothing where all are."""
        if self.total <= self.room:
            return ""
        return f"{first + 1:,}-{first + self.room:,} of {self.total:,}" if self.room > 0 else f"0 of {self.total:,}"


def bottom_line(start: Line, words: str, width: int, edge: Role) -> Line:
    """The bottom of a frame: at the left what is typed, at the right the rows in sight, which stay longest."""
    end: Line = (Span(" ", edge), Span(words, Role.SOFT), Span(" ─╯", edge)) if words else (Span("╯", edge),)
    if width_of(end) > width - 1:
        end = (Span(cut(words, width - 2), Role.SOFT), Span("╯", edge))
    room = width - 1 - width_of(end)
    if start and room > 6:
        start = (Span(" ", edge), *fit(start, min(width_of(start), room - 2)), Span(" ", edge))
    else:
        start = ()
    rule = "─" * (room - width_of(start))
    return fit((Span("╰", edge), *start, Span(rule, edge), *end), width)
