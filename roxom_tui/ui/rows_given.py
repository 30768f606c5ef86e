"""What panels need, taken at the moments when rows may be given out anew; in between nothing moves while data flows.

Afresh: another size, zooming and back, another number of symbols, another profile. Growing only: when another panel
gets the keys, at another symbol, when a list has rows for the first time, and whenever a list outgrows its room and
rows that stand blank in its neighbours are enough. Else it tells which of its rows are in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.arrangement import Needs
from roxom_tui.ui.layout import Need
from roxom_tui.ui.panels.base import Panel

Panels = Collection[Panel[Any]]


class RowsGiven:
    """The needs by which rows were given out last. `symbols` is how many the list has before there is a picture."""

    def __init__(self, symbols: int) -> None:
        self.needs: Needs = {}
        self._symbols = symbols
        self._picture: ScreenSnapshot | None = None
        self._counts: tuple[int, ...] = ()
        self._began: frozenset[str] = frozenset()
        """Panels that had rows at some time, of this profile."""

    def take(self, picture: ScreenSnapshot, panels: Panels, is_free: Callable[[Needs], bool]) -> bool:
        """The newest picture; true if rows are to be given out because of it. `is_free` says whether these needs can be
        met by rows that stand blank."""
        before, began, past, self._picture = self.needs, self._began, self._picture, picture
        if past is not None and past.connection.profile != picture.connection.profile:
            began = frozenset()
        self._began = began | {panel.panel_id for panel in panels if panel.row_count(panel.pick(picture))}
        if not began or len(picture.symbols.rows) != self._symbols:
            self._symbols = len(picture.symbols.rows)
            self.afresh(panels)
        elif self._began != began:
            self.grow(panels)
        elif self._counts != (counts := tuple(panel.row_count(panel.pick(picture)) for panel in panels)):
            self._counts = counts
            moved = moved_blank_rows(before, self._now(panels))
            self.needs = moved if moved != before and is_free(moved) else before
        return self.needs != before

    def afresh(self, panels: Panels) -> None:
        """Exactly what is needed now."""
        self.needs = self._now(panels)

    def grow(self, panels: Panels) -> bool:
        """What is needed now, but for none less than before; true if that is more for any."""
        before = self.needs
        self.needs = {name: _larger(need, before.get(name, need)) for name, need in self._now(panels).items()}
        return self.needs != before

    def _now(self, panels: Panels) -> Needs:
        picture = self._picture
        if picture is None:
            return {}
        return {panel.panel_id: panel.need(panel.pick(picture), self._symbols) for panel in panels}


def moved_blank_rows(given: Needs, needed: Needs) -> Needs:
    """As many rows in all as are given now, those that stand blank with the lists that outgrew theirs.

    The same where nothing outgrew its rows, or the blank ones are not enough for all that did.
    """
    more = {name: need.rows - given[name].rows for name, need in needed.items() if need.rows > given[name].rows}
    missing = sum(more.values())
    moved = {name: replace(need, rows=need.rows + more.get(name, 0)) for name, need in given.items()}
    for name, need in needed.items():
        blank = min(missing, max(0, given[name].rows - need.rows))
        moved[name] = replace(moved[name], rows=moved[name].rows - blank)
        missing -= blank
    return given if missing else moved


def _larger(one: Need, other: Need) -> Need:
    return one if one.rows >= other.rows else other
