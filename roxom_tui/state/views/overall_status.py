"""The answer to the first question a person has: is what I see true right now? Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.status import PanelState, Phase, worst
from roxom_tui.state.views.connection_views import ConnectionView, StreamRow

_NAMED: Final = 2
_YES: Final = "Yes: every stream is in time and every check passes."
_LATE: Final = "Yes, but late: every stream comes, and every check passes."
_SILENT: Final = "Yes, but nothing came for {seconds} s, which is unusual here."


class OverallStatus(NamedTuple):
    """One sentence, the state it stands for, and what is wrong now, the worst first."""

    is_true: bool
    state: PanelState
    sentence: str
    troubles: tuple[str, ...] = ()


def verdict(view: ConnectionView, now: int) -> OverallStatus:
    """Judge a connection and every stream it carries. `now` is monotonic ns."""
    if view.phase is not Phase.CONNECTED:
        return OverallStatus(False, PanelState.DOWN, "No: there is no connection.", _why(view, now))
    streams = tuple(row for row in view.streams if not _is_needless(row))
    doubtful = sorted((row for row in streams if not row.freshness.state.is_live), key=_rank)
    troubles = (*_why(view, now), *_troubles(doubtful))
    if view.state is PanelState.STALE:
        return OverallStatus(False, view.state, "No: what is shown is history.", troubles)
    state = worst(view.state, *(row.freshness.state for row in streams))
    if not streams or view.state is PanelState.WAITING:
        return OverallStatus(False, PanelState.WAITING, "Not yet: nothing has come so far.", troubles)
    count = len(streams)
    if not doubtful:
        return OverallStatus(True, state, _LATE if view.reason else _on_time(view, now), troubles)
    good = count - len(doubtful)
    if state is PanelState.WAITING:
        return OverallStatus(True, state, f"Yes, as far as it came: {good} of {count} streams.", troubles)
    return OverallStatus(False, state, f"Not all of it: {good} of {count} streams are true.", troubles)


def _on_time(view: ConnectionView, now: int) -> str:
    if view.silent_since is None:
        return _YES
    return _SILENT.format(seconds=max(0, now - view.silent_since) // SECOND)


def _is_needless(row: StreamRow) -> bool:
    """Only some pages know the `account` channel, and nothing is drawn from it (protocol 7.1 #13)."""
    return row.stream.channel.traits.is_optional and row.refusal_code == ErrorCode.UNKNOWN_CHANNEL


def _why(view: ConnectionView, now: int) -> tuple[str, ...]:
    """The troubles of the connection as a whole."""
    if view.retry_at is None:
        return (view.reason,) if view.reason else ()
    seconds = max(0, view.retry_at - now + SECOND - 1) // SECOND
    return (f"{view.reason or 'no connection'}; next try in {seconds} s",)


def _rank(row: StreamRow) -> int:
    return row.freshness.state.rank


def _troubles(rows: Iterable[StreamRow]) -> Iterator[str]:
    """Streams with the same trouble share a sentence, so that one cause does not read like twenty."""
    alike: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        alike.setdefault((row.freshness.state.value, row.freshness.reason), []).append(str(row.stream))
    for (state, reason), names in alike.items():
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"{', '.join(names[:_NAMED])}{more} {state}" + (f": {reason}" if reason else "")
