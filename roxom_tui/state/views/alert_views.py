"""Frozen views of the alerts: the rules with their states, and what there is to tell. Times as in `market_views`."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Final

from msgspec import Struct

from roxom_tui.model.log_entries import OrderOutcome
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Reason


class AlertState(Enum):
    """The states of a rule, as they are written."""

    ARMED = "armed"
    HOLDING = "holding"
    FIRED = "fired"
    MUTED = "muted"
    EXPIRED = "expired"
    OFF = "off"
    CANNOT_JUDGE = "CANNOT JUDGE"


class AlertWhat(Enum):
    """The kinds of what is told of a rule; the value is the name that programs are told."""

    FIRED = "fired"
    BLIND = "blind"
    SEES = "sees_again"
    TEST = "test"


class CannotJudge(Struct, frozen=True):
    """Why a rule is not judged: a stream's reason, or words of our own, and of which time so much is there (ns)."""

    reason: Reason | None = None
    words: str = ""
    filled: int | None = None
    of: int | None = None


class AlertRow(Struct, frozen=True):
    """One rule. `text` is the whole of it and its name; `hold` is how long it must hold.

    `since` (monotonic ns) is when it began to hold or could not be judged any more, `until` (wall ns) when it is not
    mute any more, or ends.
    """

    text: str
    reads: str
    """Its left-hand side."""
    state: AlertState
    is_configured: bool
    """It stands in the config file."""
    is_private: bool
    fired: int = 0
    fired_at: int | None = None
    """When last, wall ns of the exchange's clock."""
    since: int | None = None
    hold: int = 0
    until: int | None = None
    why: CannotJudge | None = None
    is_done: bool = False
    """It fired the one time it was asked to, and waits to be reset."""
    symbol: Symbol | None = None
    price: Price | None = None
    """The price of its contract that it waits for; None where it is about anything else."""


class AlertNews(Struct, frozen=True):
    """One thing to tell. `at` and `since` are wall ns of the exchange's clock; `reads` and `asks` parts of the rule.

    `more` others were folded into it, all of them since the one before.
    """

    number: int
    what: AlertWhat
    at: int
    rule: str
    reads: str
    asks: str
    words: str
    ways: tuple[str, ...]
    is_private: bool
    value: Decimal | None = None
    """The figure that fired, in `unit`, which is the one that the rule is written in."""
    unit: str = ""
    order: OrderOutcome | None = None
    """What became of an order, where that is told."""
    since: int | None = None
    why: CannotJudge | None = None
    in_gap: bool = False
    more: int = 0


class AlertsView(Struct, frozen=True):
    """All rules in their order. `told` is how many things were to be told so far, `newest` the last of them; that a
    rule sees again is not counted. `deliveries` are the last that go out of the program, the oldest first."""

    rows: tuple[AlertRow, ...] = ()
    told: int = 0
    newest: AlertNews | None = None
    deliveries: tuple[AlertNews, ...] = ()
    silent_until: int | None = None
    """Do not disturb, until then (wall ns); None where it is off."""
    remark: str = ""
    """What has to be known of the file in which rules are kept; mostly empty."""


NO_ALERTS: Final = AlertsView()
