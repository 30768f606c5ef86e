"""When each field of an order or a position was last told, by the stream or by a list (client 4.2).

Reports are partial: what is shown of one thing is put together from several, and each part is as old as the newest
report that told it. Of each thing the reports are remembered as sets of fields, and a set that a newer one covers is
forgotten, so that mostly one or two are left.
"""

from __future__ import annotations

from collections import OrderedDict
from operator import attrgetter
from typing import Final, Generic

from roxom_tui.state.account.merged_reports import NAMES, T

_Told = tuple[tuple[int, int], ...]
"""Sets of fields as bits, and when each was told."""


class ToldFields(Generic[T]):
    """Of so many things, those that were told of last. `at` is monotonic ns."""

    def __init__(self, kind: type[T], most: int) -> None:
        self._names: Final = tuple(name for name in NAMES[kind] if name != "unread")
        self._values = attrgetter(*self._names)
        self._most = most
        self._told: OrderedDict[str, _Told] = OrderedDict()
        self._bits: dict[tuple[bool, ...], int] = {}

    def note(self, key: str, report: T, at: int) -> None:
        """A report told some fields, readable or not."""
        fields = self._fields(report)
        before: _Told = self._told.get(key, ())
        kept: _Told = tuple((other, then) for other, then in before if other & ~fields or then > at)
        self._told[key] = (*kept, (fields, at))
        self._told.move_to_end(key)
        if len(self._told) > self._most:
            self._told.popitem(last=False)

    def at(self, key: str, name: str) -> int | None:
        """When that field was last told; None where it never was."""
        bit = 1 << self._names.index(name)
        return max((then for fields, then in self._told.get(key, ()) if fields & bit), default=None)

    def _fields(self, report: T) -> int:
        told = tuple([value is not None for value in self._values(report)])
        bits = self._bits.get(told)
        if bits is None:
            bits = self._bits[told] = sum(1 << place for place, is_told in enumerate(told) if is_told)
        for name in report.unread:
            bits |= 1 << self._names.index(name)
        return bits
