"""An exchange for crypto-terminal, the nearest peer: 40 ticks a second over its five pairs, candles, no book.

It speaks as much of Coinbase's public interface as that program asks for when it opens: a list of pairs, candles, and
a websocket with tickers and heartbeats, all on one port of this machine.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from http import HTTPStatus
from random import Random

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from tests.tools.benchmarks.channel import child_channel

PAIRS = {"BTC-USD": 64_000.0, "ETH-USD": 3_100.0, "XRP-USD": 0.52, "SOL-USD": 140.0, "ADA-USD": 0.38}
TICKS = 40
"""A second, all pairs together."""

CANDLES = 300


def http(connection: ServerConnection, request: Request) -> Response | None:
    """What is asked for without a websocket: candles, or a list that is empty."""
    if "Upgrade" in request.headers:
        return None
    pair = next((pair for pair in PAIRS if pair in request.path), None)
    response = connection.respond(HTTPStatus.OK, json.dumps([] if pair is None else candles(pair)))
    del response.headers["Content-Type"]
    response.headers["Content-Type"] = "application/json"
    return response


def candles(pair: str) -> list[list[float]]:
    """Minutes up to now, the newest first: time, low, high, open, close, volume."""
    random, price, now = Random(pair), PAIRS[pair], int(time.time()) // 60 * 60
    rows = []
    for number in range(CANDLES):
        opened, price = price, price * random.uniform(0.999, 1.001)
        low, high = min(opened, price) * 0.9995, max(opened, price) * 1.0005
        rows.append([now - number * 60, low, high, price, opened, random.uniform(1, 50)])
    return rows


async def stream(connection: ServerConnection) -> None:
    """Ticks at their pace, and a heartbeat each second."""
    await connection.recv()
    random, prices, opened = Random(1), dict(PAIRS), time.monotonic()
    sent = 0
    while True:
        if sent % TICKS == 0:
            await connection.send(json.dumps({"type": "heartbeat"}))
        pair = random.choice(list(prices))
        price = prices[pair] = prices[pair] * random.uniform(0.9998, 1.0002)
        tick = {"type": "ticker", "product_id": pair, "price": f"{price:.4f}", "open_24h": f"{PAIRS[pair]:.4f}"}
        quote = {"best_bid": f"{price * 0.99999:.4f}", "best_ask": f"{price * 1.00001:.4f}"}
        await connection.send(json.dumps(tick | quote))
        sent += 1
        await asyncio.sleep(max(0.0, opened + sent / TICKS - time.monotonic()))


async def main() -> None:
    async with serve(stream, "127.0.0.1", 0, process_request=http, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        threading.Thread(target=child_channel, args=(lambda _: {}, {"port": port}), daemon=True).start()
        await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(main())
