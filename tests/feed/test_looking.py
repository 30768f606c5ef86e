from __future__ import annotations

import asyncio

from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.looking import looking
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, streams_of
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import DepthMode, Environment, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import PanelState
from tests.support.simulated_exchange import running_exchange

GOLD = Symbol("GOLD-BTC")


async def test_only_what_was_asked_for_is_followed_and_the_account_only_with_its_streams() -> None:
    profile = Profile("p", Environment.DEMO, symbols=(GOLD,))
    for account in ((), ACCOUNT_LISTS):
        streams = (*streams_of((Channel.LEVEL1,), (GOLD,)), *account)
        async with running_exchange() as server:
            assert server.private_key is not None
            credentials = Credentials(Secret(server.key_id), server.private_key)
            endpoint = Endpoint(
                "p", Environment.DEMO, server.ws_url, server.rest_url, credentials, (GOLD,), DepthMode.AUTO
            )
            async with looking(profile, endpoint, ViewRequest(GOLD, 1), streams) as looker, asyncio.timeout(20):
                for _ in range(10_000):
                    if looker.picture().book.quote_freshness.state is PanelState.LIVE:
                        break
                    await asyncio.sleep(0.002)
                assert set(looker.worker.client.subscriptions.followed) == set(streams)
                assert looker.worker.client.poller.can_ask is bool(account)
                assert looker.picture().positions.rows == () or account
