"""The exchange's side of the protocol without sockets: frames and requests in, frames and answers out.

Time is an argument: one seed, one sequence of calls and steps, always the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from msgspec import Struct

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.market import DEFAULT_SYMBOLS, Symbol
from roxom_tui.simulator.channel_publisher import ChannelPublisher
from roxom_tui.simulator.faults import hooks_for
from roxom_tui.simulator.http import SOCKET_PATH, GetHandler, HttpAnswer, HttpRequest, KeyCheck, not_allowed, refused
from roxom_tui.simulator.outgoing_messages import CONTROL, Connection, Departing, Hook, Leave, Outgoing, Post
from roxom_tui.simulator.scenarios import DEFAULT, AckStyle, HttpRefusal, Scenario
from roxom_tui.simulator.wire import with_numbers
from roxom_tui.simulator.world import World

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

POLICY_VIOLATION = 1008
FIRST_DAY = 1_767_225_600 * SECOND
"""Where exchange time starts when nobody says otherwise: midnight UTC, 1 January 2026."""


_ERROR_TEXTS: Final[Mapping[str, str]] = {
    ErrorCode.BAD_KEY: "Invalid API key or signature",
    ErrorCode.UNKNOWN_CHANNEL: "Unknown channel",
    ErrorCode.UNKNOWN_SYMBOL: "Unknown symbol",
    ErrorCode.TOO_MANY_STREAMS: "Too many subscriptions",
    ErrorCode.UNREADABLE_MESSAGE: "Message could not be parsed",
    ErrorCode.BINARY_MESSAGE: "Binary messages are not supported",
    ErrorCode.INTERNAL_ERROR: "Internal server error",
}


class ClientRequest(Struct, frozen=True):
    """A request that could be read: `subscribe` or `unsubscribe`, and its streams, or what is wrong with one."""

    op: str
    asked: tuple[Stream | ErrorCode, ...]


def read_command(data: str | bytes, listed: frozenset[Symbol]) -> ClientRequest | ErrorCode:
    """The command in a client's frame, or the code of the error that answers it."""
    if isinstance(data, bytes):
        return ErrorCode.BINARY_MESSAGE
    try:
        message = orjson.loads(data)
    except orjson.JSONDecodeError:
        return ErrorCode.UNREADABLE_MESSAGE
    if not isinstance(message, dict) or message.get("op") not in ("subscribe", "unsubscribe"):
        return ErrorCode.UNREADABLE_MESSAGE
    args = message.get("args")
    if not isinstance(args, list) or not all(isinstance(arg, dict) for arg in args):
        return ErrorCode.UNREADABLE_MESSAGE
    return ClientRequest(message["op"], tuple(_asked_stream(arg, listed) for arg in args))


def _acknowledgement(op: str, stream: Stream, connection: str, style: AckStyle) -> bytes:
    """The answer to one stream (protocol 3.3)."""
    arg = {"channel": stream.channel.value}
    if stream.symbol is not None:
        arg[style.value] = stream.symbol
    return orjson.dumps({"event": op, "arg": arg, "code": "0", "msg": "", "connId": connection})


def _error(code: str, connection: str) -> bytes:
    """An error; nothing in it says what it is about (protocol 3.4)."""
    return orjson.dumps({"event": "error", "code": code, "msg": _ERROR_TEXTS[code], "connId": connection})


def _asked_stream(arg: dict[str, Any], listed: frozenset[Symbol]) -> Stream | ErrorCode:
    try:
        channel = Channel(str(arg.get("channel")))
    except ValueError:
        return ErrorCode.UNKNOWN_CHANNEL
    if channel.is_account:
        return Stream(channel)
    symbol = Symbol(str(arg.get("symbol")))
    return Stream(channel, symbol) if symbol in listed else ErrorCode.UNKNOWN_SYMBOL


class ExchangeConfig(Struct, frozen=True):
    """The configuration of an exchange. `start` in ns since the epoch."""

    symbols: tuple[Symbol, ...] = DEFAULT_SYMBOLS
    seed: int = 1
    start: int = FIRST_DAY
    scenario: Scenario = DEFAULT


class Exchange:
    """Connections come and go by number; `advance` lets time pass; `take` hands out what a connection is to be sent."""

    def __init__(self, config: ExchangeConfig, key_id: str, public_key: RSAPublicKey) -> None:
        scenario = config.scenario
        self.scenario = scenario
        self.world = World(config.symbols, config.seed, config.start, scenario)
        self._post = Post()
        if scenario.json_numbers:
            self.add_hook(with_numbers)
        self._publisher = ChannelPublisher(self.world, self._post, scenario)
        self.world.listen(self._publisher)
        self._gate = KeyCheck(key_id, public_key)
        self._rest = GetHandler(self.world, self._gate, scenario)
        self._listed = frozenset(config.symbols)
        self._names = Random(f"{config.seed}/connections")
        self._connected = 0
        self.failing_subscribes = scenario.failing_subscribes

    @property
    def rest_prefix(self) -> str:
        """The path before every GET."""
        return self._rest.prefix

    @property
    def next_at(self) -> int:
        """The time of the next event."""
        due = self._post.next_due
        return self.world.next_at if due is None else min(due, self.world.next_at)

    def add_hook(self, hook: Hook) -> None:
        """Let a function see, change, delay or lose every outgoing message of every connection."""
        self._post.hooks.append(hook)

    def remove_hook(self, hook: Hook) -> None:
        """Take a hook away again."""
        self._post.hooks.remove(hook)

    def fail_gets(self, *refusals: HttpRefusal) -> None:
        """Answer the next GETs with these, in order."""
        self._rest.failures.extend(refusals)

    def http(self, request: HttpRequest) -> HttpAnswer | None:
        """Answer a request; None is a handshake that may go on."""
        if request.method != "GET":
            return not_allowed()
        if request.target.partition("?")[0] != SOCKET_PATH:
            return self._rest.respond(request)
        if self.scenario.refusal is not None:
            return refused(self.scenario.refusal)
        return self._gate.refuse_handshake(request)

    def connect(self) -> int:
        """A client came through the handshake; its number."""
        self._connected += 1
        number, scenario = self._connected, self.scenario
        name = str(UUID(int=self._names.getrandbits(128), version=4))
        self._post.connections[number] = Connection(number, name, hooks_for(scenario.faults))
        if scenario.greeting_error is not None:
            self._answer(number, _error(scenario.greeting_error, name))
            self._post.leave(number, POLICY_VIOLATION, "authentication failed")
        if scenario.departure is not None:
            leave = Leave(number, scenario.departure.code, scenario.departure.reason)
            self._post.defer(self.world.now + round(scenario.departure.after * SECOND), leave)
            self._post.release(self.world.now)
        return number

    def disconnect(self, number: int) -> None:
        """A client is gone; nothing is kept of it."""
        connection = self._post.connections.pop(number, None)
        if connection is not None:
            for stream in connection.subscriptions:
                self._publisher.unsubscribe(number, stream)

    def receive(self, number: int, data: str | bytes) -> None:
        """A client's frame; the answers wait for its socket."""
        connection = self._post.connections.get(number)
        if connection is None:
            return
        command = read_command(data, self._listed)
        if isinstance(command, ErrorCode):
            self._answer(number, _error(command, connection.name))
            return
        for asked in command.asked:
            code = asked if isinstance(asked, ErrorCode) else self._do(command.op, connection, asked)
            if code is not None:
                self._answer(number, _error(code, connection.name))

    def advance(self, to: int) -> None:
        """Let time pass up to a moment of exchange time in ns."""
        while (due := self._post.next_due) is not None and due <= to:
            self.world.advance(due)
            self._post.release(due)
        self.world.advance(to)

    def skip(self, gap: int) -> None:
        """Let time pass in which the exchange was asleep and nothing happened."""
        self.world.skip(gap)
        self._post.release(self.world.now)

    def take(self, number: int) -> Sequence[Departing]:
        """The messages for a connection, oldest first; each is handed out once."""
        connection = self._post.connections.get(number)
        if connection is None or not connection.waiting:
            return ()
        messages, connection.waiting = connection.waiting, []
        return messages

    def subscriptions(self, number: int) -> tuple[Stream, ...]:
        """The streams a connection is subscribed to."""
        connection = self._post.connections.get(number)
        return () if connection is None else tuple(connection.subscriptions)

    def _do(self, op: str, connection: Connection, stream: Stream) -> ErrorCode | None:
        """Subscribe or unsubscribe one stream; the code of an error, or None."""
        if op == "unsubscribe":
            connection.subscriptions.pop(stream, None)
            self._publisher.unsubscribe(connection.number, stream)
            self._acknowledge(op, connection, stream)
            return None
        if self.failing_subscribes > 0:
            self.failing_subscribes -= 1
            return ErrorCode.INTERNAL_ERROR
        most = self.scenario.most_subscriptions
        if stream not in connection.subscriptions and len(connection.subscriptions) >= most:
            return ErrorCode.TOO_MANY_STREAMS
        connection.subscriptions[stream] = None
        self._acknowledge(op, connection, stream)
        self._publisher.subscribe(connection.number, stream)
        return None

    def _acknowledge(self, op: str, connection: Connection, stream: Stream) -> None:
        if self.scenario.acks is AckStyle.MISSING:
            return
        payload = _acknowledgement(op, stream, connection.name, self.scenario.acks)
        self._answer(connection.number, payload, round(self.scenario.ack_delay * SECOND))

    def _answer(self, number: int, payload: bytes, delay: int = 0) -> None:
        self._post.send(Outgoing(number, CONTROL, payload, self.world.now, delay=delay))
