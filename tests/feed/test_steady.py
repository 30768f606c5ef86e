"""What a connection must have brought before the delays start over (client 2.2)."""

from __future__ import annotations

from dataclasses import replace

from roxom_tui.client.reconnect_delay import ReconnectPolicy
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Reconnect
from roxom_tui.model.status import PanelState, Phase
from tests.client.test_reconnect_delay import Longest
from tests.support.mailbox_reader import FAST, watching
from tests.support.scripted_exchange import LoopbackExchange
from tests.support.standing_clock import FakeClock


async def test_a_minute_with_data_starts_the_delays_over_and_one_without_does_not_whatever_came_before(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    clock, delays = FakeClock(), []
    policy = ReconnectPolicy(first=100, most=1600, on_close={})
    # The minutes pass at once, and are no standstill.
    timing = replace(FAST, reconnect=policy, stall=3600.0, suspicion=3600.0, pong_within=3600.0)
    async with watching(endpoint, timing, clock, Longest()) as (worker, screen):
        for number, (brings_data, seconds) in enumerate([(True, 60), (True, 14), (False, 60), (True, 60)], 1):
            exchange.manners.snapshots = brings_data
            board = await screen.until(
                lambda board, number=number: (  # type: ignore[misc]
                    board.connection.connection_number == number
                    and board.connection.phase is Phase.CONNECTED
                    and all(row.acknowledged for row in board.connection.streams)
                )
            )
            if brings_data:
                board = await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
            assert (board.connection.state is PanelState.WAITING) is not brings_data
            clock.pass_(seconds)
            exchange.cut()
            board = await screen.until(lambda board: board.connection.phase is Phase.WAITING)
            assert board.connection.retry_at is not None
            delays.append((board.connection.retry_at - clock.monotonic()) / SECOND)
            worker.obey(Reconnect())
    assert delays == [100, 200, 400, 100]
