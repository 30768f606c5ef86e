from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import orjson
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import DepthMode, Side
from roxom_tui.model.values import replace
from roxom_tui.protocol.auth import get_headers, handshake_headers
from roxom_tui.protocol.get_requests import GetKind, GetRequest
from roxom_tui.simulator.scenarios import DEFAULT, SCENARIOS, Departure, Scenario
from roxom_tui.simulator.server import CALM_NAP
from tests.simulator.heard import GOLD, RebuiltBook, credentials, good_headers, subscribe
from tests.simulator.standing import PATIENCE, STANDING, client_of, end_of, hear, hear_topic, standing
from tests.support.watched_server import WatchedServer


async def test_a_throw_away_key_opens_a_server_that_lives_in_real_time() -> None:
    async with WatchedServer() as server:
        assert server.private_key is not None
        headers = handshake_headers(Credentials(Secret(server.key_id), server.private_key))
        async with connect(server.ws_url, additional_headers=headers, proxy=None) as client:
            await client.send(subscribe("level1.GOLD-BTC"))
            first = await hear_topic(client, "level1.GOLD-BTC")
            second = await hear_topic(client, "level1.GOLD-BTC")
            assert second["createdTime"] > first["createdTime"]
        assert server.ws_url.startswith("ws://127.0.0.1:")


async def test_what_happened_in_a_nap_is_sent_together(monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    turn = asyncio.sleep

    async def sleep(seconds: float) -> None:
        naps.append(seconds)
        await turn(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    async with WatchedServer(replace(STANDING, speed=1.0, nap=CALM_NAP)):
        while not any(naps):
            await turn(0)
    assert all(CALM_NAP <= nap <= 0.25 for nap in naps if nap)


async def test_a_client_over_the_socket_rebuilds_the_true_book() -> None:
    async with standing() as server, client_of(server) as client:
        await client.send(subscribe("depth.GOLD-BTC"))
        book = RebuiltBook(DepthMode.ABSOLUTE)
        book.hear(await hear_topic(client, "depth.GOLD-BTC"))
        for _ in range(20):
            server.step(SECOND)
        server.exchange.receive(server.connections[0], subscribe("trade.OIL-BTC"))
        server.step(1)
        while (message := await hear(client)).get("event") != "subscribe":
            if message.get("topic") == "depth.GOLD-BTC":
                book.hear(message)
        true = server.truth.book(GOLD)
        assert book.deltas > 100
        assert book.sides == {"bid": dict(true.bids), "ask": dict(true.asks)}


@pytest.mark.parametrize(
    ("scenario", "headers", "status"),
    [
        (DEFAULT, {}, 401),
        (DEFAULT, {"X-API-Key": "nobody"}, 401),
        (SCENARIOS["auth_rejected"], {}, 401),
        (SCENARIOS["auth_forbidden"], {}, 403),
        (SCENARIOS["handshake_limited"], {}, 429),
    ],
)
async def test_a_refused_handshake_is_an_http_status_with_a_json_body(
    scenario: Scenario, headers: dict[str, str], status: int
) -> None:
    sent = good_headers() | headers if headers or scenario is not DEFAULT else {}
    async with standing(scenario) as server:
        with pytest.raises(InvalidStatus) as refused:
            await connect(server.ws_url, additional_headers=sent, proxy=None)
        response = refused.value.response
        assert response.status_code == status
        assert orjson.loads(response.body)["error"] == status
        assert (response.headers.get("Retry-After") == "2") == (status == 429)
        assert [asked.status for asked in server.journal.requests] == [status]


async def test_the_gets_answer_on_the_same_port() -> None:
    async with standing() as server, httpx2.AsyncClient(trust_env=False) as http:
        asked = GetRequest(GetKind.BALANCE)
        url = server.rest_url.removesuffix("/v1") + asked.target
        good = await http.get(url, headers=get_headers(credentials(), asked))
        bad = await http.get(url)
        posted = await http.post(url, headers=get_headers(credentials(), asked))
        assert (good.status_code, bad.status_code, posted.status_code) == (200, 401, 405)
        assert good.headers["Content-Type"] == "application/json"
        assert good.json()["data"]["balances"][0]["current"] == "0.80000000"
        assert server.journal.methods == {"GET": 2, "POST": 1}


async def test_an_error_code_ends_the_connection_where_the_scenario_says_so() -> None:
    async with standing(SCENARIOS["auth_error_then_close"]) as server, client_of(server) as client:
        assert (await hear(client))["code"] == "600010"
        ended = await end_of(client)
        assert ended.rcvd is not None
        assert ended.rcvd.code == 1008


async def test_a_binary_frame_from_the_client_is_answered_and_survived() -> None:
    async with standing() as server, client_of(server) as client:
        await client.send(b"\x01")
        assert (await hear(client))["code"] == "60018"
        await client.send(subscribe("orders"))
        assert (await hear(client))["event"] == "subscribe"
        assert [heard.payload for heard in server.journal.messages] == [b"\x01", subscribe("orders")]


async def test_a_binary_frame_is_sent_as_one() -> None:
    async with standing(SCENARIOS["binary_frame"]) as server, client_of(server) as client:
        await client.send(subscribe("level1.GOLD-BTC"))
        await hear_topic(client, "level1.GOLD-BTC")
        server.step(10 * SECOND)
        async with asyncio.timeout(PATIENCE):
            while isinstance(await client.recv(), str):
                pass


async def test_killed_sockets_end_without_a_close_frame_and_a_new_connection_starts_afresh() -> None:
    async with standing() as server:
        async with client_of(server) as client:
            await client.send(subscribe("depth.GOLD-BTC"))
            await hear_topic(client, "depth.GOLD-BTC")
            server.kill_sockets()
            assert (await end_of(client)).rcvd is None
        async with client_of(server) as client:
            await client.send(subscribe("orders"))
            await hear(client)
            assert len(server.connections) == 1
            assert len(server.exchange.subscriptions(server.connections[0])) == 1


async def test_a_stopped_server_refuses_and_comes_back_on_the_same_port() -> None:
    async with standing() as server:
        port = server.port
        async with client_of(server) as client:
            await server.stop_listening()
            assert (await end_of(client)).rcvd is None
            with pytest.raises(ConnectionRefusedError):
                await connect(server.ws_url, additional_headers=good_headers(), proxy=None)
            await server.start_listening()
        assert server.port == port
        async with client_of(server) as client:
            await client.send(subscribe("orders"))
            assert (await hear(client))["event"] == "subscribe"


async def test_every_connection_can_be_closed_with_a_code() -> None:
    async with standing() as server, client_of(server) as client:
        await client.send(subscribe("orders"))
        await hear(client)
        server.close_all(1012, "service restart")
        ended = await end_of(client)
        assert ended.rcvd is not None
        assert (ended.rcvd.code, ended.rcvd.reason) == (1012, "service restart")


@pytest.mark.parametrize("code", [None, 1000, 1011])
async def test_a_scenario_drops_or_closes_at_its_time(code: int | None) -> None:
    scenario = replace(DEFAULT, departure=Departure(1.0, code))
    async with standing(scenario) as server, client_of(server) as client:
        await client.send(subscribe("orders"))
        await hear(client)
        server.step(SECOND)
        ended = await end_of(client)
        assert (ended.rcvd.code if ended.rcvd else None) == code


async def test_a_mute_server_answers_pings_and_a_frozen_one_does_not() -> None:
    async with standing() as server, client_of(server) as client:
        await client.send(subscribe("level1.GOLD-BTC", "depth.GOLD-BTC"))
        await hear_topic(client, "depth.GOLD-BTC")
        server.mute({"depth.GOLD-BTC"})
        server.step(5 * SECOND)
        server.mute()
        server.step(5 * SECOND)
        async with asyncio.timeout(PATIENCE):
            await (await client.ping())
        server.unmute()
        server.exchange.receive(server.connections[0], subscribe("orders"))
        server.step(1)
        heard = []
        while (message := await hear(client)).get("event") != "subscribe":
            heard.append(message)
        assert {message.get("topic") for message in heard if "topic" in message} == {"level1.GOLD-BTC"}
        server.freeze()
        pong = asyncio.ensure_future(await client.ping())
        server.step(5 * SECOND)
        for _ in range(50):
            await asyncio.sleep(0)
        assert not pong.done()
        server.thaw()
        async with asyncio.timeout(PATIENCE):
            await pong


async def test_a_port_in_use_is_told_in_one_sentence() -> None:
    async with standing() as server:
        with pytest.raises(UsageError, match=f"^port {server.port} is in use: choose another with --port$"):
            async with WatchedServer(replace(STANDING, port=server.port)):
                pass


async def test_leaving_ends_every_connection_and_task() -> None:
    async with standing() as server, client_of(server) as client:
        await client.send(subscribe("orders"))
        await hear(client)
        await server.__aexit__(None, None, None)
        ended = await end_of(client)
        assert ended.rcvd is not None
        assert ended.rcvd.code == 1001
        assert server.connections == ()


async def test_history_knows_every_quote_and_size_of_the_last_seconds() -> None:
    async with standing(remember=3.0) as server, client_of(server) as client:
        await client.send(subscribe("level1.GOLD-BTC"))
        quotes = [(await hear_topic(client, "level1.GOLD-BTC"))["data"]]
        since = server.exchange.world.now
        server.step(2 * SECOND)
        server.exchange.receive(server.connections[0], subscribe("orders"))
        server.step(1)
        while (message := await hear(client)).get("event") != "subscribe":
            if "topic" in message:
                quotes.append(message["data"])
        true = {
            (str(quote.bid[0]), str(quote.bid[1]), str(quote.ask[0]), str(quote.ask[1]))
            for quote in server.history.quotes(GOLD, since)
            if quote.bid and quote.ask
        }
        assert len(quotes) > 5
        assert {(*quote["bid"], *quote["ask"]) for quote in quotes} <= true
        for quote in server.history.quotes(GOLD, since):
            assert quote.bid is not None
            assert quote.bid[1] in server.history.sizes(GOLD, Side.BID, quote.bid[0], since)


@pytest.mark.parametrize(
    ("method", "more", "status"),
    [
        ("POST", {"content": b'{"side":"buy"}'}, 405),
        ("POST", {"content": b"x" * 300_000}, 405),
        ("PUT", {"json": {"size": 1}}, 405),
        ("PATCH", {"data": {"size": "1"}}, 405),
        ("DELETE", {}, 405),
        ("OPTIONS", {}, 405),
        ("HEAD", {}, 405),
        ("GET", {"content": b"{}"}, 400),
    ],
)
@pytest.mark.parametrize("path", ["/v1/orders", "/ws", "/nowhere"])
async def test_another_verb_or_a_body_is_answered_and_not_dropped(
    method: str, more: dict[str, Any], status: int, path: str
) -> None:
    async with standing() as server, httpx2.AsyncClient(trust_env=False) as client:
        answer = await client.request(method, f"http://127.0.0.1:{server.port}{path}", **more)
        assert answer.status_code == status
        assert answer.headers.get("Allow") == ("GET" if status == 405 else None)
        assert bool(answer.content) == (method != "HEAD")
        assert [(asked.method, asked.status) for asked in server.journal.requests] == [(method, status)]


async def test_a_body_in_chunks_and_a_head_in_pieces_are_answered_too() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 1000

    async with standing() as server, httpx2.AsyncClient(trust_env=False) as client:
        chunked = await client.post(f"{server.rest_url}/orders", content=pieces())
        assert (chunked.status_code, chunked.headers["Allow"]) == (405, "GET")
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        for byte in b"DELETE /v1/orders HTTP/1.1\r\nHost: x\r\n\r\n":
            writer.write(bytes((byte,)))
            await writer.drain()
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 405 ")
        writer.close()


async def test_speed_can_be_changed_while_it_runs() -> None:
    async with standing() as server:
        before = server.exchange.world.now
        server.set_speed(100.0)
        async with asyncio.timeout(PATIENCE), client_of(server) as client:
            await client.send(subscribe("level1.GOLD-BTC"))
            await hear(client)
            while server.exchange.world.now < before + SECOND:
                await client.recv()
