"""Figures read off a frame, compared with what may stand there. What is drawn as history is not judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Stream
from roxom_tui.model.money import Unit
from tests.faults.past import Top
from tests.faults.picture import Row, figure
from tests.faults.units import SATS, is_among
from tests.faults.verdicts import Tally

LIVE: Final = ("LIVE", "QUIET")
"""What the title of a panel says whose figures are true now."""

PAINTED: Final = "painted"
EXACT: Final = Decimal(0)


class Reader:
    """Reads figures of one frame. `unit` is the one in which its prices and amounts are written."""

    def __init__(self, tally: Tally, now: int, unit: Unit) -> None:
        self._tally = tally
        self._now = now
        self._unit = unit

    def sats(self, text: str) -> Decimal:
        """A price or an amount as it stands there, in sats."""
        number = Decimal(text.replace(",", ""))
        return number if self._unit is Unit.SATS else number * SATS

    def price(self, stream: Stream, what: str, cell: Row, true: Sequence[int | Decimal | None]) -> None:
        """A price or an amount in live letters is one of these, in sats."""
        shown = figure(cell)
        if shown is not None and cell.is_live:
            shown = shown if self._unit is Unit.SATS else shown * SATS
            self.check(stream, what, shown, [one for one in true if one is not None])

    def near(
        self,
        stream: Stream,
        what: str,
        cell: Row,
        true: Iterable[Decimal],
        by: Decimal = EXACT,
        *,
        also: Sequence[Stream] = (),
    ) -> None:
        """A number in live letters is one of these, but for its rounding. Streams that are `also` in it excuse it."""
        shown = figure(cell)
        if shown is not None and cell.is_live:
            self.near_number(stream, what, shown, true, by, also=also)

    def near_number(
        self,
        stream: Stream,
        what: str,
        shown: Decimal,
        true: Iterable[Decimal],
        by: Decimal = EXACT,
        *,
        also: Sequence[Stream] = (),
    ) -> None:
        """A number is one of these, but for its rounding."""
        self.count()
        true = tuple(true)
        if not is_among(shown, true, by):
            self.lie(stream, what, shown, true, also=also)

    def check(self, stream: Stream, what: str, shown: object, true: Iterable[object]) -> None:
        """What stands there is one of these."""
        self.count()
        true = tuple(true)
        if shown not in true:
            self.lie(stream, what, shown, true)

    def count(self, checks: int = 1) -> None:
        """So many figures were looked at."""
        self._tally.checks[PAINTED] += checks

    def lie(
        self, stream: Stream, what: str, shown: object, true: Iterable[object], *, also: Sequence[Stream] = ()
    ) -> None:
        """What is drawn as live is not true."""
        self._tally.miss(stream, f"painted: {what}", self._now, shown, true, also=also)

    @staticmethod
    def spreads(tops: Iterable[Top]) -> list[Decimal]:
        """The spreads in basis points of the mid."""
        both = [(top.bid, top.ask) for top in tops if top.bid is not None and top.ask is not None]
        return [Decimal(ask - bid) * 20_000 / (ask + bid) for bid, ask in both]


def seconds_of(time: str) -> Decimal:
    """Hours, minutes and seconds as seconds."""
    hours, minutes, seconds = map(int, time.split(":"))
    return Decimal(hours * 3600 + minutes * 60 + seconds)
