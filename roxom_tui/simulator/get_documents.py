"""The bodies of the GETs' answers, in today's shapes and in the older ones (protocol 5.2 to 5.4, 5.7)."""

from __future__ import annotations

from itertools import islice

from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.money import Unit
from roxom_tui.simulator.contract_market import ContractMarket
from roxom_tui.simulator.contracts import size_text
from roxom_tui.simulator.demo_account import DemoAccount
from roxom_tui.simulator.ledger import LEVERAGE, AccountOrder, Holding, value
from roxom_tui.simulator.matching_engine import HalfBook
from roxom_tui.simulator.wire import Document, money_text


def balance(account: DemoAccount, unit: Unit, now: int) -> Document:
    """Free, total and held by orders."""
    bitcoin = {
        "asset": "BTC",
        "assetClass": "digital",
        "available": money_text(account.available, unit),
        "current": money_text(account.ledger.balance, unit),
        "lockedInOrders": money_text(account.in_orders, unit),
    }
    return {"balances": [bitcoin], "lastUpdated": now // MILLISECOND}


def old_balance(account: DemoAccount, unit: Unit, now: int) -> Document:
    """The older shape: one currency, and nothing of orders."""
    return {
        "available": money_text(account.available, unit),
        "balance": money_text(account.ledger.balance, unit),
        "currency": "BTC",
    }


def position(held: Holding, account_id: str, unit: Unit) -> Document:
    """A position as the GET has it: no symbol, no mark, a maintenance ratio in place of an amount."""
    return {
        "id": held.id,
        "accountId": account_id,
        "instrumentId": f"{held.symbol}-PERP",
        "side": held.side.value,
        "size": size_text(held.lots),
        "entryAmount": size_text(held.entry_lots),
        "exitAmount": size_text(held.exit_lots),
        "avgEntry": money_text(held.entry_price, unit),
        "avgExit": None if held.exit_price is None else money_text(held.exit_price, unit),
        "entryFees": money_text(held.entry_fees, unit),
        "exitFees": money_text(held.exit_fees, unit),
        "margin": money_text(held.margin, unit),
        "initialMargin": money_text(held.margin, unit),
        "maintenanceMarginRatio": "0.0500",
        "liquidationPrice": money_text(held.liquidation_price, unit),
        "leverage": f"{LEVERAGE}.0",
        "status": "normal",
        "adlRank": 1,
        "unit": unit.value,
        "openDate": held.opened_at // MILLISECOND,
        "closeDate": None,
        "createdAt": held.opened_at // MILLISECOND,
        "updatedAt": held.updated_at // MILLISECOND,
    }


def old_position(held: Holding, mark: int) -> Document:
    """The older shape: integers in sats, a boolean for the side, times in milliseconds."""
    return {
        "positionId": held.id,
        "instrument": held.symbol,
        "symbol": held.symbol,
        "isBuy": held.sign > 0,
        "entryAmount": size_text(held.entry_lots),
        "exitAmount": size_text(held.exit_lots),
        "size": size_text(held.lots),
        "avgEntry": held.entry_price,
        "avgExit": held.exit_price,
        "openDate": held.opened_at // MILLISECOND,
        "closeDate": None,
        "unrealizedPnl": held.unrealized(mark),
        "markPrice": mark,
        "liquidationPrice": held.liquidation_price,
        "unit": "sats",
        "createdAt": held.opened_at // MILLISECOND,
        "updatedAt": held.updated_at // MILLISECOND,
    }


def order(held: AccountOrder, account_id: str, unit: Unit) -> Document:
    """An order; `size` is what remains, `createdAt` in nanoseconds."""
    return {
        "id": held.id,
        "accountId": account_id,
        "symbol": held.symbol,
        "instType": "perpetual",
        "type": held.kind,
        "side": held.side.value,
        "status": held.status.value,
        "timeInForce": "gtc" if held.kind == "limit" else "ioc",
        "px": None if held.price is None else money_text(held.price, unit),
        "qty": size_text(held.lots),
        "size": size_text(held.remaining),
        "amountFilled": size_text(held.executed),
        "unit": unit.value,
        "clientOrderId": held.client_id,
        "triggerPx": None if held.trigger is None else money_text(held.trigger, unit),
        "triggeredAt": held.triggered_at,
        "createdAt": held.created_at,
    }


def old_order(held: AccountOrder, account_id: str, unit: Unit) -> Document:
    """The older list's names; `createdAt` in milliseconds and the unit in upper case."""
    return {
        "id": held.id,
        "accountId": account_id,
        "symbol": held.symbol,
        "orderType": held.kind,
        "side": held.side.value,
        "status": held.status.value,
        "price": None if held.price is None else money_text(held.price, unit),
        "quantity": size_text(held.lots),
        "size": size_text(held.remaining),
        "unit": unit.value.upper(),
        "isTriggered": held.triggered_at is not None,
        "createdAt": held.created_at // MILLISECOND,
    }


def order_book(market: ContractMarket, levels: int, unit: Unit) -> Document:
    """The best levels of both sides, each with its value, and the value of each side."""
    buys, buy_total = _side(market.book.bids, market.contract.tick, levels, unit)
    sells, sell_total = _side(market.book.asks, market.contract.tick, levels, unit)
    return {
        "instrumentId": f"{market.contract.symbol}-PERP",
        "buys": buys,
        "sells": sells,
        "buySellVersus": {"buy": money_text(buy_total, unit), "sell": money_text(sell_total, unit)},
    }


def _side(half: HalfBook, tick: int, levels: int, unit: Unit) -> tuple[list[Document], int]:
    rows = [(price * tick, lots) for price, lots in islice(half.levels(), levels)]
    items = [
        {"price": money_text(price, unit), "size": size_text(lots), "total": money_text(value(price, lots), unit)}
        for price, lots in rows
    ]
    return items, sum(value(price, lots) for price, lots in rows)
