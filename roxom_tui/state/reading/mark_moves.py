"""How far the mark of a symbol goes in five minutes, on the average of the session (state 2.4).

A stretch is five minutes of the exchange's time. Its move is what the mark was at its end against what it was at its
beginning, without sign; it counts only if both were told shortly before, and nothing was missed between.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.money import Price
from roxom_tui.state.decimal_math import ZERO, add, subtract

STRETCH_NS: Final = 5 * MINUTE

STRETCHES_NEEDED: Final = 12
"""Of fewer nothing is told: an hour of an ordinary day."""

TOLD_BEFORE_NS: Final = 30 * SECOND
"""So long before an end of a stretch the newest mark may have been told."""


class MeanMove(Struct, frozen=True):
    """The mean of the moves without sign, a price difference; None before there are enough of them."""

    mean: Decimal | None = None
    stretches: int = 0

    @property
    def missing(self) -> int:
        """So many more stretches are needed."""
        return max(0, STRETCHES_NEEDED - self.stretches)


class MarkMoves:
    """The moves of one symbol since the program runs; constant work a ticker."""

    def __init__(self) -> None:
        self._sum, self.stretches = ZERO, 0
        self._begun_with: Price | None = None
        """The mark when the running stretch began; None where that is not known."""
        self._newest: tuple[int, Price] | None = None
        self._due = 0
        """When the running stretch ends."""

    def note(self, mark: Price | None, at: int) -> None:
        """The mark by a ticker of the exchange's time `at` (wall ns); None where it is not known any more."""
        if mark is None:
            self.miss()
            return
        newest = self._newest
        if newest is None or at < newest[0] or at >= self._due + STRETCH_NS:
            # Nothing, a clock that was set back, or a silence of a whole stretch: what was before says nothing.
            self._begin(at)
        elif at >= self._due:
            self._turn(*newest)
        self._newest = at, mark

    def miss(self) -> None:
        """Marks may have been missed: the stretch that runs does not count."""
        self._newest = self._begun_with = None

    @property
    def mean(self) -> MeanMove:
        """The average so far."""
        if self.stretches < STRETCHES_NEEDED:
            return MeanMove(None, self.stretches)
        return MeanMove(self._sum / self.stretches, self.stretches)

    def _begin(self, at: int) -> None:
        self._begun_with, self._due = None, (at // STRETCH_NS + 1) * STRETCH_NS

    def _turn(self, told_at: int, mark: Price) -> None:
        """A stretch is over: the mark that was told last before its end ends it, and begins the next."""
        known = mark if self._due - told_at <= TOLD_BEFORE_NS else None
        if known is not None and self._begun_with is not None:
            self._sum = add(self._sum, abs(subtract(known, self._begun_with)))
            self.stretches += 1
        self._begun_with = known
        self._due += STRETCH_NS
