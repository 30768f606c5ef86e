from __future__ import annotations

from roxom_tui.model.durations import SECOND
from tests.simulator.heard import subscribe
from tests.simulator.standing import client_of, end_of, hear_topic, standing


async def test_a_client_that_does_not_read_is_thrown_out_and_holds_up_nobody() -> None:
    async with standing(queue_limit=500) as server, client_of(server) as slow, client_of(server) as good:
        await good.send(subscribe("depth.GOLD-BTC"))
        await hear_topic(good, "depth.GOLD-BTC")
        slow.transport.pause_reading()
        books = subscribe(*(f"depth.{symbol}" for symbol in server.exchange.world.markets))
        for _ in range(300):
            for _ in range(50):
                server.exchange.receive(server.connections[0], books)
            server.step(SECOND)
            await hear_topic(good, "depth.GOLD-BTC")
            if server.journal.overflows:
                break
        assert server.journal.overflows == 1
        slow.transport.resume_reading()
        ended = await end_of(slow)
        assert ended.rcvd is not None
        assert ended.rcvd.code == 1013
        server.step(SECOND)
        await hear_topic(good, "depth.GOLD-BTC")
