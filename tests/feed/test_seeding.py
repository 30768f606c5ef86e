"""The account's lists by GET: what calls for one, and what a failure does and does not do (client 4.1)."""

from __future__ import annotations

import asyncio
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.account_poller import AccountPoller
from roxom_tui.client.questions import Answered
from roxom_tui.client.reconnect_delay import ReconnectPolicy
from roxom_tui.client.timing import Timing
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.events import BalancesSeed, OrdersSeed, PositionsSeed
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import PanelState
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.get_requests import GetKind
from tests.feed import messages
from tests.feed.rig import GOLD, Rig
from tests.feed.test_backoff import Longest

ORDERS, BALANCE, POSITIONS = (Stream(channel) for channel in (Channel.ORDERS, Channel.BALANCE, Channel.POSITIONS))
USUAL = Timing()
IN_TROUBLE = Failed(Trouble.UNREACHABLE, "HTTP 503")


class Answers(GetClient):
    """Answers at once with empty lists, or with a failure."""

    def __init__(self) -> None:
        self.asked: list[GetKind] = []
        self.failure: Failed | None = None

    async def get(self, kind: GetKind, symbol: Symbol | None = None) -> Answered | Failed:
        self.asked.append(kind)
        if self.failure is not None:
            return self.failure
        if kind is GetKind.POSITIONS:
            return PositionsSeed(symbol or GOLD, ())
        return OrdersSeed(()) if kind is GetKind.ORDERS else BalancesSeed((), None)


@pytest.fixture
def rig(private_key: rsa.RSAPrivateKey) -> Rig:
    """A market that stands still, so that the account's stream tells nothing."""
    rig = Rig(private_key.public_key())
    rig.moves = False
    rig.pass_(1)
    return rig


async def all_that_can_happen() -> None:
    """Let everything run that does not wait for time."""
    for _ in range(200):
        await asyncio.sleep(0)


def seeder_of(rig: Rig, rest: GetClient, timing: Timing = USUAL) -> tuple[AccountPoller, asyncio.Task[None]]:
    """One at work for the rig's connection, which is settled."""
    poller, settled = AccountPoller(rest, rig.client, rig.clock, timing, Longest()), asyncio.Event()
    settled.set()
    return poller, asyncio.create_task(poller.run(settled))


async def test_while_one_list_waits_after_a_failure_no_other_is_asked_for(rig: Rig) -> None:
    rest = Answers()
    rest.failure = IN_TROUBLE
    _, running = seeder_of(rig, rest)
    await all_that_can_happen()
    assert rest.asked == [GetKind.ORDERS]
    assert rig.state(ORDERS) is PanelState.STALE
    running.cancel()


async def test_a_host_that_says_come_back_at_once_is_asked_twenty_times_a_minute_and_no_more(rig: Rig) -> None:
    rest = Answers()
    rest.failure = Failed(Trouble.THROTTLED, "HTTP 429", 429, 0.0)
    policy = ReconnectPolicy(retry_after=(0.0, 600.0))
    _, running = seeder_of(rig, rest, Timing(rest_backoff=policy))
    await all_that_can_happen()
    assert len(rest.asked) == policy.attempts
    running.cancel()


async def test_a_check_that_fails_does_not_make_a_list_stale_that_is_here(rig: Rig) -> None:
    rest = Answers()
    poller, running = seeder_of(rig, rest)
    await all_that_can_happen()
    assert {rig.state(stream) for stream in (ORDERS, BALANCE, POSITIONS)} == {PanelState.LIVE}
    rig.pass_(10)
    rest.failure, before = IN_TROUBLE, len(rest.asked)
    poller.at_once(ORDERS)
    await all_that_can_happen()
    assert rest.asked[before:] == [GetKind.ORDERS]
    assert any("orders: HTTP 503" in line.text for line in rig.client.traffic.log_lines())
    assert rig.state(ORDERS) is PanelState.LIVE
    running.cancel()


@pytest.mark.parametrize(
    ("status", "told", "asked"),
    [
        ("submitted", {"side": "buy"}, [BALANCE]),
        ("submitted", {}, [BALANCE, ORDERS]),
        ("filled", {}, [BALANCE]),
    ],
    ids=["told whole", "told without its side", "ended without its side"],
)
def test_an_order_that_is_not_told_whole_has_the_list_asked_for(
    rig: Rig, status: str, told: dict[str, str], asked: list[Stream]
) -> None:
    seeded: list[Stream] = []
    rig.client.seed_soon = seeded.append
    text = json.dumps(messages.order("o-1", status, **told))
    rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, text))
    assert seeded == asked
