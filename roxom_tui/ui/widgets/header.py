"""The first line: environment badge, symbol, state, latency, rate. The badge is the last thing to go. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Unit
from roxom_tui.model.status import PanelState, Phase, worst
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.recording_views import ReplayView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, fit, width_of
from roxom_tui.ui.not_well import NotWell, is_not_recorded, not_well
from roxom_tui.ui.states import STATE_ROLES, answer_role, seen
from roxom_tui.words.durations import age, data_age, until
from roxom_tui.words.reasons import ending, short
from roxom_tui.words.recordings import length_words, size_words, time_words

CLOSED: Final = "underlying closed"
"""Of what a contract stands for; its book is open all the same, and index and mark can move."""

INCOMPLETE = "account lists incomplete"

_WITHOUT_DATA = 3 * SECOND
"""So long before a connection went the last data came, and the outage is told as long as that."""

_TOLD_FROM_S = 2.0
"""A shorter stop is told in the log alone."""


class Header(Struct, frozen=True):
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
    if view.replay is not None:
        mark = replay_badge(view.replay, rendering.width, alone=alone)
    start = (Span(" roxom ", Role.SOFT), mark) if rendering.width >= 60 else (mark,)
    silent = rendering.now > picture.valid_until
    subjects = _subjects(picture, rendering, alone=alone)
    # What is told in most words must leave the clock its place: no other detail has a right to one.
    most = rendering.width - width_of((*start, *subjects[0], _clock(picture.connection, rendering))) - 2
    states = _states(picture, rendering, most, silent=silent)
    for state in states:
        room = rendering.width - width_of((*start, *subjects[0], *state)) - 2
        if room >= 0:
            details, room = _details(view, rendering, room, silent=silent)
            line = (*start, *subjects[0], *_description(picture, room))
            gap = rendering.width - width_of((*line, *state, *details)) - 1
            return Header(fit((*line, Span(" " * gap), *state, *details, Span(" ")), rendering.width), True, True)
    return _narrow(start, states, subjects, rendering.width)


def _narrow(start: Line, states: Sequence[Line], subjects: Sequence[Line], width: int) -> Header:
    """The header of a narrow screen: state and symbol, in the shortest words that are still words."""
    for state in states:
        for subject in (*subjects, ()):
            line = (*start, Span(" "), *state, *subject)
            # A state with its reason is worth less than the symbol.
            if width_of(line) <= width and (subject or state is states[-1]):
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


def _states(picture: ScreenSnapshot, rendering: RenderContext, most: int, *, silent: bool) -> Sequence[Line]:
    """The connection in words, and beside it what is not well, shorter and shorter; the last is one word.

    The longest only where they take no more than `most` columns.
    """
    view, now = picture.connection, rendering.now
    word = (Span(glance(picture, now).value, answer_role(glance(picture, now))),)
    if view.phase is not Phase.CONNECTED:
        return (*_unconnected(view, now, heard_at(picture)), word)
    wrong = not_well(picture, now)
    if silent:
        unheard = ("● UNKNOWN · no update from the feed · until one comes", "● UNKNOWN · no update from the feed")
        return (*((Span(form, Role.WARNING),) for form in (*unheard, "● no update")), word)
    if view.state in (PanelState.STALE, PanelState.WAITING) and view.reason is not None:
        # Of the connection as a whole: what hangs on it need not be named.
        # History on the screen is worth a warning though nothing is wrong yet.
        role = STATE_ROLES[view.state] if picture.ticker.freshness.data_at is None else Role.WARNING
        # How long it stands is no measure of a silence, which began later.
        since = view.connected_at if view.state is PanelState.WAITING else None
        lasting = "" if since is None else f" for {age(now - since)}"
        why = short(view.reason)
        ends = ending(view.reason, now)
        forms = (
            f"● CONNECTED · {why} · {ends}",
            f"● CONNECTED{lasting} · {why}",
            f"● CONNECTED · {why}",
            f"● {why}",
            f"● {view.state.value}",
        )
        return (*(((Span(form, role),)) for form in forms), word)
    if not wrong:
        return _all_live(picture, now, most)
    return (*_partly_live(view, wrong, now, most), word)


def _partly_live(view: ConnectionView, wrong: Sequence[NotWell], now: int, most: int) -> list[Line]:
    """Which parts are not well, by name as far as there is room."""
    role = STATE_ROLES[wrong[0].state]
    counted = f"{wrong[0].words} and more" if len(wrong) > 1 else wrong[0].words
    named, told = (" · ".join(each) for each in zip(*((each.named, each.words) for each in wrong), strict=True))
    connected = Span("● CONNECTED · ", Role.SOFT)
    rich: list[Line] = [(connected, Span(named, role))]
    brief = " · ".join(f"{len(each.parts)} {each.state.value}" for each in wrong)
    # A part that is alone in its state is named as long as anything is; that there is a connection says the dot alone.
    alone = " · ".join(
        each.named if len(each.parts) == 1 else f"{len(each.parts)} {each.state.value}" for each in wrong
    )
    full: list[Line] = [(connected, Span(told, role)), *((Span(f"● {words}", role),) for words in (told, alone))]
    long: list[Line] = [*full, *((connected, Span(words, role)) for words in (brief, counted))]
    if view.reason is not None:
        # What arrives late is live all the same, and no part says so.
        late = Span(f" · {short(view.reason)}", Role.WARNING)
        ends = Span(f" · {ending(view.reason, now)}", Role.WARNING)
        rich = [(*rich[0], late, ends), (*rich[0], late)]
        full, long = [(*line, late) for line in full], [*((*line, late) for line in long), *long]
    # What costs the clock its place comes after what does not, as long as that names or counts all there is.
    rich = [line for line in (*rich, *full) if width_of(line) <= most]
    return [*rich, *long, *((Span(f"● {words}", role),) for words in (counted, wrong[0].state.value))]


def _all_live(picture: ScreenSnapshot, now: int, most: int) -> Sequence[Line]:
    """All is well; and what is true and yet worth a word, such as data that arrives late, and what ends that."""
    view = picture.connection
    remark = short(view.reason) if view.reason is not None else data_age(view.silent_since, now)
    why = view.reason
    incomplete = picture.orders.since_connect or picture.positions.since_connect
    if not remark and incomplete and not is_not_recorded(picture.orders.freshness):
        remark, why = INCOMPLETE, picture.orders.unlisted or picture.positions.unlisted
    word = PanelState.LIVE.value if view.replay is None else PanelState.SOUND.value
    forms: list[Line] = [(Span(f"{sign}{word}", Role.GOOD),) for sign in ("● ALL ", "● ", "")]
    if not remark:
        return forms
    told = [(*forms[0], Span(f" · {remark}", Role.WARNING)), *forms]
    if why is None:
        return told
    ends = (*told[0], Span(f" · {ending(why, now)}", Role.WARNING))
    richest: list[Line] = [ends]
    if why is not view.reason:
        richest.insert(0, (*told[0], Span(f": {short(why)} · {ending(why, now)}", Role.WARNING)))
    return [*(line for line in richest if width_of(line) <= most), *told]


def heard_at(picture: ScreenSnapshot) -> int | None:
    """When the newest of what is on the screen came."""
    parts = (picture.ticker.freshness, picture.book.freshness, picture.book.quote_freshness, picture.tape.freshness)
    told = (*parts, *(row.freshness for row in picture.symbols.rows))
    return max((fresh.data_at for fresh in told if fresh.data_at is not None), default=None)


def lasting_words(view: ConnectionView, now: int, heard: int | None) -> str:
    """How long there has been no connection; where one in between brought nothing, how long there has been no data."""
    if view.since is not None and heard is not None and view.since - heard >= _WITHOUT_DATA:
        return f" · no data for {age(now - heard)}"
    return "" if view.since is None else f" for {age(now - view.since)}"


def _unconnected(view: ConnectionView, now: int, heard: int | None) -> Sequence[Line]:
    """How long there has been no connection, and when the next try is."""
    lasting = lasting_words(view, now, heard)
    if view.replay is not None:
        forms = (f"○ DOWN{lasting}", f"○ DOWN{lasting}", "○ DOWN")
    elif view.phase is Phase.STOPPED:
        forms = (f"○ STOPPED{lasting} · not retrying", "○ STOPPED · not retrying", "○ STOPPED")
    elif view.phase is Phase.WAITING:
        is_planned = view.retry_at is not None and view.retry_at > now
        again = f" · next try in {until(view.retry_at or now, now)}" if is_planned else " · connecting"
        forms = (f"○ DOWN{lasting}{again}", f"○ DOWN{lasting}", "○ DOWN")
    elif view.attempts > 1:
        forms = (f"○ DOWN{lasting} · connecting", "○ DOWN · connecting", "○ DOWN")
    else:
        forms = ("○ CONNECTING", "○ CONNECTING", "○ DOWN")
    role = Role.SOFT if forms[0] == "○ CONNECTING" else Role.ERROR
    return [(Span(form, role),) for form in forms]


def _details(view: ConnectionView, rendering: RenderContext, room: int, *, silent: bool) -> tuple[Line, int]:
    """The details that fit beside the state, most wanted first."""
    clock = _clock(view, rendering)
    told = wanted = [clock]
    if view.phase is Phase.CONNECTED and not silent:
        rate = Span(f"  {view.rate:>4} msg/s", Role.FAINT)
        round_trip = Span(f"  rtt {fmt.milliseconds(view.round_trip_ms):>7}", Role.FAINT)
        reconnects = Span(f"  reconnects {view.reconnects}", Role.FAINT)
        told, wanted = [round_trip, rate, reconnects, clock], [clock, rate, round_trip, reconnects]
    for first in (_standstill(view, rendering), _recording(view, rendering)):
        if first.text:
            told, wanted = [first, *told], [first, *wanted]
    told = list(told)
    for detail in wanted:
        if len(detail.text) <= room:
            room -= len(detail.text)
        else:
            told.remove(detail)
    return tuple(told), room


def _clock(view: ConnectionView, rendering: RenderContext) -> Span:
    """The time; before the clocks were compared it is this computer's alone."""
    return Span(f"  {fmt.clock(rendering.wall)} UTC", Role.SOFT if view.skew_ms is not None else Role.STALE)


def _recording(view: ConnectionView, rendering: RenderContext) -> Span:
    """That it is recorded: how much, for how long, and what a person must know of it."""
    told = view.recording
    if told is None:
        return Span("")
    remarks = (" WITH ACCOUNT" if told.account else "", f" {told.lost:,} lost" if told.lost else "")
    words = f"  ● rec {size_words(told.size)} {length_words(rendering.now - told.since)}{''.join(remarks)}"
    return Span(words, Role.WARNING if any(remarks) else Role.ACCENT)


def _standstill(view: ConnectionView, rendering: RenderContext) -> Span:
    """For a minute after this computer stopped: how long, since when it is back, and whether that was checked."""
    stop = view.last_standstill
    if stop is None or rendering.now - stop.ended_at > MINUTE or stop.seconds < _TOLD_FROM_S:
        return Span("")
    back = fmt.clock(rendering.wall - (rendering.now - stop.ended_at))
    checked = "checking" if stop.checked_at is None else "checked"
    return Span(f"  this computer stopped {stop.seconds:.0f} s, back since {back}, {checked}", Role.WARNING)


def _description(picture: ScreenSnapshot, room: int) -> Line:
    row = next((row for row in picture.symbols.rows if row.symbol == picture.symbols.selected), None)
    if row is None or not row.description or room < len(row.description) + 3:
        return ()
    closed = f" · {CLOSED}" if row.is_underlying_closed else ""
    if room < len(row.description) + len(closed) + 3:
        closed = ""
    return (Span(f"  {row.description}", Role.FAINT), *((Span(closed, Role.SOFT),) if closed else ()))


def window_title(picture: ScreenSnapshot, unit: Unit, now: int) -> str:
    """Symbol, price and state, for the title of the terminal's window."""
    price = fmt.price(picture.ticker.last, unit)
    replay = picture.connection.replay
    if replay is not None:
        when = time_words(replay.wall)
        return f"REPLAY {when} · {picture.symbols.selected} {price} {glance(picture, now).value} · roxom-tui"
    return f"{picture.symbols.selected} {price} {glance(picture, now).value} · roxom-tui"


def badge(environment: Environment, width: int) -> Span:
    """The word, or as much of its beginning as there are columns: the first letters differ."""
    word = environment.value.upper()
    return Span(f" {word} " if len(word) + 2 <= width else word[:width], Role.BADGE)


_STATE_ROOM: Final = 12
_PRICE_ROOM: Final = 28
"""Columns for symbol and state beside the badge of a replay; and for a price too."""
_DATED: Final = 96
"""So wide the badge of a replay has room for the whole date beside everything else."""


def replay_badge(replay: ReplayView, width: int, *, alone: bool = False) -> Span:
    """That it is a replay, of when, and how fast. On narrow lines, and where a price needs the room, the word and
    the time; the word goes last."""
    date, _, clock = time_words(replay.wall).partition(" ")
    pace = speed_words(replay)
    if width >= _DATED:
        return Span(f" REPLAY {date} {clock} {pace} ", Role.BADGE)
    forms = (f" REPLAY {date[5:]} {clock[:5]} {pace} ", f" REPLAY {clock[:5]} ")
    room = width - (_PRICE_ROOM if alone else _STATE_ROOM)
    return Span(next((form for form in forms if len(form) <= room), " REPLAY "[: max(1, width)]), Role.BADGE)


def speed_words(replay: ReplayView) -> str:
    """How fast it is played: `2x`, `max`, or that it stands; `~41x` where this computer is too slow for more."""
    if not replay.is_playing:
        return "paused"
    if replay.reached is not None:
        return f"~{replay.reached:.0f}x" if replay.reached >= 10 else f"~{replay.reached:.2g}x"
    return f"{replay.speed:g}x" if replay.speed else "max"
