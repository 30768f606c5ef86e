"""A process that sends the mix to whoever connects, at the pace it is told, encoded beforehand so that it costs little.

`/ws` and `/bare` may be connected at once, and either can be sent to: two clients are compared in alternate slices of
one run. What is sent is a round of prepared messages, over and over; whoever asks for the book of another symbol gets
the round of that one, from its beginning. No signature is checked: the simulated exchange does that, this one is fast.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from tests.tools.benchmarks import wire
from tests.tools.benchmarks.channel import Line, child_channel
from tests.tools.benchmarks.market import ACCOUNT, GOLD, STAMP, SYMBOLS, Market

ROUND = 20_000
SPIN = 0.0002
"""Seconds before a message is due from which on the sender no longer sleeps long."""

EVERY_BOOK = "--every-book"
"""The argument with which another symbol than gold may be looked at; it takes seconds longer to start."""

Template = list[bytes]


class Client:
    """One connection: answers what is asked, and sends the round from its beginning."""

    def __init__(self, connection: socket.socket, exchange: Exchange) -> None:
        self._connection = connection
        self._exchange = exchange
        self._sending = threading.Lock()
        self._answers: deque[Callable[[], None]] = deque()
        self.path = wire.accept(connection)
        self._round = exchange.round(GOLD)
        self._position = 0
        self.is_ready = self.path != "/ws"
        """A dashboard is once it looks at a book; another client at once."""
        self.is_over = False

    def listen(self) -> None:
        """Acknowledge subscriptions, answer pings, until the connection ends."""
        with suppress(EOFError, OSError):
            while True:
                heard = wire.hear(self._connection)
                if heard.opcode == wire.PING:
                    self._write(wire.frame(heard.payload, wire.PONG))
                elif heard.opcode == wire.TEXT:
                    self._answer(json.loads(heard.payload))
                elif heard.opcode == wire.CLOSE:
                    self._write(wire.frame(heard.payload, wire.CLOSE))
                    break
        self.is_over = True
        self._connection.close()

    def send(self, rate: float, seconds: float, count: int) -> int:
        """Send for so long, or so many; evenly, or as fast as it is read if the rate is 0. How many were sent."""
        started, sent = time.perf_counter(), 0
        while sent < count and (now := time.perf_counter() - started) < seconds:
            due = sent / rate if rate else 0.0
            if now < due:
                time.sleep(max(0.0, due - now - SPIN) or 0.00005)
                continue
            try:
                self._send_next()
            except OSError:
                self.is_over = True
                break
            sent += 1
        return sent

    def _send_next(self) -> None:
        with self._sending:
            self._answer_now()
            self._connection.sendall(stamped(self._round[self._position]))
            self._position = (self._position + 1) % len(self._round)

    def _answer(self, said: dict[str, Any]) -> None:
        for arg in said["args"]:
            acknowledged = {"event": said["op"], "arg": arg, "code": "0", "msg": "", "connId": "c-1"}
            self._write(wire.frame(json.dumps(acknowledged).encode()))
            if said["op"] == "subscribe" and arg["channel"] not in ACCOUNT:
                self._first(arg["channel"], arg["symbol"])

    def _first(self, channel: str, symbol: str) -> None:
        """What a fresh subscription is answered with; a book begins the round it belongs to."""
        if channel != "depth":
            self._write(stamped(self._exchange.first(channel, symbol)))
            return
        if not self._exchange.has(symbol):
            return
        self._soon(partial(self._begin, self._exchange.round(symbol)))

    def _begin(self, messages: list[Template]) -> None:
        self._round, self._position = messages, 0
        self._connection.sendall(stamped(messages[-1]))
        self.is_ready = True

    def _write(self, data: bytes) -> None:
        self._soon(partial(self._connection.sendall, data))

    def _soon(self, answer: Callable[[], None]) -> None:
        """Between two messages of the stream, by whichever thread is first there."""
        self._answers.append(answer)
        # A sender that is behind takes the lock again at once: who waits for it would wait for seconds.
        while self._answers:
            if self._sending.acquire(timeout=0.01):
                try:
                    self._answer_now()
                finally:
                    self._sending.release()

    def _answer_now(self) -> None:
        while self._answers:
            self._answers.popleft()()


class Exchange:
    """The rounds of messages, and who is connected."""

    def __init__(self, symbols: Sequence[str]) -> None:
        self._quiet = Market()
        self._rounds = {symbol: [template(text) for text in Market(symbol).round(ROUND)] for symbol in symbols}
        self.clients: dict[str, Client] = {}
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]

    def has(self, symbol: str) -> bool:
        """Whether that symbol may be looked at."""
        return symbol in self._rounds

    def round(self, symbol: str) -> list[Template]:
        """What is sent to one who looks at that symbol; the last message is the book with which the first begins."""
        return self._rounds[symbol]

    def first(self, channel: str, symbol: str) -> Template:
        """The first message of a stream other than a book."""
        makers = {"level1": self._quiet.level1, "trade": self._quiet.trade, "ticker": self._quiet.ticker}
        return template(makers[channel](symbol))

    def accept(self) -> None:
        """Take in clients until the process ends."""
        while True:
            connection, _ = self._listening.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with suppress(EOFError, OSError):
                client = Client(connection, self)
                self.clients[client.path] = client
                threading.Thread(target=client.listen, daemon=True).start()

    def obey(self, line: Line) -> Line:
        """`{"to": "/ws", "rate": 1000, "seconds": 2}`: wait for that client, send, and say how many were sent.

        One that leaves and comes again, as an overrun dashboard may, is sent the rest; how often is said too.
        """
        sent = lost = 0
        client, count = self._ready(line["to"]), line.get("count", 1 << 60)
        ends = time.perf_counter() + line.get("seconds", 60.0)
        while True:
            sent += client.send(line.get("rate", 0), ends - time.perf_counter(), count - sent)
            if not client.is_over:
                return {"sent": sent, "lost": lost}
            lost, client = lost + 1, self._ready(line["to"])

    def _ready(self, path: str) -> Client:
        while (client := self.clients.get(path)) is None or client.is_over or not client.is_ready:
            time.sleep(0.01)
        return client


def stamped(parts: Template) -> bytes:
    """The frame, with the time of now wherever a time belongs."""
    return (b"%d" % time.time_ns()).join(parts)


def template(text: str) -> Template:
    """A message as the pieces between its times, the frame's header before the first."""
    payload = text.encode()
    first, *rest = payload.split(str(STAMP).encode())
    return [wire.header(len(payload)) + first, *rest]


def main() -> None:
    exchange = Exchange(SYMBOLS if EVERY_BOOK in sys.argv else (GOLD,))
    threading.Thread(target=exchange.accept, daemon=True).start()
    child_channel(exchange.obey, {"port": exchange.port})


if __name__ == "__main__":
    main()
