"""A key and an exchange, as the feed's tests have them."""

from __future__ import annotations

from tests.feed.conftest import credentials, endpoint, exchange, private_key, rig

__all__ = ["credentials", "endpoint", "exchange", "private_key", "rig"]
