"""A simulated exchange in the test's own loop, and a profile of the dashboard that points at it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from roxom_tui.model.market import DepthMode
from roxom_tui.model.values import replace
from roxom_tui.simulator.scenarios import DEFAULT
from roxom_tui.simulator.server import ServerConfig
from tests.support import canaries
from tests.support.watched_server import WatchedServer


@asynccontextmanager
async def running_exchange(mode: DepthMode = DepthMode.ABSOLUTE, speed: float = 1.0) -> AsyncIterator[WatchedServer]:
    """Seeded, on any free port."""
    config = ServerConfig(seed=11, scenario=replace(DEFAULT, depth_mode=mode), speed=speed)
    async with WatchedServer(config) as server:
        yield server


def write_profile(server: WatchedServer, folder: Path, mode: DepthMode = DepthMode.ABSOLUTE) -> Path:
    """A config file with one demo profile for this exchange, and its key beside it."""
    assert server.private_key is not None
    key = folder / "exchange.pem"
    key.write_bytes(_pem(server.private_key))
    canaries.hide(server.key_id)
    canaries.hide_key(key.read_bytes())
    key.chmod(0o600)
    config = folder / "config.toml"
    config.write_text(
        f"""
profile = "bench"
[profiles.bench]
environment = "demo"
ws_url = "{server.ws_url}"
rest_url = "{server.rest_url}"
api_key = "{server.key_id}"
private_key_file = "{key}"
symbols = ["US500-BTC", "US100-BTC", "GOLD-BTC", "OIL-BTC"]
depth_mode = "{mode.value}"
"""
    )
    config.chmod(0o600)
    return config


def nowhere() -> str:
    """An address where nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"ws://127.0.0.1:{taken.getsockname()[1]}/ws"


@cache
def private_pem() -> bytes:
    """A key of nobody's."""
    return _pem(rsa.generate_private_key(65537, 2048))


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
