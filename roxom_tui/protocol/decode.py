"""From the text of a frame to what it says. Nothing raises, whatever the bytes (reliability 5).

A message is accepted whole or refused whole, and a refusal says why, where, and for which stream.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from roxom_tui.model.events import Event, MarketEvent
from roxom_tui.model.market import Channel, Stream, Symbol
from roxom_tui.model.status import Control, FrameRejected, RejectReason
from roxom_tui.protocol.account_messages import CHANNEL_OF_TYPE, read_account
from roxom_tui.protocol.control_messages import read_control
from roxom_tui.protocol.limits import parse_object, refuse_depth
from roxom_tui.protocol.market_messages import read_depth, read_level1
from roxom_tui.protocol.refusal import Message, Refusal, shown, wrong_type
from roxom_tui.protocol.text import EXCERPT_LIMIT, gate
from roxom_tui.protocol.ticker_messages import TickerReader
from roxom_tui.protocol.trade_messages import TradeReader

MAX_ROUTES: Final = 1024

Decoded: TypeAlias = Event | Control | FrameRejected
MarketReader: TypeAlias = Callable[[Message, Symbol], Sequence[MarketEvent]]


class _Route(NamedTuple):
    stream: Stream
    symbol: Symbol
    read: MarketReader


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
        """What a text frame says: events, an answer, or one `FrameRejected`. A binary frame is always rejected."""
        stream: Stream | None = None
        try:
            if type(payload) is not str:
                raise Refusal(RejectReason.BINARY, f"{len(payload)} bytes")
            message = parse_object(payload)
            topic = message.get("topic")
            route = self._routes.get(topic) if type(topic) is str else None
            if "event" in message:
                return read_control(message)
            if route is None:
                refuse_depth(payload)
                route = self._new_route(topic, message)
                if route is None:
                    channel, data = _account_part(message)
                    stream = Stream(channel)
                    return read_account(channel, data)
            stream, symbol, read = route
            return read(message, symbol)
        except Refusal as refusal:
            return (FrameRejected(refusal.reason, gate(refusal.detail, EXCERPT_LIMIT), _excerpt(payload), stream),)

    def _new_route(self, topic: Any, message: Message) -> _Route | None:
        """The way of a topic met for the first time; None if the message can only be an account's."""
        if topic is None:
            return None
        if type(topic) is not str:
            raise wrong_type("topic", topic)
        channel, _, symbol = topic.partition(".")
        reader = self._readers.get(channel)
        if reader is None:
            if _channel_of(message) is not None:
                return None  # one page claims that account messages have a topic too (protocol 7.2)
            raise Refusal(RejectReason.UNKNOWN_CHANNEL, topic)
        if not symbol or gate(symbol) != symbol:
            raise Refusal(RejectReason.UNKNOWN_SHAPE, f"no symbol in topic {topic}")
        if len(self._routes) >= MAX_ROUTES:
            self._routes.clear()
        route = _Route(Stream(Channel(channel), Symbol(symbol)), Symbol(symbol), reader)
        self._routes[topic] = route
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
    kind = envelope.get("type")
    return CHANNEL_OF_TYPE.get(kind) if type(kind) is str else None


def _excerpt(payload: str | bytes) -> str:
    head = payload[: EXCERPT_LIMIT + 1]
    return gate(head.decode("utf-8", "replace") if isinstance(head, bytes) else head, EXCERPT_LIMIT)
