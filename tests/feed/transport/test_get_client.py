"""The signed GETs: what goes on the wire, which prefix, and when not to ask again (protocol 5)."""

from __future__ import annotations

import asyncio
import logging
import socket

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.events import BalancesSeed, OrdersSeed, PositionsSeed
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Resync
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.protocol.get_requests import GetKind
from tests.support import messages
from tests.support.in_words import in_words
from tests.support.mailbox_reader import FAST, watching, with_rest
from tests.support.scripted_exchange import KEY_ID, LoopbackExchange
from tests.support.standing_clock import FakeClock


def client_for(exchange: LoopbackExchange, endpoint: Endpoint, rest_url: str | None = None) -> GetClient:
    return GetClient(endpoint, rest_url or exchange.rest_url, FAST)


async def test_what_is_signed_is_exactly_what_goes_on_the_wire(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    rest = client_for(exchange, endpoint)
    positions = await rest.get(GetKind.POSITIONS, Symbol("GOLD BTC/ü"))
    await rest.close()
    (asked,) = exchange.asked
    assert asked.signed
    assert asked.method == "GET"
    assert asked.target == "/v1/positions?instType=perpetual&symbol=GOLD%20BTC%2F%C3%BC&unit=btc"
    assert asked.headers["User-Agent"].startswith("roxom-tui/")
    assert isinstance(positions, PositionsSeed)


async def test_the_lists_are_decoded_and_one_connection_is_kept(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    rest = client_for(exchange, endpoint)
    balance = await rest.get(GetKind.BALANCE)
    orders = await rest.get(GetKind.ORDERS)
    await rest.close()
    assert isinstance(balance, BalancesSeed)
    assert str(balance.balances[0].total) == "0.80"
    assert orders == OrdersSeed(())


async def test_a_404_is_asked_once_under_the_other_prefix_which_is_then_kept(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.rest_prefix = "/api/v1"
    rest = client_for(exchange, endpoint)
    assert isinstance(await rest.get(GetKind.BALANCE), BalancesSeed)
    assert isinstance(await rest.get(GetKind.BALANCE), BalancesSeed)
    await rest.close()
    assert [asked.target for asked in exchange.asked] == [
        "/v1/accounts/balance?unit=btc",
        "/api/v1/accounts/balance?unit=btc",
        "/api/v1/accounts/balance?unit=btc",
    ]
    assert all(asked.signed for asked in exchange.asked)


async def test_that_there_is_no_calendar_says_nothing_of_the_account_s_prefix(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    rest = client_for(exchange, endpoint)
    failed = await rest.get(GetKind.CALENDARS, Symbol("GOLD-BTC"))
    assert isinstance(failed, Failed)
    assert failed.status == 404
    assert isinstance(await rest.get(GetKind.BALANCE), BalancesSeed)
    await rest.close()
    assert [asked.target for asked in exchange.asked] == [
        "/api/v1/market/calendars?symbol=GOLD-BTC",
        "/v1/accounts/balance?unit=btc",
    ]
    assert all(asked.signed for asked in exchange.asked)


async def test_where_neither_prefix_is_known_the_second_is_not_tried_for_ever(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.rest_prefix = "/v9"
    rest = client_for(exchange, endpoint)
    for _ in range(3):
        failed = await rest.get(GetKind.BALANCE)
        assert isinstance(failed, Failed)
        assert failed.status == 404
    await rest.close()
    assert [asked.target.split("/accounts")[0] for asked in exchange.asked] == ["/v1", "/api/v1", "/v1", "/v1"]


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (301, Trouble.REDIRECTED),
        (401, Trouble.REFUSED),
        (403, Trouble.REFUSED),
        (429, Trouble.THROTTLED),
        (500, Trouble.UNAVAILABLE),
    ],
)
async def test_a_failure_is_a_value_and_a_redirect_is_not_followed(
    exchange: LoopbackExchange, endpoint: Endpoint, private_key: rsa.RSAPrivateKey, status: int, trouble: Trouble
) -> None:
    async with LoopbackExchange(private_key.public_key()) as elsewhere:
        exchange.manners.rest_status = status
        exchange.manners.rest_headers = {"Location": elsewhere.rest_url, "Retry-After": "30"}
        rest = client_for(exchange, endpoint)
        failed = await rest.get(GetKind.BALANCE)
        await rest.close()
        assert isinstance(failed, Failed)
        assert (failed.trouble, failed.status) == (trouble, status)
        assert failed.retry_after == (30.0 if status == 429 else None)
        assert elsewhere.asked == []
        assert len(exchange.asked) == 1


async def test_an_address_without_tls_that_is_not_this_machine_is_never_asked(endpoint: Endpoint) -> None:
    rest = GetClient(endpoint, "http://192.0.2.1/v1", FAST)
    failed = await rest.get(GetKind.BALANCE)
    assert isinstance(failed, Failed)
    assert failed.trouble is Trouble.NOT_ALLOWED


async def test_the_environments_proxy_is_not_used_for_loopback(
    exchange: LoopbackExchange, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    rest = client_for(exchange, endpoint)
    assert isinstance(await rest.get(GetKind.BALANCE), BalancesSeed)
    await rest.close()


async def test_a_host_that_does_not_answer_is_a_value_too(endpoint: Endpoint) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/v1"
        rest = GetClient(endpoint, url, replace(FAST, rest_timeout=0.05))
        failed = await rest.get(GetKind.BALANCE)
        await rest.close()
    assert failed == Failed(Trouble.UNREACHABLE, "127.0.0.1 did not answer in time")
    rest = GetClient(endpoint, url, FAST)
    failed = await rest.get(GetKind.BALANCE)
    await rest.close()
    assert failed == Failed(Trouble.UNREACHABLE, "127.0.0.1: connection refused")


async def test_neither_key_nor_signature_of_a_get_reaches_a_log(
    exchange: LoopbackExchange, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx2", "httpcore2", "httpcore2.http11", "httpcore2.connection", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    rest = client_for(exchange, endpoint)
    await rest.get(GetKind.BALANCE)
    exchange.manners.rest_status = 401
    failed = await rest.get(GetKind.BALANCE)
    await rest.close()
    written = repr(failed) + "\n".join(record.getMessage() for record in caplog.records)
    for asked in exchange.asked:
        assert asked.headers["X-API-Signature"] not in written
    assert KEY_ID not in written


# With the rest of the feed


async def test_the_lists_are_asked_for_after_the_subscription_and_only_by_get(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(with_rest(endpoint, exchange.rest_url)) as (_, screen):
        board = await screen.until(
            lambda board: (
                not (board.balances.since_connect or board.orders.since_connect or board.positions.since_connect)
            )
        )
        assert board.balances.freshness.state is PanelState.LIVE
        assert [str(row.total) for row in board.balances.rows] == ["0.80"]
        assert {asked.method for asked in exchange.asked} == {"GET"}
        assert all(asked.signed for asked in exchange.asked)
        targets = [asked.target.split("?")[0] for asked in exchange.asked]
        assert targets == ["/ws", "/v1/orders", "/v1/accounts/balance", "/v1/positions", "/v1/positions"]


async def test_without_a_rest_url_nothing_is_asked_and_the_lists_say_since_when(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.balances.freshness.state is PanelState.QUIET)
        assert board.balances.since_connect
        assert board.orders.since_connect
        assert [asked.target for asked in exchange.asked] == ["/ws"]


async def test_a_balance_event_is_followed_by_one_get_however_many_come(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(with_rest(endpoint, exchange.rest_url)) as (_, screen):
        await screen.until(lambda board: not board.positions.since_connect)
        exchange.balance = "0.65"
        for number in range(10):
            await exchange.send(messages.balance(f"0.{80 - number}", f"0.{79 - number}"))
        await screen.until(lambda board: [str(row.total) for row in board.balances.rows] == ["0.65"])
        assert len([asked for asked in exchange.asked if "balance" in asked.target]) == 2


async def test_balance_events_without_a_pause_do_not_put_the_get_off_for_ever(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    timing = replace(FAST, reseed_after=0.1)
    async with watching(with_rest(endpoint, exchange.rest_url), timing) as (_, screen):
        await screen.until(lambda board: not board.positions.since_connect)
        async with asyncio.timeout(5):
            while len([asked for asked in exchange.asked if "balance" in asked.target]) < 2:
                await exchange.send(messages.balance("0.80", "0.80"))
                await screen.until(lambda board: True)


async def test_refused_gets_are_given_up_and_the_stream_goes_on(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.rest_status = 403
    async with watching(with_rest(endpoint, exchange.rest_url)) as (_, screen):
        board = await screen.until(lambda board: any("only changes since connecting" in text for text in screen.told()))
        board = await screen.until(lambda board: board.balances.freshness.state is PanelState.QUIET)
        assert board.balances.since_connect
        assert board.connection.phase is Phase.CONNECTED
        await exchange.send('{"type":"order","data":[7]}')
        board = await screen.until(lambda board: board.connection.rejected == 1)
        assert board.orders.freshness.state is PanelState.UNPROVEN, "nobody can be asked what was in it"
        assert len(exchange.asked) == 2


async def test_an_exchange_in_trouble_is_asked_again_until_it_answers(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.rest_status = 503
    async with watching(with_rest(endpoint, exchange.rest_url)) as (_, screen):
        await screen.until(
            lambda board: (
                board.orders.freshness.state is PanelState.WAITING
                and "HTTP 503" in in_words(board.orders.freshness.reason)
            )
        )
        assert screen.boards[-1].orders.freshness.state is PanelState.WAITING
        exchange.manners.rest_status = 200
        await screen.until(lambda board: board.orders.freshness.state is PanelState.LIVE)
        await screen.until(lambda board: not board.positions.since_connect)


async def test_the_lists_are_asked_for_again_on_every_connection(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(with_rest(endpoint, exchange.rest_url)) as (_, screen):
        await screen.until(lambda board: not board.positions.since_connect)
        exchange.cut()
        await screen.until(lambda board: board.connection.connection_number == 2 and not board.positions.since_connect)
        assert len([asked for asked in exchange.asked if "/v1/orders" in asked.target]) == 2


async def test_a_list_that_knows_less_than_the_stream_is_asked_for_again_until_they_agree_or_do_not(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    clock, order = FakeClock(), {"orderId": "a", "symbol": "GOLD-BTC", "status": "submitted", "side": "buy"}
    timing = replace(FAST, reseed_after=0.05)
    async with watching(with_rest(endpoint, exchange.rest_url), timing, clock) as (worker, screen), asyncio.timeout(20):
        await screen.until(lambda board: not board.positions.since_connect)
        await exchange.send({"type": "order", "data": order})
        board = await screen.until(lambda board: board.orders.rows)
        exchange.asked.clear()
        worker.obey(Resync(Stream(Channel.ORDERS)))
        while board.orders.freshness.state is not PanelState.UNPROVEN:
            clock.pass_(0.06)
            board = await screen.until(lambda board: board.built_at >= clock.monotonic())
        assert board.orders.freshness.reason == Reason(Cause.SOURCES_DISAGREE)
        assert board.orders.rows, "nothing was taken back"
        lists = [asked for asked in exchange.asked if "/v1/orders" in asked.target]
        assert len(lists) == 4, "one that never agrees is not pressed"
        while board.orders.rows:
            clock.pass_(0.5)
            worker.obey(Resync(Stream(Channel.ORDERS)))
            board = await screen.until(lambda board: board.built_at >= clock.monotonic())
        assert board.orders.freshness.reason != Reason(Cause.SOURCES_DISAGREE)


async def test_the_lists_are_asked_for_again_now_and_then(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    async with watching(with_rest(endpoint, exchange.rest_url), replace(FAST, lists_every=0.03)) as (_, screen):
        await screen.until(lambda board: not board.positions.since_connect)
        await exchange.until(lambda: len([asked for asked in exchange.asked if "positions" in asked.target]) >= 6)
        await exchange.until(lambda: len([asked for asked in exchange.asked if "/v1/orders" in asked.target]) >= 3)
        await exchange.until(lambda: len([asked for asked in exchange.asked if "/balance" in asked.target]) >= 3)
