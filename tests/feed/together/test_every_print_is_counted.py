"""Prints that an exchange sent are all counted, whatever is shown of them and however they are joined."""

from __future__ import annotations

import json
from decimal import Decimal
from random import Random

import pytest

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.state.reading.joined_prints import Join, JoinedRow
from roxom_tui.state.reading.trade_flow import LONG, Told
from roxom_tui.state.views.market_views import TapeGap
from roxom_tui.ui.panels.tape_choice import ShownTape, TapeChoice
from tests.support import messages
from tests.support.mailbox_reader import watching
from tests.support.scripted_exchange import LoopbackExchange

PRINTS = 400


def told(number: int, size: Decimal, side: str, at: int) -> str:
    """A message that tells of one trade. Five are of one instant."""
    message = messages.trade("GOLD-BTC", side=side)
    message["data"] |= {"qty": str(size), "tradeId": f"t-{number}", "timestamp": at + number // 5 * 30_000_000}
    return json.dumps(message)


@pytest.mark.parametrize("seed", [1, 2])
async def test_four_hundred_prints_sent_are_four_hundred_counted_under_any_filter(
    exchange: LoopbackExchange, endpoint: Endpoint, seed: int
) -> None:
    random = Random(seed)
    sizes = [Decimal(int(random.lognormvariate(5, 1)) + 1).scaleb(-2) for _ in range(PRINTS)]
    sides = [random.choice(("buy", "sell")) for _ in range(PRINTS)]
    async with watching(endpoint) as (_, screen):
        before = await screen.until(lambda board: board.tape.rows)
        begin = before.tape.rows[0].exchange_at + 1
        for number, (size, side) in enumerate(zip(sizes, sides, strict=True)):
            await exchange.send(told(number, size, side, begin))
        board = await screen.until(lambda board: board.tape.count >= before.tape.count + PRINTS)
    tape = board.tape
    volume = sum(sizes) + before.tape.figures.counted[Join.OFF][0].volume
    assert tape.count == before.tape.count + PRINTS
    assert len(tape.figures.tiers) == 3
    for way in Join:
        for least in range(4):
            shown = ShownTape().of(tape, TapeChoice(least, way)).entries
            rows = [entry for entry in shown if not isinstance(entry, TapeGap)]
            counted = tape.figures.counted[way][least]
            assert counted.prints == sum(row.count if isinstance(row, JoinedRow) else 1 for row in rows)
            assert counted.volume == sum((row.size for row in rows), Decimal(0))
            assert counted.prints <= tape.count
        assert tape.figures.counted[way][0] == (tape.count, volume)


async def test_sums_are_those_of_what_was_sent(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    async with watching(endpoint) as (_, screen):
        before = await screen.until(lambda board: board.tape.rows)
        begin, flow = before.tape.rows[0].exchange_at + 1, before.tape.figures.flow
        assert flow is not None
        for number in range(40):
            await exchange.send(told(number, Decimal("0.25"), "sell" if number % 4 else "buy", begin))
        board = await screen.until(lambda board: board.tape.count >= before.tape.count + 40)
    after = board.tape.figures.flow
    assert after is not None
    assert after.cvd - flow.cvd == Decimal("-5.00")
    assert after.long.span == LONG
    assert after.long.flow.counts[Told.SOLD] - flow.long.flow.counts[Told.SOLD] == 30
