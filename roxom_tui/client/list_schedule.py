"""When each of the account's lists is asked for: what is planned, and for how long nobody is asked (client 4.1)."""

from __future__ import annotations

from collections.abc import Iterable

from roxom_tui.model.channels import Stream


class ListSchedule:
    """The plan of one connection. `due` is where it stands, for whoever tells of it. Times are monotonic ns.

    What nothing calls for is asked for up to `together` sooner, where another list is for which nothing calls either.
    """

    def __init__(self, due: dict[Stream, int], lists: Iterable[Stream], now: int, together: int = 0) -> None:
        self._due = due
        self._together = together
        self._uncalled: set[Stream] = set()
        """Planned though nothing calls for them."""
        self._due.update(dict.fromkeys(lists, now))
        self._asked_at: dict[Stream, int] = {}
        self.paused_until = now
        """Until then nothing is asked for."""

    def plan(self, stream: Stream, at: int) -> bool:
        """Ask by then; whether that is sooner than it was planned."""
        self._uncalled.discard(stream)
        is_sooner = at < self._due.get(stream, at + 1)
        if is_sooner:
            self._due[stream] = at
        return is_sooner

    def plan_apart(self, stream: Stream, now: int, gap: int) -> bool:
        """Ask now, but not within `gap` of the last time; whether that is sooner than it was planned."""
        return self.plan(stream, max(now, self._asked_at.get(stream, now - gap) + gap))

    def plan_if_none(self, stream: Stream, at: int) -> None:
        """Ask then, where nothing is planned."""
        if stream not in self._due:
            self._due[stream] = at
            self._uncalled.add(stream)

    def pause(self, stream: Stream, until: int) -> None:
        """Ask for this one then, and for no other before: who has trouble is not asked faster by another question."""
        self._due[stream] = self.paused_until = until
        for other, at in self._due.items():
            self._due[other] = max(at, until)

    def begin_due(self, now: int) -> Stream | None:
        """The first that is due, which is asked for now; None where none is."""
        stream = next((stream for stream, at in self._due.items() if at <= now), None)
        if stream is None:
            return None
        if stream in self._uncalled:
            for other in self._uncalled & self._due.keys():
                if now < self._due[other] <= now + self._together:
                    self._due[other] = now
        self.begin(stream)
        self._asked_at[stream] = now
        return stream

    def begin(self, stream: Stream) -> None:
        """It is asked for whatever was planned."""
        self._due.pop(stream, None)
        self._uncalled.discard(stream)

    def clear(self) -> None:
        """Nobody is asked any more."""
        self._due.clear()
        self._uncalled.clear()

    @property
    def next_at(self) -> int | None:
        """The time of the next question, None where none is planned."""
        return max(self.paused_until, min(self._due.values())) if self._due else None
