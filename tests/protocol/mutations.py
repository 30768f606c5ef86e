"""How many mutants the default run tries, in how many files, so that they can run side by side.

`python -m tests.tools.campaigns.frames` tries millions.
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.events import (
    AccountNotice,
    BalanceUpdate,
    BookDelta,
    BookSnapshot,
    OrderUpdate,
    PositionUpdate,
    Quote,
    Ticker,
    TickerDelta,
    Trade,
)
from roxom_tui.model.status import ErrorReceived, Rejected, RejectReason, Subscribed, Unsubscribed
from tests.protocol.trial import Tally

SEEDS: Final = (1, 2)
"""One for each file of frames."""

FRAMES_EACH: Final = 250_000
ANSWERS: Final = 50_000

FRAMES_PROMISED: Final = 500_000
LEAST_ACCEPTED: Final = 0.3
"""The share of mutants that must get past every check, or the readers behind the parser were hardly tried."""

LEAST_OF_EACH: Final = 2

_KINDS: Final = (
    *(Quote, BookSnapshot, BookDelta, Trade, Ticker, TickerDelta),
    *(OrderUpdate, BalanceUpdate, PositionUpdate, AccountNotice),
    *(Subscribed, Unsubscribed, Rejected, ErrorReceived),
)


def judge_frames(tally: Tally) -> None:
    """That the mutants reached every reader and every reason there is to refuse."""
    assert tally.total == FRAMES_EACH
    assert tally.worst <= 1
    assert tally.accepted >= LEAST_ACCEPTED * tally.total, str(tally)
    for what in (*_KINDS, *RejectReason):
        assert tally.said[what] >= LEAST_OF_EACH, f"{what}: {tally}"
