"""Finds out which pending subscription an error is about, for nothing in it says so (protocol 7.1 #7).

First a short grace: acknowledgements that are still on their way leave fewer suspects. If as many errors of one
kind came as streams are still unanswered, those are the ones. Otherwise each suspect is asked for again, alone,
once: what comes back can only be about it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from roxom_tui.model.channels import Stream
from roxom_tui.model.status import ErrorReceived


@dataclass(slots=True)
class Probe:
    """A stream asked for alone, and when we stop waiting for what becomes of it."""

    stream: Stream
    until: int


class RejectionResolver:
    """Errors not yet explained, and the suspects that are asked one by one."""

    def __init__(self, grace: int, patience: int) -> None:
        self._grace = grace
        self._patience = patience
        self._errors: list[ErrorReceived] = []
        self.begins_at: int | None = None
        self.suspects: deque[Stream] = deque()
        self.probe: Probe | None = None

    @property
    def is_on(self) -> bool:
        """Whether suspects are being asked, so that nothing else may be asked beside them."""
        return bool(self.suspects) or self.probe is not None

    def clear(self) -> None:
        """Forget everything: the connection is another one."""
        self._errors.clear()
        self.suspects.clear()
        self.begins_at = None
        self.probe = None

    def note(self, error: ErrorReceived, now: int) -> None:
        """An error with several suspects: wait a moment for the acknowledgements still to come."""
        self._errors.append(error)
        if self.begins_at is None:
            self.begins_at = now + self._grace

    def explained_by(self, pending: int) -> ErrorReceived | None:
        """The error that is about every stream still pending, if their numbers agree."""
        codes = {error.code for error in self._errors}
        return self._errors[0] if len(codes) == 1 and len(self._errors) == pending else None

    def close_case(self) -> None:
        """The errors are explained, or nobody is left to blame."""
        self._errors.clear()
        self.begins_at = None

    def begin(self, suspects: Iterable[Stream]) -> None:
        """The grace is over: ask these one by one."""
        self.suspects.extend(suspects)
        self.close_case()

    def line_up(self, queued: Iterable[Stream]) -> None:
        """Only what is still wanted is asked, and what joined meanwhile is asked alone too: errors name nobody."""
        queue = tuple(queued)
        known = [stream for stream in self.suspects if stream in queue]
        self.suspects = deque(dict.fromkeys((*known, *queue)))

    def ask(self, stream: Stream, now: int) -> None:
        """`stream` was sent alone."""
        self.probe = Probe(stream, now + self._patience)

    def answered(self, stream: Stream) -> None:
        """Something came back for `stream`: the next suspect can be asked."""
        if self.probe is not None and self.probe.stream == stream:
            self.probe = None

    def next_at(self) -> int | None:
        """The time at which something here falls due."""
        if self.probe is not None:
            return self.probe.until
        return self.begins_at
