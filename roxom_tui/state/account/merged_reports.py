"""Partial reports of one thing put together, and what a GET's answer may overrule (client 4.2)."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

from roxom_tui.model.events import OrderUpdate, PositionUpdate
from roxom_tui.model.money import Price, UnstatedPrice
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import in_btc

T = TypeVar("T", OrderUpdate, PositionUpdate)
ReportT = TypeVar("ReportT")

MOST_OF_A_MOMENT: Final = 16

NAMES: Final = {kind: kind.__struct_fields__ for kind in (OrderUpdate, PositionUpdate)}


def merged(older: T, newer: T) -> T:
    """The newer report, with what it does not say taken from the older: but not what it says and nobody could read.

    A price that is told again, without its unit, is the one whose unit is known.
    """
    held = {}
    for name in NAMES[type(newer)]:
        told = getattr(newer, name)
        if told is None and name not in newer.unread:
            value = getattr(older, name)
            if value is not None:
                held[name] = value
        elif isinstance(told, UnstatedPrice) and is_told_already(told, getattr(older, name)):
            held[name] = getattr(older, name)
    return replace(newer, **held) if held else newer


def is_told_already(price: UnstatedPrice, known: object) -> bool:
    """Whether it is the same, in one unit or the other, as a price of which the unit is known."""
    if not isinstance(known, Price) or isinstance(known, UnstatedPrice):
        return False
    return price == known or in_btc(price) == known


def is_older(candidate: int | None, held: int | None, by: int = 0) -> bool:
    """Whether a report's time is known to be before that of the one held, by more than so much."""
    return candidate is not None and held is not None and candidate < held - by


class DuplicateFilter(Generic[ReportT]):
    """The reports that bear the newest time told of each thing: one of them that comes again is no news, though
    another followed it."""

    def __init__(self) -> None:
        self._reports: dict[str, tuple[int, list[ReportT]]] = {}

    def has(self, key: str, report: ReportT) -> bool:
        """Whether it came before."""
        return key in self._reports and report in self._reports[key][1]

    def knows(self, key: str, at: int | None, report: ReportT) -> bool:
        """Whether it came before; if not, it is remembered. `at` is its time, not older than those before."""
        if at is None or self.has(key, report):
            return at is not None
        moment, reports = self._reports.get(key, (None, []))
        if moment != at:
            self._reports[key] = (at, [report])
        elif len(reports) < MOST_OF_A_MOMENT:
            reports.append(report)
        return False

    def forget(self, key: str) -> None:
        """It is gone."""
        self._reports.pop(key, None)

    def clear(self) -> None:
        """All are gone."""
        self._reports.clear()
