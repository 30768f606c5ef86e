"""Watches the screen through a fault: what was seen first, when all was well again, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.states import seen
from roxom_tui.words.log import log_sentence
from roxom_tui.words.reasons import whole
from tests.faults.bench import LOOKS_A_SECOND, Bench
from tests.faults.fault import Ending

ACCOUNT: Final = frozenset({"positions", "balances", "orders"})


class Witness:
    """Looks at each painted board. `mark` when the fault begins, `mark_end` when it ends."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._began: float | None = None
        self._ended: float | None = None
        self._before: ScreenSnapshot | None = None
        self.first_live: float | None = None
        self.seen_as = ""
        self.seen_after: float | None = None
        self.unhealthy_at: float | None = None
        self.panel_sign = ""
        """The first panel that was seen to be anything but live."""
        self.signs: list[str] = []
        bench.watchers.append(self._watch)

    def mark(self) -> None:
        """The fault begins."""
        self._began, self._before = self._bench.seconds, self._bench.board

    def mark_end(self) -> None:
        """The fault is over."""
        self._ended = self._bench.seconds

    @property
    def healed_after(self) -> float | None:
        """Seconds from the end of the fault until everything was live for good; None if it was not."""
        if self._bench.board is None or self._ended is None or self.signs:
            return None
        return 0.0 if self.unhealthy_at is None else max(0.0, self.unhealthy_at + 1 / LOOKS_A_SECOND - self._ended)

    @property
    def ending(self) -> Ending:
        """How it ended."""
        board = self._bench.board
        if board is None or board.connection.phase is Phase.STOPPED:
            return Ending.STOPPED
        if not self.signs:
            return Ending.SINCE_CONNECT if board.orders.since_connect else Ending.LIVE
        if any("REJECTED" in sign for sign in self.signs):
            return Ending.REFUSED
        accounts = all(sign.split()[0] in ACCOUNT for sign in self.signs)
        return Ending.ACCOUNT_DOUBTED if accounts else Ending.BROKEN

    def _watch(self, board: ScreenSnapshot, now: int) -> None:
        self.signs = list(signs(board, now))
        at = self._bench.seconds
        if not self.signs and self.first_live is None:
            self.first_live = at
        if self._began is None:
            return
        if self.signs:
            self.unhealthy_at = at
            self.panel_sign = self.panel_sign or self.signs[0]
        if self.seen_after is None:
            shown = next(iter([*self.signs, *self._words(board)]), "")
            if shown:
                self.seen_as, self.seen_after = shown, at - self._began

    def _words(self, board: ScreenSnapshot) -> Iterator[str]:
        """What only the connection screen tells."""
        if self._before is None:
            return
        view, before = board.connection, self._before.connection
        found = _differences(board)
        if found and found != _differences(self._before):
            yield f"title: {found}"
        if view.state.is_live and view.reason and view.reason != before.reason:
            yield f"connection {view.state.value}: {_why(view.reason)}"
        known = {(row.reason, row.count) for row in before.rejects}
        for reject in view.rejects:
            if (reject.reason, reject.count) not in known:
                yield f"rejected: {reject.reason}"
        for line in view.log:
            if line not in before.log and not line.entry.is_private:
                yield f"log: {log_sentence(line.entry)}"


def _differences(board: ScreenSnapshot) -> str:
    """What the last audit found wrong, as the title of the book tells it."""
    audit = board.book.audit
    if audit is None or not audit.differences:
        return ""
    return f"{audit.differences} difference{'' if audit.differences == 1 else 's'}"


def signs(board: ScreenSnapshot, now: int) -> Iterator[str]:
    """Every panel that is not live, as the screen words it, the connection first."""
    view = board.connection
    if view.phase is not Phase.CONNECTED:
        yield f"connection {view.phase.value}: {_why(view.reason)}"
    for name, freshness in panels(board):
        shown = seen(freshness, now)
        if not (shown.state.is_live or _waits_for_the_first_trade(name, shown)):
            yield f"{name} {shown.state.value}: {_why(shown.reason)}".removesuffix(": ")
    if not view.state.is_live:
        yield f"connection {view.state.value}: {_why(view.reason)}"


def _why(reason: Reason | None) -> str:
    return "" if reason is None else whole(reason)


def _waits_for_the_first_trade(name: str, shown: Freshness) -> bool:
    """Which may take a while in a market that is well, and so is the tape."""
    return name == "tape" and (shown.state, shown.reason) == (PanelState.WAITING, Reason(Cause.NOTHING_YET))


def panels(board: ScreenSnapshot) -> Iterator[tuple[str, Freshness]]:
    yield "book", board.book.freshness
    yield "quote", board.book.quote_freshness
    yield "ticker", board.ticker.freshness
    yield "tape", board.tape.freshness
    yield "positions", board.positions.freshness
    yield "balances", board.balances.freshness
    yield "orders", board.orders.freshness
    for row in board.symbols.rows:
        yield f"list {row.symbol}", row.freshness
