"""The window's title, by the bytes of a real terminal."""

from __future__ import annotations

import re
import time
from pathlib import Path

from tests.support.terminal import Terminal

TITLE = re.compile(rb"\x1b\]2;([^\x07\x1b]*)\x07")
NAMED = re.compile(rb"[A-Z0-9]+-BTC (0\.\d{8}|--) [A-Z]+ \xc2\xb7 roxom-tui")
SAVE, RESTORE = b"\x1b[22;2t", b"\x1b[23;2t"
TITLES = 4
SHORTEST = 0.75
"""Seconds between two: one, less what a loaded machine holds the first of them up."""


def test_the_title_has_symbol_price_and_state_at_most_once_a_second_and_is_given_back(tmp_path: Path) -> None:
    with Terminal([], tmp_path) as terminal:
        came: list[float] = []

        def count(seen: Terminal) -> bool:
            titles = len(TITLE.findall(bytes(seen.output)))
            came.extend([time.monotonic()] * (titles - len(came)))
            return titles >= TITLES

        terminal.until(count)
        terminal.press("q")
        assert terminal.ends() == 0
        written = bytes(terminal.output)
    assert (came[-1] - came[0]) / (len(came) - 1) > SHORTEST
    assert all(NAMED.fullmatch(title) for title in TITLE.findall(written)), TITLE.findall(written)
    assert written.count(SAVE) == written.count(RESTORE) == 1
    assert written.index(SAVE) < written.index(b"\x1b]2;") < written.rindex(b"\x1b]2;") < written.index(RESTORE)
