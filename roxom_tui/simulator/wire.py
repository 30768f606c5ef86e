"""The stream messages of the exchange as bytes (protocol 4). Each is written once, however many clients hear it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import orjson
from msgspec import Struct

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.values import replace
from roxom_tui.simulator.contract_market import ContractMarket, Figures
from roxom_tui.simulator.contracts import Contract, btc_text, size_text
from roxom_tui.simulator.day_statistics import DayFigures
from roxom_tui.simulator.ledger import LEVERAGE, AccountOrder, Entry, Holding, value
from roxom_tui.simulator.matching_engine import Change, Changes, Execution
from roxom_tui.simulator.outgoing_messages import Outgoing

Document = dict[str, Any]
"""A JSON object on its way out: the one place where the wire's loose shapes are spelled."""


def money_text(sats: int, unit: Unit) -> str:
    """An amount in the unit asked for."""
    return btc_text(sats) if unit is Unit.BTC else str(sats)


def level1(market: ContractMarket, at: int) -> bytes:
    """Best bid and ask (protocol 4.1)."""
    tick = market.contract.tick
    bid, bid_lots, ask, ask_lots = market.book.top()
    data = {
        "symbol": market.contract.symbol,
        "bid": None if bid is None else (btc_text(bid * tick), size_text(bid_lots)),
        "ask": None if ask is None else (btc_text(ask * tick), size_text(ask_lots)),
        "timestamp": at,
    }
    return _market(Channel.LEVEL1, market.contract.symbol, "snapshot", at, data)


class PublicTrade(Struct, frozen=True):
    """One execution as everybody hears of it."""

    number: int
    side: str
    execution: Execution
    day: DayFigures


def trade(contract: Contract, told: PublicTrade, at: int) -> bytes:
    """One execution, and what was traded up to it (the payload is our guess: protocol 4.2)."""
    day = told.day
    data = {
        "symbol": contract.symbol,
        "tradeId": f"{contract.symbol}-{told.number}",
        "price": btc_text(told.execution.price * contract.tick),
        "qty": size_text(told.execution.lots),
        "side": told.side,
        "volume": size_text(day.since_start),
        "volume24h": size_text(day.lots),
        "totalVolume": size_text(day.ever),
        "turnover24h": btc_text(day.turnover),
        "open24h": btc_text(day.open),
        "high24h": btc_text(day.high),
        "low24h": btc_text(day.low),
        "timestamp": at,
    }
    return _market(Channel.TRADE, contract.symbol, "snapshot", at, data)


def depth_snapshot(market: ContractMarket, at: int) -> bytes:
    """The whole book (protocol 4.3)."""
    data = {
        "symbol": market.contract.symbol,
        "bid": _levels(market.book.bids.levels(), market.contract.tick),
        "ask": _levels(market.book.asks.levels(), market.contract.tick),
        "timestamp": at,
    }
    return _market(Channel.DEPTH, market.contract.symbol, "snapshot", at, data)


def depth_delta(market: ContractMarket, changes: Changes, mode: DepthMode, at: int) -> bytes:
    """Changed levels: their new size, or under the signed model the difference (protocol 4.3)."""
    data = {
        "symbol": market.contract.symbol,
        "bid": _levels(_quantities(changes.bids, mode), market.contract.tick),
        "ask": _levels(_quantities(changes.asks, mode), market.contract.tick),
        "timestamp": at,
    }
    return _market(Channel.DEPTH, market.contract.symbol, "delta", at, data)


def ticker(symbol: Symbol, figures: Figures, unit: Unit, at: int) -> bytes:
    """Last, mark, index, top, open interest and funding (protocol 4.4)."""

    def price(sats: int | None) -> str | None:
        return None if sats is None else money_text(sats, unit)

    data = {
        "symbol": symbol,
        "lastPrice": price(figures.last),
        "indexPrice": price(figures.underlying),
        "markPrice": price(figures.mark),
        "bestBid": price(figures.bid),
        "bestAsk": price(figures.ask),
        "bestBidQty": None if figures.bid is None else size_text(figures.bid_lots),
        "bestAskQty": None if figures.ask is None else size_text(figures.ask_lots),
        "openInterest": size_text(figures.open_interest),
        "openInterestValue": btc_text(value(figures.mark, figures.open_interest)),
        "fundingRate": btc_text(figures.funding_e8),
        "timestamp": at,
        "unit": unit.value,
    }
    return _market(Channel.TICKER, symbol, "snapshot", at, data)


def order(placed: AccountOrder, account_id: str, short: bool) -> Document:
    """An order's state; the older short form leaves out side, type and price (protocol 4.5)."""
    data: Document = {
        "orderId": placed.id,
        "accountId": account_id,
        "symbol": placed.symbol,
        "status": placed.status.value,
        "remainingQty": size_text(placed.remaining),
        "executedQty": size_text(placed.executed),
        "avgPx": btc_text(placed.average),
        "timestamp": placed.updated_at,
    }
    if short:
        return data
    return data | {
        "fillPx": None if placed.last_fill is None else btc_text(placed.last_fill),
        "filledFees": btc_text(placed.fees),
        "side": placed.side.value,
        "orderType": placed.kind,
        "orderSize": size_text(placed.lots),
        "limitPrice": None if placed.price is None else btc_text(placed.price),
        "clientOrderId": placed.client_id,
        "entryPositionId": placed.entry_position,
        "exitPositionId": placed.exit_position,
        "reason": placed.reason,
    }


def balance(entry: Entry, account_id: str, unit: Unit) -> Document:
    """A link of the balance chain (protocol 4.6)."""
    return {
        "accountId": account_id,
        "balanceBefore": money_text(entry.before, unit),
        "balanceAfter": money_text(entry.after, unit),
        "amount": money_text(entry.amount, unit),
        "unit": unit.value,
        "updateType": entry.cause,
        "timestamp": entry.at,
    }


def position(holding: Holding, mark: int, account_id: str) -> Document:
    """A position; dates in milliseconds, times of change in nanoseconds (protocol 4.7)."""
    return {
        "id": holding.id,
        "symbol": holding.symbol,
        "accountId": account_id,
        "side": holding.side.value,
        "entryAmount": size_text(holding.entry_lots),
        "exitAmount": size_text(holding.exit_lots),
        "size": size_text(holding.lots),
        "tradeMode": "isolated",
        "openDate": holding.opened_at // MILLISECOND,
        "closeDate": None if holding.closed_at is None else holding.closed_at // MILLISECOND,
        "avgEntry": btc_text(holding.entry_price),
        "avgExit": None if holding.exit_price is None else btc_text(holding.exit_price),
        "entryFees": btc_text(holding.entry_fees),
        "exitFees": btc_text(holding.exit_fees) if holding.exit_lots else None,
        "positionBalance": btc_text(holding.margin),
        "initialMargin": btc_text(holding.margin),
        "maintenanceMargin": btc_text(holding.maintenance),
        "liquidationPrice": btc_text(holding.liquidation_price),
        "leverage": f"{LEVERAGE}.0",
        "unrealizedPnl": btc_text(holding.unrealized(mark)),
        "realizedPnl": btc_text(holding.realized),
        "markPrice": btc_text(mark),
        "status": "normal",
        "updatedAt": holding.updated_at,
        "createdAt": holding.opened_at,
    }


def account_message(kind: str, data: Document | Sequence[Document], nested: bool) -> bytes:
    """The account envelope, or the older one that says its type one level down (protocol 3.6)."""
    message = {"type": kind, "data": data}
    return orjson.dumps({"data": message} if nested else message)


def _market(channel: Channel, symbol: Symbol, kind: str, at: int, data: Document) -> bytes:
    return orjson.dumps({"topic": f"{channel.value}.{symbol}", "type": kind, "createdTime": at, "data": data})


def _levels(levels: Iterable[tuple[int, int]], tick: int) -> list[tuple[str, str]]:
    return [(btc_text(price * tick), size_text(lots)) for price, lots in levels]


def _quantities(changes: tuple[Change, ...], mode: DepthMode) -> Iterable[tuple[int, int]]:
    if mode is DepthMode.ABSOLUTE:
        return ((change.price, change.new) for change in changes)
    return ((change.price, change.new - change.old) for change in changes)


_DECIMAL: Final = re.compile(rb'"(-?[0-9]+\.[0-9]+)"')


def as_numbers(payload: bytes) -> bytes:
    """A JSON text with each decimal that is a text as a number."""
    return _DECIMAL.sub(rb"\1", payload)


def as_texts(payload: bytes) -> bytes:
    """As documented."""
    return payload


def with_numbers(message: Outgoing) -> Iterable[Outgoing]:
    """A message with its decimals as numbers."""
    return (replace(message, payload=as_numbers(message.payload)),)


_SIZES: Final = (
    *("size", "entryAmount", "exitAmount", "orderSize", "remainingQty", "executedQty"),
    *("qty", "quantity", "amountFilled"),
)


def signed(document: Document, is_sold: bool) -> Document:
    """The document of an order or position, its sizes negative where something is sold."""
    if not is_sold:
        return document
    return document | {key: _negative(document[key]) for key in _SIZES if key in document}


def unsigned(document: Document, is_sold: bool) -> Document:
    """As documented: the side is a word."""
    return document


def _negative(size: str) -> str:
    return f"-{size}" if size.strip("0.") else size
