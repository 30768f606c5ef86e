"""Hostile texts on a real pseudo-terminal: every byte that is written there is looked at, the title's among them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.security.loopback import Hostile, hostile, profile
from tests.security.payloads import payloads
from tests.security.sequences import foreign, titles, tokens
from tests.support.terminal import Terminal

TEXTS = list(payloads(60, 7))
CTRL_P, ESC = "\x10", "\x1b"


def looks() -> Iterator[tuple[str, str, str]]:
    """Keys that open something, words that are then on screen, and keys that leave it."""
    yield "z", "verified", "z"
    yield "i", "Connection", "G" + ESC
    yield "P", "Switch profile", ESC
    yield "s", "Go to symbol", ESC
    yield CTRL_P, "Switch to profile", ESC
    yield "\t\t", "Order book", "zz"


async def all_is_heard(exchange: Hostile, terminal: Terminal, words: str) -> None:
    """What was sent before has come to the screen. Warnings may stand in the place of this notice: it is repeated."""
    for _ in range(40):
        await exchange.send({"type": "account", "data": words})
        with suppress(AssertionError):
            await asyncio.to_thread(terminal.shows, words, seconds=2)
            return
    raise AssertionError(f"never on screen: {words}")


async def test_the_dashboard_writes_nothing_that_is_not_its_own(tmp_path: Path) -> None:
    async with hostile() as exchange:
        config = profile(exchange, tmp_path)
        with Terminal(["--config", str(config)], tmp_path, size=(150, 50)) as terminal:
            await asyncio.to_thread(terminal.shows, "DEMO", "0.04312", "LIVE")
            for number, (opening, words, leaving) in enumerate(looks()):
                for at in range(number * 10, number * 10 + 10):
                    await exchange.say(TEXTS[at], at)
                await all_is_heard(exchange, terminal, f"batch {number} is over")
                terminal.press(opening)
                if number:
                    await asyncio.to_thread(terminal.shows, words)
                for key in leaving:
                    terminal.press(key)
                    await asyncio.to_thread(terminal.settle)
            assert terminal.process.poll() is None, "nothing of it was a key or a command"
            await exchange.sockets[-1].close(code=4000, message=TEXTS[0].encode("utf-8", "ignore") + b"\x1b[2Jbye")
            # It is connected again at once, and what was said of the end goes with it; but it is not forgotten.
            terminal.press("i")
            await asyncio.to_thread(terminal.shows, "Connection", "ended by", "4000")
            await asyncio.to_thread(terminal.until, lambda seen: bool(titles(bytes(seen.output))))
            terminal.press(ESC)
            await asyncio.to_thread(terminal.shows, "Order book")
            terminal.press("q")
            assert await asyncio.to_thread(terminal.ends) == 0
            written = bytes(terminal.output)
    assert not foreign(written, is_screen=True), set(foreign(written, is_screen=True))
    assert "[31m" in written.decode() or "[red]" in written.decode(), "the payloads were there, as text"
    assert len(list(tokens(written))) > 1000
