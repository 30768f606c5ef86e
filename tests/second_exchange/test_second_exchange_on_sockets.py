"""The second exchange on its port, seen by a client that hides nothing: the door, the requests, every fault."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from tests.second_exchange.folding import Folded
from tests.second_exchange.plain_client import (
    BINARY,
    CLOSE,
    FINAL,
    PATIENCE,
    PING,
    PONG,
    TEXT,
    Json,
    PlainClient,
    Response,
    signature,
)
from tests.support.second_exchange.conventions import (
    Acknowledging,
    Conventions,
    Deltas,
    Repeated,
    RestBody,
    SuccessCode,
)
from tests.support.second_exchange.faults import Fault, Refusal
from tests.support.second_exchange.happenings import Side
from tests.support.second_exchange.keys import KEY_ID, key_in
from tests.support.second_exchange.server import Exchange

GOLD = "GOLD-BTC"
FAST = 2000.0


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("second") / "key.pem"
    key_in(path)
    return path


@asynccontextmanager
async def exchange_with(
    key_file: Path, conventions: Conventions | None = None, rate: float = FAST
) -> AsyncIterator[Exchange]:
    async with Exchange(key_in(key_file), conventions or Conventions(levels=20), rate=rate) as exchange:
        yield exchange


def headers(key_file: Path, payload: str = "GET:/ws") -> Json:
    return {"X-API-Key": KEY_ID, "X-API-Signature": signature(key_file, payload)}


@asynccontextmanager
async def client_of(exchange: Exchange, key_file: Path, *streams: str) -> AsyncIterator[PlainClient]:
    client = await PlainClient.to(exchange.port)
    try:
        assert (await client.upgrade(headers(key_file))).status == 101
        if streams:
            client.subscribe(*streams)
            for _ in streams:
                await client.until(event="subscribe")
        yield client
    finally:
        client.leave()


async def knock(exchange: Exchange, sent: Json) -> Response:
    client = await PlainClient.to(exchange.port)
    answer = await client.upgrade(sent)
    client.leave()
    return answer


async def to_the_end(client: PlainClient) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await client.frame()).opcode not in {CLOSE, PONG}:
            pass


# --- the door ------------------------------------------------------------------------------------------------


async def test_only_the_right_key_with_the_right_signature_gets_in(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange:
        good = headers(key_file)
        wrongs: list[Json] = [
            {},
            {"X-API-Key": KEY_ID},
            good | {"X-API-Key": "rxk_key_other"},
            good | {"X-API-Signature": "AAAA"},
            headers(key_file, "GET:/v1/orders"),
        ]
        for wrong in wrongs:
            refused = await knock(exchange, wrong)
            assert refused.status == 401
            assert json.loads(refused.body)["error"] == 401
        assert (await knock(exchange, good)).status == 101


async def test_bad_credentials_may_be_told_behind_the_upgrade(key_file: Path) -> None:
    async with exchange_with(key_file, Conventions(upgrade_then_error=True)) as exchange:
        client = await PlainClient.to(exchange.port)
        assert (await client.upgrade({"X-API-Key": "other"})).status == 101
        assert (await client.message())["code"] == "600010"
        assert (await client.frame()).payload[:2] == (1008).to_bytes(2, "big")
        client.leave()


@pytest.mark.parametrize(
    ("refusal", "status", "kind"),
    [
        (Refusal.HTML_403, 403, "text/html; charset=UTF-8"),
        (Refusal.JSON_401, 401, "application/json"),
        (Refusal.BUSY_429, 429, "application/json"),
        (Refusal.DOWN_503, 503, "text/plain"),
    ],
)
async def test_the_next_upgrade_can_be_refused_once(key_file: Path, refusal: Refusal, status: int, kind: str) -> None:
    async with exchange_with(key_file) as exchange:
        exchange.refuse(refusal)
        refused = await knock(exchange, headers(key_file))
        assert (refused.status, refused.headers["content-type"]) == (status, kind)
        assert (await knock(exchange, headers(key_file))).status == 101


@pytest.mark.parametrize("body", list(RestBody))
async def test_gets_are_signed_too_and_wrapped_as_is_the_habit(key_file: Path, body: RestBody) -> None:
    async with exchange_with(key_file, Conventions(rest_body=body)) as exchange:
        client = await PlainClient.to(exchange.port)
        target = "/v1/orders?instType=perpetual&unit=btc"
        assert (await client.get(target, headers(key_file))).status == 401
        answer = await client.get(target, headers(key_file, f"GET:{target}"))
        raw = gzip.decompress(answer.body) if body is RestBody.GZIP else answer.body
        assert raw.startswith(b"\xef\xbb\xbf") is (body is RestBody.BOM)
        assert len(json.loads(raw.decode("utf-8-sig"))["data"]["orders"]) >= 4
        client.leave()


async def test_anything_but_a_get_is_refused(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange:
        client = await PlainClient.to(exchange.port)
        assert (await client.get("/v1/orders", {}, "POST")).status == 405
        client.leave()


# --- requests ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", [Acknowledging.INST_ID, Acknowledging.SYMBOL])
@pytest.mark.parametrize("code", list(SuccessCode))
async def test_each_stream_is_acknowledged(key_file: Path, style: Acknowledging, code: SuccessCode) -> None:
    habits = Conventions(acknowledging=style, success_code=code)
    async with exchange_with(key_file, habits, 1.0) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"ticker.{GOLD}", "orders")
        first, second = [await client.until(event="subscribe") for _ in range(2)]
        name = "instId" if style is Acknowledging.INST_ID else "symbol"
        assert first["arg"] == {"channel": "ticker", name: GOLD}
        assert second["arg"] == {"channel": "orders"}
        assert first.get("code") == {"text": "0", "number": 0, "missing": None}[code]
        client.subscribe("orders", op="unsubscribe")
        assert (await client.until(event="unsubscribe"))["arg"] == {"channel": "orders"}


@pytest.mark.parametrize(("style", "wanted"), [(Acknowledging.ARGS, 1), (Acknowledging.NEVER, 0)])
async def test_streams_may_be_acknowledged_together_or_never(key_file: Path, style: Acknowledging, wanted: int) -> None:
    habits = Conventions(acknowledging=style)
    async with exchange_with(key_file, habits, 400) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"depth.{GOLD}", f"level1.{GOLD}")
        found = [await client.message() for _ in range(20)]
        assert sum("event" in one for one in found) == wanted


async def test_an_acknowledgement_may_come_behind_the_data(key_file: Path) -> None:
    habits = Conventions(acknowledged_after=0.3)
    async with exchange_with(key_file, habits, 400) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"depth.{GOLD}")
        assert "topic" in await client.message()
        await client.until(event="subscribe")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ('{"op": "subscribe", "args": [{"channel": "candles", "symbol": "GOLD-BTC"}]}', "60014"),
        ('{"op": "subscribe", "args": [{"channel": "depth", "symbol": "TEA-BTC"}]}', "60015"),
        ('{"op": "subscribe", "args": [{"channel": "depth"}]}', "60015"),
        ('{"op": "subscribe"}', "60017"),
        ('{"op": "login", "args": [{"channel": "orders"}]}', "60017"),
        ("tea", "60017"),
    ],
)
async def test_a_request_that_is_wrong_is_answered_by_its_error(key_file: Path, sent: str, code: str) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file) as client:
        client.send(sent.encode())
        error = await client.until(event="error")
        assert (error["code"], set(error)) == (code, {"event", "code", "msg", "connId"})


async def test_binary_frames_and_too_many_streams_are_refused_and_the_connection_lives(key_file: Path) -> None:
    async with (
        exchange_with(key_file, Conventions(subscription_limit=2)) as exchange,
        client_of(exchange, key_file) as client,
    ):
        client.send(b"{}", BINARY)
        assert (await client.until(event="error"))["code"] == "60018"
        client.subscribe("orders", "balance", "positions")
        assert (await client.until(event="error"))["code"] == "60016"
        client.send(b"alive", PING)
        assert (await client.until_frame(FINAL | PONG)).payload == b"alive"


@pytest.mark.parametrize("repeated", list(Repeated))
async def test_a_second_subscription_brings_what_is_the_habit(key_file: Path, repeated: Repeated) -> None:
    async with (
        exchange_with(key_file, Conventions(repeated=repeated), 0.01) as exchange,
        client_of(exchange, key_file) as client,
    ):
        client.subscribe(f"depth.{GOLD}")
        await client.until(type="snapshot")
        client.subscribe(f"depth.{GOLD}")
        client.send(b"", PING)
        await client.until(event="subscribe")
        follows = (await client.frame()).opcode
        assert follows == (TEXT if repeated is Repeated.SNAPSHOT else PONG)


async def test_account_events_come_to_those_who_asked_for_nothing(key_file: Path) -> None:
    async with (
        exchange_with(key_file) as exchange,
        client_of(exchange, key_file) as one,
        client_of(exchange, key_file, f"level1.{GOLD}") as other,
    ):
        assert (await one.until(type="order"))["data"] == (await other.until(type="order"))["data"]


# --- books ---------------------------------------------------------------------------------------------------


async def books(client: PlainClient, *, signed: bool, messages: int) -> Folded:
    book = Folded(signed=signed)
    while messages:
        message = await client.message()
        if message.get("topic") == f"depth.{GOLD}":
            book.take(message)
            messages -= 1
    return book


@pytest.mark.parametrize("deltas", list(Deltas))
async def test_the_book_on_the_wire_is_the_true_one(key_file: Path, deltas: Deltas) -> None:
    async with exchange_with(key_file, Conventions(deltas=deltas)) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"depth.{GOLD}")
        book = await books(client, signed=deltas is Deltas.SIGNED, messages=200)
        assert {Side(side): levels for side, levels in book.sides.items()} == exchange.venue.book(GOLD, book.time)


# --- faults --------------------------------------------------------------------------------------------------


async def test_a_reset_is_a_reset_and_an_end_an_end(key_file: Path) -> None:
    for fault, error in ((Fault.RESET, ConnectionResetError), (Fault.END, asyncio.IncompleteReadError)):
        async with exchange_with(key_file) as exchange, client_of(exchange, key_file, f"depth.{GOLD}") as client:
            exchange.inject(fault, GOLD)
            with pytest.raises(error):
                await to_the_end(client)


@pytest.mark.parametrize(("fault", "code"), [(Fault.CLOSE_1001, 1001), (Fault.CLOSE_1011, 1011)])
async def test_a_close_has_its_code(key_file: Path, fault: Fault, code: int) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file, f"depth.{GOLD}") as client:
        exchange.inject(fault, GOLD)
        assert (await client.until_frame(FINAL | CLOSE)).payload[:2] == code.to_bytes(2, "big")


async def test_a_lost_delta_leaves_the_folded_book_wrong_until_a_whole_new_book_comes(key_file: Path) -> None:
    habits = Conventions(deltas=Deltas.SIGNED, levels=20)
    async with exchange_with(key_file, habits) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"depth.{GOLD}")
        exchange_book = await books(client, signed=True, messages=3)
        exchange.inject(Fault.LOST_DELTA, GOLD)
        while exchange.lines[0].tamperings:
            await client.message()
        for fault, right in ((None, False), (Fault.WHOLE_BOOK, True)):
            if fault is not None:
                exchange.inject(fault, GOLD)
                await take_until(client, exchange_book, "snapshot")
            await take_until(client, exchange_book, "delta")
            told = {Side(side): levels for side, levels in exchange_book.sides.items()}
            assert (told == exchange.venue.book(GOLD, exchange_book.time)) is right


async def take_until(client: PlainClient, book: Folded, kind: str) -> None:
    while True:
        message = await client.message()
        if message.get("topic") == f"depth.{GOLD}":
            book.take(message)
            if message["type"] == kind:
                return


async def test_a_crossed_level_stands_above_the_other_side_and_never_was(key_file: Path) -> None:
    async with exchange_with(key_file, rate=100) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"depth.{GOLD}")
        book = await books(client, signed=False, messages=1)
        exchange.inject(Fault.CROSSED, GOLD)
        await take_until(client, book, "delta")
        assert max(book.sides["bid"]) >= min(book.sides["ask"])
        true = exchange.venue.book(GOLD, book.time)
        assert max(true[Side.BID]) < min(true[Side.ASK])


async def test_an_early_delta_comes_before_its_snapshot_and_is_newer(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange:
        async with client_of(exchange, key_file, f"depth.{GOLD}"):
            exchange.inject(Fault.EARLY_DELTA, GOLD)
        async with client_of(exchange, key_file) as client:
            client.subscribe(f"depth.{GOLD}")
            early, late = [await client.until(topic=f"depth.{GOLD}") for _ in range(2)]
            assert (early["type"], late["type"]) == ("delta", "snapshot")
            assert time_of(early) > time_of(late)


def time_of(message: Json) -> int:
    data = message["data"]
    assert isinstance(data, dict)
    return int(data["timestamp"])


async def test_a_stale_delta_is_an_old_one_once_more(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"depth.{GOLD}")
        seen: list[Json] = []
        while len(seen) < 40:
            seen.append(await client.until(topic=f"depth.{GOLD}", type="delta"))
        exchange.inject(Fault.STALE_DELTA, GOLD)
        while time_of(again := await client.until(topic=f"depth.{GOLD}", type="delta")) > time_of(seen[-1]):
            seen.append(again)
        assert again in seen or time_of(again) < time_of(seen[0])


async def test_shuffled_messages_all_come_and_not_in_order(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"depth.{GOLD}")
        await client.until(type="snapshot")
        exchange.inject(Fault.SHUFFLED, GOLD)
        times = [time_of(await client.until(topic=f"depth.{GOLD}")) for _ in range(30)]
        assert times != sorted(times)
        assert len(set(times)) == 30


async def test_broken_texts_are_no_json_or_no_text(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file, f"depth.{GOLD}") as client:
        exchange.inject(Fault.BROKEN_JSON, GOLD)
        exchange.inject(Fault.BROKEN_UTF8, GOLD)
        broken = [one.payload for one in [await client.frame() for _ in range(20)] if not _is_json(one.payload)]
        assert len(broken) == 2
        assert broken[0].decode().startswith('{"topic"')
        with pytest.raises(UnicodeDecodeError):
            broken[1].decode()


def _is_json(payload: bytes) -> bool:
    try:
        json.loads(payload)
    except ValueError:
        return False
    return True


async def test_fragments_make_up_whole_messages(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file) as client:
        client.subscribe(f"depth.{GOLD}")
        await client.until(type="snapshot")
        exchange.inject(Fault.FRAGMENTS, GOLD)
        while (frame := await client.frame()).first & FINAL:
            pass
        assert frame.first == TEXT
        whole = frame.payload
        pieces = 1
        while not frame.first & FINAL:
            frame = await client.frame()
            whole, pieces = whole + frame.payload, pieces + 1
        assert pieces > 20
        assert "data" in json.loads(whole) or "event" in json.loads(whole)


async def test_in_total_silence_nothing_comes_not_even_a_pong_and_a_new_connection_is_well(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file, f"depth.{GOLD}") as client:
        exchange.inject(Fault.SILENCE, GOLD)
        client.send(b"", PING)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(to_the_end(client), 1.0)
        async with client_of(exchange, key_file, f"level1.{GOLD}") as other:
            await other.until(topic=f"level1.{GOLD}")


async def test_a_wrong_symbol_stands_under_the_topic(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file, f"depth.{GOLD}") as client:
        exchange.inject(Fault.WRONG_SYMBOL, GOLD)
        while True:
            message = await client.until(topic=f"depth.{GOLD}")
            data = message["data"]
            assert isinstance(data, dict)
            if data["symbol"] != GOLD:
                return


@pytest.mark.parametrize(("fault", "first"), [(Fault.RESERVED_BITS, 0xC1), (Fault.BINARY, 0x82)])
async def test_odd_frames_have_their_odd_first_byte(key_file: Path, fault: Fault, first: int) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file, f"depth.{GOLD}") as client:
        exchange.inject(fault, GOLD)
        assert first in [(await client.frame()).first for _ in range(10)]


async def test_error_60019_comes_and_data_go_on(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file, f"depth.{GOLD}") as client:
        exchange.inject(Fault.ERROR_60019, GOLD)
        assert (await client.until(event="error"))["code"] == "60019"
        await client.until(topic=f"depth.{GOLD}")


async def test_a_side_is_empty_for_a_while_in_truth_and_on_the_wire(key_file: Path) -> None:
    async with exchange_with(key_file) as exchange, client_of(exchange, key_file, f"level1.{GOLD}") as client:
        exchange.inject(Fault.EMPTY_SIDE, GOLD)
        (side,) = exchange.venue.floors[GOLD].market.emptied
        told: set[bool] = set()
        async with asyncio.timeout(PATIENCE):
            while told != {True, False} or exchange.venue.floors[GOLD].market.emptied:
                data = (await client.until(topic=f"level1.{GOLD}"))["data"]
                assert isinstance(data, dict)
                told.add(data[side.value] is None)
        assert Decimal(max(exchange.venue.book(GOLD)[Side.BID])) < min(exchange.venue.book(GOLD)[Side.ASK])
