"""Plays a recording: on, a message at a time, or from the nearest place to begin (recording 4).

player.play_to(elapsed)     all that came until then
player.seek(elapsed)        the same from the nearest place to begin before it
player.client.picture(...)  what a screen would show at that moment
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DepthMode
from roxom_tui.model.ports import ViewRequest
from roxom_tui.recording.entries import Entry, Kind
from roxom_tui.recording.reader import Recording
from roxom_tui.recording.rerun import Rerun, standstill
from roxom_tui.recording.time import RecordedTime

WARM_UP_NS: Final = 20 * SECOND
"""A seek begins at least so long before where it leads: by then what is checked against each other was compared."""

TROUBLED_NS: Final = 330 * SECOND
"""The same behind trouble: how often a book broke counts for five minutes, and hides it."""
MOST_FINDINGS: Final = 2
"""So many findings in that time are no trouble."""

NEAR_NS: Final = 180 * SECOND
"""From the beginning of the recording where that is no further away: then nothing at all differs."""


class Player:
    """One recording under one client. Times are elapsed ns of the recording."""

    def __init__(
        self,
        recording: Recording,
        view: ViewRequest | None = None,
        timing: Timing | None = None,
        near: int = NEAR_NS,
    ) -> None:
        self.recording = recording
        self._near = near
        self._findings = [note.elapsed for note in recording.notes if note.kind is Kind.FINDING]
        self._timing = timing or Timing()
        self._view = view or ViewRequest(recording.header.selected)
        self._begin_at(0)

    # Where it is

    @property
    def client(self) -> Client:
        """The client as it is where this is; another one after each seek that begins anew."""
        return self._rerun.client

    @property
    def time(self) -> RecordedTime:
        """The clocks of that moment."""
        return self._rerun.time

    @property
    def position(self) -> int:
        """How far it was played; while the computer stood still its own time stands, and this goes on."""
        return self._rerun.position

    @property
    def next_at(self) -> int | None:
        """The time of the next entry; None behind the last."""
        entry = self._peek()
        return None if entry is None else entry.elapsed

    def view(self, request: ViewRequest) -> None:
        """Take what is in view; it stays so wherever the recording is sought."""
        self._view = request
        self.client.view(request)

    # What is played

    def play_to(self, elapsed: int) -> None:
        """Everything until then: entries at their times, and the client's ticks between them."""
        while (entry := self._peek()) is not None and entry.elapsed <= elapsed:
            self._at += 1
            self._rerun.take(entry)
        self._rerun.pass_to(elapsed)

    def step(self) -> bool:
        """The next message, and whatever comes before it; False where there is none."""
        while (entry := self._peek()) is not None:
            self._at += 1
            self._rerun.take(entry)
            if entry.kind is Kind.FRAME:
                return True
        return False

    def seek(self, elapsed: int) -> None:
        """As if it had been played to there: on from here where that is nearer than the last place to begin."""
        elapsed = min(max(elapsed, self.recording.begin), self.recording.end)
        begin = self._beginning_for(elapsed)
        if not self.since <= self.position <= elapsed or self._start_of(begin) > self.position:
            self._begin_at(begin)
        self.play_to(elapsed)

    def _beginning_for(self, elapsed: int) -> int:
        """The number of the frame at which to begin in order to be at `elapsed`."""
        places = self.recording.places
        if not places or elapsed - places[0].first <= self._near:
            return 0
        found = self._findings
        count = bisect_right(found, elapsed) - bisect_left(found, elapsed - TROUBLED_NS)
        latest = self.recording.frame_at(elapsed - (WARM_UP_NS if count <= MOST_FINDINGS else TROUBLED_NS))
        return next((number for number in range(latest, -1, -1) if places[number].is_start), 0)

    def _start_of(self, number: int) -> int:
        places = self.recording.places
        return places[number].first if places else 0

    def _begin_at(self, number: int) -> None:
        """A new client, at the beginning of a frame."""
        self.since = self._start_of(number)
        """Since when what is shown was gathered."""
        self._number, self._at = number, 0
        self._entries = self._unpacked(number)
        self._rerun = Rerun(self.recording.header, self._view, self.since, self._decided(), self._timing)
        self._expect(self._entries)

    def _decided(self) -> DepthMode:
        """The reading of depth deltas that was known where this begins."""
        header = self.recording.header
        first = next((entry for entry in self._entries if entry.kind is Kind.START), None)
        word = first.payload.get("decided") if first is not None else None
        return next((mode for mode in DepthMode if mode.value == word), header.depth_mode)

    def _peek(self) -> Entry | None:
        """The entry that comes next; the next frame is unpacked for it."""
        while self._at >= len(self._entries):
            if self._number + 1 >= len(self.recording.places):
                return None
            self._number, self._at = self._number + 1, 0
            self._entries = self._unpacked(self._number)
            self._expect(self._entries)
        return self._entries[self._at]

    def _unpacked(self, number: int) -> tuple[Entry, ...]:
        if number >= len(self.recording.places):
            return ()
        entries = self.recording.frame(number)
        if entries is None:
            # Damaged: nothing that was held before it can be believed behind it.
            place = self.recording.places[number]
            return (Entry(place.last, Kind.LOST, {"since": place.first}),)
        return entries

    def _expect(self, entries: tuple[Entry, ...]) -> None:
        """A standstill is told by its end, and time must stand from its beginning."""
        self._rerun.stops += [stop for entry in entries if (stop := standstill(entry)) is not None]
