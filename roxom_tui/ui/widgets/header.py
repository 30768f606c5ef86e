"""The first line: environment badge, symbol, state, latency, rate. The badge is the last thing to go. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Unit
from roxom_tui.model.status import PanelState, Phase, worst
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, cut, fit, width_of
from roxom_tui.ui.states import answer_role, seen, silence_words

_LEAST_REASON = 8
"""Columns below which a reason that is cut tells nothing."""


class Header(NamedTuple):
    """The first line, and which of the two things a person must know it had no room for."""

    line: Line
    names_state: bool
    names_symbol: bool


def header(picture: ScreenSnapshot, rendering: RenderContext, *, alone: bool = False) -> Header:
    """One line that always says where the data comes from and whether it can be believed; and what it could not say.

    Details go first, then the symbol's unit, the symbol, the state. `alone` says that there is no other line, so that
    the price belongs here.
    """
    view = picture.connection
    mark = badge(view.environment, rendering.width)
    start = (Span(" roxom ", Role.SOFT), mark) if rendering.width >= 60 else (mark,)
    silent = rendering.now > picture.valid_until
    states = _states(view, glance(picture, rendering.now), silent, rendering.now)
    subjects = _subjects(picture, rendering, alone=alone)
    room = rendering.width - width_of((*start, *subjects[0], *states[0])) - 2
    if room >= 0:
        details, room = _details(view, rendering, room, silent=silent)
        line = (*start, *subjects[0], *_description(picture, room))
        gap = rendering.width - width_of((*line, *states[0], *details)) - 1
        return Header(fit((*line, Span(" " * gap), *states[0], *details, Span(" ")), rendering.width), True, True)
    return _narrow(start, states, subjects, rendering.width)


def _narrow(start: Line, states: Sequence[Line], subjects: Sequence[Line], width: int) -> Header:
    """The header of a narrow screen: state and symbol, in the shortest words that are still words."""
    for state in states:
        for subject in (*subjects, ()):
            line = (*start, Span(" "), *state, *subject)
            # A state with its reason is worth less than the symbol.
            if width_of(line) <= width and (subject or state is not states[0] or len(states[0]) == 1):
                return Header(fit(line, width), names_state=True, names_symbol=bool(subject))
    return Header(fit(start, width), names_state=False, names_symbol=False)


def _subjects(picture: ScreenSnapshot, rendering: RenderContext, *, alone: bool) -> Sequence[Line]:
    """The symbol, shorter and shorter; on a line that is alone with its price."""
    names = (picture.symbols.selected, picture.symbols.selected.partition("-")[0])
    named = [(Span(" "), Span(name, Role.STRONG)) for name in names]
    if not alone:
        return named
    live = seen(picture.ticker.freshness, rendering.now).state.is_live
    price = Span(f" {fmt.price(picture.ticker.last, rendering.options.unit)}", Role.STRONG if live else Role.STALE)
    return [*((*name, price) for name in named), (price,)]


def glance(picture: ScreenSnapshot, now: int) -> PanelState:
    """The answer to the first question: the worst of the connection and of what the symbol in view is drawn from."""
    if now > picture.valid_until:
        return worst(PanelState.STALE, picture.connection.state)
    parts = (picture.ticker.freshness, picture.book.freshness, picture.book.quote_freshness)
    return worst(picture.connection.state, *(seen(part, now).state for part in parts))


def _states(view: ConnectionView, state: PanelState, silent: bool, now: int) -> Sequence[Line]:
    """The state in words, shorter and shorter."""
    glyph = "●" if view.phase is Phase.CONNECTED else "○"
    role = answer_role(state)
    bare = (Span(f"{glyph} {state.value}", role),)
    word = (Span(state.value, role),)
    if silent:
        return ((*bare, Span(" the feed is silent", Role.SOFT)), bare, word)
    # What is true and yet worth a word, such as data that lags.
    remark = view.reason or silence_words(view.silent_since, now)
    if view.state.is_live and remark:
        return ((*bare, Span(f" · {remark}", Role.WARNING)), bare, word)
    return (bare, word)


def _details(view: ConnectionView, rendering: RenderContext, room: int, *, silent: bool) -> tuple[Line, int]:
    """The details that fit beside the state, most wanted first; when down, the reason and the next try."""
    # Before the clocks were compared it is this computer's alone.
    clock = Span(f"  {fmt.clock(rendering.wall)} UTC", Role.SOFT if view.skew_ms is not None else Role.STALE)
    if view.phase is Phase.CONNECTED and not silent:
        rate = Span(f"  {view.rate:>4} msg/s", Role.FAINT)
        round_trip = Span(f"  rtt {fmt.milliseconds(view.round_trip_ms):>7}", Role.FAINT)
        reconnects = Span(f"  reconnects {view.reconnects}", Role.FAINT)
        told, wanted = [round_trip, rate, reconnects, clock], [clock, rate, round_trip, reconnects]
    else:
        why = _why(view, rendering, max(0, room - 16))
        told = [Span(f"  {why}", Role.FAINT), clock] if why else [clock]
        wanted = told[::-1]
    for detail in wanted:
        if len(detail.text) <= room:
            room -= len(detail.text)
        else:
            told.remove(detail)
    return tuple(told), room


def _why(view: ConnectionView, rendering: RenderContext, room: int) -> str:
    """The reason of a connection that is not there, and when the next try is; nothing where that says nothing."""
    if room < _LEAST_REASON:
        return ""
    again = "" if view.retry_at is None else f"next try in {max(0, view.retry_at - rendering.now) // SECOND + 1} s"
    return cut(" · ".join(part for part in (view.reason, again) if part), room)


def _description(picture: ScreenSnapshot, room: int) -> Line:
    row = next((row for row in picture.symbols.rows if row.symbol == picture.symbols.selected), None)
    if row is None or not row.description or room < len(row.description) + 3:
        return ()
    return (Span(f"  {row.description}", Role.FAINT),)


def window_title(picture: ScreenSnapshot, unit: Unit, now: int) -> str:
    """Symbol, price and state, for the title of the terminal's window."""
    price = fmt.price(picture.ticker.last, unit)
    return f"{picture.symbols.selected} {price} {glance(picture, now).value} · roxom-tui"


def badge(environment: Environment, width: int) -> Span:
    """The word, or as much of its beginning as there are columns: the first letters differ."""
    word = environment.value.upper()
    return Span(f" {word} " if len(word) + 2 <= width else word[:width], Role.BADGE)
