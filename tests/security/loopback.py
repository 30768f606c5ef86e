"""An exchange on loopback that means harm, and a profile that leads to it from a place with a harmful name."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from roxom_tui.config.settings_text import toml_text
from tests.security.messages import frames, lists
from tests.support.samples import private_key
from tests.support.scripted_exchange import KEY_ID, JsonMap, LoopbackExchange

NAME = "[@click=app.quit][red]金"


class Hostile(LoopbackExchange):
    """Answers the GETs with payloads too."""

    text = ""

    @property
    def rest_data(self) -> JsonMap:
        answers = [json.loads(reply.body)["data"] for reply in lists(self.text, 1)]
        return dict(zip(("/orders", "/positions", "/accounts/balance"), answers, strict=True))

    async def say(self, text: str, number: int) -> None:
        """All messages with this payload that can be read: because of others the connection would be left."""
        self.text = text
        for frame in list(frames(text, number))[:-3]:
            if can_be_read(frame):
                await self.send(frame)


def can_be_read(frame: str | bytes) -> bool:
    """Halves of characters cannot."""
    try:
        orjson.loads(frame)
    except ValueError:
        return False
    return True


@asynccontextmanager
async def hostile() -> AsyncIterator[Hostile]:
    async with Hostile(private_key().public_key()) as exchange:
        yield exchange


def profile(exchange: LoopbackExchange, home: Path, name: str = NAME) -> Path:
    """A config file in a folder whose name is hostile, with a profile whose name is as hostile as may be."""
    key = home / "key.pem"
    key.write_bytes(private_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key.chmod(0o600)
    config = home / "config.toml"
    config.touch(0o600)
    config.write_text(
        f"""
profile = {toml_text(name)}
[profiles.{toml_text(name)}]
environment = "demo"
ws_url = "{exchange.ws_url}"
rest_url = "{exchange.rest_url}"
api_key = "{KEY_ID}"
private_key_file = {toml_text(str(key))}
symbols = ["GOLD-BTC", "OIL-BTC"]
"""
    )
    return config
