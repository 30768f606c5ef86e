from __future__ import annotations

import asyncio

from roxom_tui.model.durations import SECOND
from tests.simulator.heard import subscribe
from tests.simulator.standing import PATIENCE, client_of, hear, standing


async def test_speed_can_be_changed_while_it_runs() -> None:
    async with standing() as server:
        before = server.exchange.world.now
        server.set_speed(100.0)
        async with asyncio.timeout(PATIENCE), client_of(server) as client:
            await client.send(subscribe("level1.GOLD-BTC"))
            await hear(client)
            while server.exchange.world.now < before + SECOND:
                await client.recv()
