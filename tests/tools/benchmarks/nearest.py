"""crypto-terminal, the nearest peer of the ordinary day, sent to an exchange on a port of this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.tools.benchmarks.channel import Child
from tests.tools.benchmarks.screen import Screen

PACKAGE = "crypto_terminal"


def main(port: str) -> None:
    """The program as it is but for its two addresses."""
    feed: Any = import_module(f"{PACKAGE}.feed")
    history: Any = import_module(f"{PACKAGE}.history")
    history.REST_BASE = f"http://127.0.0.1:{port}"
    start = feed.Feed.__init__
    start.__defaults__ = tuple(f"ws://127.0.0.1:{port}" if it == feed.FEED_URL else it for it in start.__defaults__)
    import_module(f"{PACKAGE}.app").TerminalApp().run()


def is_installed() -> bool:
    return find_spec(PACKAGE) is not None


@contextmanager
def nearest(home: str) -> Iterator[Screen]:
    """It and its exchange, prices on screen, no book open: at 120 columns it opens none."""
    quotes = Child("tests.tools.benchmarks.quotes")
    try:
        with Screen("tests.tools.benchmarks.nearest", str(quotes.hear()["port"]), HOME=home) as screen:
            screen.shows("BTC-USD")
            yield screen
    finally:
        quotes.end()


if __name__ == "__main__":
    main(sys.argv[1])
