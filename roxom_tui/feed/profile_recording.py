"""What is recorded of the profile that is open, if anything is."""

from __future__ import annotations

from collections.abc import Callable

from roxom_tui.client.client import Client
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.outside import Gets, Recording
from roxom_tui.feed.transport.recorded import RecordedTransport
from roxom_tui.feed.transport.transport import Transport
from roxom_tui.model.log_entries import LogEntry
from roxom_tui.model.ports import Mark, Record, SaveLast


class ProfileRecording:
    """`begin_recorder` makes the recorder of an endpoint; None where nothing is kept."""

    def __init__(self, client: Client, begin_recorder: Callable[[Client, Endpoint], Recording] | None) -> None:
        self._client = client
        self._begin_recorder = begin_recorder
        self.recorder: Recording | None = None

    def begin(self, endpoint: Endpoint, gets: Gets | None) -> None:
        """An endpoint is open; each answer to its GETs is recorded as it comes."""
        if self._begin_recorder is not None:
            self.recorder = self._begin_recorder(self._client, endpoint)
            if gets is not None:
                gets.listen(self.recorder.answered)

    def end(self) -> None:
        """It is left: what there is is written."""
        if self.recorder is not None:
            self.recorder.close()
            self.recorder = None

    def obey(self, command: Record | SaveLast | Mark) -> bool:
        """Do what the person wants; False where nothing is open yet."""
        if self.recorder is not None:
            self.recorder.obey(command)
        return self.recorder is not None

    def tick(self) -> None:
        """Several times a second: a place to begin, if it is time for one, and what the screen says of it."""
        if self.recorder is not None:
            self.recorder.tick()
            self._client.status.recording = self.recorder.view()

    def found(self, entry: LogEntry) -> None:
        """The client saw something."""
        if self.recorder is not None:
            self.recorder.found(entry)

    def listened_to(self, transport: Transport, number: int, *, has_gets: bool) -> Transport:
        """A transport of the connection with this number, with what comes and goes by it recorded."""
        if self.recorder is None:
            return transport
        return RecordedTransport(transport, number, self.recorder, has_gets=has_gets)
