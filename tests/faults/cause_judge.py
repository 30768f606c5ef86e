"""Holds what a screen gives as causes against the fault and against what came by the wire, at every look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.reasons import OF_CONNECTION, Cause, Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.states import seen
from roxom_tui.words.reasons import whole
from tests.faults.bench import LOOKS_A_SECOND, Bench
from tests.faults.cause_places import CONNECTION, PLACES
from tests.faults.causes import BEGINNING, Truth
from tests.faults.witness import panels

KEPT: Final = 20
TWO_LOOKS: Final = 2 * SECOND // LOOKS_A_SECOND
A_TICK: Final = SECOND
"""What is due is done at the next tick, which comes about once a second."""

SILENT_FROM: Final = SECOND
"""Nothing that came so lately is a silence."""

BACK_FOR: Final = 2 * SECOND
"""Nothing that last came so long ago is back."""

OF_BEFORE: Final = 2 * SECOND
"""A quote from before the book was rebuilt is judged so long after it at the latest, and outdone by the next."""

_NO_LINE: Final = OF_CONNECTION - {Cause.STANDSTILL}
_SILENCES: Final = frozenset(
    (
        Cause.SILENT,
        Cause.SILENT_ALONE,
        Cause.SILENT_ASKED,
        Cause.SILENT_RESUBSCRIBED,
        Cause.SILENT_UNANSWERED,
    )
)
_STREAMS: Final = {
    "book": ("depth",),
    "quote": ("level1",),
    "ticker": ("ticker",),
    "tape": ("trade", "depth", "level1", "ticker"),
    "list": ("level1", "ticker"),
}
"""What a part is drawn from. A tape is as silent as everything else of its symbol."""


class Said(NamedTuple):
    """What the screen says of a part: its name, as `witness` has it, its symbol, and what it shows."""

    part: str
    symbol: str
    fresh: Freshness


class CauseJudge:
    """Looks at each painted board. `mark` when the fault begins; before it only what a beginning brings is true."""

    def __init__(self, bench: Bench, truths: tuple[Truth, ...]) -> None:
        self._bench = bench
        self._truths = truths if truths is BEGINNING else (*truths, *BEGINNING)
        self._after = truths
        self._shown: dict[tuple[str, str], tuple[PanelState, int]] = {}
        """The state each part was seen in, and at which look first."""
        self._live_at: dict[tuple[str, str], int] = {}
        """When each part was last seen live."""
        self._looked_at: int | None = None
        self.untrue: dict[str, float] = {}
        """What was said and was not true, each once, and when first, in seconds of the story."""
        self.seen: set[Cause] = set()
        """Causes that were shown since the fault began."""
        self.before: set[Cause] = set()
        """Causes that were shown until then."""
        self.has_begun = False
        bench.watchers.append(self._watch)

    def mark(self) -> None:
        """The fault begins: from now on what it brings is true, and nothing else."""
        self.has_begun = True
        self._truths = self._after

    def _watch(self, board: ScreenSnapshot, now: int) -> None:
        for said in said_by(board, now):
            for fault in self._judged(said, now):
                text = f"{said.part} {said.fresh.state.value}: {fault}"
                if len(self.untrue) < KEPT:
                    self.untrue.setdefault(text, round(self._bench.seconds, 1))
        self._looked_at = now

    def _judged(self, said: Said, now: int) -> Iterator[str]:
        yield from self._since(said, now)
        reason = said.fresh.reason
        if reason is None:
            if not said.fresh.state.is_live:
                yield "no reason"
            return
        yield from self._allowed(said, reason)
        yield from _place(said, reason)
        if reason.next_at is not None and now - reason.next_at > A_TICK + TWO_LOOKS:
            yield f"{reason.cause.value}: the next step is past"
        yield from self._by_wire(said, reason, now)

    def _allowed(self, said: Said, reason: Reason) -> Iterator[str]:
        for each in _chain(reason):
            (self.seen if self.has_begun else self.before).add(each.cause)
            fitting = [truth for truth in self._truths if truth.cause is each.cause and self._holds(truth, said)]
            if not any(not truth.parts or said.part in truth.parts for truth in fitting):
                yield f"{each.cause.value} is not true of it: {whole(each)}"
            elif not any(truth.words in whole(reason) for truth in fitting):
                yield f"{each.cause.value} in other words: {whole(reason)}"

    def _holds(self, truth: Truth, said: Said) -> bool:
        """Whether the time has come of what is not always true of a fault, and is not over."""
        since = self._bench.clock.true() - OF_BEFORE
        return not truth.until_rebuilt or self._bench.network.arrivals.may_be_wrong(f"depth.{said.symbol}", since)

    def _since(self, said: Said, now: int) -> Iterator[str]:
        """A state does not begin later than now, and began when it was first seen: within two looks before it."""
        fresh, key, looked_at = said.fresh, (said.part, said.symbol), self._looked_at
        known = self._shown.get(key)
        if fresh.since is None:
            if not (fresh.state.is_live or said.part == CONNECTION):
                yield "nobody says since when"
        elif fresh.since > now:
            yield "it begins in the future"
        elif known is None or looked_at is None:
            pass
        elif known[0] is not fresh.state and fresh.since < self._so_at(said, looked_at) - TWO_LOOKS:
            yield "it says it began before it was so"
        elif known[0] is not fresh.state or fresh.state.is_live:
            pass
        elif known[1] + TWO_LOOKS < fresh.since <= looked_at:
            # It may have ended and begun anew since the last look, and not before that.
            yield "it says it began after it was so"
        has_begun_anew = looked_at is not None and fresh.since is not None and looked_at < fresh.since <= now
        if known is None or known[0] is not fresh.state or has_begun_anew:
            self._shown[key] = (fresh.state, now)
        if fresh.state.is_live:
            self._live_at[key] = now

    def _so_at(self, said: Said, looked_at: int) -> int:
        """When it was surely not yet what it is now: at the last look. Of several streams the worst is told, and what
        another has been for long is told again once the worse one is well: since then it was not live."""
        if len(_STREAMS.get(said.part.partition(" ")[0], ())) < 2:
            return looked_at
        return self._live_at.get((said.part, said.symbol), 0)

    def _by_wire(self, said: Said, reason: Reason, now: int) -> Iterator[str]:
        """What the words say of the line and of silence is held against what came by it."""
        true, network = self._bench.clock.true(), self._bench.network
        cause, came = reason.cause, network.arrivals.newest()
        if cause in _NO_LINE and all(network.lines.since(true - TWO_LOOKS - network.latency)):
            yield f"{cause.value} while a connection stands"
        if cause is Cause.NO_DATA and came is not None and true - came < SILENT_FROM:
            yield f"{cause.value}, and something came {(true - came) / SECOND:.1f} s ago"
        if cause is Cause.AFTER_SILENCE and (came is None or true - came > BACK_FOR):
            yield f"{cause.value}, and nothing came"
        yield from self._of_streams(said, reason, now - true)

    def _of_streams(self, said: Said, reason: Reason, ahead: int) -> Iterator[str]:
        """The same of the streams that a part is drawn from; monotonic time is so far `ahead` of true time."""
        kind, true = said.part.partition(" ")[0], self._bench.clock.true()
        newest = [self._bench.network.arrivals.newest((f"{name}.{said.symbol}",)) for name in _STREAMS.get(kind, ())]
        if reason.cause in _SILENCES:
            silent = [at is None or true - at >= SILENT_FROM for at in newest]
            if not (any(silent) if kind == "list" else all(silent)):
                yield f"{reason.cause.value}, and data comes"
            shown_at = said.fresh.data_at
            if shown_at is not None and reason.seconds is not None and kind != "tape":
                lasts = true + ahead - shown_at
                if reason.seconds * SECOND > lasts + 100 * MILLISECOND:
                    yield f"{reason.cause.value} for longer than it lasts"
        if reason.cause in (Cause.NOTHING_YET, Cause.PENDING) and newest:
            own = newest[:1] if kind == "tape" else newest
            if all(at is not None for at in own):
                yield f"{reason.cause.value}, and data came"


def _place(said: Said, reason: Reason) -> Iterator[str]:
    place = PLACES[reason.cause]
    if said.part.partition(" ")[0] not in place.parts:
        yield f"{reason.cause.value} does not belong there"
    elif said.fresh.state not in place.states:
        yield f"{reason.cause.value} is no reason for that state"


def _chain(reason: Reason) -> Iterator[Reason]:
    """A reason and those behind it."""
    at: Reason | None = reason
    while at is not None:
        yield at
        at = at.by


def said_by(board: ScreenSnapshot, now: int) -> Iterator[Said]:
    """Everything that a board says a state of, as the screen must show it at that moment."""
    selected = str(board.symbols.selected)
    for name, freshness in panels(board):
        yield Said(name, name.partition(" ")[2] or selected, seen(freshness, now))
    view = board.connection
    since = view.since if view.phase is not Phase.CONNECTED else None
    yield Said(CONNECTION, "", Freshness(view.state, view.reason, since=since))
