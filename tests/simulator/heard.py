"""A client's side written independently of the package, to judge the simulated exchange by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DEFAULT_SYMBOLS, DepthMode, Symbol
from roxom_tui.model.status import FrameRejected
from roxom_tui.model.values import replace
from roxom_tui.protocol.auth import KEY_HEADER, SIGNATURE_HEADER, handshake_headers
from roxom_tui.protocol.decode import Decoder
from roxom_tui.simulator.exchange import Exchange, ExchangeConfig
from roxom_tui.simulator.http import HttpAnswer, HttpRequest
from roxom_tui.simulator.outgoing_messages import Departing, Outgoing
from roxom_tui.simulator.scenarios import DEFAULT, HttpRefusal, Scenario

KEY_ID = "xrxk_key_0123456789abcdef"
GOLD = Symbol("GOLD-BTC")
US500 = Symbol("US500-BTC")


Message = dict[str, Any]


Book = dict[str, dict[Decimal, Decimal]]


@cache
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def credentials(key_id: str = KEY_ID) -> Credentials:
    return Credentials(Secret(key_id), private_key())


def good_headers() -> dict[str, str]:
    return handshake_headers(credentials())


def signed_get(target: str) -> dict[str, str]:
    """Headers for a GET, signed with the library directly."""
    from base64 import b64encode

    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    signature = private_key().sign(f"GET:{target}".encode(), PKCS1v15(), SHA256())
    return {KEY_HEADER: KEY_ID, SIGNATURE_HEADER: b64encode(signature).decode()}


def make_exchange(
    scenario: Scenario = DEFAULT, *, seed: int = 7, symbols: tuple[Symbol, ...] = DEFAULT_SYMBOLS
) -> Exchange:
    return Exchange(ExchangeConfig(symbols=symbols, seed=seed, scenario=scenario), KEY_ID, private_key().public_key())


def subscribe(*streams: str, op: str = "subscribe") -> str:
    """A request for streams written as `depth.GOLD-BTC` or `orders`."""
    args = []
    for stream in streams:
        channel, _, symbol = stream.partition(".")
        args.append({"channel": channel, "symbol": symbol} if symbol else {"channel": channel})
    return orjson.dumps({"op": op, "args": args}).decode()


def payloads(exchange: Exchange, number: int) -> list[bytes]:
    return [message.payload for message in exchange.take(number) if isinstance(message, Outgoing)]


def messages(exchange: Exchange, number: int) -> list[Message]:
    return [orjson.loads(payload) for payload in payloads(exchange, number)]


def with_topic(heard: Iterable[Message], topic: str) -> Iterator[Message]:
    return (message for message in heard if message.get("topic") == topic)


def of_type(heard: Iterable[Message], kind: str) -> Iterator[Any]:
    return (message["data"] for message in heard if message.get("type") == kind and "topic" not in message)


def errors(heard: Iterable[Message]) -> list[str]:
    return [message["code"] for message in heard if message.get("event") == "error"]


class RebuiltBook:
    """A book made of a snapshot and deltas, as a naive client would make it."""

    def __init__(self, mode: DepthMode) -> None:
        self._mode = mode
        self.sides: Book = {"bid": {}, "ask": {}}
        self.deltas = 0
        self.last_time = 0

    def hear(self, message: Message) -> None:
        data = message["data"]
        assert data["timestamp"] >= self.last_time, "time went backwards"
        self.last_time = data["timestamp"]
        if message["type"] == "snapshot":
            self.sides = {side: {Decimal(p): Decimal(q) for p, q in data[side]} for side in ("bid", "ask")}
            return
        self.deltas += 1
        for side in ("bid", "ask"):
            for price, quantity in data[side]:
                self._change(side, Decimal(price), Decimal(quantity))

    def _change(self, side: str, price: Decimal, quantity: Decimal) -> None:
        if self._mode is DepthMode.SIGNED:
            assert quantity != 0, "a change of nothing"
            quantity += self.sides[side].get(price, Decimal(0))
        assert quantity >= 0
        self.sides[side][price] = quantity
        if not quantity:
            del self.sides[side][price]


def connected(exchange: Exchange) -> int:
    number = exchange.connect()
    assert exchange.take(number) == ()
    return number


def answers(exchange: Exchange, number: int, request: str | bytes) -> list[str]:
    exchange.receive(number, request)
    return errors(messages(exchange, number))


def get(exchange: Exchange, target: str, method: str = "GET") -> HttpAnswer:
    answer = exchange.http(HttpRequest(method, target, signed_get(target)))
    assert answer is not None
    return answer


def data(exchange: Exchange, target: str) -> Message:
    answer = get(exchange, target)
    document = orjson.loads(answer.body)
    assert (answer.status, document["error"]) == (200, False), document
    found: Message = document["data"]
    return found


def lived_in(**switches: bool | HttpRefusal) -> Exchange:
    exchange = make_exchange(replace(DEFAULT, **switches))  # type: ignore[arg-type]
    exchange.advance(exchange.world.now + 60 * SECOND)
    return exchange


STREAMS = subscribe(
    *(f"{channel}.{symbol}" for channel in ("level1", "ticker", "trade") for symbol in DEFAULT_SYMBOLS),
    *("depth.GOLD-BTC", "orders", "balance", "positions", "account"),
)


def outgoing(scenario: Scenario, seconds: int = 40) -> list[Departing]:
    exchange = make_exchange(scenario)
    number = exchange.connect()
    exchange.receive(number, STREAMS)
    heard = list(exchange.take(number))
    for _ in range(seconds):
        exchange.advance(exchange.world.now + SECOND)
        heard += exchange.take(number)
    return heard


def texts(heard: Iterable[Departing]) -> list[bytes]:
    return [message.payload for message in heard if isinstance(message, Outgoing) and not message.binary]


def documents(heard: Iterable[Departing]) -> list[Message]:
    return [orjson.loads(payload) for payload in texts(heard)]


def rejections(heard: Iterable[Departing]) -> Counter[str]:
    decoder, found = Decoder(), Counter[str]()
    for message in heard:
        if isinstance(message, Outgoing):
            payload = message.payload if message.binary else message.payload.decode()
            found.update(r.reason.value for r in decoder.decode(payload) if isinstance(r, FrameRejected))
    return found
