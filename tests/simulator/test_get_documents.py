from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.events import BalancesSeed, BookSnapshot, CalendarsSeed, OrdersSeed, PositionsSeed
from roxom_tui.model.money import Unit
from roxom_tui.protocol.get_requests import GetKind, GetRequest, decode_answer
from roxom_tui.simulator.scenarios import HttpRefusal
from tests.simulator.heard import GOLD, US500, data, get, lived_in
from tests.support.exchange_truth import Truth


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("unit", list(Unit))
def test_what_the_gets_say_reads_back_as_the_truth(old: bool, unit: Unit) -> None:
    exchange = lived_in(old_rest=old)
    truth, prefix = Truth(exchange.world), exchange.rest_prefix
    for kind in GetKind:
        symbol = GOLD if kind in (GetKind.POSITIONS, GetKind.ORDER_BOOK, GetKind.CALENDARS) else None
        asked = GetRequest(kind, prefix, symbol, unit)
        answer = get(exchange, asked.target)
        match decode_answer(asked, answer.body, answer.status):
            case BalancesSeed((balance,)):
                true = truth.balance()
                assert (balance.total, balance.available) == (true.total, true.available)
                assert balance.in_orders == (None if old else true.in_orders)
            case PositionsSeed(positions=(position,)):
                held = truth.position(GOLD)
                assert held is not None
                assert position.position_id == held.position_id
                assert (position.side, position.size, position.entry_price) == (held.side, held.size, held.entry_price)
                assert position.liquidation_price == held.liquidation_price
            case OrdersSeed(orders):
                assert [(o.order_id, o.side, o.limit_price, o.size) for o in orders] == [
                    (o.order_id, o.side, o.limit_price, o.size) for o in truth.orders()
                ]
            case BookSnapshot(bids=bids, asks=asks):
                book = truth.book(GOLD)
                assert (bids, asks) == (book.bids[:20], book.asks[:20])
            case CalendarsSeed(hours=hours):
                assert hours == (), "gold has no hours"
            case other:
                pytest.fail(f"not read: {other}")


def test_the_newer_balance_has_the_documented_fields() -> None:
    found = data(lived_in(), "/v1/accounts/balance?unit=btc")
    [balance] = found["balances"]
    assert balance.keys() == {"asset", "assetClass", "available", "current", "lockedInOrders"}


def test_sats_are_whole_numbers_and_the_default_of_the_balance() -> None:
    exchange = lived_in()
    [default] = data(exchange, "/v1/accounts/balance")["balances"]
    [in_btc] = data(exchange, "/v1/accounts/balance?unit=btc")["balances"]
    assert int(default["current"]) == Decimal(in_btc["current"]).scaleb(8)


def test_the_book_has_the_levels_asked_for_and_the_value_of_each_side() -> None:
    book = data(lived_in(), "/v1/orderbook/snapshot?symbol=GOLD-BTC&instType=perpetual&levels=5&unit=btc")
    assert (len(book["buys"]), len(book["sells"])) == (5, 5)
    assert Decimal(book["buySellVersus"]["buy"]) == sum(Decimal(level["total"]) for level in book["buys"])


def test_the_calendar_of_american_stocks_is_there_whatever_becomes_of_the_other_pages() -> None:
    exchange = lived_in(rest_refusal=HttpRefusal(429, "Too many requests"))
    asked = GetRequest(GetKind.CALENDARS, "/api/v1", US500)
    answer = get(exchange, asked.target)
    seed = decode_answer(asked, answer.body, answer.status)
    assert isinstance(seed, CalendarsSeed)
    assert [(hours.opens, hours.closes, hours.zone) for hours in seed.hours] == [(570, 960, "America/New_York")]
