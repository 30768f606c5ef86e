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


def position(holding: Holding, account_id: str, unit: Unit) -> Document:
    """A position as the GET has it: no symbol, no mark, a maintenance ratio in place of an amount."""
    return {
        "id": holding.id,
        "accountId": account_id,
        "instrumentId": f"{holding.symbol}-PERP",
        "side": holding.side.value,
        "size": size_text(holding.lots),
        "entryAmount": size_text(holding.entry_lots),
        "exitAmount": size_text(holding.exit_lots),
        "avgEntry": money_text(holding.entry_price, unit),
        "avgExit": None if holding.exit_price is None else money_text(holding.exit_price, unit),
        "entryFees": money_text(holding.entry_fees, unit),
        "exitFees": money_text(holding.exit_fees, unit),
        "margin": money_text(holding.margin, unit),
        "initialMargin": money_text(holding.margin, unit),
        "maintenanceMarginRatio": "0.0500",
        "liquidationPrice": money_text(holding.liquidation_price, unit),
        "leverage": f"{LEVERAGE}.0",
        "status": "normal",
        "adlRank": 1,
        "unit": unit.value,
        "openDate": holding.opened_at // MILLISECOND,
        "closeDate": None,
        "createdAt": holding.opened_at // MILLISECOND,
        "updatedAt": holding.updated_at // MILLISECOND,
    }


def old_position(holding: Holding, mark: int) -> Document:
    """The older shape: integers in sats, a boolean for the side, times in milliseconds."""
    return {
        "positionId": holding.id,
        "instrument": holding.symbol,
        "symbol": holding.symbol,
        "isBuy": holding.sign > 0,
        "entryAmount": size_text(holding.entry_lots),
        "exitAmount": size_text(holding.exit_lots),
        "size": size_text(holding.lots),
        "avgEntry": holding.entry_price,
        "avgExit": holding.exit_price,
        "openDate": holding.opened_at // MILLISECOND,
        "closeDate": None,
        "unrealizedPnl": holding.unrealized(mark),
        "markPrice": mark,
        "liquidationPrice": holding.liquidation_price,
        "unit": "sats",
        "createdAt": holding.opened_at // MILLISECOND,
        "updatedAt": holding.updated_at // MILLISECOND,
    }


def order(placed: AccountOrder, account_id: str, unit: Unit) -> Document:
    """An order; `size` is what remains, `createdAt` in nanoseconds."""
    return {
        "id": placed.id,
        "accountId": account_id,
        "symbol": placed.symbol,
        "instType": "perpetual",
        "type": placed.kind,
        "side": placed.side.value,
        "status": placed.status.value,
        "timeInForce": "gtc" if placed.kind == "limit" else "ioc",
        "px": None if placed.price is None else money_text(placed.price, unit),
        "qty": size_text(placed.lots),
        "size": size_text(placed.remaining),
        "amountFilled": size_text(placed.executed),
        "unit": unit.value,
        "clientOrderId": placed.client_id,
        "triggerPx": None if placed.trigger is None else money_text(placed.trigger, unit),
        "triggeredAt": placed.triggered_at,
        "createdAt": placed.created_at,
    }


def old_order(placed: AccountOrder, account_id: str, unit: Unit) -> Document:
    """The older list's names; `createdAt` in milliseconds and the unit in upper case."""
    return {
        "id": placed.id,
        "accountId": account_id,
        "symbol": placed.symbol,
        "orderType": placed.kind,
        "side": placed.side.value,
        "status": placed.status.value,
        "price": None if placed.price is None else money_text(placed.price, unit),
        "quantity": size_text(placed.lots),
        "size": size_text(placed.remaining),
        "unit": unit.value.upper(),
        "isTriggered": placed.triggered_at is not None,
        "createdAt": placed.created_at // MILLISECOND,
    }


def calendars(symbol: str) -> Document:
    """The hours of New York's stock exchange for what stands for American stocks; others have none (protocol 5.10)."""
    listed = {
        "id": "0199c000-0000-7000-8000-000000000002",
        "name": "US Markets",
        "code": "US",
        "timezone": "America/New_York",
        "openHour": "09:30",
        "closeHour": "16:00",
        "openDayBefore": False,
        "openOnWeekends": False,
        "holidays": [{"date": "2026-12-25"}],
    }
    return {"calendars": [listed] if symbol.startswith(("US1", "US5")) else []}


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
