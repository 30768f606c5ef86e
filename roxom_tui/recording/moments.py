"""The moments of a recording worth going to: gaps, findings, fills, marks (recording 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from roxom_tui.protocol.text_gate import gate
from roxom_tui.recording.entries import Entry, Kind
from roxom_tui.state.views.recording_views import Moment, Notable

LONGEST: Final = 200
"""Characters of a sentence."""

_FILL: Final = "order"


def moments(notes: Iterable[Entry], end: int) -> tuple[Moment, ...]:
    """All of them, the earliest first. A gap that is still open at the `end` lasts until then."""
    return tuple(sorted(_moments(notes, end), key=lambda moment: moment.at))


def gaps(found: Iterable[Moment]) -> tuple[Moment, ...]:
    """Those in which something is missing."""
    return tuple(moment for moment in found if moment.kind is Notable.GAP)


def _moments(notes: Iterable[Entry], end: int) -> Iterator[Moment]:
    closed: Entry | None = None
    for note in notes:
        match note.kind:
            case Kind.LINK:
                at = note.payload.get("at")
                if at == "closed" and closed is None:
                    closed = note
                elif at == "opened" and closed is not None:
                    yield _gap(closed, note.elapsed)
                    closed = None
            case Kind.LOST:
                since = note.payload.get("since")
                begin = since if type(since) is int and 0 <= since <= note.elapsed else note.elapsed
                yield Moment(begin, Notable.GAP, "not recorded: it could not be kept up with", note.elapsed)
            case Kind.FINDING:
                kind = Notable.FILL if note.payload.get("what") == _FILL else Notable.FINDING
                yield Moment(note.elapsed, kind, _text(note.payload.get("said")))
            case Kind.MARK:
                yield Moment(note.elapsed, Notable.MARK, _text(note.payload.get("note")))
    if closed is not None and closed.elapsed < end:
        yield _gap(closed, end)


def _gap(closed: Entry, until: int) -> Moment:
    code = closed.payload.get("code")
    said = f"connection lost ({code})" if type(code) is int else "connection lost"
    return Moment(closed.elapsed, Notable.GAP, said, until)


def _text(said: object) -> str:
    return gate(said, LONGEST) if isinstance(said, str) else ""
