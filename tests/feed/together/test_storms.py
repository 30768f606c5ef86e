"""A server that accepts and closes, and connections made again and again: how often, and what is left behind."""

from __future__ import annotations

from collections import deque
from random import Random

import pytest

from roxom_tui.client.reconnect_delay import Backoff, ReconnectPolicy
from roxom_tui.model.durations import SECOND
from tests.tools.soak.reconnects import come_back

RECONNECTS = 500


class Loaded(Random):
    """Dice that always fall as low as they can."""

    def uniform(self, a: float, b: float) -> float:
        return a


@pytest.mark.parametrize("code", [None, 1000, 1001, 1011, 1012])
@pytest.mark.parametrize("dice", [Loaded(1), *(Random(seed) for seed in range(20))], ids=lambda dice: "")
def test_at_most_twenty_connections_a_minute_to_a_server_that_accepts_and_closes(
    code: int | None, dice: Random
) -> None:
    backoff, now = Backoff(ReconnectPolicy(), dice), 0
    tries: deque[int] = deque()
    while now < 1800 * SECOND:
        backoff.trying(now)
        tries.append(now)
        while tries[0] <= now - 60 * SECOND:
            tries.popleft()
        assert len(tries) <= 20
        backoff.up(now)
        backoff.proven()
        now += round(backoff.after_close(code, now) * SECOND)


async def test_connections_made_again_and_again_leave_nothing_behind() -> None:
    """`python -m tests.tools.campaigns.reconnects` makes 10,000."""
    assert (await come_back(RECONNECTS)).flaws == []
