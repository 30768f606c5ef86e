"""The moments of a recording worth going to: gaps, findings, fills, marks (recording 4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from roxom_tui.model.values import replace
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
    line = _Line()
    for note in notes:
        match note.kind:
            case Kind.LINK | Kind.START:
                over = line.heard(note)
                if over is not None:
                    yield over
            case Kind.LOST:
                since = note.payload.get("since")
                begin = since if type(since) is int and 0 <= since <= note.elapsed else note.elapsed
                yield Moment(begin, Notable.GAP, "not recorded: it could not be kept up with", note.elapsed)
            case Kind.FINDING:
                kind = Notable.FILL if note.payload.get("what") == _FILL else Notable.FINDING
                yield Moment(note.elapsed, kind, _text(note.payload.get("said")))
            case Kind.MARK:
                yield Moment(note.elapsed, Notable.MARK, _text(note.payload.get("note")))
    # A connection that is left as the recording ends leaves nothing out.
    if line.gap is not None and line.gap.at < end:
        yield replace(line.gap, until=end)


class _Line:
    """The connection, as the notes tell of it; `gap` is open while there is none."""

    def __init__(self) -> None:
        self.gap: Moment | None = None
        self._begin: int | None = None
        """When the recording began, as long as no connection stood in it."""
        self._has_begun = False

    def heard(self, note: Entry) -> Moment | None:
        """What a note says of it; a gap that is over by it."""
        if not self._has_begun:
            self._has_begun, self._begin = True, note.elapsed
        over = None
        match note.payload.get("at"):
            case "opened":
                over, self.gap, self._begin = self.gap, None, None
            case "closed" if self.gap is None:
                code = note.payload.get("code")
                said = f"connection lost ({code})" if type(code) is int else "connection lost"
                self.gap = Moment(note.elapsed, Notable.GAP, said)
            case "absent" if self.gap is None:
                since = note.elapsed if self._begin is None else self._begin
                self.gap = Moment(since, Notable.GAP, "no connection")
            case None if type(note.payload.get("number")) is int:
                # A place to begin on a connection that stood before.
                over, self.gap, self._begin = self.gap, None, None
        return None if over is None else replace(over, until=note.elapsed)


def _text(said: object) -> str:
    return gate(said, LONGEST) if isinstance(said, str) else ""
