"""The connection screen: whether what is seen is true, what is wrong now, then streams, measures and log.

What there is to tell is the list of `connection_facts`; here is only how it looks. It is drawn anew while it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain, groupby
from typing import ClassVar, Final

from textual.binding import BindingType

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import SECOND
from roxom_tui.model.folded_lines import times
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import (
    ConnectionView,
    LogLine,
    RejectedMessageRow,
    StreamRow,
)
from roxom_tui.state.views.overall_status import overall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, redacted_view
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, cut, width_of
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, keys_for
from roxom_tui.ui.screens.reading import GAP, Block, Reading, beside, headed, stacked, wrapped
from roxom_tui.ui.states import answer_role, seen
from roxom_tui.ui.theme import Paint
from roxom_tui.ui.widgets.table import Cell, Column, table
from roxom_tui.words.connection_facts import SECTIONS, STREAM, Fact, FactKind, Section, Value
from roxom_tui.words.durations import age
from roxom_tui.words.log import log_sentence
from roxom_tui.words.overall import answer, trouble_words


class ConnectionScreen(Reading):
    """Shows the newest view that `update` was given."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys_for({"connection": "leave"}),
        *DEFAULT_KEYMAP.bindings(("reconnect", "toggle_account", "help")),
    ]

    heading = "Connection"

    def __init__(self, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self._told: tuple[ConnectionView, int, int] | None = None

    def follow(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> None:
        """Show the connection as it is, the account's figures only where they may be seen."""
        self.update(redacted_view(picture.connection, options), now, wall)

    def update(self, view: ConnectionView, now: int, wall: int) -> None:
        """Take this frame's picture. `now` is monotonic ns, `wall` wall ns; only lines that changed are drawn."""
        self._told = view, now, wall
        if self.stands:
            self.redraw()

    def wanted(self) -> tuple[int, int]:
        """All the room there is: the figures come and go, and the box must not."""
        return 140, 200

    def lines(self, width: int) -> list[Line]:
        """The view drawn; nothing before the first frame, because ages cannot be told without the time."""
        return [] if self._told is None else connection_lines(width, *self._told)


TWO_COLUMNS = 100
"""The least width for facts and lists side by side."""

_FACTS = 50
_LABEL = 15
_FIGURE = 9
_PART = 6
_SECOND_FIGURE = 8
_INDENT = 10
_LOG_LINES = 24
"""So many stand beside the facts; the others come at the very end."""
_MOST_TROUBLES = 6
_NO_DATA = "none yet"
_WORDS: Final = frozenset({FactKind.TEXT, FactKind.BADGE, FactKind.YES})

STREAM_COLUMNS: Final = {
    "stream": Column("stream", 16),
    "state": Column("state", 8),
    "for_s": Column("for", 11, drop=3),
    "age_s": Column("data age", 11, drop=2),
    "acknowledged": Column("acked", 5, drop=4),
    "messages": Column("messages", 9, drop=1, is_number=True),
}
"""The facts of a stream in the table. Why one is not live stands above, with all that is wrong."""


def connection_lines(width: int, view: ConnectionView, now: int, wall: int) -> list[Line]:
    """The whole screen: facts beside lists where it is wide, below each other where it is not."""
    view = _as_seen(view, now)
    wide = width >= TWO_COLUMNS
    facts = _FACTS if wide else width
    lists = width - _FACTS - GAP if wide else width
    log = sorted(view.log, key=lambda line: line.at, reverse=True)
    streams = _streams(view.streams, lists, now)
    sections = [_section(section, view, facts, now) for section in SECTIONS]
    newest = _log(
        "Log · UTC, newest first", log[:_LOG_LINES] or [LogLine(wall, LogEntry(LogKind.NOTE, "Nothing yet."))], lists
    )
    if wide:
        middle = beside(stacked(sections), stacked([streams, newest]), facts)
    else:
        middle = stacked([streams, *sections, newest])
    end = [_rejected(view, width), _log("Log · older", log[_LOG_LINES:], width)]
    return stacked([_answer(view, width, now), middle, *end])


def byte_count(count: int) -> str:
    """A number of bytes in the unit that leaves at most three digits before it."""
    size, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"


def _as_seen(view: ConnectionView, now: int) -> ConnectionView:
    """The view as it may be believed now: what has expired is stale, whatever the feed said last."""
    rows = (replace(row, freshness=seen(row.freshness, now)) for row in view.streams)
    return replace(view, streams=tuple(rows))


def _answer(view: ConnectionView, width: int, now: int) -> Block:
    """Is what I see true? And what is wrong now."""
    judged = overall(view)
    role = Role.GOOD if judged.is_true else answer_role(judged.state)
    lead = (Span("● " if judged.is_true else "○ ", role),)
    lines = wrapped(answer(judged, view, now), width, Role.STRONG, lead=lead, indent=2)
    for trouble in judged.troubles[:_MOST_TROUBLES]:
        words = trouble_words(trouble, now, is_past=view.replay is not None)
        lines += wrapped(words, width, answer_role(trouble.state), lead=(Span("  ╰ ", Role.BORDER),), indent=4)
    more = len(judged.troubles) - _MOST_TROUBLES
    return lines if more <= 0 else [*lines, (Span(f"    and {more} more", Role.SOFT),)]


def _section(section: Section, view: ConnectionView, width: int, now: int) -> Block:
    lines: Block = []
    for label, facts in groupby(section.facts, key=lambda fact: fact.label):
        if not label:
            continue
        lines += _row(label, [(fact, fact.read(view, now)) for fact in facts], width)
    return headed(section.title, lines, width)


def _row(label: str, told: Sequence[tuple[Fact[ConnectionView], Value]], width: int) -> Block:
    """A label and its facts; a line of words is broken, figures stand in columns."""
    lead = Span(f"{label:<{_LABEL}}", Role.FAINT)
    if len(told) == 1 and told[0][0].kind is FactKind.TEXT:
        value = told[0][1]
        return wrapped(fmt.UNKNOWN if value is None else str(value), width, Role.TEXT, lead=(lead,), indent=_LABEL)
    pieces = [_piece(fact, value, place) for place, (fact, value) in enumerate(told)]
    if _LABEL + sum(map(width_of, pieces)) <= width:
        return [(lead, *chain(*pieces))]
    first, *others = (_piece(fact, value, 0) for fact, value in told)
    return [(lead, *first), *((Span(" " * _LABEL), *piece) for piece in others)]


def _piece(fact: Fact[ConnectionView], value: Value, place: int) -> Line:
    room = 0 if place else 2 if fact.kind in _WORDS else _PART
    part = Span((fact.part and f" {fact.part}").ljust(room), Role.FAINT)
    return _figure(fact, value, _SECOND_FIGURE if place else _FIGURE), part


def _figure(fact: Fact[ConnectionView], value: Value, width: int) -> Span:
    if fact.kind is FactKind.BADGE:
        return Span(f" {str(value).upper()} ", Role.BADGE)
    text = fact_text(fact.kind, value)
    if fact.key == "state":
        return Span(text, answer_role(PanelState(text)))
    return Span(text if fact.kind in _WORDS else text.rjust(width), Role.TEXT)


def fact_text(kind: FactKind, value: Value) -> str:
    """A value with its unit."""
    if value is None:
        return fmt.UNKNOWN
    return str(value) if isinstance(value, str) else _DRAWN[kind](value)


def _seconds(value: float) -> str:
    return fmt.age(int(value * SECOND)) if value >= 10 else f"{value:.1f} s"


_DRAWN: Final[Mapping[FactKind, Callable[[float], str]]] = {
    FactKind.YES: lambda value: "yes" if value else "no",
    FactKind.COUNT: lambda value: f"{value:,}",
    FactKind.CODE: str,
    FactKind.RATE: lambda value: f"{value:,}/s",
    FactKind.BYTES: lambda value: byte_count(int(value)),
    FactKind.MILLISECONDS: fmt.milliseconds,
    FactKind.SECONDS: _seconds,
    FactKind.MOMENT: lambda value: fmt.clock(int(value)),
}


def _streams(streams: Sequence[StreamRow], width: int, now: int) -> Block:
    if not streams:
        return headed("Streams", [(Span("No subscription yet.", Role.SOFT),)], width)
    rows = [_stream_cells(row, now) for row in _in_order(streams)]
    return headed("Streams", table(tuple(STREAM_COLUMNS.values()), rows, width), width)


def _in_order(streams: Sequence[StreamRow]) -> list[StreamRow]:
    """Symbol by symbol, as the feed named them; then the account."""
    symbols = list(dict.fromkeys(row.stream.symbol for row in streams if row.stream.symbol is not None))
    channels = list(Channel)

    def place(row: StreamRow) -> tuple[int, int]:
        symbol = row.stream.symbol
        return len(symbols) if symbol is None else symbols.index(symbol), channels.index(row.stream.channel)

    return sorted(streams, key=place)


def _stream_cells(row: StreamRow, now: int) -> tuple[Cell, ...]:
    told = {fact.key: (fact.kind, fact.read(row, now)) for fact in STREAM}
    roles = {"state": answer_role(row.freshness.state), "age_s": Role.SOFT, "for_s": Role.SOFT}
    roles["acknowledged"] = Role.SOFT if row.acknowledged else Role.WARNING
    texts = {key: fact_text(kind, value) for key, (kind, value) in told.items()}
    data_at, since = row.freshness.data_at, row.freshness.since
    texts["age_s"] = _NO_DATA if data_at is None else age(now - data_at)
    texts["for_s"] = fmt.UNKNOWN if since is None else age(now - since)
    return tuple(Span(texts[key], roles.get(key, Role.TEXT)) for key in STREAM_COLUMNS)


def _rejected(view: ConnectionView, width: int) -> Block:
    """The counts of refused messages, and the newest of them as they came."""
    lines: Block = [line for row in view.rejects for line in _reason(row, width)]
    if view.last_rejected:
        lines.append(EMPTY)
    for message in reversed(view.last_rejected):
        lines += _message(message, width)
    return headed("Rejected messages · newest first", lines, width) if lines else []


def _reason(row: RejectedMessageRow, width: int) -> Block:
    lead = (Span(f"{row.count:>{_FIGURE},} ", Role.WARNING),)
    return wrapped(row.reason, width, Role.TEXT, lead=lead, indent=_INDENT)


def _message(row: RejectedMessageRow, width: int) -> Block:
    words = times(row.count, " · ".join(part for part in (str(row.stream or ""), row.reason, row.detail) if part))
    head = (Span(f"{fmt.clock(row.at)}  ", Role.FAINT), Span(cut(words, width - _INDENT), Role.SOFT))
    body = (Span(" " * _INDENT), Span(cut(row.excerpt, width - _INDENT), Role.FAINT))
    return [head, body] if row.excerpt else [head]


def _log(title: str, log: Sequence[LogLine], width: int) -> Block:
    """The newest first, so that it is seen without moving."""
    lines: Block = []
    for entry in log:
        lead = (Span(f"{fmt.clock(entry.at)}  ", Role.FAINT),)
        since = "" if entry.count < 2 else f" · since {fmt.clock(entry.since)}"
        lines += wrapped(
            times(entry.count, log_sentence(entry.entry)) + since, width, Role.SOFT, lead=lead, indent=_INDENT
        )
    return headed(title, lines, width) if lines else []
