"""The client on the simulated exchange, as the feed's tests have it: no socket between them, and time by hand."""

from tests.feed.conftest import private_key, rig

__all__ = ["private_key", "rig"]
