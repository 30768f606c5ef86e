"""One key for all tests of the feed, and an exchange for each that wants one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.status import PanelState
from tests.support.rig import Rig
from tests.support.scripted_exchange import KEY_ID, LoopbackExchange


@pytest.fixture(scope="session")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def credentials(private_key: rsa.RSAPrivateKey) -> Credentials:
    return Credentials(Secret(KEY_ID), private_key)


@pytest.fixture
async def exchange(private_key: rsa.RSAPrivateKey) -> AsyncIterator[LoopbackExchange]:
    async with LoopbackExchange(private_key.public_key()) as exchange:
        yield exchange


@pytest.fixture
def endpoint(exchange: LoopbackExchange, credentials: Credentials) -> Endpoint:
    """The exchange, without GETs."""
    return Endpoint(
        profile="loop",
        environment=Environment.SANDBOX,
        ws_url=exchange.ws_url,
        rest_url=None,
        credentials=credentials,
        symbols=(Symbol("GOLD-BTC"), Symbol("OIL-BTC")),
    )


@pytest.fixture
def rig(private_key: rsa.RSAPrivateKey) -> Rig:
    """Five seconds into an ordinary day."""
    rig = Rig(private_key.public_key())
    rig.pass_(5)
    assert rig.state() is PanelState.LIVE
    return rig
