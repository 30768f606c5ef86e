"""Records what comes and goes, beside the feed: a mark in a queue for each thing, all else on a thread of its own.

What cannot be queued is counted, in the file and on the screen, and never waited for (recording 3.3).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from roxom_tui import __version__
from roxom_tui.client.client import Client
from roxom_tui.client.questions import Question
from roxom_tui.feed.recording_file import new_path
from roxom_tui.feed.recording_storage import RecordingStorage
from roxom_tui.feed.recording_thread import Queued, RecordingThread
from roxom_tui.model.durations import MILLISECOND, MINUTE
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.ports import Clock, Mark, Record, SaveLast
from roxom_tui.model.status import Notice, Phase
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.recording.entries import Header, Kind
from roxom_tui.recording.ring import Ring
from roxom_tui.recording.scribe import Scribe
from roxom_tui.recording.selection import Selection
from roxom_tui.state.views.recording_views import RecordingView
from roxom_tui.words.log import log_sentence

MOST_WAITING: Final = 50_000
"""Things in the queue: two seconds of a flood, some twenty megabytes."""

START_EVERY: Final = MINUTE
"""So often every stream is asked what it holds, so that a replay can begin there."""

WALL_JUMP: Final = 100 * MILLISECOND

SAID_AT_MOST: Final = 20
"""Sentences between two looks."""

FINDINGS: Final = frozenset(
    (
        LogKind.REFUSED,
        LogKind.NOT_ACKNOWLEDGED,
        LogKind.STANDSTILL,
        LogKind.CLOCK_WRONG,
        LogKind.CLOCK_RIGHT,
        LogKind.LATE,
        LogKind.ON_TIME,
        LogKind.DOUBTED,
        LogKind.RESUBSCRIBED,
        LogKind.RESUBSCRIBED_AGAIN,
        LogKind.BOOK_NOT_ANSWERED,
        LogKind.BOOK_CORRECTED,
        LogKind.VERIFY_RETURNS,
        LogKind.VERIFY_FAILED,
        LogKind.VERIFY_BROKE,
        LogKind.ORDER,
    )
)
"""What the program saw in the data. Words about the connection may name the key, and are not written."""


class RecorderSettings(Struct, frozen=True):
    """`folder` is where a recording goes that nobody named; `most` bytes are in one file.

    `ring` keeps the last minutes in memory; `file` is written from the start.
    """

    folder: Path | None
    most: int
    with_account: bool = False
    ring: bool = True
    file: Path | None = None
    most_waiting: int = MOST_WAITING


class Recorder:
    """One profile's. All of it is called in the feed's loop; `writing` is the thread beside it."""

    def __init__(
        self,
        client: Client,
        secrets: tuple[str, ...],
        clock: Clock,
        settings: RecorderSettings,
        notify: Callable[[Notice], None],
    ) -> None:
        self._client = client
        self._intake = client.intake
        self._clock = clock
        self._settings = settings
        self._notify = notify
        self._selection = selection = Selection(secrets, with_account=settings.with_account)
        storage = RecordingStorage(
            Scribe(selection), Ring() if settings.ring else None, settings.most, self._notify_person
        )
        self.writing = RecordingThread(storage, clock)
        """The thread, and the queue that it works off."""
        self._queue = self.writing.queue
        self._origin = self.writing.origin
        self._newest: Queued = [0, None, "", False]
        self._said = deque[LogEntry](maxlen=SAID_AT_MOST)
        """Words of a thread that the log does not know yet."""
        self._lost_since: int | None = None
        self._lost_now = 0
        self.lost = 0
        """Things that could not be queued."""
        self._next_start = 0
        self._rejected = 0
        self._wall_offset = clock.wall() - clock.monotonic()
        if settings.file is not None:
            self.record(settings.file)

    # What happens

    def put(self, kind: Kind, payload: Any, at: int | None = None) -> None:
        """One thing that happened now, or at `at` (monotonic ns)."""
        queue, newest = self._queue, self._newest
        if newest[2] is self._intake.market_payload:
            # Read by the client, and of the market: the thread need not read it once more.
            newest[3] = True
        elapsed = (self._clock.monotonic() if at is None else at) - self._origin
        if len(queue) >= self._settings.most_waiting:
            self._lose(elapsed)
            return
        if self._lost_since is not None:
            queue.append([elapsed, Kind.LOST, {"since": self._lost_since, "count": self._lost_now}, False])
            self._lost_since, self._lost_now, self._next_start = None, 0, 0
        self._newest = newest = [elapsed, kind, payload, False]
        queue.append(newest)

    def _lose(self, elapsed: int) -> None:
        self._lost_since = elapsed if self._lost_since is None else self._lost_since
        self._lost_now += 1
        self.lost += 1

    def opening(self) -> None:
        """A connection is about to stand: all that is followed is asked for on it."""
        self._put_start(None, ())

    def found(self, entry: LogEntry) -> None:
        """The client saw something."""
        if entry.kind is LogKind.STANDSTILL and entry.seconds is not None and entry.reason is not None:
            self.put(Kind.CLOCK, {"stopped": entry.seconds, "slept": entry.reason.text == "slept"})
        if entry.kind in FINDINGS and (self._settings.with_account or not entry.is_private):
            self._find(entry.kind.value, log_sentence(entry))

    def asking(self, question: Question) -> None:
        """A GET is about to be made: its answer knows nothing of what comes from now on."""
        if self._settings.with_account:
            self.put(Kind.REST, _named(question.kind, question.symbol))

    def answered(self, kind: GetKind, symbol: Symbol | None, status: int, body: bytes) -> None:
        """It was answered: of the account, so recorded with it only."""
        text = body.decode("utf-8", "replace")
        if self._settings.with_account and self._selection.is_harmless(text):
            self.put(Kind.REST, {**_named(kind, symbol), "status": status, "body": text})

    def failed(self, question: Question) -> None:
        """It was not answered, or with nothing that could be read."""
        if self._settings.with_account:
            self.put(Kind.REST, {**_named(question.kind, question.symbol), "failed": True})

    def _find(self, what: str, said: str) -> None:
        if self._selection.is_harmless(said):
            self.put(Kind.FINDING, {"what": what, "said": said})

    def tick(self) -> None:
        """Several times a second: words for the log, what only shows by looking, and once a minute a place to begin."""
        now, client = self._clock.monotonic(), self._client
        self._log_what_was_said()
        offset = self._clock.wall() - now
        if abs(offset - self._wall_offset) > WALL_JUMP:
            self._wall_offset = offset
            self.put(Kind.CLOCK, {"wall": self._clock.wall()})
        rejected = client.traffic.rejected
        if rejected != self._rejected:
            newest = client.traffic.last_rejected()
            stream = newest[-1].stream if newest else None
            named = f" of {stream}" if stream is not None and stream.symbol is not None else ""
            self._find("rejected", f"{rejected - self._rejected} messages{named} not understood")
            self._rejected = rejected
        if now >= self._next_start and client.status.phase is Phase.CONNECTED:
            self.start()

    def start(self) -> None:
        """A place to begin: every stream is asked what it holds."""
        client = self._client
        if client.status.phase is not Phase.CONNECTED:
            self._put_start(None, ())
            return
        self._put_start(client.status.number, tuple(map(str, client.subscriptions.followed)))
        client.repairs.ask_for_all(with_account=self._settings.with_account)

    def _put_start(self, number: int | None, streams: tuple[str, ...]) -> None:
        client, decided = self._client, self._decided
        self._next_start = self._clock.monotonic() + START_EVERY
        self.put(
            Kind.START,
            {
                "wall": self._clock.wall(),
                "number": number,
                "streams": streams,
                "decided": None if decided is None else decided.value,
                "gets": client.poller.can_ask,
            },
        )

    @property
    def _decided(self) -> DepthMode | None:
        reading = self._client.store.markets.reading
        return None if reading.is_open else reading.decided

    # What the person wants

    def obey(self, command: Record | SaveLast | Mark) -> None:
        """Begin or end a recording, save the last minutes, or put a mark into what is recorded."""
        match command:
            case Record() if self.writing.is_recording:
                self._put_absence()
                self.writing.end()
            case Record():
                self.record(None)
            case SaveLast():
                path = self._new_path("last", "saved")
                if path is not None:
                    self._put_absence()
                    self.writing.save(path, self.header())
            case Mark(note):
                self.put(Kind.MARK, {"note": note})
                self._notify_person(
                    f"mark: {note}" if self.writing.is_recording else "mark kept with the last minutes: W saves them",
                    "information",
                )

    def record(self, path: Path | None) -> None:
        """Record into a file from now on."""
        path = path or self._new_path("rec", "recording")
        if path is not None:
            self.writing.begin(path, self.header())
            self.start()
            status = self._client.status
            if status.phase is not Phase.CONNECTING or status.number or status.attempts > 1:
                # While the first is being made nothing is missing yet.
                self._put_absence()

    def _put_absence(self) -> None:
        """Where there is no connection, that there is none: else nothing would tell of what is missing at an end."""
        status = self._client.status
        # Whoever ends the program leaves a connection that stands: no next try is planned, and nothing is missing.
        is_left = status.phase is Phase.WAITING and status.retry_at is None
        if status.phase is not Phase.CONNECTED and not is_left:
            self.put(Kind.LINK, {"at": "absent", "number": status.number})

    def view(self) -> RecordingView | None:
        """What the screen says of a recording; None while there is none."""
        storage = self.writing.storage
        began = storage.begun_at
        if began is None:
            return None
        return RecordingView(self._origin + began, storage.size, self.lost, self._settings.with_account)

    def close(self, timeout: float = 0.4) -> None:
        """Write what there is and let go, within so many seconds."""
        self._put_absence()
        self.writing.close(timeout)
        self._log_what_was_said()

    def _log_what_was_said(self) -> None:
        while self._said:
            self._client.journal.log(self._said.popleft())
            self._client.has_news = True

    def _notify_person(self, sentence: str, severity: str) -> None:
        """From whatever thread. A notice may be cut, and stands for seconds: the log has it whole."""
        entry = LogEntry(LogKind.NOTE, sentence, told_as=severity)
        self._notify(Notice(self._clock.wall(), entry))
        self._said.append(entry)

    def header(self) -> Header:
        """The head of a file that begins now (recording 2.1)."""
        client, now = self._client, self._clock.monotonic()
        return Header(
            environment=client.status.environment,
            host=client.status.host,
            symbols=client.store.symbols,
            selected=client.view_request.symbol,
            depth_mode=client.store.markets.reading.configured,
            wall=self._clock.wall() - (now - self._origin),
            monotonic=self._origin,
            account=self._settings.with_account,
            program=__version__,
            decided=self._decided,
        )

    def _new_path(self, word: str, wish: str) -> Path | None:
        """A name of its own in the usual folder; None, and the person is told, where there can be none."""
        folder = self._settings.folder
        if folder is None:
            self._notify_person(f"not {wish}: there is no home folder; roxom-tui record FILE takes a name", "error")
            return None
        try:
            return new_path(folder, word, self._clock.wall())
        except OSError as error:
            self._notify_person(f"not {wish}: {folder}: {error.strerror}", "error")
            return None


def _named(kind: GetKind, symbol: Symbol | None) -> dict[str, Any]:
    """What is told of a GET: no host, no query, no header."""
    return {"method": "GET", "path": kind.value, "kind": kind.name, "symbol": symbol}
