"""The few words we say to the terminal itself, past the screen: its title, and whether it still takes what we draw."""

from __future__ import annotations

from textual.driver import Driver

from roxom_tui.ui.terminal.driver import GuestDriver


def set_title(driver: Driver | None, title: str) -> None:
    """Name the window, where there is one."""
    if isinstance(driver, GuestDriver):
        driver.name_window(title)


def is_behind(driver: Driver | None) -> bool:
    """Whether frames are still waiting to be read by the terminal, so that another would only queue behind them."""
    return isinstance(driver, GuestDriver) and driver.is_behind


def is_far_behind(driver: Driver | None) -> bool:
    """Whether so much waits for the terminal that memory is at stake, however little each picture adds."""
    return isinstance(driver, GuestDriver) and driver.is_far_behind


def is_lost(driver: Driver | None) -> bool:
    """Whether what is drawn no longer reaches the terminal."""
    return isinstance(driver, GuestDriver) and driver.is_lost
