"""Our bounded containers with smaller bounds, so that all of them are full after half an hour of a life.

A week fills them as they are; a run of the tests has to see sooner that nothing else grows.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final
from unittest.mock import patch

BOUNDS: Final = (
    ("roxom_tui.client.traffic", "LATENCIES_KEPT", 64),
    ("roxom_tui.client.journal", "LOG_LINES", 20),
    ("roxom_tui.protocol.numbers", "MEMO_SIZE", 512),
    ("roxom_tui.state.book.book_against_quotes", "MOST_HELD", 512),
    ("roxom_tui.state.account.open_items", "MAX_ENDED", 50),
    ("roxom_tui.state.account.own_fills", "MAX_FILLS", 50),
    ("roxom_tui.state.account.own_fills", "MOST_COUNTED", 100),
    ("roxom_tui.state.account.fills_against_positions", "MOST_CHANGES", 32),
    ("roxom_tui.state.book.book_against_quotes", "MOST_NOTED", 512),
    ("roxom_tui.state.market.trade_tape", "_IDS_KEPT", 600),
    ("roxom_tui.state.market.last_price", "HISTORY_LENGTH", 48),
    ("roxom_tui.state.reading.heat", "COLUMNS_KEPT", 8),
    ("roxom_tui.state.reading.bars", "BARS_KEPT", 8),
    ("roxom_tui.state.views.chart_builders", "BARS_KEPT", 8),
    ("roxom_tui.state.reading.past_states", "CHANGES_KEPT", 20),
    ("roxom_tui.state.reading.traded_at_price", "MOST_PRICES", 200),
    ("roxom_tui.state.reading.trade_flow", "_MOST_SECONDS", 900),
    ("roxom_tui.state.reading.print_counts", "_KNOWN", 128),
    ("roxom_tui.state.account.order_pasts", "ORDERS_KEPT", 150),
    ("roxom_tui.state.account.order_pasts", "ENDED_KEPT", 100),
    ("roxom_tui.alerts.watch", "ORDERS_KEPT", 50),
)
"""Module, name, and what it is for now."""


@contextmanager
def small_bounds() -> Iterator[None]:
    """For whatever is built inside."""
    with ExitStack() as stack:
        for module, name, bound in BOUNDS:
            stack.enter_context(patch.object(importlib.import_module(module), name, bound))
        yield
