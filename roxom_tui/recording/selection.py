"""Which frames may be written without the account: only what is surely of the market, or an answer (recording 2.2).

The exchange tells the account to every connection, whatever was asked, so what cannot be told is not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import orjson

from roxom_tui.model.channels import MARKET_CHANNELS
from roxom_tui.protocol.decode import stream_named

_ANSWERS: Final = frozenset(("subscribe", "unsubscribe", "error"))
_TOPICS: Final = tuple(f"{channel}." for channel in MARKET_CHANNELS)
_PRIVATE: Final = re.compile(r'"(?:account|balances?|positions?|orders?|fills?)"')
"""Words that no market message has; looked for where a message cannot be read."""


class Selection:
    """What of the received goes into a recording. `secrets` are texts that never do, whatever holds them."""

    def __init__(self, secrets: Iterable[str], *, with_account: bool) -> None:
        self._secrets = tuple(dict.fromkeys(secret for secret in secrets if secret))
        self.with_account = with_account

    def takes(self, payload: str) -> bool:
        """Whether a frame is written of which nothing is known."""
        return self.is_harmless(payload) and (self.with_account or is_of_market(payload))

    def is_harmless(self, text: str) -> bool:
        """Whether none of the secrets is in a text."""
        for secret in self._secrets:  # noqa: SIM110 - a generator costs more than the search
            if secret in text:
                return False
        return True


def is_of_market(payload: str) -> bool:
    """Whether a frame is surely of the market, or an answer to what we sent."""
    try:
        message = orjson.loads(payload)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return _names_market(payload)
    if type(message) is not dict:
        return False
    if "event" in message:
        return message["event"] in _ANSWERS and "data" not in message
    topic = message.get("topic")
    return type(topic) is str and topic.startswith(_TOPICS)


def _names_market(payload: str) -> bool:
    """Whether a message that cannot be read names a market stream, and nothing of an account."""
    stream = stream_named(payload)
    return stream is not None and not stream.channel.is_account and _PRIVATE.search(payload) is None
