"""What the person chose about how figures are drawn, and the paper a panel draws on. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from roxom_tui.model.number import Unit
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.ui.widgets.decimal_columns import ColumnMemory


@dataclass(frozen=True, slots=True)
class Look:
    """Switches that hold for the whole screen."""

    unit: Unit = Unit.BTC
    hide_account: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What a drawing may know besides its view. `now` is monotonic ns, `wall` the exchange's time of day in wall ns."""

    width: int
    height: int
    look: Look
    now: int
    wall: int
    focused: bool = False
    offset: int = 0
    """The first row shown, moved by the keys of the focused panel."""
    held_back: int | None = None
    """While paused: how much has come since. None when not paused."""
    glowing: frozenset[int] = frozenset()
    """Keys of prices whose size changed a moment ago."""
    columns: ColumnMemory = field(default_factory=ColumnMemory, compare=False)
    """How wide the columns have been so far."""


def seen(freshness: Freshness, now: int) -> Freshness:
    """The freshness as the screen must show it: what was valid until a moment that has passed is stale."""
    if freshness.state.rank <= PanelState.STALE.rank or now <= freshness.valid_until:
        return freshness
    return freshness._replace(state=PanelState.STALE, reason="the feed is silent")
