"""Reads control messages of clients and makes the exchange's answers (protocol 3.3, 3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import orjson

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.market import Symbol
from roxom_tui.simulator.scenarios import AckStyle

ERROR_TEXTS: Final[Mapping[str, str]] = {
    ErrorCode.BAD_KEY: "Invalid API key or signature",
    ErrorCode.UNKNOWN_CHANNEL: "Unknown channel",
    ErrorCode.UNKNOWN_SYMBOL: "Unknown symbol",
    ErrorCode.TOO_MANY_STREAMS: "Too many subscriptions",
    ErrorCode.UNREADABLE_MESSAGE: "Message could not be parsed",
    ErrorCode.BINARY_MESSAGE: "Binary messages are not supported",
    ErrorCode.INTERNAL_ERROR: "Internal server error",
}


class AskedStream(NamedTuple):
    """One stream asked for, or the code of the error in asking."""

    stream: Stream | None
    code: str | None = None


class ClientRequest(NamedTuple):
    """A request that could be read: `subscribe` or `unsubscribe`, and its streams."""

    op: str
    asked: tuple[AskedStream, ...]


def read_command(data: str | bytes, listed: frozenset[Symbol]) -> ClientRequest | str:
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


def acknowledgement(op: str, stream: Stream, connection: str, style: AckStyle) -> bytes:
    """The answer to one stream (protocol 3.3)."""
    arg = {"channel": stream.channel.value}
    if stream.symbol is not None:
        arg[style.value] = stream.symbol
    return orjson.dumps({"event": op, "arg": arg, "code": "0", "msg": "", "connId": connection})


def error(code: str, connection: str) -> bytes:
    """An error; nothing in it says what it is about (protocol 3.4)."""
    return orjson.dumps({"event": "error", "code": code, "msg": ERROR_TEXTS[code], "connId": connection})


def _asked_stream(arg: dict[str, Any], listed: frozenset[Symbol]) -> AskedStream:
    try:
        channel = Channel(str(arg.get("channel")))
    except ValueError:
        return AskedStream(None, ErrorCode.UNKNOWN_CHANNEL)
    if channel.is_account:
        return AskedStream(Stream(channel))
    symbol = Symbol(str(arg.get("symbol")))
    return AskedStream(Stream(channel, symbol)) if symbol in listed else AskedStream(None, ErrorCode.UNKNOWN_SYMBOL)
