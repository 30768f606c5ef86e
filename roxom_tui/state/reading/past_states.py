"""The states that a stream had, for whoever looks back at a time (state 5.3). Bounded: `CHANGES_KEPT` changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, NamedTuple

from roxom_tui.model.status import PanelState, worst

CHANGES_KEPT: Final = 256


class Change(NamedTuple):
    """A state and since when."""

    at: int
    state: PanelState


class PastStates:
    """Noted whenever somebody looks, so a change is known to the time between two looks. Times are monotonic ns."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=CHANGES_KEPT)

    def note(self, state: PanelState, now: int) -> None:
        """The state at this moment."""
        if not self._changes or self._changes[-1].state is not state:
            self._changes.append(Change(now, state))

    @property
    def newest(self) -> Change | None:
        return self._changes[-1] if self._changes else None

    def shifted(self, by: int) -> tuple[Change, ...]:
        """All changes, oldest first, by a clock that is so much ahead."""
        return tuple(Change(at + by, state) for at, state in self._changes)


def worst_within(changes: Sequence[Change], since: int, until: int) -> PanelState | None:
    """The worst state between two times; None where nobody looked so long ago."""
    found: list[PanelState] = []
    for at, state in reversed(changes):
        if at < until:
            found.append(state)
        if at <= since:
            break
    return worst(*found) if found else None
