"""Textual without a terminal, but not headless: everything is drawn and counted, nothing is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import process_time
from typing import Any

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

SIZE = (120, 40)
PATIENCE = 0.15
"""Seconds without a write after which a frame has changed nothing."""

START = 0.3
"""Seconds an app has to draw itself for the first time."""


class CountingDriver(HeadlessDriver):
    """Counts what would go to the terminal."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.bytes = 0
        self.wrote = asyncio.Event()

    @property
    def is_headless(self) -> bool:
        """A headless app skips the last part of its drawing."""
        return False

    def write(self, data: str) -> None:
        self.bytes += len(data.encode())
        self.wrote.set()


class Painter:
    """An app that is asked for one frame after another."""

    def __init__(self, driver: CountingDriver) -> None:
        self._driver = driver
        self.cpu: list[float] = []
        """Milliseconds of processor time, frame by frame."""
        self.bytes: list[int] = []

    async def frame(self, change: Callable[[], object]) -> None:
        """Make a change and wait until it was written, or until it is plain that nothing will be."""
        driver = self._driver
        await settle()
        driver.wrote.clear()
        bytes_before, started = driver.bytes, process_time()
        change()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await driver.wrote.wait()
        await settle()
        self.cpu.append((process_time() - started) * 1000)
        self.bytes.append(driver.bytes - bytes_before)


@asynccontextmanager
async def painting(app: App[Any], size: tuple[int, int] = SIZE) -> AsyncIterator[Painter]:
    """The app started at that size and drawn for the first time."""
    app.driver_class = CountingDriver
    running = asyncio.create_task(app.run_async(headless=False, size=size, mouse=False))
    driver = await _started(app)
    await driver.wrote.wait()
    await asyncio.sleep(START)
    try:
        yield Painter(driver)
    finally:
        app.exit()
        await running


async def _started(app: App[Any]) -> CountingDriver:
    """The app's driver, once there is one."""
    while not isinstance(driver := app._driver, CountingDriver):
        await settle()
    return driver


async def settle() -> None:
    """Let everything that is ready run."""
    for _ in range(10):
        await asyncio.sleep(0)
