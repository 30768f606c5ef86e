"""The prices that rules of alerts wait for, as marks of a chart (alerts 1). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.state.views.alert_views import AlertRow, AlertState, AlertsView

RULES_REMEMBERED: Final = 256
"""Rules that were read, so that a picture reads none of them again."""

_PRICES: Final = frozenset(("last", "mark", "bid", "ask", "mid"))
"""Figures that move where the chart does."""

_ENDED: Final = frozenset((AlertState.OFF, AlertState.EXPIRED))
_PLAIN: Final = frozenset((AlertState.ARMED, AlertState.HOLDING))


class Awaited(NamedTuple):
    """A price that is waited for, and how."""

    symbol: Symbol | None
    words: str
    price: Price


def awaited_prices(view: AlertsView, symbol: Symbol) -> Iterator[tuple[str, Price]]:
    """A name and a price for each rule of a symbol that may still fire; with its state where it is not just armed."""
    for row in view.rows:
        found = None if row.is_done or row.state in _ENDED else _awaited(row.text)
        if found is not None and found.symbol == symbol:
            yield f"{found.words}{_state_words(row)}", found.price


def _state_words(row: AlertRow) -> str:
    return "" if row.state in _PLAIN else f" ({row.state.value})"


@lru_cache(maxsize=RULES_REMEMBERED)
def _awaited(text: str) -> Awaited | None:
    """Read where there is a rule at all: the grammar is not needed to start."""
    from roxom_tui.alerts.grammar import parse
    from roxom_tui.alerts.rule import Rule

    rule = parse(text)
    if not isinstance(rule, Rule) or rule.figure.value not in _PRICES or rule.right is None:
        return None
    try:
        return Awaited(rule.symbol, f"alert {rule.figure.value} {rule.operator.value}", Price(rule.right.worth))
    except ValueError:
        # Finer than any price.
        return None
