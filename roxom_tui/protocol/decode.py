"""From the text of a frame to what it says. Nothing raises, whatever the bytes (reliability 5).

A message is accepted whole or refused whole, and a refusal says why, where, and for which stream.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from orjson import JSONDecodeError, loads

from roxom_tui.model.events import Event, MarketEvent
from roxom_tui.model.market import Channel, Stream, Symbol
from roxom_tui.model.status import Control, FrameRejected, RejectReason
from roxom_tui.protocol.account_messages import CHANNEL_OF_TOPIC, CHANNEL_OF_TYPE, read_account
from roxom_tui.protocol.control_messages import read_control
from roxom_tui.protocol.limits import SURELY_FITS, parse_object, refuse_depth
from roxom_tui.protocol.market_messages import read_depth, read_level1
from roxom_tui.protocol.refusal import Message, Refusal, shown, wrong_type
from roxom_tui.protocol.text import EXCERPT_LIMIT, gate
from roxom_tui.protocol.ticker_messages import TickerReader
from roxom_tui.protocol.trade_messages import TradeReader

MAX_ROUTES: Final = 1024

Decoded: TypeAlias = Event | Control | FrameRejected
MarketReader: TypeAlias = Callable[[Message, Symbol], Sequence[MarketEvent]]
_Route: TypeAlias = tuple[MarketReader, Symbol, Stream]
"""How a topic is read. A plain tuple, because a named one is slower to take apart."""


class Decoder:
    """Decodes frames. Keeps, within bounds, the topics met and the unit of each ticker; no other state."""

    def __init__(self) -> None:
        self._routes: dict[str, _Route] = {}
        self._readers: Mapping[str, MarketReader] = {
            Channel.LEVEL1: read_level1,
            Channel.TRADE: TradeReader().read,
            Channel.DEPTH: read_depth,
            Channel.TICKER: TickerReader().read,
        }

    def decode(self, payload: str | bytes) -> Sequence[Decoded]:
        """What a text frame says: events, an answer, or one `FrameRejected`. A binary frame is always rejected.

        The readers of market messages look at fixed places and never go down a tree, so their messages may be parsed
        without being measured first: the parser itself stops at 1,024 levels.
        """
        if type(payload) is str and len(payload) <= SURELY_FITS:
            try:
                message = loads(payload)
                read, symbol, _ = self._routes[message["topic"]]
                if "event" not in message:
                    return read(message, symbol)
            except (KeyError, TypeError, JSONDecodeError, Refusal):
                pass  # not the usual message of a topic met before: once more, with care
        return self._decode_with_care(payload)

    def _decode_with_care(self, payload: str | bytes) -> Sequence[Decoded]:
        stream: Stream | None = None
        try:
            if type(payload) is not str:
                raise Refusal(RejectReason.BINARY, f"{len(payload)} bytes")
            message = parse_object(payload)
            if "event" in message:
                return read_control(message)
            route = self._route(message, payload)
            if route is None:
                channel, data = _account_part(message)
                stream = Stream(channel)
                return read_account(channel, data)
            read, symbol, stream = route
            return read(message, symbol)
        except Refusal as refusal:
            return (FrameRejected(refusal.reason, gate(refusal.detail, EXCERPT_LIMIT), _excerpt(payload), stream),)

    def _route(self, message: Message, payload: str) -> _Route | None:
        """The way of a topic; None if the message can only be an account's."""
        topic = message.get("topic")
        if type(topic) is str and topic in self._routes:
            return self._routes[topic]
        refuse_depth(payload)
        return None if topic is None else self._new_route(topic, message)

    def _new_route(self, topic: Any, message: Message) -> _Route | None:
        if type(topic) is not str:
            raise wrong_type("topic", topic)
        channel, _, name = topic.partition(".")
        reader = self._readers.get(channel)
        if reader is None:
            if _channel_of(message) is not None:
                return None  # one page claims that account messages have a topic too (protocol 7.2)
            raise Refusal(RejectReason.UNKNOWN_CHANNEL, topic)
        if not name or gate(name) != name:
            raise Refusal(RejectReason.UNKNOWN_SHAPE, f"no symbol in topic {topic}")
        if len(self._routes) >= MAX_ROUTES:
            self._routes.clear()
        symbol = Symbol(name)
        self._routes[topic] = route = (reader, symbol, Stream(Channel(channel), symbol))
        return route


def _account_part(message: Message) -> tuple[Channel, Any]:
    """The channel and data of an account message, today's or the older nesting (protocol 3.6)."""
    data = message.get("data")
    channel = _channel_of(message)
    if channel is not None:
        return channel, data
    if type(data) is dict:
        channel = _channel_of(data)
        if channel is not None:
            return channel, data.get("data", data)
    raise Refusal(RejectReason.UNKNOWN_SHAPE, f"neither event nor topic; type {shown(message.get('type'))}")


def _channel_of(envelope: Message) -> Channel | None:
    kind, topic = envelope.get("type"), envelope.get("topic")
    channel = CHANNEL_OF_TYPE.get(kind) if type(kind) is str else None
    return CHANNEL_OF_TOPIC.get(topic) if channel is None and type(topic) is str else channel


def _excerpt(payload: str | bytes) -> str:
    head = payload[: EXCERPT_LIMIT + 1]
    return gate(head.decode("utf-8", "replace") if isinstance(head, bytes) else head, EXCERPT_LIMIT)
