"""The states of data in words and ink: which is to be shown now, how it is told, and how its figures look. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from roxom_tui.model.reasons import Cause, Ending, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.format import clock
from roxom_tui.ui.lines import Ink, Line, Role, Span, faded, width_of
from roxom_tui.words.durations import data_age, time_in_state
from roxom_tui.words.reasons import brief_ending, ending, is_said_by_age, next_step, quoted, short, tag, whole

_SEPARATOR = " · "

STATE_ROLES = {
    PanelState.DOWN: Role.ERROR,
    PanelState.REJECTED: Role.ERROR,
    PanelState.STALE: Role.WARNING,
    PanelState.RESYNC: Role.WARNING,
    PanelState.UNPROVEN: Role.WARNING,
    PanelState.WAITING: Role.SOFT,
    PanelState.QUIET: Role.SOFT,
    PanelState.LIVE: Role.SOFT,
    PanelState.SOUND: Role.SOFT,
}


def answer_role(state: PanelState) -> Role:
    """The role of a state that stands for itself, where LIVE is good news."""
    return Role.GOOD if state.is_moving else STATE_ROLES[state]


def seen(freshness: Freshness, now: int) -> Freshness:
    """The freshness as the screen must show it: what was valid until a moment that has passed is stale."""
    if freshness.state.rank <= PanelState.STALE.rank or now <= freshness.valid_until:
        return freshness
    reason = Reason(Cause.PICTURE_OLD)
    return replace(freshness, state=PanelState.STALE, reason=reason, since=freshness.valid_until)


_UNPROVEN_INK: Mapping[Ink, Role] = {
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


def state_of(fresh: Freshness, rendering: RenderContext, room: int) -> str:
    """The state as a text of its own: how old the data is, and why it is so, as much as there is `room` for."""
    forms = [_SEPARATOR.join((fresh.state.value, *filter(None, form))) for form in _forms(fresh, rendering)]
    return next((form for form in forms if len(form) <= room), forms[-1])


def is_silent(fresh: Freshness) -> bool:
    """True where it is live and yet said nothing for unusually long."""
    return fresh.state.is_moving and fresh.silent_since is not None


class Told(Struct, frozen=True):
    """What a title tells beside the name: the state, a remark, and how much of the panel the state is of."""

    fresh: Freshness
    remark: str = ""
    scope: str = ""


def state_words(told: Told, rendering: RenderContext, room: int) -> Line:
    """The state in words for a title: LIVE is quiet about itself, everything else says how old the data is, and why.

    Where there is no `room` for all of it the remark goes first, then the reason gets shorter, then the age goes, and
    last that it is paused, which stands at the bottom of the frame too.
    """
    if told.fresh.state.is_live and told.fresh.silent_since is None and rendering.held_back is None:
        line = _spans(told, (), "")
        return line if width_of(line) <= room else _spans(replace(told, remark=""), (), "")
    forms = _forms(told.fresh, rendering)
    bare, paused = replace(told, remark=""), _paused(rendering)
    ways = [(told, forms[0]), *((bare, form) for form in forms)]
    lines = [_spans(each, form, pause) for each, form in ways for pause in paused]
    return next((line for line in lines if width_of(line) <= room), _spans(bare, forms[-1], ""))


def explanation(fresh: Freshness, title: Line, rendering: RenderContext, room: int) -> str:
    """Since when it is not live, why, and what ends it, as much as there is room for; nothing where that is told once
    for everything. Begins with the age of the data where the `title` had no room for it."""
    reason, old = fresh.reason, _age_words(fresh, rendering.now)
    untold = "" if any(span.text == old for span in title) else old
    if fresh.state.is_live or reason is None:
        return ""
    if reason.is_of_connection:
        return untold if len(untold) <= room else ""
    lasting, ends = time_in_state(fresh.since, rendering.now), ending(reason, rendering.now)
    all_of_it, sure, few, least = whole(reason), whole(replace(reason, guesses=())), short(reason), tag(reason)
    others, brief_ends = quoted(reason), brief_ending(reason, rendering.now)
    # What the title, or the age, says already gives way to what nothing else says.
    is_told = is_said_by_age(reason) or any(span.text in (few, least) for span in title)
    last = ((ends,), (brief_ends,)) if is_told else ((few,),)
    forms = (
        *((lasting, all_of_it, ends), (all_of_it, ends), (lasting, sure, ends), (sure, ends)),
        *((lasting, few, ends), (few, ends), *([(others,)] if others else []), (least, ends), (least, brief_ends)),
        *(*last, (least,), ()),
    )
    ways = [(untold, *form) for form in forms]
    if fresh.state is PanelState.UNPROVEN and reason.ending is not Ending.HEARD:
        # It comes in time, mostly: why it is not proven is worth more than its age.
        ways = [*ways[:-2], *forms]
    lines = (_SEPARATOR.join(filter(None, way)) for way in ways)
    return next((line for line in lines if len(line) <= room), "")


def left_over(fresh: Freshness, frame: Line, now: int, room: int) -> str:
    """What ends it, and before that why, as far as the words in the `frame` tell neither; empty where they tell all."""
    reason, told = fresh.reason, "".join(span.text for span in frame)
    if fresh.state.is_live or reason is None or reason.is_of_connection:
        return ""
    if ending(reason, now) in told or brief_ending(reason, now) in told:
        return ""
    why = "" if tag(reason) in told else tag(reason)
    ends, brief = ending(reason, now), brief_ending(reason, now)
    forms = (*(_SEPARATOR.join(filter(None, (why, last))) for last in (ends, brief)), ends, brief)
    return next((form for form in forms if len(form) <= room), "")


def paused_words(rendering: RenderContext) -> str:
    """Since when a panel is paused, and what has come meanwhile."""
    since = "" if rendering.paused_at is None else f" since {clock(rendering.paused_at)}"
    return f"paused{since}{_SEPARATOR}{rendering.held_words}"


def empty_words(fresh: Freshness, otherwise: str, now: int) -> str:
    """Why something is empty: whole, with what would fill it; `otherwise` where that is no fault."""
    if fresh.state.is_live or fresh.reason is None:
        return otherwise
    if fresh.reason.is_of_connection:
        return short(fresh.reason)
    words = (time_in_state(fresh.since, now), whole(fresh.reason), ending(fresh.reason, now))
    return _SEPARATOR.join(filter(None, words))


def _age_words(fresh: Freshness, now: int) -> str:
    if is_silent(fresh):
        return data_age(fresh.silent_since, now)
    if fresh.state.is_live or fresh.data_at is None:
        return ""
    return data_age(fresh.data_at, now)


def _forms(fresh: Freshness, rendering: RenderContext) -> list[tuple[str, ...]]:
    """What stands beside the state, the most of it first."""
    old = _age_words(fresh, rendering.now)
    reason = None if fresh.state.is_live else fresh.reason
    if reason is None or reason.is_of_connection:
        return [(old,), ()]
    few, fewest, then = short(reason), tag(reason), next_step(reason, rendering.now)
    if fresh.state is PanelState.UNPROVEN and reason.ending is not Ending.HEARD:
        # It comes in time, mostly: its age is not what is wrong.
        return [(old, few, then), (old, few), (few,), (fewest,), ()]
    brief = (old, then) if is_said_by_age(reason) else (old, few)
    # The whole cause stands in the bottom of the frame, so that of both the age stays longer.
    return [(old, few, then), brief, (old, fewest), *([(old,)] if old else []), (few,), (fewest,), ()]


def _spans(told: Told, words: tuple[str, ...], pause: str) -> Line:
    fresh, is_loud = told.fresh, is_silent(told.fresh)
    state = f"{told.scope} {fresh.state.value}" if told.scope else fresh.state.value
    parts = [Span(pause, Role.WARNING)] if pause else []
    parts.append(Span(state, Role.WARNING if is_loud else STATE_ROLES[fresh.state]))
    parts += [Span(word, Role.WARNING if is_loud else Role.SOFT) for word in words if word]
    if told.remark:
        parts.append(Span(told.remark, Role.FAINT))
    separator = Span(_SEPARATOR, Role.FAINT)
    return tuple(span for part in parts for span in (separator, part))[1:]


def _paused(rendering: RenderContext) -> tuple[str, ...]:
    """That it is paused and what is held back, shorter and shorter; one empty word where it is not paused."""
    held = rendering.held_back
    if held is None:
        return ("",)
    return f"PAUSED{_SEPARATOR}{rendering.held_words}", f"PAUSED{_SEPARATOR}{held} held", "PAUSED"
