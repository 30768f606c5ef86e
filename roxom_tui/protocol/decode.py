"""From the text of a frame to what it says. Nothing raises, whatever the bytes (client 5.3).

A message is accepted whole or refused whole, and a refusal says why, where, and for which stream. Of a message that
cannot be parsed the head or the end may still name the stream.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from msgspec import Struct
from orjson import loads

from roxom_tui.model.channels import MARKET_CHANNELS, Channel, Stream
from roxom_tui.model.events import Event
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Control, FrameRejected, RejectReason
from roxom_tui.protocol.account_messages import CHANNEL_OF_TYPE, account_part, read_account
from roxom_tui.protocol.control_messages import read_control
from roxom_tui.protocol.limits import SURELY_SMALL, parse_object, refuse_depth
from roxom_tui.protocol.market_messages import read_delta, read_depth, read_level1
from roxom_tui.protocol.refusal import Message, Refusal, shown, wrong_type
from roxom_tui.protocol.text_gate import EXCERPT_LIMIT, gate
from roxom_tui.protocol.ticker_messages import TickerReader
from roxom_tui.protocol.trade_messages import TradeReader

MAX_ROUTES: Final = 1024

Decoded: TypeAlias = Event | Control | FrameRejected
MessageReader: TypeAlias = Callable[[Message, Symbol], Sequence[Event]]
_Route: TypeAlias = tuple[MessageReader, Symbol, Stream]
"""How a topic is read; those kept are of short messages. A plain tuple, because a named one is slower to take apart."""

_NO_SYMBOL: Final = Symbol("")


class Frame(Struct, frozen=True):
    """A text (str) or binary (bytes) frame. `received_at` is monotonic ns, `received_wall` wall ns.

    `connection` is the number of the connection it came by: frames of an older one are never applied.
    """

    received_at: int
    received_wall: int
    connection: int
    payload: str | bytes


class Decoder:
    """Decodes frames. Keeps, within bounds, the topics met and the unit of each ticker; no other state."""

    def __init__(self) -> None:
        self._routes: dict[str, _Route] = {}
        trade, ticker = TradeReader().read, TickerReader().read
        self._readers: Mapping[str, tuple[MessageReader, MessageReader]] = {
            Channel.LEVEL1: (read_level1, read_level1),
            Channel.TRADE: (trade, trade),
            Channel.DEPTH: (read_depth, read_delta),
            Channel.TICKER: (ticker, ticker),
        }
        """Of any message, and of a short one, which needs no look at its length."""

    def decode(self, payload: str | bytes) -> Sequence[Decoded]:
        """Decode a text frame: events, an answer, or one `FrameRejected`. A binary frame is always rejected.

        Of a frame too long to be read whole, what was read comes before the `FrameRejected`.
        """
        stream: Stream | None = None
        read: MessageReader | None = None
        try:
            if type(payload) is str and len(payload) <= SURELY_SMALL:
                try:
                    # What is no object has no topic: TypeError.
                    message = loads(payload)
                    read, symbol, stream = self._routes[message["topic"]]
                except (ValueError, LookupError, TypeError):
                    message = parse_object(payload)
            else:
                message = parse_object(payload)
            if "event" in message:
                return read_control(message)
            if read is None:
                read, symbol, stream = self._route(message)
            return read(message, symbol)
        except Refusal as refusal:
            return (*refusal.kept, _rejected(refusal, payload, stream))

    def _route(self, message: Message) -> _Route:
        """The way of a message that is long, whose topic was not met before, or that has none."""
        topic = message.get("topic")
        if topic is not None and type(topic) is not str:
            raise wrong_type("topic", topic)
        channel, _, name = (topic or "").partition(".")
        if channel in self._readers:
            return self._new_route(channel, name)
        part = account_part(message)
        if part is not None:  # one page claims that account messages have a topic too (protocol 7.2)
            return _account_reader(*part), _NO_SYMBOL, Stream(part[0])
        if topic is not None:
            raise Refusal(RejectReason.UNKNOWN_CHANNEL, topic)
        raise Refusal(RejectReason.UNKNOWN_SHAPE, f"neither event nor topic; type {shown(message.get('type'))}")

    def _new_route(self, channel: str, name: str) -> _Route:
        if not name or gate(name) != name:
            raise Refusal(RejectReason.UNKNOWN_SHAPE, f"no symbol in topic {channel}.{name}")
        if len(self._routes) >= MAX_ROUTES:
            self._routes.clear()
        symbol = Symbol(name)
        stream = Stream(Channel(channel), symbol)
        read, read_short = self._readers[channel]
        self._routes[f"{channel}.{name}"] = read_short, symbol, stream
        return read, symbol, stream


def _account_reader(channel: Channel, data: Any) -> MessageReader:
    def read(message: Message, _symbol: Symbol) -> Sequence[Event]:
        refuse_depth(message)
        return read_account(channel, data)

    return read


def _rejected(refusal: Refusal, payload: str | bytes, stream: Stream | None) -> FrameRejected:
    detail = gate(refusal.detail, EXCERPT_LIMIT)
    return FrameRejected(refusal.reason, detail, _excerpt(payload), stream or stream_named(payload))


def _excerpt(payload: str | bytes) -> str:
    head = payload[: EXCERPT_LIMIT + 1]
    return gate(head.decode("utf-8", "replace") if isinstance(head, bytes) else head, EXCERPT_LIMIT)


REACH: Final = 300
"""Characters that are looked at from either end: an envelope is shorter."""

_CHANNELS: Final = "|".join(sorted(MARKET_CHANNELS))
_TYPES: Final = "|".join(kind for kind, channel in CHANNEL_OF_TYPE.items() if not channel.traits.is_optional)
_TOPIC: Final = re.compile(rf'"topic"\s*:\s*"({_CHANNELS})\.([A-Za-z0-9._-]{{1,64}})"')
_TYPE: Final = re.compile(rf'^\s*\{{\s*"type"\s*:\s*"({_TYPES})"|"type"\s*:\s*"({_TYPES})"\s*\}}\s*$')
"""Only beside the outermost brace: further in, `type` is a word of something else."""


def stream_named(payload: str | bytes) -> Stream | None:
    """The stream whose name can be read near one of the ends; None if there is none, or the ends disagree."""
    if type(payload) is not str:
        return None
    named = {stream for part in (payload[:REACH], payload[-REACH:]) if (stream := _named_in(part)) is not None}
    return named.pop() if len(named) == 1 else None


def _named_in(part: str) -> Stream | None:
    found = _TOPIC.search(part)
    if found is not None:
        return Stream(Channel(found[1]), Symbol(found[2]))
    found = _TYPE.search(part)
    return None if found is None else Stream(CHANNEL_OF_TYPE[found[1] or found[2]])
