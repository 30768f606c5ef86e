"""The states of data in words and ink: which is to be shown now, how it is told, and how its figures look. Pure."""

from __future__ import annotations

from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.format import age
from roxom_tui.ui.lines import Line, Role, Span, faded, width_of

_IN_TIME = 2 * SECOND

STATE_ROLES = {
    PanelState.DOWN: Role.ERROR,
    PanelState.REJECTED: Role.ERROR,
    PanelState.STALE: Role.WARNING,
    PanelState.RESYNC: Role.WARNING,
    PanelState.UNPROVEN: Role.WARNING,
    PanelState.WAITING: Role.SOFT,
    PanelState.QUIET: Role.SOFT,
    PanelState.LIVE: Role.SOFT,
}


def answer_role(state: PanelState) -> Role:
    """The role of a state that stands for itself, where LIVE is good news."""
    return Role.GOOD if state is PanelState.LIVE else STATE_ROLES[state]


def seen(freshness: Freshness, now: int) -> Freshness:
    """The freshness as the screen must show it: what was valid until a moment that has passed is stale."""
    if freshness.state.rank <= PanelState.STALE.rank or now <= freshness.valid_until:
        return freshness
    return freshness._replace(state=PanelState.STALE, reason="the feed is silent")


_UNPROVEN_INK = {
    **dict.fromkeys((Role.BID, Role.BID_BEST, Role.BID_SHARED, Role.BID_SOFT), Role.BID_SOFT),
    **dict.fromkeys((Role.ASK, Role.ASK_BEST, Role.ASK_SHARED, Role.ASK_SOFT), Role.ASK_SOFT),
}


def dulled(rows: list[Line], state: PanelState) -> list[Line]:
    """The rows in the ink of what they are worth: history is dull; what is not proven is readable, its sides apart."""
    if state.is_live:
        return rows
    if state is PanelState.UNPROVEN:
        return [faded(row, Role.SOFT, _UNPROVEN_INK) for row in rows]
    return [faded(row, Role.STALE) for row in rows]


def state_of(fresh: Freshness, now: int) -> str:
    """The state, and how old the data is where it is not live or unusually silent."""
    if is_silent(fresh):
        return f"{fresh.state.value} · {silence_words(fresh.silent_since, now)}"
    if fresh.state.is_live or fresh.data_at is None:
        return fresh.state.value
    if fresh.state is PanelState.UNPROVEN and now - fresh.data_at < _IN_TIME:
        # It comes in time, so its age is not what is wrong.
        return fresh.state.value
    return f"{fresh.state.value} {age(now - fresh.data_at)}"


def is_silent(fresh: Freshness) -> bool:
    """True where it is live and yet said nothing for unusually long."""
    return fresh.state is PanelState.LIVE and fresh.silent_since is not None


def silence_words(since: int | None, now: int) -> str:
    """The age of the newest data in words; empty where it is usual."""
    return "" if since is None else f"data {age(now - since)} old"


def state_words(fresh: Freshness, remark: str, rendering: RenderContext, room: int) -> Line:
    """The state in words for a title: LIVE is quiet about itself, everything else says why and how old.

    Where there is no `room` for all of it the remark goes first; then what stands before the first colon of the reason
    has to say it.
    """
    head = fresh._replace(reason=fresh.reason.partition(":")[0])
    for told, beside in ((fresh, remark), (fresh, "")):
        words = _state_words(told, beside, rendering)
        if width_of(words) <= room:
            return words
    return _state_words(head, remark, rendering)


def _state_words(fresh: Freshness, remark: str, rendering: RenderContext) -> Line:
    words = state_of(fresh, rendering.now)
    parts: list[Span] = []
    if remark:
        parts.append(Span(remark, Role.FAINT))
    if not fresh.state.is_live and fresh.reason:
        parts.append(Span(fresh.reason, Role.FAINT))
    if rendering.held_back is not None:
        parts.append(Span(f"PAUSED +{rendering.held_back}", Role.WARNING))
    parts.append(Span(words, Role.WARNING if is_silent(fresh) else STATE_ROLES[fresh.state]))
    separator = Span(" · ", Role.FAINT)
    return tuple(span for part in parts for span in (separator, part))[1:]
