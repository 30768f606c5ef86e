"""Questions by GET, as values: the client says what it wants to know, and is told what came of it."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from roxom_tui.model.connection import Failed
from roxom_tui.model.events import BalancesSeed, BookSnapshot, CalendarsSeed, OrdersSeed, PositionsSeed
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.get_requests import GetKind

Answered: TypeAlias = BalancesSeed | OrdersSeed | PositionsSeed | BookSnapshot | CalendarsSeed
Answer: TypeAlias = Answered | Failed


class Question(Struct, frozen=True):
    """One GET, and when the client asked for it (monotonic ns)."""

    kind: GetKind
    symbol: Symbol | None
    asked_at: int
