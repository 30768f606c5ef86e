"""The second exchange on a loopback port: the upgrade to WebSocket and the GETs on one port."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from wsproto.utilities import RemoteProtocolError

from roxom_tui.model.durations import SECOND
from tests.support.second_exchange import faults, rest
from tests.support.second_exchange.conventions import Conventions
from tests.support.second_exchange.encoding import Encoder, Message
from tests.support.second_exchange.faults import Fault, Refusal
from tests.support.second_exchange.happenings import (
    AccountEvent,
    AccountKind,
    Delta,
    Happening,
    Quote,
    Side,
    Ticker,
    Trade,
)
from tests.support.second_exchange.http import Caller, Request, in_json
from tests.support.second_exchange.keys import Key
from tests.support.second_exchange.line import Line
from tests.support.second_exchange.requests import BAD_KEY, Stream
from tests.support.second_exchange.subscriptions import Client
from tests.support.second_exchange.venue import Venue

STALE = 4 * SECOND


class Exchange:
    """`async with Exchange(...) as exchange:`; its port is `exchange.port`, its truth `exchange.venue`."""

    def __init__(
        self,
        key: Key,
        conventions: Conventions | None = None,
        *,
        rate: float = 40.0,
        seed: int = 1,
        port: int = 0,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self.key, self.clock = key, clock
        self.conventions = conventions or Conventions()
        self.venue = Venue(self.conventions, seed, rate, clock())
        self.lines: list[Line] = []
        self.refusals: deque[Refusal] = deque()
        self.recent: dict[str, deque[Message]] = {symbol: deque() for symbol in self.venue.floors}
        self.lost: list[Message] = []
        """Deltas that a fault kept back."""
        self.invented: list[Message] = []
        """Levels that a fault told and that never were."""
        self.late_by = 0
        """By how many ns the exchange has been behind its clock at most since somebody looked."""
        self.port = port
        self._encoder = Encoder(self.conventions, seed)
        self.desk: Client = Client(self.venue, self._encoder)
        self._lots = random.Random(f"{seed}:faults")
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server

    async def __aenter__(self) -> Exchange:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        self._keep(asyncio.create_task(self._trade()))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for line in self.lines:
            line.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- from outside --------------------------------------------------------------------------------

    def inject(self, fault: Fault, symbol: str = "US500-BTC") -> None:
        """Let something go wrong now."""
        faults.inject(self, fault, symbol, self._lots)

    def refuse(self, *refusals: Refusal) -> None:
        """Answer the next upgrades so."""
        self.refusals.extend(refusals)

    def empty(self, symbol: str, side: Side, seconds: float) -> None:
        """Everybody leaves one side of a book for a while; this is true, not a fault of the line."""
        for happening in self.venue.empty(symbol, side, seconds):
            self._tell(happening)

    # --- the market ----------------------------------------------------------------------------------

    async def _trade(self) -> None:
        while True:
            self.late_by = max(self.late_by, self.clock() - self.venue.next_moment)
            for happening in self.venue.advance(self.clock()):
                self._tell(happening)
            await asyncio.sleep(max(0.0005, (self.venue.next_moment - self.clock()) / SECOND))

    def _tell(self, happening: Happening) -> None:
        if isinstance(happening, AccountEvent):
            self._tell_all(self._account_message(happening))
            return
        message = self._encoder.message(happening)
        stream = stream_of(happening)
        if isinstance(happening, Delta):
            self._remember(happening, message)
        for line in list(self.lines):
            if stream in line.streams:
                line.tell(message)

    def _tell_all(self, message: Message) -> None:
        """Account events go to every connection, whatever it subscribed to."""
        for line in list(self.lines):
            line.tell(message)

    def _account_message(self, event: AccountEvent) -> Message:
        if event.kind is AccountKind.POSITION and self.conventions.whole_positions:
            return self._encoder.positions(self.venue.account, self._marks(), event.data)
        return self._encoder.message(event)

    def _marks(self) -> dict[str, Decimal]:
        return {symbol: floor.newest_ticker.mark for symbol, floor in self.venue.floors.items()}

    def _remember(self, delta: Delta, message: Message) -> None:
        kept = self.recent[delta.symbol]
        kept.append(message)
        while len(kept) > 1 and _time_of(kept[1]) < delta.time - STALE:
            kept.popleft()

    # --- connections ---------------------------------------------------------------------------------

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._keep(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.CancelledError):
            # Cancelled only when the exchange stops; asyncio takes a cancelled connection for an error of ours.
            pass
        finally:
            writer.close()

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        caller = Caller(reader, writer)
        while (request := await caller.request()) is not None:
            if request.wants_websocket and urlsplit(request.target).path == "/ws":
                await self._upgrade(caller, request, reader, writer)
                return
            if not self._answer(caller, request):
                return

    def _answer(self, caller: Caller, request: Request) -> bool:
        complaint = self.key.complaint(request.headers, f"{request.method}:{request.target}")
        if request.method != "GET":
            return caller.answer(in_json(405, {"code": "METHOD_NOT_ALLOWED", "message": "not here"}))
        if complaint is not None:
            return caller.answer(in_json(401, {"error": 401, "message": complaint}))
        target = urlsplit(request.target)
        status, value = rest.answer(self.venue, target.path, dict(parse_qsl(target.query)))
        return caller.answer(in_json(status, value, self.conventions.rest_body))

    async def _upgrade(
        self, caller: Caller, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        complaint = self.key.complaint(request.headers, "GET:/ws")
        if self.refusals:
            caller.answer(faults.refusal(self.refusals.popleft()))
        elif complaint is not None and not self.conventions.upgrade_then_error:
            caller.answer(in_json(401, {"error": 401, "message": complaint}))
        else:
            line = Line(writer, caller.upgrade(request))
            if complaint is None:
                await self._converse(line, reader)
            else:
                line.complain(BAD_KEY)
                line.close(1008, complaint)

    async def _converse(self, line: Line, reader: asyncio.StreamReader) -> None:
        self.lines.append(line)
        try:
            while line.is_open:
                for received in line.take(await reader.read(65536)):
                    self.desk.obey(line, received)
        except (OSError, RemoteProtocolError):
            pass
        finally:
            line.is_open = False
            self.lines.remove(line)


def stream_of(happening: Delta | Quote | Trade | Ticker) -> Stream:
    """The stream that tells it."""
    match happening:
        case Delta():
            return Stream("depth", happening.symbol)
        case Quote():
            return Stream("level1", happening.symbol)
        case Trade():
            return Stream("trade", happening.symbol)
        case Ticker():
            return Stream("ticker", happening.quote.symbol)


def _time_of(message: Message) -> int:
    data = message["data"]
    assert isinstance(data, dict)
    return int(data["timestamp"])
