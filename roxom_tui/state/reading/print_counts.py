"""How many prints of a session reach each tier, and their volume, for each way to join them (state 3.1, 3.2).

Exact for the whole session, though only the newest prints are kept: what is counted is a class of sizes. Most prints
stand alone in every way to join them; so all are counted once, and each way has only what joining changes of that.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypeAlias

from roxom_tui.model.money import SCALE, Size
from roxom_tui.state.decimal_math import shift, to_step
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.reading.size_tiers import ENOUGH_PRINTS, Counted, SizeTiers

RENEWED_AFTER: Final = 10
"""The tiers are found anew when one print of so many is new: they must not wander while they are read."""

_SETS: Final = 1 << (len(Join) - 1)
"""Of ways to join prints, each alone or with others: a row mostly ends in all of them at once."""

_WAYS: Final = tuple((way - 1, 1 << way, 1 << (way - 1)) for way in Join if way is not Join.OFF)
"""The place of each way, and its bits: in what is told of a print, and in the number of a set."""

_EVERY_WAY: Final = sum(bit for _, bit, _ in _WAYS)

_KNOWN: Final = 2048
"""Sizes whose class is remembered by the object: the decoder makes one object of texts that are equal."""


class _Sums:
    """Prints and volumes: first of all prints as they are, then for each set of ways what joining changes of that.

    Volumes are in units of 10**-18, because integers are summed up in a tenth of the time.
    """

    __slots__ = ("begin", "prints", "rank", "volumes")

    def __init__(self, begin: Decimal, rank: int) -> None:
        self.begin = begin
        """The least size of the class."""
        self.rank = rank
        self.prints = [0] * _SETS
        self.volumes = [0] * _SETS


_Print: TypeAlias = tuple[_Sums, int, Size]
"""A print: the sums of its class, its size in units, and its size."""

_Change: TypeAlias = tuple[_Sums, int, int]
"""So many prints more in a class, or fewer, and their volume in units."""


class PrintCounts:
    """The prints of a session, counted in each way to join them. The tiers go by single prints."""

    def __init__(self, configured: tuple[Size, ...] = ()) -> None:
        self._sizes = SizeTiers(configured)
        self._is_configured = bool(configured)
        self._classes: dict[str, _Sums] = {}
        """By the first digits of the sizes and how long they are."""
        self._known: dict[int, _Print] = {}
        """By the identity of a size, which it keeps."""
        self._finest = 0
        """The least exponent of any size."""
        self._by_rank = self._grouped()
        self._run: list[_Print] = []
        """The prints of the longest of the newest rows; what rows of several change is not in the sums yet."""
        self._begins = [0] * len(_WAYS)
        """Where in it the newest row of each way begins: all end with the newest print."""
        self.count = 0
        self._found_anew_at = ENOUGH_PRINTS

    @property
    def tiers(self) -> tuple[Size, ...]:
        """Rising; none before there are enough prints."""
        return self._sizes.tiers

    def note(self, size: Size, joined: int) -> None:
        """One more print, which goes on with the newest row in these ways (bits of `Join`)."""
        one = self._count(size)
        if joined != _EVERY_WAY:
            if joined or len(self._run) > 1:
                self._end_rows(joined)
            else:
                # Mostly so where the market is calm: the newest print stands alone, and so does the next.
                self._run.clear()
        self._run.append(one)

    def note_alone(self, size: Size) -> None:
        """A print that stands among older ones, and is joined to none."""
        self._count(size)

    def reaching(self, way: Join, rank: int) -> Counted:
        """What is in rows that reach so many tiers; 0 for all."""
        parts = [ways for ways in range(_SETS) if not ways or ways >> (way - 1) & 1] if way else [0]
        reached = self._by_rank[rank:]
        prints = sum(sums.prints[part] for sums in reached for part in parts)
        volume = sum(sums.volumes[part] for sums in reached for part in parts)
        for of_class, more, units in self._changes(self._run[self._begins[way - 1] :]) if way else ():
            if of_class.rank >= rank:
                prints, volume = prints + more, volume + units
        return Counted(prints, Size(to_step(_size(volume), Decimal(1).scaleb(self._finest))))

    def _count(self, size: Size) -> _Print:
        one = self._known.get(id(size)) or self._learn(size)
        of_class, units, _ = one
        reached = self._by_rank[of_class.rank]
        of_class.prints[0] += 1
        of_class.volumes[0] += units
        reached.prints[0] += 1
        reached.volumes[0] += units
        self.count += 1
        if self.count >= self._found_anew_at:
            self._found_anew_at = self.count + self.count // RENEWED_AFTER
            self._sizes.find((sums.begin, sums.prints[0]) for sums in self._classes.values())
            self._by_rank = self._grouped()
        return one

    def _learn(self, size: Size) -> _Print:
        if len(self._known) >= _KNOWN:
            self._known.clear()
        units, exponent = int(shift(size, SCALE)), size.as_tuple().exponent
        if isinstance(exponent, int) and exponent < self._finest:
            self._finest = exponent
        one = self._known[id(size)] = self._class_of(units), units, size
        return one

    def _end_rows(self, joined: int) -> None:
        """Let the newest rows end that do not go on in these ways: the next print begins another."""
        run, begins = self._run, self._begins
        end = len(run)
        done: dict[int, int] = {}
        for way, bit, ways in _WAYS:
            if not joined & bit:
                begin = begins[way]
                if begin < end - 1:
                    # Those that begin with the same print are one.
                    done[begin] = done.get(begin, 0) | ways
                begins[way] = end
        for begin, ways in done.items():
            self._end(ways, run[begin:])
        first = min(begins)
        if first:
            del run[:first]
            begins[:] = [begin - first for begin in begins]

    def _end(self, ways: int, row: list[_Print]) -> None:
        """A row is done, in all these ways: as `_changes` tells it, with no list of them."""
        total, by_rank = 0, self._by_rank
        for of_class, units, _ in row:
            total += units
            reached = by_rank[of_class.rank]
            of_class.prints[ways] -= 1
            of_class.volumes[ways] -= units
            reached.prints[ways] -= 1
            reached.volumes[ways] -= units
        of_class = self._class_of(total)
        for sums in (of_class, by_rank[of_class.rank]):
            sums.prints[ways] += len(row)
            sums.volumes[ways] += total

    def _changes(self, row: list[_Print]) -> list[_Change]:
        """What is other than if the prints of a row stood alone: they leave their classes for that of the row."""
        if len(row) < 2:
            return []
        total = sum([units for _, units, _ in row])
        return [*[(of_class, -1, -units) for of_class, units, _ in row], (self._class_of(total), len(row), total)]

    def _class_of(self, units: int) -> _Sums:
        digits = str(units)
        name = str(self._sizes.begin_of(_size(units))) if self._is_configured else f"{digits[:2]} {len(digits)}"
        sums = self._classes.get(name)
        if sums is None:
            begin = self._sizes.begin_of(_size(units))
            sums = self._classes[name] = _Sums(begin, self._sizes.rank(begin))
        return sums

    def _grouped(self) -> list[_Sums]:
        """The sums by the number of tiers that are reached; each class is told its own."""
        found = [_Sums(Decimal(0), rank) for rank in range(len(self._sizes.tiers) + 1)]
        for sums in self._classes.values():
            sums.rank = self._sizes.rank(sums.begin)
            reached = found[sums.rank]
            for ways in range(_SETS):
                reached.prints[ways] += sums.prints[ways]
                reached.volumes[ways] += sums.volumes[ways]
        return found


def _size(units: int) -> Size:
    return Size(shift(Decimal(units), -SCALE))
