"""How many prints of a session reach each tier, and their volume, for each way to join them (state 3.1, 3.2).

Exact for the whole session, though only the newest prints are kept: what is counted is a class of sizes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.reading.size_tiers import ENOUGH_PRINTS, Counted, SizeTiers

RENEWED_AFTER: Final = 10
"""The tiers are found anew when one print of so many is new: they must not wander while they are read."""


class TierCounts:
    """Prints in rows of a size, by class and by tier. Constant work for each."""

    def __init__(self, tiers: SizeTiers) -> None:
        self._tiers = tiers
        self.prints: dict[Decimal, int] = {}
        self._volumes: dict[Decimal, Size] = {}
        """Both by the beginning of the class."""
        self._printed: list[int] = []
        self._traded: list[Size] = []
        """Both by the number of tiers reached."""
        self.regroup()

    def add(self, size: Size, prints: int, volume: Size) -> None:
        """So many prints more in rows of this size, or with a minus fewer."""
        begin = self._tiers.begin_of(size)
        if begin in self.prints:
            self.prints[begin] += prints
            self._volumes[begin] = add_sizes(self._volumes[begin], volume)
        else:
            self.prints[begin], self._volumes[begin] = prints, volume
        rank = self._tiers.rank(begin)
        self._printed[rank] += prints
        self._traded[rank] = add_sizes(self._traded[rank], volume)

    def reaching(self, rank: int) -> Counted:
        """What is in rows that reach so many tiers; 0 for all."""
        volume = NO_SIZE
        for traded in self._traded[rank:]:
            volume = add_sizes(volume, traded)
        return Counted(sum(self._printed[rank:]), volume)

    def regroup(self) -> None:
        """The tiers are others."""
        ranks = len(self._tiers.tiers) + 1
        self._printed, self._traded = [0] * ranks, [NO_SIZE] * ranks
        for begin, prints in self.prints.items():
            rank = self._tiers.rank(begin)
            self._printed[rank] += prints
            self._traded[rank] = add_sizes(self._traded[rank], self._volumes[begin])


class PrintCounts:
    """The prints of a session, counted in each way to join them. The tiers go by single prints."""

    def __init__(self, configured: tuple[Size, ...] = ()) -> None:
        self._sizes = SizeTiers(configured)
        self._ways = [TierCounts(self._sizes) for _ in Join]
        self._newest = [(NO_SIZE, 0) for _ in Join]
        """Size and prints of the newest row."""
        self.count = 0
        self._found_anew_at = ENOUGH_PRINTS

    @property
    def tiers(self) -> tuple[Size, ...]:
        """Rising; none before there are enough prints."""
        return self._sizes.tiers

    def note(self, size: Size, joined: int) -> None:
        """One more print, which goes on with the newest row in these ways."""
        for way, counts in enumerate(self._ways):
            if joined >> way & 1:
                before, prints = self._newest[way]
                now = add_sizes(before, size)
                counts.add(before, -prints, Size(-before))
                counts.add(now, prints + 1, now)
                self._newest[way] = now, prints + 1
            else:
                counts.add(size, 1, size)
                self._newest[way] = size, 1
        self._counted()

    def note_alone(self, size: Size) -> None:
        """A print that stands among older ones, and is joined to none."""
        for counts in self._ways:
            counts.add(size, 1, size)
        self._counted()

    def reaching(self, way: Join, rank: int) -> Counted:
        """What is in rows that reach so many tiers; 0 for all."""
        return self._ways[way].reaching(rank)

    def _counted(self) -> None:
        self.count += 1
        if self.count >= self._found_anew_at:
            self._found_anew_at = self.count + self.count // RENEWED_AFTER
            self._sizes.find(self._ways[Join.OFF].prints)
            for counts in self._ways:
                counts.regroup()
