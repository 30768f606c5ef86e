"""How many prints of a session reach each tier, and their volume, for each way to join them (state 3.1, 3.2).

Exact for the whole session, though only the newest prints are kept: what is counted is a class of sizes. Most prints
stand alone in every way to join them; so all are counted once, and each way has only what joining changes of that.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.reading.size_tiers import ENOUGH_PRINTS, Counted, SizeTiers

RENEWED_AFTER: Final = 10
"""The tiers are found anew when one print of so many is new: they must not wander while they are read."""

_WAYS: Final = len(Join)

_KNOWN: Final = 2048
"""Sizes whose class is remembered by the object: the decoder makes one object of texts that are equal."""


class _Sums:
    """Prints and volumes: of all prints at `Join.OFF`, and at each other way what joining changes of them."""

    __slots__ = ("begin", "prints", "rank", "volumes")

    def __init__(self, begin: Decimal, rank: int) -> None:
        self.begin = begin
        """The least size of the class."""
        self.rank = rank
        self.prints = [0] * _WAYS
        self.volumes = [NO_SIZE] * _WAYS

    def add(self, way: int, prints: int, volume: Size) -> None:
        self.prints[way] += prints
        self.volumes[way] = add_sizes(self.volumes[way], volume)


class _Print(NamedTuple):
    """A print, and the sums of its class of sizes."""

    of_class: _Sums
    size: Size


_Change: TypeAlias = tuple[_Sums, int, Size]
"""So many prints more in a class, or fewer, and their volume."""


class PrintCounts:
    """The prints of a session, counted in each way to join them. The tiers go by single prints."""

    def __init__(self, configured: tuple[Size, ...] = ()) -> None:
        self._sizes = SizeTiers(configured)
        self._classes: dict[str, _Sums] = {}
        """By the least size of the class, as a text: that has its hash ten times sooner."""
        self._known: dict[int, _Print] = {}
        """By the identity of a size, which it keeps."""
        self._by_rank = self._grouped()
        self._newest: _Print | None = None
        self._rows: list[list[_Print]] = [[] for _ in Join]
        """The newest row in each way, where it is of several prints; what it changes is not in the sums yet."""
        self._has_row = False
        self.count = 0
        self._found_anew_at = ENOUGH_PRINTS

    @property
    def tiers(self) -> tuple[Size, ...]:
        """Rising; none before there are enough prints."""
        return self._sizes.tiers

    def note(self, size: Size, joined: int) -> None:
        """One more print, which goes on with the newest row in these ways (bits of `Join`)."""
        one = self._count(size)
        if self._has_row or joined:
            self._join(one, joined)
        self._newest = one

    def note_alone(self, size: Size) -> None:
        """A print that stands among older ones, and is joined to none."""
        self._count(size)

    def reaching(self, way: Join, rank: int) -> Counted:
        """What is in rows that reach so many tiers; 0 for all."""
        prints, volume = 0, NO_SIZE
        for sums in self._by_rank[rank:]:
            for part in {Join.OFF, way}:
                prints += sums.prints[part]
                volume = add_sizes(volume, sums.volumes[part])
        for of_class, more, size in self._changes(self._rows[way]):
            if of_class.rank >= rank:
                prints, volume = prints + more, add_sizes(volume, size)
        return Counted(prints, volume)

    def _count(self, size: Size) -> _Print:
        one = self._known.get(id(size)) or self._learn(size)
        of_class = one.of_class
        of_class.prints[0] += 1
        of_class.volumes[0] = add_sizes(of_class.volumes[0], size)
        reached = self._by_rank[of_class.rank]
        reached.prints[0] += 1
        reached.volumes[0] = add_sizes(reached.volumes[0], size)
        self.count += 1
        if self.count >= self._found_anew_at:
            self._found_anew_at = self.count + self.count // RENEWED_AFTER
            self._sizes.find((sums.begin, sums.prints[Join.OFF]) for sums in self._classes.values())
            self._by_rank = self._grouped()
        return one

    def _learn(self, size: Size) -> _Print:
        if len(self._known) >= _KNOWN:
            self._known.clear()
        one = self._known[id(size)] = _Print(self._class_of(size), size)
        return one

    def _join(self, one: _Print, joined: int) -> None:
        """Let the newest rows go on, or end."""
        self._has_row, known = joined != 0, dict[int, list[_Change]]()
        for way in range(1, _WAYS):
            row = self._rows[way]
            if not joined >> way & 1:
                if row:
                    # All rows end with the newest print: those of one length are one.
                    changes = known.get(len(row)) or known.setdefault(len(row), list(self._changes(row)))
                    self._end(way, changes)
                    row.clear()
            elif row:
                row.append(one)
            elif self._newest is not None:
                row += (self._newest, one)

    def _end(self, way: int, changes: list[_Change]) -> None:
        """A row is done."""
        for of_class, prints, size in changes:
            of_class.add(way, prints, size)
            self._by_rank[of_class.rank].add(way, prints, size)

    def _changes(self, row: list[_Print]) -> Iterable[_Change]:
        """What is other than if the prints of a row stood alone: they leave their classes for that of the row."""
        if row:
            size = NO_SIZE
            for one in row:
                size = add_sizes(size, one.size)
                yield one.of_class, -1, Size(-one.size)
            yield self._class_of(size), len(row), size

    def _class_of(self, size: Size) -> _Sums:
        begin = self._sizes.begin_of(size)
        name = str(begin)
        sums = self._classes.get(name)
        if sums is None:
            sums = self._classes[name] = _Sums(begin, self._sizes.rank(begin))
        return sums

    def _grouped(self) -> list[_Sums]:
        """The sums by the number of tiers that are reached; each class is told its own."""
        found = [_Sums(NO_SIZE, rank) for rank in range(len(self._sizes.tiers) + 1)]
        for sums in self._classes.values():
            sums.rank = self._sizes.rank(sums.begin)
            for way in Join:
                if sums.prints[way] or sums.volumes[way]:
                    found[sums.rank].add(way, sums.prints[way], sums.volumes[way])
        return found
