"""The few words we say to the terminal itself, past the screen: its title, and whether it is still reading."""

from __future__ import annotations

from textual.driver import Driver

from roxom_tui.ui.driver import GuestDriver


def set_title(driver: Driver | None, title: str) -> None:
    """Name the window, where there is one."""
    if isinstance(driver, GuestDriver):
        driver.name_window(title)


def is_behind(driver: Driver | None) -> bool:
    """Whether frames are still waiting to be read by the terminal, so that another would only queue behind them.

    Textual keeps no public count of its waiting writes; where its private one is not found the answer is no.
    """
    writer = getattr(driver, "_writer_thread", None)
    queue = getattr(writer, "_queue", None)
    return queue is not None and queue.qsize() > 0
