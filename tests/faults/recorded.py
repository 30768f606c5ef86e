"""A story recorded while it happens, and lived through again: what a replay shows is judged by the truth of then."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.recorder import FINDINGS, Recorder, RecorderSettings
from roxom_tui.feed.recording_file import FileSource
from roxom_tui.model.market import Environment
from roxom_tui.model.status import Freshness, Notice
from roxom_tui.model.values import replace
from roxom_tui.recording.entries import Entry, Kind, entry_line, read_entries
from roxom_tui.recording.reader import Recording, open_recording
from roxom_tui.recording.rerun import Rerun, standstill
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.states import seen
from tests.faults.bench import KEY_ID, Bench, Setting
from tests.faults.fault import Fault
from tests.faults.oracle import Oracle
from tests.faults.stories import FIRST_DAY, excuses
from tests.faults.verdicts import Tally
from tests.support.virtual_time import START

LARGEST: Final = 1 << 40


class RecordedBench(Bench):
    """A bench whose client is recorded, account and all, into a file; and lives through it again at the same time."""

    recorder: Recorder

    def __init__(self, setting: Setting, path: Path, *, with_account: bool = True) -> None:
        super().__init__(setting)
        self._recorded = RecorderSettings(None, LARGEST, with_account=with_account, ring=False, file=path)
        self.told: list[Notice] = []
        self.looks: list[tuple[int, ScreenSnapshot]] = []
        """When the screen looked (elapsed ns of the recording), and what it saw."""
        self.replayed = Tally(START)
        """What the replay shows, held against the truth; with the excuses that the screen has."""
        self.replayed.excuses = self.tally.excuses
        self.other: Counter[str] = Counter()
        """Parts that showed something else than the screen did."""
        self.surer: Counter[str] = Counter()
        """Parts that the replay took for true and the screen did not."""
        self.is_judged = True
        self._oracle_of_replay = ReplayOracle(self.past, self.replayed, self.network.lines, setting.window)
        self._rerun: Rerun | None = None
        self.origin = 0
        self.watchers.append(self._note)

    def _outside(self) -> Outside:
        return replace(super()._outside(), recorder=self._begin)

    def _begin(self, client: Client, endpoint: Endpoint) -> Recorder:
        self.origin = self.clock.monotonic()
        self.recorder = Recorder(client, (KEY_ID,), self.clock, self._recorded, self.told.append)
        return self.recorder

    def _note(self, board: ScreenSnapshot, now: int) -> None:
        lines = [
            entry_line(entry[0], entry[1] or Kind.WITHHELD, entry[2])
            for entry in self.recorder.writing.queue
            if is_text(entry)
        ]
        # There is no thread here: what it would do is done at each look.
        self.recorder.writing.drain()
        self.looks.append((now - self.origin, board))
        if self.is_judged:
            self._judge(tuple(read_entries(b"".join(lines))), board, now)

    @property
    def found_again(self) -> Counter[str]:
        """What the replay found by itself, of the kinds that a recorder writes down."""
        lines = () if self._rerun is None else self._rerun.client.journal.lines()
        found = Counter[str]()
        for line in lines:
            if line.entry.kind in FINDINGS:
                found[line.entry.kind.value] += line.count
        return found

    def _judge(self, entries: tuple[Entry, ...], board: ScreenSnapshot, now: int) -> None:
        if self._rerun is None:
            header, view = self.recorder.header(), self.worker.client.view_request
            self._rerun = Rerun(header, view, 0, header.depth_mode, Timing())
        rerun = self._rerun
        rerun.stops += [stop for entry in entries if (stop := standstill(entry)) is not None]
        for entry in entries:
            rerun.take(entry)
        rerun.pass_to(now - self.origin)
        picture = rerun.client.picture(is_first=True)
        # When the next audit is due is a plan of whoever can ask; a replay asks nothing, so it promises none.
        assert picture.book.checked_next is None
        self._oracle_of_replay.judge(picture, rerun.time.monotonic(), self.clock.true())
        self.other.update(name for name in SHOWN if shown(picture, name) != shown(board, name))
        self.surer.update(surer(picture, board, rerun.time.monotonic(), now))


def is_text(entry: list[Any]) -> bool:
    """A binary frame is not written, nor is an order to the recorder's thread."""
    return entry[1] is not None and (entry[1] is not Kind.FRAME or isinstance(entry[2], str))


def record(fault: Fault, path: Path, seed: int = FIRST_DAY, *, is_judged: bool = True) -> RecordedBench:
    """Play a fault and record it; what the replay of it shows is judged with the excuses that the fault has."""
    bench = RecordedBench(fault.setting.with_seed(seed), path)
    bench.is_judged = is_judged
    if fault.excused_from_the_start:
        bench.tally.excuses += excuses(fault, bench.clock.true())

    async def story(bench: Bench) -> None:
        await asyncio.sleep(fault.after)
        if not fault.excused_from_the_start:
            bench.tally.excuses += excuses(fault, bench.clock.true())
        fault.begin(bench)
        await asyncio.sleep(fault.lasts)
        fault.end(bench)
        await asyncio.sleep(fault.then)

    bench.play(story)
    bench.recorder.writing.finish()
    return bench


@contextmanager
def opened(path: Path) -> Iterator[Recording]:
    """A recording that can be read."""
    with FileSource(path) as source:
        recording = open_recording(source)
        assert isinstance(recording, Recording), recording
        yield recording


class ReplayOracle(Oracle):
    """Judges pictures of a replay. They are those of no exchange, and say so."""

    def _connection(self, view: ConnectionView, since: int) -> None:
        assert view.environment is Environment.REPLAY
        assert "LIVE" not in (view.state.value, *(row.freshness.state.value for row in view.streams))


def surer(picture: ScreenSnapshot, board: ScreenSnapshot, now: int, then: int) -> Iterator[str]:
    """The parts that the replay takes for true and the screen did not."""
    for name, mine, theirs in zip(PARTS, freshness_of(picture), freshness_of(board), strict=True):
        if seen(mine, now).state.is_live and not seen(theirs, then).state.is_live:
            yield f"{name}: {seen(theirs, then).state} {theirs.reason}"


PARTS: Final = ("book", "quote", "ticker", "tape", "positions", "balances", "orders")


SHOWN: Final = ("book", "ticker", "tape", "symbols", "positions", "balances", "orders")


def shown(picture: ScreenSnapshot, name: str) -> str:
    """A part as it is drawn, but for the word of its state, since when somebody has seen it so, and what is planned."""
    text = repr(getattr(picture, name)).replace("'SOUND'", "'LIVE'").replace("SOUND", "LIVE")
    return re.sub(r"(?:told=frozenset[^)]*\)|(?:since|valid_until|next_at|checked_next)=(?:\d+|None))", "", text)


def freshness_of(picture: ScreenSnapshot) -> tuple[Freshness, ...]:
    """The states of all parts, in the order of `PARTS`."""
    return (
        picture.book.freshness,
        picture.book.quote_freshness,
        picture.ticker.freshness,
        picture.tape.freshness,
        picture.positions.freshness,
        picture.balances.freshness,
        picture.orders.freshness,
    )
