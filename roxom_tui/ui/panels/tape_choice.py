"""What of the trades is shown: the least size, how prints are joined, what the bar counts; how the title says so."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.model.money import Size
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import subtract
from roxom_tui.state.reading.joined_prints import Entry, Join, JoinedRows
from roxom_tui.state.reading.size_tiers import ENOUGH_PRINTS
from roxom_tui.state.views.market_views import TapeGap, TapeView
from roxom_tui.state.views.tape_figures import TapeFigures
from roxom_tui.ui import format as fmt
from roxom_tui.ui.panels.face import Further

Entries: TypeAlias = tuple[Entry, ...]

NO_TIERS: Final = f"tiers after {ENOUGH_PRINTS} prints"

SIZES_AND_JOINING: Final = Further(
    "Large prints, and prints of one taker",
    (
        ("▪ ■ ◆", "As large as one print in 4, in 20, in 100 of this session, or as the sizes of the config."),
        ("≥ 2.00", "Smaller prints are hidden: so many of this session's are shown, and such a volume is not."),
        ("joined 50 ms", "One row of prints of one side, none of the other between, within that of the first."),
        ("x7", "So many prints. -300 behind a price ends the highest one; ~ if that has no room."),
        ("one taker", "Is likely of joined prints, and told by nobody."),
    ),
)

_JOINED: Final = {Join.SAME_INSTANT: "same instant", Join.WITHIN_50_MS: "50 ms", Join.WITHIN_200_MS: "200 ms"}


class Measure(Enum):
    """What the bar of bought against sold counts; the value is how it is named beside its window."""

    VOLUME = ""
    COUNT = "count"
    MEAN = "mean"


class TapeChoice(Struct, frozen=True):
    """The person's choice; `least` is the number of the tier below which nothing is shown, 0 for all."""

    least: int = 0
    join: Join = Join.OFF
    measure: Measure = Measure.VOLUME

    def raised(self, by: int, tiers: int) -> TapeChoice:
        """The next tier, or the one before, of those there are. Where there is none yet, the first is waited for."""
        return replace(self, least=max(0, min(self.least + by, max(1, tiers))))

    def joined_next(self) -> TapeChoice:
        """The next way to join prints, round and round."""
        return replace(self, join=Join((self.join + 1) % len(Join)))

    def measured_next(self) -> TapeChoice:
        """The next thing that the bar counts."""
        measures = list(Measure)
        return replace(self, measure=measures[(measures.index(self.measure) + 1) % len(measures)])

    def rank(self, figures: TapeFigures) -> int:
        """How many tiers a row must reach to be shown."""
        return min(self.least, len(figures.tiers))

    def words(self, figures: TapeFigures) -> Iterator[str]:
        """What the title says of it, in several words and in fewer; nothing where all is shown as it came."""
        joined = [f"joined {_JOINED[self.join]}"] if self.join else []
        if not self.least:
            yield from joined
            return
        rank, counts = self.rank(figures), self.counts(figures)
        least = f"≥ {fmt.size(figures.tiers[rank - 1])}" if rank else "≥ --"
        yield from (" · ".join((least, *joined, *counts[:parts])) for parts in range(len(counts), -1, -1))
        if joined:
            yield f"{least} · {_JOINED[self.join]}"
        yield least

    def counts(self, figures: TapeFigures) -> tuple[str, ...]:
        """How much of the session's prints is shown, and the volume that is not; nothing where all is wanted."""
        rank = self.rank(figures)
        if not rank:
            return (NO_TIERS,) if self.least else ()
        whole, shown = figures.counted[self.join][0], figures.counted[self.join][rank]
        hidden = Size(subtract(whole.volume, shown.volume))
        return f"{shown.prints:,} of {whole.prints:,}", f"hidden {fmt.size(hidden)}"


class Shown(Struct, frozen=True):
    """Rows and gaps, newest first, of which so many are above the newest gap."""

    entries: Entries = ()
    live: int = 0


class ShownTape:
    """The rows of a view that a choice leaves, found once for each view."""

    def __init__(self) -> None:
        self._joined = JoinedRows()
        self._view: TapeView | None = None
        self._how: tuple[Join, Size | None] = Join.OFF, None
        self._shown = Shown()

    def of(self, view: TapeView, choice: TapeChoice) -> Shown:
        """Rows that reach the least size, joined as chosen; every gap."""
        rank = choice.rank(view.figures)
        how = choice.join, view.figures.tiers[rank - 1] if rank else None
        before = self._view
        is_same = before is not None and before.rows is view.rows and before.past is view.past
        if not is_same or how != self._how:
            self._shown = self._find(view, *how)
        self._view, self._how = view, how
        return self._shown

    def _find(self, view: TapeView, join: Join, least: Size | None) -> Shown:
        whole: Entries = (*view.rows, *view.past)
        if not join and least is None:
            return Shown(whole, len(view.rows))
        rows = self._joined.of((*view.rows, *view.past), join) if join else iter(whole)
        shown = tuple(row for row in rows if least is None or isinstance(row, TapeGap) or row.size >= least)
        gaps = (place for place, entry in enumerate(shown) if isinstance(entry, TapeGap))
        return Shown(shown, next(gaps, len(shown)))
