"""Mutated frames and answers are accepted or refused. `python -m tests.tools.campaigns.frames` tries millions."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.events import (
    AccountNotice,
    BalancesSeed,
    BalanceUpdate,
    BookDelta,
    BookSnapshot,
    OrdersSeed,
    OrderUpdate,
    PositionsSeed,
    PositionUpdate,
    Quote,
    Ticker,
    TickerDelta,
    Trade,
)
from roxom_tui.model.status import ErrorReceived, Rejected, RejectReason, Subscribed, Unsubscribed
from roxom_tui.protocol.get_answers import GetRefused
from tests.bad_frames.trial import try_answers, try_frames

FRAMES: Final = 60_000
ANSWERS: Final = 12_000

LEAST_ACCEPTED: Final = 0.3
"""The share of mutants that must get past every check, or the readers behind the parser were hardly tried."""

LEAST_OF_EACH: Final = 2

_KINDS: Final = (
    *(Quote, BookSnapshot, BookDelta, Trade, Ticker, TickerDelta),
    *(OrderUpdate, BalanceUpdate, PositionUpdate, AccountNotice),
    *(Subscribed, Unsubscribed, Rejected, ErrorReceived),
)


def test_sixty_thousand_mutated_frames_are_accepted_or_refused_and_none_takes_long() -> None:
    tally = try_frames(FRAMES, seed=1)
    assert tally.total == FRAMES
    assert tally.worst <= 1
    assert tally.accepted >= LEAST_ACCEPTED * tally.total, str(tally)
    for what in (*_KINDS, *RejectReason):
        assert tally.said[what] >= LEAST_OF_EACH, f"{what}: {tally}"


def test_twelve_thousand_mutated_answers_are_accepted_or_refused_and_none_takes_long() -> None:
    tally = try_answers(ANSWERS, seed=1)
    assert tally.total == ANSWERS
    assert tally.worst <= 1
    for kind in (BalancesSeed, PositionsSeed, OrdersSeed, BookSnapshot, GetRefused):
        assert tally.said[kind] >= LEAST_OF_EACH, str(tally)
    assert tally.accepted >= 0.2 * ANSWERS, str(tally)
