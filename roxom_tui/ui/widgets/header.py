"""The first line: environment badge, symbol, connection state, latency, rate. The badge goes last. Pure."""

from __future__ import annotations

from roxom_tui.model.number import Unit
from roxom_tui.model.status import PanelState, Phase, worst
from roxom_tui.state.views import Board, ConnectionView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.lines import Line, Role, Span, cut, fit, width_of
from roxom_tui.ui.look import Paper, seen
from roxom_tui.ui.panels.base import STATE_ROLES

_SECOND = 1_000_000_000


def header_line(board: Board, paper: Paper) -> Line:
    """One line that always says where the data comes from and whether it can be believed."""
    view = board.connection
    silent = paper.now > board.valid_until
    badge = Span(f" {view.environment.value.upper()} ", Role.BADGE)
    state = _state(view, glance(board, paper.now), silent)
    start = (Span(" roxom ", Role.SOFT), badge) if paper.width >= 60 else (badge,)
    symbol = (Span(" "), Span(board.symbols.selected, Role.STRONG))
    must = width_of((*start, *symbol, *state))
    room = paper.width - must - 2
    details, room = _details(view, paper, room, silent=silent)
    about = _description(board, room)
    line = (*start, *symbol, *about)
    gap = paper.width - width_of((*line, *state, *details)) - 1
    if gap < 1:
        return fit((*start, Span(" "), *state, *symbol), paper.width)
    return fit((*line, Span(" " * gap), *state, *details, Span(" ")), paper.width)


def glance(board: Board, now: int) -> PanelState:
    """The answer to the first question: the worst of the connection and of what the symbol in view is drawn from."""
    if now > board.valid_until:
        return worst(PanelState.STALE, board.connection.state)
    parts = (board.ticker.freshness, board.book.freshness, board.book.quote_freshness)
    return worst(board.connection.state, *(seen(part, now).state for part in parts))


def _state(view: ConnectionView, state: PanelState, silent: bool) -> Line:
    glyph = "●" if view.phase is Phase.CONNECTED else "○"
    words = (Span(f"{glyph} {state.value}", Role.GOOD if state is PanelState.LIVE else STATE_ROLES[state]),)
    if silent:
        return (*words, Span(" the feed is silent", Role.SOFT))
    # What is true and yet worth a word, such as data that lags.
    return (*words, Span(f" {view.reason}", Role.WARNING)) if view.state.is_live and view.reason else words


def _details(view: ConnectionView, paper: Paper, room: int, *, silent: bool) -> tuple[Line, int]:
    """What fits beside the state, most wanted first; when down, the reason and the next try."""
    if view.phase is Phase.CONNECTED and not silent:
        texts = [
            fmt.clock(paper.wall) + " UTC",
            f"{view.rate:>4} msg/s",
            f"rtt {fmt.milliseconds(view.round_trip_ms):>7}",
            f"reconnects {view.reconnects}",
        ]
        order = [2, 1, 3, 0]
    else:
        texts = [fmt.clock(paper.wall) + " UTC", _why(view, paper, max(0, room - 16))]
        order = [1, 0]
    kept: set[int] = set()
    for index in sorted(range(len(texts)), key=lambda i: i):
        if texts[index] and len(texts[index]) + 2 <= room:
            kept.add(index)
            room -= len(texts[index]) + 2
    roles = {0: Role.SOFT}
    return tuple(Span(f"  {texts[i]}", roles.get(i, Role.FAINT)) for i in order if i in kept), room


def _why(view: ConnectionView, paper: Paper, room: int) -> str:
    """The reason of a connection that is not there, and when the next try is."""
    again = "" if view.retry_at is None else f"next try in {max(0, view.retry_at - paper.now) // _SECOND + 1} s"
    return cut(" · ".join(part for part in (view.reason, again) if part), room)


def _description(board: Board, room: int) -> Line:
    row = next((row for row in board.symbols.rows if row.symbol == board.symbols.selected), None)
    if row is None or not row.description or room < len(row.description) + 3:
        return ()
    return (Span(f"  {row.description}", Role.FAINT),)


def window_title(board: Board, unit: Unit, now: int) -> str:
    """Symbol, price and state, for the title of the terminal's window."""
    price = fmt.price(board.ticker.last, unit)
    return f"{board.symbols.selected} {price} {glance(board, now).value} · roxom-tui"
