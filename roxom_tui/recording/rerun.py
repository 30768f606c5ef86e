"""One client living through a recording again, from a place to begin: entries in, its time theirs (recording 4).

Everything the client wants of the world is dropped here: its questions were asked, or not, when it was recorded.
"""

from __future__ import annotations

from random import Random
from typing import Any, Final, TypeAlias

from roxom_tui.client.client import Client
from roxom_tui.client.keepalive import Ping
from roxom_tui.client.questions import Answer, Question
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.model.connection import Closed, Failed, Trouble
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DepthMode, Environment, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause
from roxom_tui.model.status import Phase
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.get_answers import GetRefused
from roxom_tui.protocol.get_requests import GetKind, GetRequest, decode_answer
from roxom_tui.protocol.text_gate import gate
from roxom_tui.recording.entries import Entry, Header, Kind
from roxom_tui.recording.followed import Followed
from roxom_tui.recording.time import RecordedTime

NAME: Final = "replay"

_LONGEST: Final = 1e9

_KINDS: Final = {kind.name: kind for kind in GetKind}
_Named: TypeAlias = tuple[GetKind, Symbol | None]


class Rerun:
    """The client, the time it is there, and what of the world it was told. Times are elapsed ns of the recording."""

    def __init__(self, header: Header, view: ViewRequest, since: int, depth_mode: DepthMode, timing: Timing) -> None:
        self._timing = timing
        self._tick_ns = int(timing.tick * SECOND)
        self._with_account = header.account
        self.time = RecordedTime(header.monotonic, header.wall, since)
        self.position = since
        self.stops: list[tuple[int, int]] = []
        """From when to when the computer stood still, as far as is known yet."""
        self._next_tick = self._first_tick(since)
        self._pings: list[Ping] = []
        self._questions: dict[_Named, Question] = {}
        self._has_gets = False
        self._is_begun = False
        self._followed = Followed(with_account=header.account)
        self.client = self._new_client(header, view, depth_mode)

    def _new_client(self, header: Header, view: ViewRequest, depth_mode: DepthMode) -> Client:
        profile = Profile(NAME, Environment.REPLAY, symbols=header.symbols, depth_mode=depth_mode)
        client = Client(profile, view, self.time, self._timing, Random(0))
        client.opened(gate(header.host), "", None)
        client.store.clocks.recorded = self._followed.streams
        client.ask_nothing()
        client.follow_only(())
        return client

    # Time

    def _first_tick(self, elapsed: int) -> int:
        """The first tick whose heartbeats fall on whole seconds, wherever it begins: so all beginnings agree."""
        first = elapsed // SECOND * SECOND + self._tick_ns
        return first if first >= elapsed else first + SECOND

    def pass_to(self, elapsed: int) -> None:
        """Let time go by, with the client's ticks; none while the computer stood still."""
        while self._next_tick <= elapsed:
            at = self._next_tick
            self._next_tick += self._tick_ns
            if not self._is_stopped(at):
                self.time.elapsed = at
                self.client.tick()
                self._take_away()
                if at % SECOND == 0:
                    self._look()
        self.position = max(self.position, elapsed)
        if not self._is_stopped(elapsed):
            self.time.elapsed = max(self.time.elapsed, elapsed)

    def _is_stopped(self, elapsed: int) -> bool:
        return bool(self.stops) and any(begin < elapsed < end for begin, end in self.stops)

    def _look(self) -> None:
        """Since when something is as it is counts from when somebody looked; a screen would have."""
        now = self.time.monotonic()
        for stream in self._followed.ordered:
            self.client.store.freshness(stream, now)
        if self.stops:
            self.stops = [stop for stop in self.stops if stop[1] > self.position]

    # Entries

    def take(self, entry: Entry) -> None:
        """What happened next, after all that time alone does until then."""
        self.pass_to(entry.elapsed)
        payload, client = entry.payload, self.client
        match entry.kind:
            case Kind.FRAME:
                self._is_begun = True
                client.receive(Frame(self.time.monotonic(), self.time.wall(), client.status.number, payload))
            case Kind.SENT:
                # What was silent then was asked at that moment: an answer must not come before the question.
                self.client.ladder.ask(self.time.monotonic())
                self._follow(self._followed.heard(payload))
            case Kind.START:
                self._start(payload)
            case Kind.LINK:
                self._link(payload)
            case Kind.CLOCK:
                self._clock(payload)
            case Kind.REST:
                self._rest(payload)
            case Kind.LOST:
                self._lose()
            case _:
                return
        if self.client.has_output or self.client.leaving is not None:
            self._take_away()

    def _start(self, payload: dict[str, Any]) -> None:
        wall, number = payload.get("wall"), payload.get("number")
        if type(wall) is int:
            self.time.wall_at(self.time.elapsed, wall)
        if self._is_begun:
            return
        self._is_begun = True
        self._has_gets = payload.get("gets") is True and self._with_account
        self._follow(self._followed.begin(payload.get("streams")))
        if type(number) is int and number > 0:
            self._connect(number)
        else:
            self.client.moved(Phase.WAITING)

    def _follow(self, changed: bool) -> None:
        if changed:
            self.client.store.clocks.recorded = self._followed.streams
            self.client.follow_only(self._followed.ordered)

    def _connect(self, number: int) -> None:
        self._pings.clear()
        self._questions.clear()
        self.client.connected(number, has_gets=self._has_gets)

    def _link(self, payload: dict[str, Any]) -> None:
        number = payload.get("number")
        match payload.get("at"):
            case "opened" if type(number) is int:
                self._is_begun = True
                if self.client.status.phase is Phase.CONNECTED:
                    self.client.disconnected()
                self._has_gets = payload.get("gets") is True and self._with_account
                self._followed.connected()
                self._connect(number)
            case "closed":
                self._disconnect(payload)
            case "pong":
                self._pong(payload.get("ms"))

    def _disconnect(self, payload: dict[str, Any]) -> None:
        if self.client.status.phase is not Phase.CONNECTED:
            return
        code, text = payload.get("code"), payload.get("text")
        closed = Closed(code if type(code) is int else None, gate(text) if isinstance(text, str) else "")
        self.client.status.ended(closed, self.time.wall())
        self.client.disconnected()
        self.client.moved(Phase.WAITING, closed.reason)

    def _pong(self, ms: object) -> None:
        took = _seconds(ms)
        if took is not None and self._pings:
            ping = self._pings[-1]
            self._pings.clear()
            self.client.ponged(ping, took / 1000)

    def _clock(self, payload: dict[str, Any]) -> None:
        wall, stopped = payload.get("wall"), _seconds(payload.get("stopped"))
        if type(wall) is int:
            self.time.wall_at(self.time.elapsed, wall)
        if payload.get("slept") is True and stopped is not None:
            self.time.asleep += int(stopped * SECOND)

    def _rest(self, payload: dict[str, Any]) -> None:
        """A GET was made, or answered, or failed."""
        kind, symbol = _KINDS.get(str(payload.get("kind"))), payload.get("symbol")
        if kind is None or not (symbol is None or isinstance(symbol, str)):
            return
        named = kind, None if symbol is None else Symbol(symbol)
        if "status" in payload:
            self._answer(named, payload["status"], payload.get("body"))
        elif payload.get("failed") is True:
            self._answer_question(named, Failed(Trouble.UNAVAILABLE, "it failed when this was recorded"))
        else:
            question = self.client.questions.retell(*named, self.time.monotonic())
            self._questions.pop(named, None)
            if question is not None:
                self._questions[named] = question

    def _answer(self, named: _Named, status: object, body: object) -> None:
        if type(status) is not int or not isinstance(body, str) or named not in self._questions:
            return
        try:
            answer = decode_answer(GetRequest(named[0], symbol=named[1]), body.encode(), status)
        except ValueError:
            return
        if not isinstance(answer, GetRefused):
            self._answer_question(named, answer)

    def _answer_question(self, named: _Named, answer: Answer) -> None:
        question = self._questions.pop(named, None)
        if question is not None:
            self.client.answered(question, answer)

    def _lose(self) -> None:
        """A part is missing: as if the connection had gone, nothing is believed until it is told afresh."""
        if self.client.status.phase is Phase.CONNECTED:
            number = self.client.status.number
            self.client.disconnected()
            self._connect(number)

    # What the client wants of the world

    def _take_away(self) -> None:
        """Take away what it would send and ask. It leaves no connection: that is in the recording."""
        client = self.client
        leaving = client.status.leaving
        if leaving is not None and leaving.cause is not Cause.STANDSTILL:
            client.status.leaving = None
        client.to_send()
        ping = client.to_ping()
        if ping is not None:
            self._pings.append(ping)


def standstill(entry: Entry) -> tuple[int, int] | None:
    """From when to when this computer stood still, by an entry that tells the end of it."""
    stopped = _seconds(entry.payload.get("stopped")) if entry.kind is Kind.CLOCK else None
    return None if stopped is None else (entry.elapsed - int(stopped * SECOND), entry.elapsed)


def _seconds(number: object) -> float | None:
    """A length that may be one; what a file says is not trusted."""
    return float(number) if isinstance(number, int | float) and 0 <= number < _LONGEST else None
