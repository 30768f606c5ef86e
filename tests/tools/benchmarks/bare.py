"""The least that can be done with the stream, and the peer of several figures: receive, parse, forget. No screen."""

from __future__ import annotations

import asyncio
import sys
import threading
import time

import orjson
from websockets.asyncio.client import connect

from tests.tools.benchmarks.channel import Line, child_channel
from tests.tools.benchmarks.samples import Samples


async def main(url: str, timed: bool) -> None:
    samples = Samples()
    messages = 0

    def obey(_: Line) -> Line:
        nonlocal messages
        counted, messages = messages, 0
        return {"messages": counted, **samples.report()}

    async with connect(url, compression=None, ping_interval=None) as socket:
        threading.Thread(target=child_channel, args=(obey, {}), daemon=True).start()
        receive, loads = socket.recv, orjson.loads
        while True:
            message = loads(await receive(decode=False))
            messages += 1
            if timed:
                samples.of("state").append(time.time_ns() - message["createdTime"])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], timed="--timed" in sys.argv))
