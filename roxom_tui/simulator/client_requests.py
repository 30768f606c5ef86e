"""What a client may say, and how the exchange answers it (protocol 3.3, 3.4)."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import orjson

from roxom_tui.model.market import Channel, Stream, Symbol
from roxom_tui.simulator.scenarios import AckStyle

ERROR_TEXTS: Final = {
    "600010": "Invalid API key or signature",
    "60014": "Unknown channel",
    "60015": "Unknown symbol",
    "60016": "Too many subscriptions",
    "60017": "Message could not be parsed",
    "60018": "Binary messages are not supported",
    "60019": "Internal server error",
}


class ViewRequest(NamedTuple):
    """One stream asked for, or the code of the error in asking."""

    stream: Stream | None
    code: str | None = None


class ClientRequest(NamedTuple):
    """A request that could be read: `subscribe` or `unsubscribe`, and its streams."""

    op: str
    wishes: tuple[ViewRequest, ...]


def read_command(data: str | bytes, listed: frozenset[Symbol]) -> ClientRequest | str:
    """What a client's frame asks for, or the code of the error that answers it."""
    if isinstance(data, bytes):
        return "60018"
    try:
        message = orjson.loads(data)
    except orjson.JSONDecodeError:
        return "60017"
    if not isinstance(message, dict) or message.get("op") not in ("subscribe", "unsubscribe"):
        return "60017"
    args = message.get("args")
    if not isinstance(args, list) or not all(isinstance(arg, dict) for arg in args):
        return "60017"
    return ClientRequest(message["op"], tuple(_view_request(arg, listed) for arg in args))


def acknowledgement(op: str, stream: Stream, connection: str, style: AckStyle) -> bytes:
    """The answer to one stream (protocol 3.3)."""
    arg = {"channel": stream.channel.value}
    if stream.symbol is not None:
        arg[style.value] = stream.symbol
    return orjson.dumps({"event": op, "arg": arg, "code": "0", "msg": "", "connId": connection})


def error(code: str, connection: str) -> bytes:
    """An error; nothing in it says what it is about (protocol 3.4)."""
    return orjson.dumps({"event": "error", "code": code, "msg": ERROR_TEXTS[code], "connId": connection})


def _view_request(arg: dict[str, Any], listed: frozenset[Symbol]) -> ViewRequest:
    try:
        channel = Channel(str(arg.get("channel")))
    except ValueError:
        return ViewRequest(None, "60014")
    if channel.is_account:
        return ViewRequest(Stream(channel))
    symbol = Symbol(str(arg.get("symbol")))
    return ViewRequest(Stream(channel, symbol)) if symbol in listed else ViewRequest(None, "60015")
