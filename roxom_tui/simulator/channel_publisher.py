"""Tells the world's news to whoever subscribed: each message is encoded once, and only if somebody listens."""

from __future__ import annotations

from collections import Counter

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.simulator import wire
from roxom_tui.simulator.contract_market import ContractMarket, Figures, Taken
from roxom_tui.simulator.ledger import AccountHappening, BalanceChanged, Notified, OrderChanged, PositionsChanged
from roxom_tui.simulator.matching_engine import Changes
from roxom_tui.simulator.outgoing_messages import Outgoing, Post
from roxom_tui.simulator.scenarios import Scenario
from roxom_tui.simulator.wire import signed, unsigned
from roxom_tui.simulator.world import World


class ChannelPublisher:
    """Listens to the world; knows which connections subscribed to what."""

    def __init__(self, world: World, post: Post, scenario: Scenario) -> None:
        self._world = world
        self._post = post
        self._scenario = scenario
        self._subscribers: dict[Stream, dict[int, None]] = {}
        self._streams = {
            (channel, symbol): Stream(channel, symbol)
            for symbol in world.markets
            for channel in Channel
            if not channel.is_account
        }
        self._executions: Counter[Symbol] = Counter()
        self._figures: dict[Symbol, Figures] = {}

    def subscribe(self, number: int, stream: Stream) -> None:
        """Add a listener and tell it what there is to know now: a book, a quote, a ticker (protocol 4.1, 4.3, 4.4)."""
        self._subscribers.setdefault(stream, {})[number] = None
        if stream.symbol is None:
            return
        market, at = self._world.markets[stream.symbol], self._world.now
        if stream.channel is Channel.DEPTH:
            self._to(number, stream, wire.depth_snapshot(market, at), at)
        elif stream.channel is Channel.LEVEL1:
            self._to(number, stream, wire.level1(market, at), at)
        elif stream.channel is Channel.TICKER:
            self._to(number, stream, wire.ticker(stream.symbol, market.figures(), self._scenario.unit, at), at)

    def unsubscribe(self, number: int, stream: Stream) -> None:
        """Forget a listener."""
        listeners = self._subscribers.get(stream, {})
        listeners.pop(number, None)
        if not listeners:
            self._subscribers.pop(stream, None)

    def traded(self, market: ContractMarket, taken: Taken, at: int) -> None:
        symbol = market.contract.symbol
        listeners, side = self._listeners(Channel.TRADE, symbol), taken.aggressor.value
        for execution, day in zip(taken.executions, taken.days, strict=True):
            self._executions[symbol] += 1
            if listeners:
                trade = wire.PublicTrade(self._executions[symbol], side, execution, day)
                self._publish(Channel.TRADE, symbol, wire.trade(market.contract, trade, at), at)

    def book_changed(self, market: ContractMarket, changes: Changes, at: int) -> None:
        symbol = market.contract.symbol
        if self._listeners(Channel.DEPTH, symbol):
            payload = wire.depth_delta(market, changes, self._scenario.depth_mode, at)
            self._publish(Channel.DEPTH, symbol, payload, at)

    def quote_changed(self, market: ContractMarket, at: int) -> None:
        symbol = market.contract.symbol
        if self._listeners(Channel.LEVEL1, symbol):
            self._publish(Channel.LEVEL1, symbol, wire.level1(market, at), at)

    def ticker_due(self, market: ContractMarket, at: int) -> None:
        symbol = market.contract.symbol
        if not self._listeners(Channel.TICKER, symbol):
            return
        figures = market.figures()
        if figures != self._figures.get(symbol):
            self._figures[symbol] = figures
            self._publish(Channel.TICKER, symbol, wire.ticker(symbol, figures, self._scenario.unit, at), at)

    def account_moved(self, happening: AccountHappening, at: int) -> None:
        channel, kind, data = self._account_part(happening)
        listeners = self._subscribers.get(Stream(channel), {})
        if self._scenario.broadcast_account and channel is not Channel.ACCOUNT:
            listeners = dict.fromkeys(self._post.connections)
        if not listeners:
            return
        payload = wire.account_message(kind, data, self._scenario.nested_account)
        for number in list(listeners):
            self._post.send(Outgoing(number, channel.value, payload, at))

    def _account_part(self, happening: AccountHappening) -> tuple[Channel, str, wire.Document | list[wire.Document]]:
        account_id, scenario = self._world.account.id, self._scenario
        sign = signed if scenario.signed_sizes else unsigned
        match happening:
            case OrderChanged(order):
                document = wire.order(order, account_id, scenario.short_orders)
                return Channel.ORDERS, "order", sign(document, order.side is OrderSide.SELL)
            case BalanceChanged(entry):
                return Channel.BALANCE, "balance", wire.balance(entry, account_id, scenario.unit)
            case PositionsChanged(holdings):
                documents = [sign(wire.position(held, mark, account_id), held.sign < 0) for held, mark in holdings]
                return Channel.POSITIONS, "position", documents
            case Notified(text, at):
                return Channel.ACCOUNT, "account", {"accountId": account_id, "message": text, "timestamp": at}

    def _listeners(self, channel: Channel, symbol: Symbol) -> dict[int, None] | None:
        return self._subscribers.get(self._streams[channel, symbol])

    def _publish(self, channel: Channel, symbol: Symbol, payload: bytes, at: int) -> None:
        stream = self._streams[channel, symbol]
        for number in self._subscribers.get(stream, ()):
            self._to(number, stream, payload, at)

    def _to(self, number: int, stream: Stream, payload: bytes, at: int) -> None:
        self._post.send(Outgoing(number, str(stream), payload, at))
