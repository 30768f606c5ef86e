"""Random tapes: prints with a side, a size and a time, as hypothesis draws them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price, Size
from roxom_tui.state.views.market_views import TapeRow

MS = 1_000_000


class Print(NamedTuple):
    """One execution; `after` is the time since the one before (ns)."""

    side: AggressorSide | None
    size: Size
    after: int
    price: Price
    guessed: bool = False


sides = st.sampled_from([AggressorSide.BUY, AggressorSide.SELL, None])
sizes = st.integers(1, 5000).map(lambda lots: Size(Decimal(lots).scaleb(-2)))
prices = st.integers(1, 30).map(lambda ticks: Price(Decimal(ticks).scaleb(-8)))
steps = st.sampled_from([0, 0, 0, MS, 30 * MS, 50 * MS, 51 * MS, 120 * MS, 200 * MS, 900 * MS, 7000 * MS, -40 * MS])
prints = st.lists(st.builds(Print, sides, sizes, steps, prices, st.booleans()), max_size=80)


def times(tape: list[Print], begin: int = 0) -> list[int]:
    """The exchange time of each."""
    now, found = begin, []
    for one in tape:
        now += one.after
        found.append(now)
    return found


def row(one: Print, at: int, joined: int = 0) -> TapeRow:
    """The print as the tape keeps it."""
    return TapeRow(at, one.price, one.size, one.side, one.guessed and one.side is not None, joined)
