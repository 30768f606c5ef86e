"""Answers to what we sent: acknowledgements and errors (protocol 3.3, 3.4).

    {"event": "subscribe", "arg": {"channel": "ticker", "instId": "GOLD-BTC"}, "code": "0", "msg": "",
     "connId": "0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"}

    {"event": "error", "code": "60015", "msg": "Unknown symbol", "connId": "0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"}

The symbol comes as `symbol` or `instId`, one stream as `arg` or many as `args`, the code as text, as an integer or
not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from roxom_tui.model.channels import ACCOUNT_CHANNELS, Channel, Stream
from roxom_tui.model.error_codes import error_class
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Control, ErrorReceived, Rejected, RejectReason, Subscribed, Unsubscribed
from roxom_tui.protocol.fields import identifier, text
from roxom_tui.protocol.limits import MAX_STREAMS, refuse_many
from roxom_tui.protocol.refusal import Message, Refusal, missing, shown, wrong_type
from roxom_tui.protocol.text_gate import gate

SUCCESS: Final = "0"

_CHANNELS: Final = {channel.value: channel for channel in Channel}


def read_control(message: Message) -> Sequence[Control]:
    """The meaning of a message that has an `event`."""
    event = message.get("event")
    if event == "error":
        return (_error(message),)
    if event == "subscribe":
        return _acknowledged(message)
    if event == "unsubscribe":
        return (_ended(message),)
    raise Refusal(RejectReason.UNKNOWN_SHAPE, f"event {shown(event)}")


def _acknowledged(message: Message) -> Sequence[Control]:
    streams = _streams(message)
    code = _code(message)
    if code in ("", SUCCESS):
        return (Subscribed(streams, text(message, "connId")),)
    return tuple([Rejected(stream, code, _text(message)) for stream in streams])


def _ended(message: Message) -> Control:
    """The end of subscriptions; one that was refused is an error, for the stream itself was not refused."""
    return Unsubscribed(_streams(message)) if _code(message) in ("", SUCCESS) else _error(message)


def _error(message: Message) -> ErrorReceived:
    code = _code(message)
    return ErrorReceived(code, error_class(code), _text(message), text(message, "connId"))


def _code(message: Message) -> str:
    code = message.get("code")
    if type(code) is str:
        return gate(code.strip())
    return str(code) if type(code) is int else ""


def _text(message: Message) -> str:
    return text(message, "msg", "message") or ""


def _streams(message: Message) -> tuple[Stream, ...]:
    args = message.get("arg")
    if args is None:
        args = message.get("args")
    if args is None:
        raise missing("arg")
    if type(args) is not list:
        args = [args]
    refuse_many(len(args), MAX_STREAMS, "streams")
    return tuple([_stream(arg) for arg in args])


def _stream(arg: Any) -> Stream:
    if type(arg) is not dict:
        raise wrong_type("arg", arg)
    name = identifier(arg, "channel")
    channel = _CHANNELS.get(name)
    if channel is None:
        raise Refusal(RejectReason.UNKNOWN_CHANNEL, name)
    if channel in ACCOUNT_CHANNELS:
        return Stream(channel)
    return Stream(channel, Symbol(identifier(arg, "symbol", "instId")))
