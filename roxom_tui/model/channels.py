"""The table of channels: what the program knows of each, one row a channel (protocol 3.5).

To add a channel: its word and row here, a decoder in `protocol`, a place in `state`, a panel that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from msgspec import Struct

from roxom_tui.model import events
from roxom_tui.model.market import Symbol


class Channel(StrEnum):
    """A stream's kind, spelled as on the wire."""

    LEVEL1 = "level1"
    TRADE = "trade"
    DEPTH = "depth"
    TICKER = "ticker"
    ORDERS = "orders"
    BALANCE = "balance"
    POSITIONS = "positions"
    ACCOUNT = "account"

    __hash__ = str.__hash__
    """Streams are looked up with every message; an enum's own hash is made in Python."""

    @property
    def traits(self) -> ChannelTraits:
        """The channel's row of the table."""
        return CHANNELS[self]

    @property
    def is_account(self) -> bool:
        """Whether the channel is the account's own and takes no symbol."""
        return CHANNELS[self].is_account


class ChannelTraits(NamedTuple):
    """A row of the table.

    `events` are the channel's events by the names that `roxom-tui stream` gives them; `seed` is the answer of the GET
    that tells its whole list (protocol 5), for a channel that has one.
    """

    events: Mapping[str, type[events.Event]]
    seed: tuple[str, type[events.Seed]] | None = None
    is_account: bool = False
    """The account's own, without a symbol."""
    is_sparse: bool = False
    """It speaks when something happens, so its silence alone says nothing."""
    answers_subscribe: bool = False
    """A subscribe is answered with what it holds now: to subscribe once more is to ask (protocol 4.1, 4.3, 4.4)."""
    loss_corrupts: bool = False
    """Its messages amend what came before: with one lost all that is held is wrong, until the next snapshot."""
    is_for_all: bool = False
    """Followed for every contract of the list, not only for the one in view."""
    is_optional: bool = False
    """Only some pages know it and nothing is drawn from it: that it is refused is no news (protocol 4.8, 7.1 #13)."""


CHANNELS: Final[Mapping[Channel, ChannelTraits]] = {
    Channel.LEVEL1: ChannelTraits({"quote": events.Quote}, answers_subscribe=True, is_for_all=True),
    Channel.DEPTH: ChannelTraits(
        {"book_snapshot": events.BookSnapshot, "book_delta": events.BookDelta},
        answers_subscribe=True,
        loss_corrupts=True,
    ),
    Channel.TRADE: ChannelTraits({"trade": events.Trade}, is_sparse=True),
    Channel.TICKER: ChannelTraits(
        {"ticker": events.Ticker, "ticker_delta": events.TickerDelta}, answers_subscribe=True, is_for_all=True
    ),
    Channel.ORDERS: ChannelTraits(
        {"order": events.OrderUpdate}, ("orders_seed", events.OrdersSeed), is_account=True, is_sparse=True
    ),
    Channel.BALANCE: ChannelTraits(
        {"balance": events.BalanceUpdate}, ("balances_seed", events.BalancesSeed), is_account=True, is_sparse=True
    ),
    Channel.POSITIONS: ChannelTraits(
        {"position": events.PositionUpdate}, ("positions_seed", events.PositionsSeed), is_account=True, is_sparse=True
    ),
    Channel.ACCOUNT: ChannelTraits(
        {"account": events.AccountNotice}, is_account=True, is_sparse=True, is_optional=True
    ),
}
"""The rows, the most important channel first: so they are subscribed where there is no room for all."""

ACCOUNT_CHANNELS: Final = frozenset(channel for channel, traits in CHANNELS.items() if traits.is_account)
MARKET_CHANNELS: Final = tuple(channel for channel, traits in CHANNELS.items() if not traits.is_account)

CHANNEL_OF: Final[Mapping[type[events.Event], Channel]] = {
    kind: channel for channel, traits in CHANNELS.items() for kind in traits.events.values()
}
"""The channel that an event comes by."""

EVENT_NAMES: Final[Mapping[type[events.Event | events.Seed], str]] = {
    kind: name
    for traits in CHANNELS.values()
    for name, kind in (*traits.events.items(), *((traits.seed,) if traits.seed is not None else ()))
}
"""The names of events and of the answers of the GETs, for programs that read them."""


class Stream(Struct, frozen=True):
    """One subscription: a channel, and a symbol where the channel takes one."""

    channel: Channel
    symbol: Symbol | None = None

    def __str__(self) -> str:
        return self.channel.value if self.symbol is None else f"{self.channel.value}.{self.symbol}"


ORDERS: Final = Stream(Channel.ORDERS)
BALANCE: Final = Stream(Channel.BALANCE)
POSITIONS: Final = Stream(Channel.POSITIONS)
ACCOUNT: Final = Stream(Channel.ACCOUNT)

ACCOUNT_LISTS: Final = tuple(Stream(channel) for channel, traits in CHANNELS.items() if traits.seed is not None)
"""The account's streams whose whole list can be asked for with a GET."""


def streams_of(channels: Iterable[Channel], symbols: Iterable[Symbol]) -> Iterator[Stream]:
    """Every channel, those of the market for each symbol."""
    symbols = tuple(symbols)
    for channel in channels:
        if channel.is_account:
            yield Stream(channel)
        else:
            yield from (Stream(channel, symbol) for symbol in symbols)


def stream_of(event: events.Event) -> Stream:
    """The stream that an event came by."""
    channel = CHANNEL_OF[type(event)]
    return Stream(channel) if channel.is_account else Stream(channel, getattr(event, "symbol", None))
