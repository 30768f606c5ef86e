"""The screen's decimals as the exchange's integers, and when a freshness counts as live."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.status import Freshness
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT
from roxom_tui.ui.states import seen

SATS: Final = Decimal(10) ** 8
NEVER_TRUE: Final = -(10**30)
"""Stands for what cannot be written in whole sats or lots, so it equals no true value."""


def sats(amount: Decimal | None) -> int | None:
    """A price or an amount of BTC in sats."""
    return None if amount is None else _whole(amount * SATS)


def lots(size: Decimal | None) -> int | None:
    """A size in lots."""
    return None if size is None else _whole(size * LOTS_PER_CONTRACT)


def is_live(freshness: Freshness, now: int) -> bool:
    """Whether the screen draws it as true at `now` (monotonic ns)."""
    return seen(freshness, now).state.is_live


def is_among(shown: Decimal, true: Iterable[Decimal], by: Decimal) -> bool:
    """Whether a number is one of these, but for its rounding."""
    return any(abs(shown - one) <= by for one in true)


def _whole(scaled: Decimal) -> int:
    whole = int(scaled)
    return whole if whole == scaled else NEVER_TRUE
