"""The few words we say to the terminal itself, past the screen: its title, and whether it is still reading."""

from __future__ import annotations

from textual.driver import Driver

_SAVE_TITLE = "\x1b[22;2t"
_RESTORE_TITLE = "\x1b[23;2t"


def save_title(driver: Driver) -> None:
    """Have the terminal remember its title."""
    driver.write(_SAVE_TITLE)


def restore_title(driver: Driver) -> None:
    """Give the title back that was there before us."""
    driver.write(_RESTORE_TITLE)


def set_title(driver: Driver, title: str) -> None:
    """Name the window; anything that is not printable ASCII or a plain letter is left out."""
    driver.write(f"\x1b]2;{''.join(c for c in title if c.isprintable())}\x07")


def is_behind(driver: Driver | None) -> bool:
    """Whether frames are still waiting to be read by the terminal, so that another would only queue behind them.

    Textual keeps no public count of its waiting writes; where its private one is not found the answer is no.
    """
    writer = getattr(driver, "_writer_thread", None)
    queue = getattr(writer, "_queue", None)
    return queue is not None and queue.qsize() > 0
