"""Where on a screen each cause may stand at all, and in which states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from roxom_tui.model.reasons import Cause
from roxom_tui.model.status import PanelState

CONNECTION: Final = "connection"
_MARKET: Final = frozenset(("book", "quote", "ticker", "tape", "list"))
_LISTS: Final = frozenset(("positions", "balances", "orders"))
_BOOK: Final = frozenset(("book",))
_ALL: Final = _MARKET | _LISTS | {CONNECTION}


class Place(NamedTuple):
    """Where a cause may stand at all: parts by the first word of their names, and in which states of theirs."""

    parts: frozenset[str]
    states: frozenset[PanelState]


def _places(parts: frozenset[str], states: Iterable[PanelState], *causes: Cause) -> dict[Cause, Place]:
    return dict.fromkeys(causes, Place(parts, frozenset(states)))


_OLD: Final = (PanelState.STALE, PanelState.WAITING)
"""What holds nothing is not too old; it waits."""

PLACES: Final[Mapping[Cause, Place]] = {
    **_places(
        _ALL,
        (PanelState.DOWN,),
        Cause.NOT_CONNECTED,
        Cause.CONNECTING,
        Cause.CONNECTION_FAILED,
        Cause.CONNECTION_LOST,
        Cause.GIVEN_UP,
    ),
    # Why a connection was left: behind CONNECTION_LOST or GIVEN_UP, and nowhere of themselves.
    **_places(frozenset(), (), Cause.ASKED, Cause.KEY_REFUSED, Cause.PONG_MISSING, Cause.STREAM_MUTE, Cause.DEFECT),
    # Of what a replay was not told; an exchange has no place for it.
    **_places(frozenset(), (), Cause.NOT_RECORDED),
    **_places(_MARKET | _LISTS, (PanelState.REJECTED,), Cause.REFUSED),
    **_places(_MARKET | _LISTS, (PanelState.STALE,), Cause.PICTURE_OLD),
    **_places(_ALL, (PanelState.STALE,), Cause.STANDSTILL),
    **_places(_ALL, _OLD, Cause.NO_DATA),
    **_places(_MARKET | _LISTS, _OLD, Cause.AFTER_SILENCE),
    **_places(
        _MARKET,
        (PanelState.STALE,),
        Cause.SILENT,
        Cause.SILENT_ALONE,
        Cause.SILENT_ASKED,
        Cause.SILENT_RESUBSCRIBED,
        Cause.SILENT_UNANSWERED,
    ),
    **_places(_ALL, (*_OLD, PanelState.LIVE), Cause.LATE),
    **_places(_LISTS, _OLD, Cause.LIST_ASKED, Cause.LIST_FAILED, Cause.LIST_DOUBTED, Cause.LIST_AFTER_SILENCE),
    **_places(
        _BOOK,
        (PanelState.RESYNC,),
        Cause.NO_SNAPSHOT,
        Cause.REFRESH_ASKED,
        Cause.CROSSED_LONG,
        Cause.QUOTES_DIFFER,
        Cause.DELTAS_LOST,
        Cause.DELTAS_DISORDERED,
        Cause.DELTA_IMPOSSIBLE,
        Cause.BOOK_TOO_LONG,
        Cause.FORMAT_CHANGED,
        Cause.REJOINED,
        Cause.BROKE_TOO_OFTEN,
    ),
    **_places(
        _MARKET | _LISTS,
        (PanelState.RESYNC, PanelState.STALE, PanelState.UNPROVEN),
        Cause.UNREADABLE,
        Cause.BROKEN_MESSAGES,
    ),
    **_places(
        _BOOK,
        (PanelState.UNPROVEN,),
        Cause.CROSSED,
        Cause.LOCKED,
        Cause.SNAPSHOT_DUE,
        Cause.FORMAT_OPEN,
        Cause.FORMAT_DOUBTED,
        Cause.QUOTES_DOUBTED,
    ),
    **_places(frozenset(("tape",)), (PanelState.UNPROVEN,), Cause.NOT_CONFIRMED, Cause.PRINT_MISSING),
    **_places(
        _LISTS,
        (PanelState.UNPROVEN,),
        Cause.UNCHECKED,
        Cause.UNCHECKABLE,
        Cause.EVENTS_MISSED,
        Cause.SILENCE_UNCHECKABLE,
        Cause.SOURCES_DISAGREE,
    ),
    # They are told of lists that are live, and beside no state.
    **_places(_ALL, (), Cause.LISTS_REFUSED, Cause.NO_GETS),
    **_places(_ALL - _BOOK, _OLD, Cause.PENDING, Cause.NOTHING_YET),
    **_places(_ALL, (*_OLD, PanelState.RESYNC), Cause.NOT_SUBSCRIBED),
}
