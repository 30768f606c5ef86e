"""What the exchange answers about the account that is not as it is: of the past, or with the other sign."""

from __future__ import annotations

from collections import deque
from typing import Any, Final

from roxom_tui.model.durations import SECOND
from roxom_tui.simulator.http import HttpAnswer, HttpRequest
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.bench import Bench
from tests.faults.fault import parse_stream
from tests.faults.hooks import Document, change, edit, of

_ALL_DAY: Final = 300


class AnswersOfThePast:
    """The machine that answers the GETs of orders and positions is behind the one that tells the stream."""

    def __init__(self, seconds: float) -> None:
        self._behind = round(seconds * SECOND)
        self._bench: Bench | None = None

    def begin(self, bench: Bench) -> None:
        self._bench = bench
        self._real = bench.exchange.http
        self._known: dict[str, tuple[HttpRequest, deque[tuple[int, HttpAnswer | None]]]] = {}
        bench.exchange.http = self._answer  # type: ignore[method-assign]
        self._remember()

    def end(self, bench: Bench) -> None:
        bench.exchange.http = self._real  # type: ignore[method-assign]
        self._bench = None

    def _remember(self) -> None:
        if self._bench is None:
            return
        now = self._bench.clock.true()
        for request, answers in self._known.values():
            answers.append((now, self._real(request)))
            while len(answers) > 1 and answers[1][0] <= now - self._behind:
                answers.popleft()
        self._bench.later(0.25, self._remember)

    def _answer(self, request: HttpRequest) -> HttpAnswer | None:
        if "/orders" not in request.target and "/positions" not in request.target:
            return self._real(request)
        if request.target not in self._known:
            self._known[request.target] = (request, deque([(0, self._real(request))]))
        return self._known[request.target][1][0][1]


def _other_sign(document: dict[str, Any]) -> None:
    for position in document["data"]:
        profit = position["unrealizedPnl"]
        position["unrealizedPnl"] = profit[1:] if profit.startswith("-") else f"-{profit}"


class Dispute:
    """The exchange contradicts us: the profits that it reports have the other sign, and the screen must say so."""

    def __init__(self) -> None:
        self._is_seen = False
        self._told_at: int | None = None
        """When the exchange first contradicted us: in a short span it may have had nothing to say of positions."""

    def begin(self, bench: Bench) -> None:
        self._is_seen, self._told_at = False, None

        def contradict(document: Document) -> None:
            _other_sign(document)
            self._told_at = self._told_at or bench.clock.true()

        change(of("positions"), edit(contradict), _ALL_DAY)(bench)
        bench.watchers.append(self._look)

    def _look(self, board: ScreenSnapshot, now: int) -> None:
        for row in board.positions.rows:
            self._is_seen = self._is_seen or (row.pnl_disputed is not None and not row.state.is_live)

    def end(self, bench: Bench) -> None:
        bench.tally.checks["positions"] += 1
        told_at, now = self._told_at, bench.clock.true()
        if told_at is not None and now - told_at > SECOND and not self._is_seen:
            bench.tally.miss(parse_stream("positions"), "a disputed profit", bench.clock.true(), "live", ("not live",))
