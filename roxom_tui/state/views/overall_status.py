"""The answer to the first question a person has: is what I see true right now? As facts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct

from roxom_tui.model.channels import Stream
from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase, worst
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import ConnectionView, StreamRow


class OverallAnswer(Enum):
    """The kinds of answer; the value is the name that programs are told."""

    DISCONNECTED = "disconnected"
    HISTORY = "history"
    NOTHING_YET = "nothing_yet"
    ALL = "all_current"
    LATE = "all_current_but_late"
    SILENT = "all_current_but_silent"
    SO_FAR = "ok_so_far"
    PARTLY = "partly"

    @property
    def is_true(self) -> bool:
        """Whether nothing that is shown as live is in doubt."""
        return self in (OverallAnswer.ALL, OverallAnswer.LATE, OverallAnswer.SILENT, OverallAnswer.SO_FAR)


class Trouble(Struct, frozen=True):
    """Streams that are not live for one and the same reason; none where it is the connection's."""

    streams: tuple[Stream, ...]
    state: PanelState
    reason: Reason | None
    since: int | None = None


class OverallStatus(Struct, frozen=True):
    """The answer, the state it stands for, how many streams are well of how many, and what is wrong, worst first."""

    answer: OverallAnswer
    state: PanelState
    good: int = 0
    total: int = 0
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_true(self) -> bool:
        """Whether nothing that is shown as live is in doubt."""
        return self.answer.is_true


def overall(view: ConnectionView) -> OverallStatus:
    """Judge a connection and every stream it carries."""
    if view.phase is not Phase.CONNECTED:
        return OverallStatus(OverallAnswer.DISCONNECTED, PanelState.DOWN, troubles=_of_the_connection(view))
    streams = tuple(row for row in view.streams if not _is_needless(row))
    doubtful = sorted((row for row in streams if not row.freshness.state.is_live), key=_rank)
    judged, state = _judged(view, streams, doubtful)
    troubles = (*_of_the_connection(view), *_troubles(doubtful))
    return OverallStatus(judged, state, len(streams) - len(doubtful), len(streams), troubles)


def _judged(
    view: ConnectionView, streams: tuple[StreamRow, ...], doubtful: list[StreamRow]
) -> tuple[OverallAnswer, PanelState]:
    if view.state is PanelState.STALE:
        return OverallAnswer.HISTORY, view.state
    if not streams or view.state is PanelState.WAITING:
        return OverallAnswer.NOTHING_YET, PanelState.WAITING
    state = worst(view.state, *(row.freshness.state for row in streams))
    if doubtful:
        return (OverallAnswer.SO_FAR if state is PanelState.WAITING else OverallAnswer.PARTLY), state
    if view.reason is not None:
        return OverallAnswer.LATE, state
    return (OverallAnswer.ALL if view.silent_since is None else OverallAnswer.SILENT), state


def _is_needless(row: StreamRow) -> bool:
    """Only some pages know the `account` channel, and nothing is drawn from it (protocol 7.1 #13)."""
    reason = row.freshness.reason
    is_unknown = reason is not None and reason.cause is Cause.REFUSED and reason.code == ErrorCode.UNKNOWN_CHANNEL
    return row.stream.channel.traits.is_optional and is_unknown


def _of_the_connection(view: ConnectionView) -> tuple[Trouble, ...]:
    """The trouble of the connection as a whole."""
    return () if view.reason is None else (Trouble((), view.state, view.reason, view.since),)


def _rank(row: StreamRow) -> int:
    return row.freshness.state.rank


def _troubles(rows: Iterable[StreamRow]) -> tuple[Trouble, ...]:
    """Streams with the same trouble share one, so that one cause does not read like twenty."""
    alike: dict[tuple[PanelState, Reason | None], list[StreamRow]] = {}
    for row in rows:
        state, reason = row.freshness.state, row.freshness.reason
        # That one is asked again a moment after the other makes no other trouble.
        alike.setdefault((state, reason and replace(reason, next_at=None)), []).append(row)
    return tuple(
        Trouble(tuple(row.stream for row in rows), state, _with_next_step(reason, rows), _began(rows))
        for (state, reason), rows in alike.items()
    )


def _with_next_step(reason: Reason | None, rows: Iterable[StreamRow]) -> Reason | None:
    reasons = (row.freshness.reason for row in rows)
    times = [one.next_at for one in reasons if one is not None and one.next_at is not None]
    return reason if reason is None else replace(reason, next_at=min(times, default=None))


def _began(rows: Iterable[StreamRow]) -> int | None:
    return min((row.freshness.since for row in rows if row.freshness.since is not None), default=None)
