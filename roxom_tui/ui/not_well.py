"""What is not well, for the header: which parts of the picture are in which state, the worst first. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.states import seen
from roxom_tui.words.reasons import ending, tag

_NAMED = 2
"""So many parts in one state are named, more are counted."""


_ACCOUNT = frozenset(("positions", "orders", "balances"))


class NotWell(NamedTuple):
    """Parts of the picture that are in one state, which is not live."""

    state: PanelState
    parts: tuple[str, ...]

    @property
    def words(self) -> str:
        """Which, or how many, and their state."""
        if len(self.parts) <= _NAMED:
            return f"{', '.join(self.parts)} {self.state.value}"
        return f"{len(self.parts)} parts {self.state.value}"


def not_well(picture: ScreenSnapshot, now: int) -> tuple[NotWell, ...]:
    """Every state that is not live with the parts that are in it; nothing when all is well."""
    found: dict[PanelState, list[str]] = {}
    for name, fresh in _parts(picture, now):
        if not fresh.state.is_live:
            found.setdefault(fresh.state, []).append(name)
    return tuple(NotWell(state, _together(found[state])) for state in PanelState if state in found)


def _together(names: list[str]) -> tuple[str, ...]:
    """The account's lists as one, where all of them are in one state."""
    if not _ACCOUNT.issubset(names):
        return tuple(names)
    return (*(name for name in names if name not in _ACCOUNT), "account")


def _parts(picture: ScreenSnapshot, now: int) -> Iterator[tuple[str, Freshness]]:
    """What the person looks at, by the names on the screen; another symbol by its own."""
    named = (
        ("ticker", picture.ticker.freshness),
        ("book", picture.book.freshness),
        ("level1", picture.book.quote_freshness),
        ("trades", picture.tape.freshness),
        ("positions", picture.positions.freshness),
        ("orders", picture.orders.freshness),
        ("balances", picture.balances.freshness),
    )
    for name, freshness in named:
        yield name, seen(freshness, now)
    for row in picture.symbols.rows:
        if row.symbol != picture.symbols.selected:
            yield row.symbol, seen(row.freshness, now)


class FirstCause(NamedTuple):
    """Which parts are not well and why, and what ends it."""

    cause: str
    ends: str


def first_cause(picture: ScreenSnapshot, now: int) -> FirstCause | None:
    """The worst of what is not well; None when all is well.

    What holds for the connection is told elsewhere.
    """
    causes: dict[tuple[PanelState, Reason], list[str]] = {}
    for name, fresh in _parts(picture, now):
        if not fresh.state.is_live and fresh.reason is not None and not fresh.reason.is_of_connection:
            causes.setdefault((fresh.state, fresh.reason), []).append(name)
    if not causes:
        return None
    (_, reason), names = min(causes.items(), key=lambda item: (item[0][0].rank, -len(item[1])))
    parts = _together(names)
    told = ", ".join(parts) if len(parts) <= _NAMED else f"{len(parts)} parts"
    return FirstCause(f"{told}: {tag(reason)}", ending(reason, now))
