from __future__ import annotations

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side
from tests.simulator.heard import GOLD, subscribe
from tests.simulator.standing import client_of, hear, hear_topic, standing


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
            (str(quote.bid.price), str(quote.bid.size), str(quote.ask.price), str(quote.ask.size))
            for quote in server.history.quotes(GOLD, since)
            if quote.bid and quote.ask
        }
        assert len(quotes) > 5
        assert {(*quote["bid"], *quote["ask"]) for quote in quotes} <= true
        for quote in server.history.quotes(GOLD, since):
            assert quote.bid is not None
            assert quote.bid.size in server.history.sizes(GOLD, Side.BID, quote.bid.price, since)
