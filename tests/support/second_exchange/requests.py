"""What a client's text asks for, or the error that answers it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

MARKET_CHANNELS = ("level1", "trade", "depth", "ticker")
ACCOUNT_CHANNELS = ("orders", "balance", "positions", "account")


@dataclass(frozen=True, slots=True)
class Stream:
    """A channel, with its symbol where it has one."""

    channel: str
    symbol: str | None


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """Streams to subscribe or to unsubscribe."""

    subscribe: bool
    streams: tuple[Stream | Complaint, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """An error of the exchange."""

    code: str
    text: str


UNREADABLE = Complaint("60017", "Message could not be parsed")
BINARY = Complaint("60018", "Binary messages are not supported")
INTERNAL = Complaint("60019", "Internal server error")
TOO_MANY = Complaint("60016", "Too many active subscriptions")
BAD_KEY = Complaint("600010", "Invalid API key or signature")


def understood(text: str, symbols: Collection[str], *, account_channel: bool) -> ViewRequest | Complaint:
    """The wish in a text frame. A stream that does not exist has its error in its place."""
    try:
        message = json.loads(text)
    except ValueError:
        return UNREADABLE
    if not isinstance(message, dict) or message.get("op") not in ("subscribe", "unsubscribe"):
        return UNREADABLE
    arguments = message.get("args")
    if not isinstance(arguments, list) or not arguments or not all(isinstance(one, dict) for one in arguments):
        return UNREADABLE
    streams = tuple(_stream(one, symbols, account_channel) for one in arguments)
    return ViewRequest(message["op"] == "subscribe", streams)


def _stream(argument: dict[str, object], symbols: Collection[str], account_channel: bool) -> Stream | Complaint:
    channel, symbol = argument.get("channel"), argument.get("symbol")
    if channel in ACCOUNT_CHANNELS and (account_channel or channel != "account"):
        return Stream(str(channel), None)
    if channel not in MARKET_CHANNELS:
        return Complaint("60014", "Unknown channel")
    if symbol not in symbols:
        return Complaint("60015", "Unknown symbol")
    return Stream(str(channel), str(symbol))
